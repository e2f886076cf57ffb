import type { Clock } from '../core/ports.js';

export interface FakeClock extends Clock {
  /** Moves time on and runs what falls due, in order, with a turn for promises after each. Milliseconds. */
  advance(ms: number): Promise<void>;
  /** Timers that are set now. */
  readonly pending: number;
}

/** Time that stands still until it is told to move. `date` starts at 2026-01-01. */
export function fakeClock(startsAt = Date.UTC(2026, 0, 1)): FakeClock {
  let now = 0;
  let order = 0;
  const timers = new Set<{ due: number; order: number; run: () => void }>();
  // promises settle in microtasks, and those of those; a macrotask lets all of them through
  const settle = () =>
    new Promise<void>((resolve) => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => {
        port1.close();
        resolve();
      };
      port2.postMessage(0);
    });

  return {
    now: () => now,
    date: () => Math.floor(startsAt + now),
    setTimeout(run, ms) {
      const timer = { due: now + Math.max(0, ms), order: order++, run };
      timers.add(timer);
      return () => void timers.delete(timer);
    },
    async advance(ms) {
      const end = now + ms;
      await settle();
      for (;;) {
        const [next] = [...timers].sort((a, b) => a.due - b.due || a.order - b.order);
        if (!next || next.due > end) break;
        timers.delete(next);
        now = next.due;
        next.run();
        await settle();
      }
      now = end;
    },
    get pending() {
      return timers.size;
    },
  };
}
