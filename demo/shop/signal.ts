/** A value with listeners; enough for a shop of this size. */
export interface Signal<T> {
  get(): T;
  set(value: T): void;
  /** Calls back on every change. Returns its undo. */
  listen(listener: (value: T) => void): () => void;
}

export function signal<T>(value: T): Signal<T> {
  const listeners = new Set<(value: T) => void>();
  return {
    get: () => value,
    set(next) {
      value = next;
      for (const listener of listeners) listener(value);
    },
    listen(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
