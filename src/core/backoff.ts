import * as TIMES from './times.js';

/**
 * Milliseconds to wait before attempt number `attempt` (0 upwards): doubled each time, capped, with full jitter
 * (Brooker, "Exponential Backoff and Jitter", AWS Architecture Blog, 2015), but never under a tenth, so that a dead
 * server is not hammered by the lucky ones.
 */
export function backoff(attempt: number, random: () => number = Math.random): number {
  const ceiling = Math.min(TIMES.backoffCap, TIMES.backoffFirst * 2 ** attempt);
  return ceiling * (0.1 + 0.9 * random());
}
