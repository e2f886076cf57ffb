/** Rows in IndexedDB: `sobani-APP`, one object store. */
import { promisifyRequest, type UseStore } from 'idb-keyval';
import { databaseName } from '../core/mark.js';
import type { Change, Disk } from '../core/ports.js';
import { numberIn } from '../core/rows.js';
import * as TIMES from '../core/times.js';

const STORE = 'rows';

const SLOW = 'OperationError';

/** What is under way may still be done later; whoever waits goes on without. */
function inTime<T>(promise: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new DOMException('IndexedDB did not answer in time.', SLOW)), TIMES.disk);
    promise.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}

/** Opens on first use, and again when the browser has closed the connection underneath (WebKit does, in background tabs). */
function opener(name: string): { use: UseStore; close(): void } {
  let database: Promise<IDBDatabase> | undefined;
  const open = () =>
    new Promise<IDBDatabase>((resolve, reject) => {
      // without a version: rows mean to later ones what they mean to this one, which goes on beside them
      const request = indexedDB.open(name);
      const late = () => reject(new DOMException('IndexedDB did not open in time.', 'TimeoutError'));
      const timer = setTimeout(late, TIMES.openDisk);
      const forget = () => {
        database = undefined;
      };
      request.onupgradeneeded = () => request.result.createObjectStore(STORE);
      request.onerror = () => {
        clearTimeout(timer);
        reject(request.error);
      };
      request.onsuccess = () => {
        clearTimeout(timer);
        const db = request.result;
        db.onclose = forget;
        db.onversionchange = () => {
          db.close();
          forget();
        };
        resolve(db);
      };
    });
  const use: UseStore = async (mode, run) => {
    for (let isRetry = false; ; isRetry = true) {
      database ??= open();
      try {
        const db = await database;
        // strict, because what a person typed must survive the browser being killed
        const answer = run(db.transaction(STORE, mode, { durability: 'strict' }).objectStore(STORE));
        return await inTime(Promise.resolve(answer));
      } catch (error) {
        const { name } = Object(error) as DOMException;
        // one that is slow is no dead one
        if (name !== SLOW) database = undefined;
        if (isRetry || name === SLOW || name === 'QuotaExceededError') throw error;
      }
    }
  };
  const close = () => {
    database?.then((db) => db.close()).catch(() => {});
    database = undefined;
  };
  return { use, close };
}

/** Rejects from `write` when the browser refuses; the caller falls back to memory. */
export function indexedDBDisk(app: string): Disk {
  const { use, close } = opener(databaseName(app));
  return {
    close,
    load: (prefix) =>
      use('readonly', async (store) => {
        const range = under(prefix);
        const [keys, rows] = await Promise.all([
          promisifyRequest(store.getAllKeys(range)),
          promisifyRequest(store.getAll(range)),
        ]);
        return keys.map((key, i) => [String(key), rows[i] as unknown]);
      }),
    write: (changes) => use('readwrite', (store) => put(store, changes)),
    append: (prefix, make) =>
      use('readwrite', async (store) => {
        const last = await promisifyRequest(store.openKeyCursor(under(prefix), 'prev'));
        return put(store, make(numberIn(String(last?.key ?? ''), prefix) + 1));
      }),
  };
}

const under = (prefix: string) => IDBKeyRange.bound(prefix, `${prefix}\uffff`);

async function put(store: IDBObjectStore, changes: readonly Change[]): Promise<true> {
  for (const [key, row] of changes) {
    if (row === undefined) store.delete(key);
    else store.put(row, key);
  }
  // a transaction is only safe when it is complete; its requests succeed earlier
  await promisifyRequest(store.transaction);
  return true;
}
