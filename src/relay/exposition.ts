/** Counters, gauges and histograms, written in the text format that Prometheus reads. */

export interface Counter {
  /** Counts one more. */
  add(label?: string, amount?: number): void;
}

export interface Histogram {
  /** In the unit that the name ends with. */
  observe(value: number): void;
}

export interface Exposition {
  /** With a `label`, one count for each of its values. */
  counter(name: string, help: string, label?: string): Counter;
  /** Read when it is asked for. */
  gauge(name: string, help: string, read: () => number): void;
  /** Like a gauge, of something that only grows. */
  total(name: string, help: string, read: () => number): void;
  /** `bounds`: upper ends of the buckets, rising; the last one, without end, is added. */
  histogram(name: string, help: string, bounds: readonly number[]): Histogram;
  text(): string;
}

export function createExposition(): Exposition {
  const families: (() => string[])[] = [];
  const head = (name: string, help: string, type: string) => [`# HELP ${name} ${help}`, `# TYPE ${name} ${type}`];
  const read = (type: string) => (name: string, help: string, value: () => number) =>
    void families.push(() => [...head(name, help, type), `${name} ${value()}`]);

  return {
    gauge: read('gauge'),
    total: read('counter'),
    counter(name, help, label) {
      // the values of labels are words of ours (codes, kinds), so nothing in them needs to be escaped
      const counts = new Map<string, number>(label === undefined ? [['', 0]] : []);
      families.push(() => [
        ...head(name, help, 'counter'),
        ...[...counts].map(([value, count]) => (value ? `${name}{${label}="${value}"} ${count}` : `${name} ${count}`)),
      ]);
      return { add: (value = '', amount = 1) => void counts.set(value, (counts.get(value) ?? 0) + amount) };
    },
    histogram(name, help, bounds) {
      const counts = [...bounds, Number.POSITIVE_INFINITY].map(() => 0);
      let [count, sum] = [0, 0];
      families.push(() => {
        let below = 0;
        const buckets = counts.map((n, i) => {
          below += n;
          return `${name}_bucket{le="${bounds[i] ?? '+Inf'}"} ${below}`;
        });
        return [...head(name, help, 'histogram'), ...buckets, `${name}_sum ${sum}`, `${name}_count ${count}`];
      });
      return {
        observe(value) {
          const bucket = bounds.findIndex((bound) => value <= bound);
          counts[bucket < 0 ? bounds.length : bucket]!++;
          count++;
          sum += value;
        },
      };
    },
    text: () => `${families.flatMap((family) => family()).join('\n')}\n`,
  };
}
