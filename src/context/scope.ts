import type { SourceHost } from './source.js';

/** What goes on in the page on our behalf, until all of it ends at once. */
export interface Scope extends SourceHost {
  /** Events by name, with spaces between them, of the window unless another is given: seen first, and never held up. */
  on<E extends Event>(types: string, listener: (event: E) => void, target?: EventTarget): void;
  /** What the page fetches; with `buffered` also what it has fetched before. Nothing where the browser does not tell. */
  fetched(listener: (entry: PerformanceResourceTiming) => void, buffered?: boolean): void;
  /** Once after so many milliseconds. The undo may be called at any time, as that of `idle`. */
  after(time: number, run: () => void): () => void;
  /** What runs it once the page rests, however often it is asked to before. */
  soon(run: () => void): () => void;
  /** Called at the end, unless the undo that it returns was called before; that calls it, too. */
  atEnd(end: () => void): () => void;
  end(): void;
}

/** All that waits has one callback between them: one of its own costs more than what most do in it. */
const createIdle = () => {
  const waiting = new Set<() => void>();
  let isPlanned = false;
  const rest = () => {
    isPlanned = false;
    // neither what is asked for meanwhile, nor what is called off
    for (const run of [...waiting]) if (waiting.delete(run)) run();
  };
  return (run: () => void): (() => void) => {
    waiting.add(run);
    if (!isPlanned) {
      isPlanned = true;
      // without a limit it may wait for the next input, where the browser has much to do; Safari has none
      (globalThis.requestIdleCallback ?? ((go) => setTimeout(go)))(rest, { timeout: 1_000 });
    }
    return () => waiting.delete(run);
  };
};

export function createScope(host: Partial<SourceHost> = {}): Scope {
  const ends = new Set<() => void>();
  const atEnd = (end: () => void) => {
    const undo = () => {
      if (ends.delete(undo)) end();
    };
    ends.add(undo);
    return undo;
  };
  const once = (start: (run: () => void) => () => void, run: () => void) => {
    const undo = atEnd(
      start(() => {
        ends.delete(undo);
        run();
      }),
    );
    return undo;
  };
  const idle = host.idle ?? createIdle();
  const rests = (run: () => void) => once(idle, run);
  return {
    now: host.now ?? Date.now,
    on(types, listener, target = window) {
      for (const type of types.split(' ')) {
        // what leaves an element is looked at there alone, not on its way down to each within
        const options = { capture: target === window, passive: true };
        target.addEventListener(type, listener as EventListener, options);
        atEnd(() => target.removeEventListener(type, listener as EventListener, options));
      }
    },
    fetched(listener, buffered = false) {
      try {
        const observer = new PerformanceObserver((list) => {
          for (const entry of list.getEntries()) listener(entry as PerformanceResourceTiming);
        });
        observer.observe({ type: 'resource', buffered });
        atEnd(() => observer.disconnect());
      } catch {
        // there are still the events
      }
    },
    after: (time, run) =>
      once((go) => {
        const timer = setTimeout(go, time);
        return () => clearTimeout(timer);
      }, run),
    idle: rests,
    soon(run) {
      let isPlanned = false;
      return () => {
        if (isPlanned) return;
        isPlanned = true;
        rests(() => {
          isPlanned = false;
          run();
        });
      };
    },
    atEnd,
    end() {
      for (const undo of ends) undo();
    },
  };
}
