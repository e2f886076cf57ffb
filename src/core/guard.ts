import type { EventMap } from '../types.js';
import { type SobaniError, toSobaniError } from './errors.js';

/**
 * Makes a method of the public handle: it always returns a promise, rejects only with a SobaniError, tells `error`
 * listeners as well, and left un-awaited never shows up on the host as an unhandled rejection.
 */
export const guard =
  (onError: (detail: EventMap['error']) => void) =>
  <A extends unknown[], R>(run: (...args: A) => R | Promise<R>) =>
  (...args: A): Promise<R> => {
    const answer = new Promise<R>((resolve) => resolve(run(...args))).catch((thrown: unknown) => {
      const error: SobaniError = toSobaniError(thrown);
      onError({ error });
      throw error;
    });
    answer.catch(() => {});
    return answer;
  };
