// @vitest-environment happy-dom
import 'fake-indexeddb/auto';
import { IDBFactory } from 'fake-indexeddb';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { Accounts } from '../../src/core/accounts.js';
import { openStorage } from '../../src/storage/open-storage.js';
import type { Vault } from '../../src/storage/vault.js';

const KEY = 'sobani:shop';

beforeEach(() => {
  globalThis.indexedDB = new IDBFactory();
  localStorage.clear();
});

/** What a page load opens, over a back end that ends sessions, or cannot. */
function page(revoke: (session: { secret: string }) => Promise<void>) {
  const ended: string[] = [];
  const transport = async () => ({
    revoke: async (session: { app: string; secret: string }) => {
      await revoke(session);
      ended.push(session.secret);
    },
  });
  const open = vi.fn(async () => {});
  const given = { accounts: { transport }, vault: { open }, onEvicted() {} };
  return { ended, open, given: given as unknown as { accounts: Accounts; vault: Vault; onEvicted(): void } };
}

describe('a logout that was cut short', () => {
  it('is finished by the next page load, which opens nothing', async () => {
    const storage = openStorage({ app: 'shop' });
    await storage.disk!.write([['a/m/c/1', 'private']]);
    storage.disk!.close?.();
    localStorage.setItem(KEY, '! s1');
    const { given, open, ended } = page(async () => {});
    await storage.open(given, false);
    expect(await indexedDB.databases()).toEqual([]);
    await vi.waitFor(() => expect(localStorage.getItem(KEY)).toBeNull());
    expect(ended).toEqual(['s1']);
    expect(open).not.toHaveBeenCalled();
  });

  it('is finished before the visitor who acts is given anything', async () => {
    const storage = openStorage({ app: 'shop' });
    await storage.disk!.write([['a/m/c/1', 'private']]);
    storage.disk!.close?.();
    localStorage.setItem(KEY, '!');
    const { given, open } = page(async () => {});
    open.mockImplementation(async () => {
      expect(await indexedDB.databases()).toEqual([]);
      throw new Error('Far enough.');
    });
    await expect(storage.open(given, true)).rejects.toThrow('Far enough.');
    expect(localStorage.getItem(KEY)).toMatch(/^[\w-]{8}$/);
  });
});

describe('the database of a visitor who has left', () => {
  const names = async () => (await indexedDB.databases()).map(({ name }) => name);

  it('is removed when there is nothing in it, unless somebody has come in another tab', async () => {
    const storage = openStorage({ app: 'shop' });
    await storage.disk!.write([]);
    storage.disk!.close?.();
    localStorage.setItem(KEY, 'e2');
    await storage.removeEmpty();
    expect(await names()).toEqual(['sobani-shop']);
    localStorage.removeItem(KEY);
    await storage.removeEmpty();
    expect(await names()).toEqual([]);
  });

  it('is removed with what could not be erased, unless somebody has come', async () => {
    const storage = openStorage({ app: 'shop' });
    await storage.disk!.write([['a/m/c/1', 'private']]);
    storage.disk!.close?.();
    localStorage.setItem(KEY, 'e2');
    await storage.removeLeft();
    expect([await names(), localStorage.getItem(KEY)]).toEqual([['sobani-shop'], 'e2']);
    localStorage.setItem(KEY, '! s1');
    await storage.removeLeft();
    expect([await names(), localStorage.getItem(KEY)]).toEqual([[], '! s1']);
  });
});

it('a session that is to be ended is remembered until the back end has ended it', async () => {
  localStorage.setItem(KEY, 'e1 s1 s2');
  const lost = page(async ({ secret }) => {
    if (secret === 's2') throw new Error('No network.');
  });
  await openStorage({ app: 'shop', storage: 'session' }).open(lost.given, false);
  await vi.waitFor(() => expect(localStorage.getItem(KEY)).toBe('e1 s2'));
  const found = page(async () => {});
  await openStorage({ app: 'shop', storage: 'session' }).open(found.given, false);
  await vi.waitFor(() => expect(localStorage.getItem(KEY)).toBe('e1'));
  expect([lost.ended, found.ended]).toEqual([['s1'], ['s2']]);
});
