import { SobaniError } from '../core/errors.js';

/** Counts what somebody does; keys are persons, addresses or sockets. */
export interface Rate {
  /** Milliseconds to wait before the next one is allowed; 0 when it is allowed now, and then it is counted. */
  take(key: string): number;
  /** Counts one, or throws `rate` with the time to wait. */
  spend(key: string): void;
  /** Forgets keys that are back at their full allowance. */
  sweep(): void;
}

/** A token bucket for every key: `burst` at once, refilled evenly to `amount` in `per` milliseconds. */
export function createRate(what: string, amount: number, per: number, burst: number, now: () => number): Rate {
  const step = per / amount;
  // the instant at which the bucket will be full again (virtual scheduling): one number a key
  const fullAt = new Map<string, number>();
  const take = (key: string) => {
    const time = now();
    // no later than that of an empty one, where the clock was set back
    const full = Math.min(fullAt.get(key) ?? 0, time + burst * step);
    const next = Math.max(full, time) + step;
    const wait = next - time - burst * step;
    const isRefused = wait > 0.001;
    fullAt.set(key, isRefused ? full : next);
    return isRefused ? Math.ceil(wait) : 0;
  };
  return {
    take,
    spend(key) {
      const retryAfter = take(key);
      if (!retryAfter) return;
      throw new SobaniError('rate', `too many ${what}; wait ${retryAfter} ms`, { retryable: true, retryAfter });
    },
    sweep() {
      const time = now();
      for (const [key, at] of fullAt) if (at <= time) fullAt.delete(key);
    },
  };
}
