/**
 * Where rows go: nowhere but memory until the visitor acts, then to disk, and back to memory when the disk refuses.
 * Every principal has a namespace of its own.
 */
import type { Change, Clock, Disk } from '../core/ports.js';
import { numberIn } from '../core/rows.js';

export interface Vault {
  /** The rows of one principal. */
  of(principal: string): Disk;
  /** Whoever has rows, as far as the disk can be read. */
  principals(): Promise<string[]>;
  /** Keys of one principal that are on their way to the disk. */
  pending(principal: string): string[];
  readonly isOpen: boolean;
  /** Told the keys, principal first, of what has reached the disk. */
  onWritten: ((keys: string[]) => void) | null;
  /** The visitor has acted: what memory holds is written, and all that follows. Resolves when that is tried. */
  open(): Promise<void>;
  /** Back to memory, and that is emptied too. */
  close(): Promise<void>;
}

/** After this time what the disk refused is offered to it again. Milliseconds. */
const AGAIN = 5_000;

/**
 * @param find finds what lies underneath once open; null where nothing may be kept.
 * @param onDurable told whether what is written survives the page.
 * @param clock without one, what was refused is only offered again with the next write.
 */
export function createVault(
  find: () => Promise<Disk | null>,
  onDurable: (durable: boolean) => void,
  clock?: Clock,
): Vault {
  /** Rows that are not on disk: all of them while closed, those that it refused later. */
  const memory = new Map<string, unknown>();
  let disk: Disk | null = null;
  let isOpen = false;
  let undoAgain = () => {};
  let batch: { changes: Map<string, unknown>; once: Set<string>; done: Promise<boolean> } | null = null;
  /** By principal, the append that is not over: who reads waits for it. */
  const appending = new Map<string, Promise<boolean>>();

  /** Writes that are under way. */
  let writing = 0;
  /** Rows that are being written are neither refused nor on disk: what was true of the others goes on. */
  const tell = () => {
    if (!memory.size || !writing) onDurable(!memory.size);
  };
  const refused = () => {
    onDurable(false);
    undoAgain();
    if (isOpen && clock) undoAgain = clock.setTimeout(() => void write([]), AGAIN);
  };
  const flush = async () => {
    const { once } = batch!;
    const changes = new Map([...memory, ...batch!.changes]);
    batch = null;
    for (const [key, row] of changes) {
      // what is taken back before anything was kept is nothing to erase later: somebody else may have written it by then
      if (isOpen || row !== undefined) memory.set(key, row);
      else memory.delete(key);
    }
    if (!disk) return false;
    writing++;
    try {
      if (changes.size) await disk.write([...changes]);
    } catch {
      // full, forbidden or gone: the rows stay in memory, and go along with the next write
      for (const key of once) memory.delete(key);
      refused();
      return false;
    } finally {
      writing--;
    }
    for (const [key, row] of changes) if (memory.get(key) === row) memory.delete(key);
    tell();
    if (changes.size) vault.onWritten?.([...changes.keys()]);
    return true;
  };
  /** What is written in one turn is one transaction. */
  const write = (changes: readonly Change[], isOnce = false) => {
    batch ??= { changes: new Map(), once: new Set(), done: Promise.resolve().then(flush) };
    for (const [key, row] of changes) {
      batch.changes.set(key, row);
      if (isOnce) batch.once.add(key);
      else batch.once.delete(key);
    }
    return batch.done;
  };
  const append: Disk['append'] = async (prefix, make) => {
    let changes: readonly Change[] = [];
    let isGivenUp = false;
    // a slow disk may come to it later
    const number = (n: number) => {
      changes = isGivenUp ? [] : make(n);
      return changes;
    };
    // what could not be written before goes before
    if ((await write([])) && disk) {
      try {
        await disk.append(prefix, number);
        tell();
        vault.onWritten?.(changes.map(([key]) => key));
        return true;
      } catch {
        refused();
      }
    }
    const numbers = [...memory.keys()].map((key) => (key.startsWith(prefix) ? numberIn(key, prefix) : 0));
    isGivenUp = true;
    // what was numbered may be written after all, and is the same row then
    const rows = changes.length ? changes : make(Math.max(0, ...numbers) + 1);
    for (const change of rows) memory.set(...change);
    return false;
  };
  const load = async (prefix: string, isWhole = false) => {
    const rows = new Map<string, unknown>();
    if (disk) {
      try {
        for (const [key, row] of await disk.load(prefix)) rows.set(key, row);
      } catch (error) {
        onDurable(false);
        if (isWhole) throw error;
      }
    }
    for (const [key, row] of [...memory, ...(batch?.changes ?? [])]) if (key.startsWith(prefix)) rows.set(key, row);
    return [...rows].filter(([, row]) => row !== undefined).sort(([a], [b]) => (a < b ? -1 : 1));
  };

  const vault: Vault = {
    onWritten: null,
    get isOpen() {
      return isOpen;
    },
    pending(principal) {
      const root = `${principal}/`;
      const keys = [...memory.keys(), ...(batch?.changes.keys() ?? [])];
      return keys.filter((key) => key.startsWith(root)).map((key) => key.slice(root.length));
    },
    principals: async () => [...new Set((await load('')).map(([key]) => key.split('/')[0]!))],
    of: (principal) => {
      const root = `${principal}/`;
      return {
        async load(prefix, isWhole) {
          await appending.get(principal);
          return (await load(root + prefix, isWhole)).map(([key, row]) => [key.slice(root.length), row]);
        },
        write(changes, isOnce) {
          const own = changes.map(([key, row]) => [root + key, row] as const);
          return write(own, isOnce);
        },
        append(prefix, make) {
          const done = append(root + prefix, (n) => make(n).map(([key, row]) => [root + key, row] as const));
          appending.set(principal, done);
          return done;
        },
      };
    },
    async open() {
      isOpen = true;
      disk ??= await find().catch(() => null);
      if (!disk) onDurable(false);
      await write([]);
    },
    async close() {
      isOpen = false;
      undoAgain();
      // what is just being appended may be taken back
      await Promise.allSettled(appending.values());
      await batch?.done;
      disk?.close?.();
      disk = null;
      memory.clear();
    },
  };
  return vault;
}
