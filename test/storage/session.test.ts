// @vitest-environment happy-dom
import { afterEach, describe, expect, it } from 'vitest';
import { openStorage } from '../../src/storage/open-storage.js';
import { sessionDisk } from '../../src/storage/session.js';
import { createVault } from '../../src/storage/vault.js';

afterEach(() => sessionStorage.clear());

describe('rows in sessionStorage', () => {
  it('are read by prefix, in the order of the keys, for each app by itself', async () => {
    const disk = sessionDisk('shop');
    expect(
      await disk.write([
        ['a/o/2', { n: 2 }],
        ['a/o/1', [1, null]],
        ['b', 'x'],
      ]),
    ).toBe(true);
    await disk.write([['b', undefined]]);
    sessionStorage.setItem('host', 'own');
    expect(await disk.load('')).toEqual([
      ['a/o/1', [1, null]],
      ['a/o/2', { n: 2 }],
    ]);
    expect(await disk.load('a/o/2')).toHaveLength(1);
    expect(await sessionDisk('sho').load('')).toEqual([]);
    expect(localStorage.length).toBe(0);
  });

  it('are all there but the one that somebody spoilt, which is reported', async () => {
    const errors: unknown[] = [];
    const storage = openStorage({ app: 'shop', storage: 'session' });
    await storage.disk!.write([['k', { functional: true, analytics: false }]]);
    sessionStorage.setItem('sobani-shop/s', '{"secret":');
    const found = await storage.parseRows(await storage.disk!.load(''), (error) => errors.push(error));
    expect(found.consent).toEqual({ functional: true, analytics: false });
    expect(errors).toHaveLength(1);
  });

  it('fall back to memory when there is no room', async () => {
    const durable: boolean[] = [];
    let isFull = false;
    const storage: Storage = Object.create({
      getItem: (key: string) => storage[key] as string,
      setItem(key: string, text: string) {
        if (isFull) throw new DOMException('Full.', 'QuotaExceededError');
        storage[key] = text;
      },
    });
    const vault = createVault(
      async () => sessionDisk('shop', storage),
      (isDurable) => durable.push(isDurable),
    );
    await vault.open();
    isFull = true;
    expect(await vault.of('a').write([['k', 1]])).toBe(false);
    isFull = false;
    expect(await vault.of('a').write([['l', 2]])).toBe(true);
    expect(durable).toEqual([true, false, true]);
    expect(await vault.of('a').load('')).toEqual([
      ['k', 1],
      ['l', 2],
    ]);
    expect(Object.keys(storage)).toHaveLength(2);
  });
});
