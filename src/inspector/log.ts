/** A list that only grows so far: the newest first. */
export interface Log<T> {
  readonly entries: readonly T[];
  add(entry: T): void;
  clear(): void;
  /** An entry is not what it was. */
  changed(): void;
}

export const MOST_ENTRIES = 200;

export function createLog<T>(onChange: () => void): Log<T> {
  let entries: readonly T[] = [];
  return {
    changed: onChange,
    get entries() {
      return entries;
    },
    add(entry) {
      entries = [entry, ...entries].slice(0, MOST_ENTRIES);
      onChange();
    },
    clear() {
      entries = [];
      onChange();
    },
  };
}
