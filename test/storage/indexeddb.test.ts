import 'fake-indexeddb/auto';
import { IDBFactory } from 'fake-indexeddb';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { databaseName } from '../../src/core/mark.js';
import type { Disk } from '../../src/core/ports.js';
import { indexedDBDisk } from '../../src/storage/indexeddb.js';
import { openStorage } from '../../src/storage/open-storage.js';
import { createVault } from '../../src/storage/vault.js';

let disk: Disk;
/** Every connection that was opened, to be broken from underneath. */
let connections: IDBDatabase[];

beforeEach(() => {
  globalThis.indexedDB = new IDBFactory();
  connections = [];
  const open = indexedDB.open.bind(indexedDB);
  vi.spyOn(indexedDB, 'open').mockImplementation((...args) => {
    const request = open(...args);
    request.addEventListener('success', () => connections.push(request.result));
    return request;
  });
  disk = indexedDBDisk('shop');
});
afterEach(() => vi.restoreAllMocks());

const refuse = (name: string, times: number) => {
  const { transaction } = IDBDatabase.prototype;
  return vi.spyOn(IDBDatabase.prototype, 'transaction').mockImplementation(function (this: IDBDatabase, ...args) {
    if (args[0] === 'rows' && times-- > 0) throw new DOMException('No.', name);
    return transaction.apply(this, args);
  });
};

/** Without those that the database makes for itself, to be opened. */
const uses = (spy: ReturnType<typeof refuse>) => spy.mock.calls.filter(([names]) => names === 'rows').length;

describe('rows in IndexedDB', () => {
  it('touch nothing before they are used', () => {
    expect(indexedDB.open).not.toHaveBeenCalled();
  });

  it('are read by prefix, in the order of the keys, by whoever comes next', async () => {
    expect(
      await disk.write([
        ['a/o/2', { n: 2 }],
        ['a/o/1', { n: 1 }],
        ['a/s', 'ü'],
        ['b/s', 'other'],
      ]),
    ).toBe(true);
    await disk.write([['a/s', undefined]]);
    expect(await indexedDBDisk('shop').load('a/')).toEqual([
      ['a/o/1', { n: 1 }],
      ['a/o/2', { n: 2 }],
    ]);
    expect(await indexedDBDisk('other').load('')).toEqual([]);
  });

  it('share one connection', async () => {
    await Promise.all([disk.write([['a', 1]]), disk.load('')]);
    await disk.write([['b', 1]]);
    expect(connections).toHaveLength(1);
  });

  it('are promised only once the transaction is complete, with strict durability', async () => {
    const spy = refuse('never', 0);
    let isComplete = false;
    const { put } = IDBObjectStore.prototype;
    vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(function (this: IDBObjectStore, ...args) {
      this.transaction.addEventListener('complete', () => {
        isComplete = true;
      });
      return put.apply(this, args);
    });
    await disk.write([['a', 1]]);
    expect(isComplete).toBe(true);
    expect(spy.mock.lastCall).toEqual(['rows', 'readwrite', { durability: 'strict' }]);
  });

  it('open again when the browser has closed the connection underneath', async () => {
    await disk.write([['a', 1]]);
    connections[0]!.close();
    expect(await disk.write([['b', 2]])).toBe(true);
    expect(await disk.load('')).toEqual([
      ['a', 1],
      ['b', 2],
    ]);
    expect(connections).toHaveLength(2);
  });

  it('are written again when the transaction was aborted without a reason', async () => {
    const { put } = IDBObjectStore.prototype;
    vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementationOnce(function (this: IDBObjectStore, ...args) {
      const request = put.apply(this, args);
      this.transaction.abort();
      return request;
    });
    expect(await disk.write([['a', 1]])).toBe(true);
    expect(await disk.load('')).toEqual([['a', 1]]);
  });

  it('give way to whoever wants another version or to delete, and open again after', async () => {
    await disk.write([['a', 1]]);
    const request = indexedDB.deleteDatabase(databaseName('shop'));
    await new Promise((resolve, reject) => {
      request.onsuccess = resolve;
      request.onerror = request.onblocked = reject;
    });
    expect(await disk.load('')).toEqual([]);
    expect(await disk.write([['b', 1]])).toBe(true);
  });

  it('go on in a database that a later version has left', async () => {
    await disk.write([['a', 1]]);
    const request = indexedDB.open(databaseName('shop'), 7);
    await new Promise((resolve, reject) => {
      request.onsuccess = resolve;
      request.onerror = request.onblocked = reject;
    });
    expect(await disk.write([['b', 2]])).toBe(true);
    request.result.close();
    expect(await indexedDBDisk('shop').load('')).toEqual([
      ['a', 1],
      ['b', 2],
    ]);
  });

  it('reject after one more try when it fails again', async () => {
    const spy = refuse('UnknownError', 2);
    await expect(disk.write([['a', 1]])).rejects.toThrow('No.');
    expect(uses(spy)).toBe(2);
    expect(await disk.write([['a', 1]])).toBe(true);
  });

  it('do not try again when there is no room', async () => {
    const spy = refuse('QuotaExceededError', 1);
    await expect(disk.write([['a', 1]])).rejects.toMatchObject({ name: 'QuotaExceededError' });
    expect(uses(spy)).toBe(1);
  });

  it('reject when the database cannot be opened, and work once it can', async () => {
    const open = vi.mocked(indexedDB.open).getMockImplementation()!;
    const fail = () => {
      throw new DOMException('No.', 'SecurityError');
    };
    vi.mocked(indexedDB.open).mockImplementation(fail);
    await expect(disk.load('')).rejects.toThrow('No.');
    vi.mocked(indexedDB.open).mockImplementation(open);
    expect(await disk.load('')).toEqual([]);
  });
});

describe('a vault over IndexedDB', () => {
  it('stays in memory while there is no room, and writes it all when there is', async () => {
    const durable: boolean[] = [];
    const vault = createVault(
      async () => disk,
      (isDurable) => durable.push(isDurable),
    );
    await vault.open();
    const spy = refuse('QuotaExceededError', 1);
    expect(await vault.of('a').write([['m', 'large']])).toBe(false);
    spy.mockRestore();
    expect(await vault.of('a').write([['n', 'small']])).toBe(true);
    expect(durable).toEqual([true, false, true]);
    expect(await disk.load('')).toEqual([
      ['a/m', 'large'],
      ['a/n', 'small'],
    ]);
  });
});

describe('what the host allows', () => {
  it('is a database of its own for each app, which can be removed', async () => {
    const storage = openStorage({ app: 'shop' });
    await storage.disk!.write([['a', 1]]);
    expect((await indexedDB.databases()).map(({ name }) => name)).toEqual(['sobani-shop']);
    await storage.remove();
    expect(await indexedDB.databases()).toEqual([]);
  });

  it('is nothing where nothing may be kept, and there is nothing to remove', async () => {
    const storage = openStorage({ app: 'shop', storage: 'none' });
    expect(storage.disk).toBeNull();
    await storage.remove();
    expect(indexedDB.open).not.toHaveBeenCalled();
  });

  it('is nothing where the browser has no database or forbids it', () => {
    vi.stubGlobal('indexedDB', undefined);
    expect(openStorage({ app: 'shop' }).disk).toBeNull();
    vi.unstubAllGlobals();
    expect(openStorage({ app: 'shop', storage: 'session' }).disk).toBeNull();
  });
});
