/** Takes in an answer piece by piece, within its time. */
import { SobaniError } from '../core/errors.js';
import type { Clock } from '../core/ports.js';
import * as TIMES from '../core/times.js';

/** Pieces of one answer. More would be no answer, but a loop. */
const MOST = 10_000;
/** After so many the page comes to its turn: a stream that is always ready would leave it none. */
const ROW = 50;

export interface Receiving {
  clock: Clock;
  signal: AbortSignal;
  /** Told each piece. What it throws ends the answer. */
  take(piece: unknown): void;
}

const late = (ms: number) =>
  new SobaniError('timeout', `The matcher said nothing for ${ms / 1000} seconds.`, { retryable: true });

/**
 * Resolves when the answer is whole: a promise of all of it, or a stream of pieces.
 * @throws SobaniError `timeout`, `too-large`, `invalid`; and what the answer, `take` or the signal end with
 */
export async function receive(answer: unknown, { clock, signal, take }: Receiving): Promise<void> {
  const ends = clock.now() + TIMES.matcher;
  const wait = <T>(coming: PromiseLike<T> | T): Promise<T> =>
    new Promise((resolve, reject) => {
      const ms = Math.min(TIMES.matcherPiece, ends - clock.now());
      const undo = clock.setTimeout(() => reject(late(ms < TIMES.matcherPiece ? TIMES.matcher : ms)), ms);
      const onAbort = () => reject(signal.reason);
      if (signal.aborted) onAbort();
      signal.addEventListener('abort', onAbort);
      Promise.resolve(coming)
        .then(resolve, reject)
        .finally(() => {
          undo();
          signal.removeEventListener('abort', onAbort);
        });
    });

  const { [Symbol.asyncIterator]: iterate, then } = Object(answer) as Partial<
    AsyncIterable<unknown> & Promise<unknown>
  >;
  if (typeof iterate !== 'function') {
    if (typeof then !== 'function') {
      throw new SobaniError('invalid', 'The matcher must give a promise or an async iterable.', { path: 'match' });
    }
    return take(await wait(answer as Promise<unknown>));
  }
  const iterator = iterate.call(answer as AsyncIterable<unknown>);
  try {
    for (let n = 1; ; n++) {
      const { done, value } = Object(await wait(iterator.next())) as IteratorResult<unknown>;
      if (done) return;
      if (n > MOST) throw new SobaniError('too-large', `The matcher sent over ${MOST} pieces.`);
      take(value);
      if (n % ROW === 0) await wait(new Promise<void>((go) => void clock.setTimeout(go, 0)));
    }
  } finally {
    // nobody waits for it: one that has stalled may never end
    void (async () => iterator.return?.())().catch(() => {});
  }
}
