import { SobaniError } from './errors.js';

export interface Lazy<T> {
  (): Promise<T>;
  /** Forgets the value, so that the next call makes a new one. */
  reset(): void;
  /** The promise, if it was ever called. */
  made: Promise<T> | undefined;
}

/**
 * Makes a thing when it is first needed, once. After a failure the next call tries again.
 * @throws SobaniError `unavailable`, for whatever went wrong with fetching it.
 */
export function lazy<T>(make: () => Promise<T>): Lazy<T> {
  const get = (() => {
    if (!get.made) {
      const own = make().catch((cause: Error) => {
        if (cause instanceof SobaniError) throw cause;
        throw new SobaniError('unavailable', `It could not be loaded: ${cause.message}`, { retryable: true, cause });
      });
      get.made = own;
      own.catch(() => {
        if (get.made === own) get.reset();
      });
    }
    return get.made;
  }) as Lazy<T>;
  get.reset = () => {
    get.made = undefined;
  };
  return get;
}
