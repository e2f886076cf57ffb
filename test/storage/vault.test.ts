import { beforeEach, describe, expect, it, vi } from 'vitest';
import { createVault, type Vault } from '../../src/storage/vault.js';
import { fakeClock } from '../../src/testing/fake-clock.js';
import { type FakeDisk, fakeDisk, keysOf } from '../core/world.js';

let disk: FakeDisk;
let vault: Vault;
let durable: boolean[];
const find = vi.fn<() => Promise<FakeDisk | null>>();

beforeEach(() => {
  disk = fakeDisk();
  durable = [];
  find.mockReset().mockImplementation(async () => disk);
  vault = createVault(find, (isDurable) => durable.push(isDurable));
});

describe('before the visitor has acted', () => {
  it('nothing is looked for, read or written; what is written is still there to read', async () => {
    const rows = vault.of('a');
    expect(await rows.write([['k', 1]])).toBe(false);
    expect(await rows.load('')).toEqual([['k', 1]]);
    expect(find).not.toHaveBeenCalled();
    expect(disk.transactions).toEqual([]);
  });

  it('nobody is told that nothing can be kept', async () => {
    await vault.of('a').write([['k', 1]]);
    expect(durable).toEqual([]);
  });
});

describe('once the visitor has acted', () => {
  it('what memory held is written, then all that follows, each with a true answer', async () => {
    const rows = vault.of('a');
    await rows.write([
      ['k', 1],
      ['gone', 1],
    ]);
    await rows.write([['gone', undefined]]);
    await vault.open();
    expect([...disk.rows]).toEqual([['a/k', 1]]);
    expect(await rows.write([['l', 2]])).toBe(true);
    expect([...disk.rows]).toEqual([
      ['a/k', 1],
      ['a/l', 2],
    ]);
    expect(durable.every(Boolean)).toBe(true);
  });

  it('what was taken back before is nothing to erase: another tab may have written it since', async () => {
    const rows = vault.of('a');
    await rows.write([['k', undefined]]);
    await disk.write([['a/k', 'of another tab']]);
    await vault.open();
    expect(await rows.load('')).toEqual([['k', 'of another tab']]);
  });

  it('nothing is called not kept that is still being written behind something else', async () => {
    await vault.open();
    const rows = vault.of('a');
    durable.length = 0;
    const release = disk.hold();
    const first = rows.write([['k', 1]]);
    await Promise.resolve();
    await Promise.resolve();
    const second = rows.write([['l', 2]]);
    await Promise.resolve();
    await Promise.resolve();
    release();
    await Promise.all([first, second]);
    expect(disk.transactions.length).toBeGreaterThan(1);
    expect(durable.length).toBeGreaterThan(0);
    expect(durable.every(Boolean)).toBe(true);
  });

  it('is opened once', async () => {
    await vault.open();
    await vault.open();
    expect(find).toHaveBeenCalledOnce();
  });

  it('what is written in one turn is one transaction, of whichever person', async () => {
    await vault.open();
    disk.transactions.length = 0;
    void vault.of('a').write([['s', undefined]]);
    void vault.of('u:b').write([['s', 1]]);
    await vault.of('u:b').write([['k', 2]]);
    expect(disk.transactions).toEqual([
      [
        ['a/s', undefined],
        ['u:b/s', 1],
        ['u:b/k', 2],
      ],
    ]);
  });

  it('keeps the rows of one person from another', async () => {
    await vault.open();
    await vault.of('u:a').write([['k', 'a']]);
    await vault.of('u:ab').write([['k', 'ab']]);
    expect(await vault.of('u:a').load('')).toEqual([['k', 'a']]);
    expect(await vault.of('u:ab').load('k')).toEqual([['k', 'ab']]);
    expect(await vault.of('u:').load('')).toEqual([]);
  });

  it('reads what is on its way to the disk as if it were there, in the order of the keys', async () => {
    for (const key of ['b', 'd']) disk.rows.set(`a/${key}`, 'old');
    await vault.open();
    const release = disk.hold();
    const rows = vault.of('a');
    void rows.write([
      ['d', undefined],
      ['c', 'new'],
    ]);
    await Promise.resolve();
    void rows.write([['a', 'newer']]);
    const wanted = [
      ['a', 'newer'],
      ['b', 'old'],
      ['c', 'new'],
    ];
    expect(await rows.load('')).toEqual(wanted);
    release();
    expect(await rows.load('')).toEqual(wanted);
    await rows.write([]);
    expect(await rows.load('')).toEqual(wanted);
  });
});

