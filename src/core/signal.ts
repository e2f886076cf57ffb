/** A value that can be watched. Compatible with the store contract of Svelte and, to read, with Preact's signals. */
export interface ReadonlySignal<T> {
  readonly value: T;
  /** Calls at once with the value, then with every other one. Returns its undo. */
  subscribe(listener: (value: T) => void): () => void;
}

export interface Signal<T> extends ReadonlySignal<T> {
  value: T;
}

/** A dozen lines in place of a library, because every page that opens the panel pays for it: docs/decisions/0003. */
export function signal<T>(initial: T): Signal<T> {
  let held = initial;
  const listeners = new Set<(value: T) => void>();
  return {
    get value() {
      return held;
    },
    set value(next) {
      if (next === held) return;
      held = next;
      // held, not next: a listener may have set another one by now
      for (const listener of [...listeners]) listener(held);
    },
    subscribe(listener) {
      listeners.add(listener);
      listener(held);
      return () => listeners.delete(listener);
    },
  };
}
