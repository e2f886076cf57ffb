/** Rows in sessionStorage: they live as long as the tab. */
import type { Disk } from '../core/ports.js';
import { numberIn } from '../core/rows.js';

/** What cannot be read is handed on as it is: whoever sorts the rows says so, and the others go on. */
function read(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

export function sessionDisk(app: string, storage: Storage = sessionStorage): Disk {
  const root = `sobani-${app}/`;
  const keysUnder = (prefix: string) =>
    Object.keys(storage)
      .filter((key) => key.startsWith(root + prefix))
      .sort();
  const write: Disk['write'] = async (changes) => {
    // it holds text: a file stays in memory, as where the disk is full
    if (changes.some(([, row]) => row instanceof Blob)) throw new Error('no files');
    for (const [key, row] of changes) {
      if (row === undefined) storage.removeItem(root + key);
      else storage.setItem(root + key, JSON.stringify(row));
    }
    return true;
  };
  return {
    async load(prefix) {
      return keysUnder(prefix).map((key) => [key.slice(root.length), read(storage.getItem(key)!)]);
    },
    async append(prefix, make) {
      return write(make(numberIn(keysUnder(prefix).at(-1) ?? '', root + prefix) + 1));
    },
    write,
  };
}