describe('a disk that refuses', () => {
  it('is said so, loses nothing, and gets it all with the next write that succeeds', async () => {
    await vault.open();
    durable.length = 0;
    disk.error = new DOMException('Full.', 'QuotaExceededError');
    const rows = vault.of('a');
    expect(await rows.write([['k', 1]])).toBe(false);
    expect(await rows.write([['l', 1]])).toBe(false);
    expect(durable).toEqual([false, false]);
    disk.error = null;
    expect(await rows.load('')).toEqual([
      ['k', 1],
      ['l', 1],
    ]);
    expect(await rows.write([['l', 2]])).toBe(true);
    expect([...disk.rows]).toEqual([
      ['a/k', 1],
      ['a/l', 2],
    ]);
    expect(durable.at(-1)).toBe(true);
  });

  it('to be read leaves what memory has', async () => {
    await vault.open();
    disk.error = new Error('gone');
    await vault.of('a').write([['k', 1]]);
    expect(await vault.of('a').load('')).toEqual([['k', 1]]);
    expect(durable.at(-1)).toBe(false);
  });

  it('does not bring back an older row over a newer one', async () => {
    await vault.open();
    const release = disk.hold();
    const rows = vault.of('a');
    const first = rows.write([['k', 'old']]);
    await Promise.resolve();
    const second = rows.write([['k', 'new']]);
    release();
    await Promise.all([first, second]);
    await rows.write([['other', 1]]);
    expect(disk.rows.get('a/k')).toBe('new');
  });

  it('keeps a newer row that it refused, though the older one was written after all', async () => {
    await vault.open();
    const release = disk.hold();
    const rows = vault.of('a');
    const first = rows.write([['k', 'old']]);
    await Promise.resolve();
    disk.write = () => Promise.reject(new Error('full'));
    expect(await rows.write([['k', 'new']])).toBe(false);
    release();
    expect(await first).toBe(true);
    expect(await rows.load('')).toEqual([['k', 'new']]);
  });

  it.each([
    ['is not there', async () => null],
    ['cannot be opened', () => Promise.reject(new Error('forbidden'))],
  ])('that %s leaves all in memory, and says so', async (_, answer) => {
    find.mockImplementation(answer);
    await vault.of('a').write([['k', 1]]);
    await vault.open();
    expect(durable).toEqual([false]);
    expect(await vault.of('a').load('')).toEqual([['k', 1]]);
  });
});

describe('closing', () => {
  it('forgets what memory holds, and writes nothing more', async () => {
    await vault.open();
    await vault.of('a').write([['k', 1]]);
    disk.error = new Error('full');
    await vault.of('a').write([['l', 1]]);
    await vault.close();
    disk.error = null;
    expect(await vault.of('a').write([['m', 1]])).toBe(false);
    expect([...disk.rows.keys()]).toEqual(['a/k']);
    expect(await vault.of('a').load('')).toEqual([['m', 1]]);
  });
});

describe('what is appended', () => {
  const say = (id: string) => vault.of('a').append('o/', (n) => [[`o/${n}/${id}`, id]]);

  it('is numbered by the disk, in the transaction that writes it', async () => {
    await vault.open();
    const other = createVault(find, () => {});
    await other.open();
    await Promise.all([say('x'), other.of('a').append('o/', (n) => [[`o/${n}/y`, 'y']]), say('z')]);
    expect(keysOf(disk).map((key) => key.split('/')[2])).toEqual(['1', '2', '3']);
  });

  it('may give up an older row in the same transaction', async () => {
    await vault.open();
    await say('x');
    await vault.of('a').append('o/', (n) => [
      ['o/1/x', undefined],
      [`o/${n}/x`, 'again'],
    ]);
    expect([...disk.rows]).toEqual([['a/o/2/x', 'again']]);
  });

  it('waits in memory where the disk refuses, behind what waits there, and goes to it before what comes later', async () => {
    await vault.open();
    disk.error = new Error('full');
    expect([await say('x'), await say('y')]).toEqual([false, false]);
    disk.error = null;
    expect(await say('z')).toBe(true);
    expect(keysOf(disk)).toEqual(['a/o/1/x', 'a/o/2/y', 'a/o/3/z']);
  });

  it('is one row, though it was given up and then written after all', async () => {
    await vault.open();
    await say('x');
    const { append } = disk;
    disk.append = async (...given) => {
      await append(...given);
      throw new DOMException('slow', 'OperationError');
    };
    expect(await say('y')).toBe(false);
    disk.append = append;
    expect(await say('z')).toBe(true);
    expect(keysOf(disk)).toEqual(['a/o/1/x', 'a/o/2/y', 'a/o/3/z']);
  });

  it('is not numbered by a disk that comes to it after it was given up', async () => {
    await vault.open();
    const { append } = disk;
    let come: () => Promise<unknown> = async () => {};
    disk.append = (...given) => {
      come = () => append(...given);
      return Promise.reject(new DOMException('slow', 'OperationError'));
    };
    expect(await say('x')).toBe(false);
    disk.append = append;
    await append('a/o/', (n) => [[`a/o/${n}/other`, 'of another tab']]);
    await come();
    await vault.of('a').write([]);
    expect(keysOf(disk).filter((key) => key.endsWith('/x'))).toEqual(['a/o/1/x']);
  });

  it('is there for whoever reads while it is on its way', async () => {
    await vault.open();
    const release = disk.hold();
    void say('x');
    const found = vault.of('a').load('o/');
    release();
    expect(await found).toEqual([['o/1/x', 'x']]);
  });
});

it('what the disk refused is offered to it again by itself', async () => {
  const clock = fakeClock();
  vault = createVault(find, (isDurable) => durable.push(isDurable), clock);
  await vault.open();
  disk.error = new Error('full');
  await vault.of('a').write([['k', 1]]);
  disk.error = null;
  await clock.advance(5_000);
  expect([...disk.rows]).toEqual([['a/k', 1]]);
  expect(durable.at(-1)).toBe(true);
  await vault.close();
  expect(clock.pending).toBe(0);
});

it('what the disk refuses while it is closed is not offered again', async () => {
  const clock = fakeClock();
  vault = createVault(find, (isDurable) => durable.push(isDurable), clock);
  await vault.open();
  disk.error = new Error('full');
  void vault.of('a').write([['k', 1]]);
  await vault.close();
  expect(durable).toContain(false);
  expect(clock.pending).toBe(0);
});
