/** Lets the page go on while a model is trained. */
import type { Clock } from '../../core/ports.js';

/** Work between two rests, and what is done at least where the page is never idle. Milliseconds. */
const SLICE = 8;
const LEAST = 3;
/** A page that is busy rests no longer than this for: somebody waits for their answer. */
const LONGEST = 50;

const idle = (): Promise<number> =>
  new Promise((go) => {
    if (!globalThis.requestIdleCallback) setTimeout(() => go(LEAST));
    else requestIdleCallback((deadline) => go(deadline.timeRemaining()), { timeout: LONGEST });
  });

/** A pause between two steps of a training: none until a slice of work is done, then until the page is idle. */
export function createRest({ now }: Pick<Clock, 'now'>, signal: AbortSignal): () => Promise<void> {
  let until = 0;
  return async () => {
    if (signal.aborted) throw signal.reason;
    if (now() < until) return;
    const left = await idle();
    until = now() + Math.min(SLICE, Math.max(LEAST, left));
  };
}
