// @vitest-environment happy-dom
import 'fake-indexeddb/auto';
import { IDBFactory } from 'fake-indexeddb';
import { afterEach, beforeEach, expect, it, onTestFinished, vi } from 'vitest';
import { createCollector } from '../../src/context/collector.js';
import { createCurrent } from '../../src/core/current.js';
import { createEmitter } from '../../src/core/emitter.js';
import { identify } from '../../src/core/identity.js';
import { lazy } from '../../src/core/lazy.js';
import { signal } from '../../src/core/signal.js';
import { createEngine } from '../../src/engine.js';
import { joinRooms, type Rooms } from '../../src/rooms.js';
import { indexedDBDisk } from '../../src/storage/indexeddb.js';
import { memoryTransport } from '../../src/transport/memory.js';
import { newStore, tokenOf, verify } from '../core/world.js';

const KEY = 'sobani:shop';
const aiko = { getToken: async () => tokenOf('aiko') };
let left: (() => unknown)[] = [];

beforeEach(() => {
  globalThis.indexedDB = new IDBFactory();
  localStorage.clear();
});
afterEach(async () => {
  for (const leave of left) await leave();
  left = [];
});

const partsOf = () => {
  const store = newStore();
  return {
    ...{ options: store.options.value, store, ...createEmitter(store), onError() {} },
    ...{ transport: lazy(async () => memoryTransport({ verify })), current: createCurrent(store) },
    drafts: signal(new Map<string, string>()),
    availability: signal(''),
    canAttach: signal(false),
    news: signal(null),
    collector: lazy(async () => createCollector(store.options.value, Date.now)),
  };
};
const engineOf = () => {
  const engine = createEngine(partsOf(), () => {});
  left.push(async () => {
    engine.leave();
    engine.accounts.disconnect();
    await engine.vault.close();
  });
  return engine;
};
/** What another tab has done, and the browser says of it. */
const marker = (value: string | null) => {
  const oldValue = localStorage.getItem(KEY);
  if (value === null) localStorage.removeItem(KEY);
  else localStorage.setItem(KEY, value);
  dispatchEvent(Object.assign(new Event('storage'), { key: KEY, oldValue, newValue: value }));
};

it('an act during which somebody leaves in another tab is done again', async () => {
  const { accounts, act, vault } = engineOf();
  const acted = act();
  // while what is stored is being read
  while (!accounts.shared) await new Promise((resolve) => setImmediate(resolve));
  marker('e2');
  expect(accounts.shared).toBeUndefined();
  await acted;
  expect([accounts.shared?.epoch, vault.isOpen]).toEqual(['e2', true]);
});

it('an act that was overtaken leaves no place among the tabs', async () => {
  const { accounts, act } = engineOf();
  const leave = vi.fn();
  accounts.shared = { leave } as never;
  await act();
  expect(leave).toHaveBeenCalled();
});

it('that an earlier logout is settled sends nobody away who has come since', async () => {
  localStorage.setItem(KEY, '! s1');
  const { accounts, ready } = engineOf();
  await ready;
  await identify(accounts, aiko);
  localStorage.setItem(KEY, '! s1');
  marker(null);
  expect(accounts.principal).toBe('u:aiko');
  marker('!');
  expect(accounts.principal).toBe('a');
});

it('signing out erases also what was written since in another tab', async () => {
  const rooms: Rooms = joinRooms(partsOf(), null as never);
  left.push(() => rooms.leave());
  await rooms.ready;
  const disk = indexedDBDisk('shop');
  await disk.write([['a/m/c/1', 'private']]);
  disk.close?.();
  localStorage.setItem(KEY, 'e1');
  await rooms.logout();
  expect(await indexedDB.databases()).toEqual([]);
});

it('signing out from a disk that cannot be read leaves nothing behind either, once it is removed as a whole', async () => {
  localStorage.setItem(KEY, 'e1');
  const transport = lazy(async () => ({ ...memoryTransport({ verify }), revoke: async () => {} }));
  const rooms: Rooms = joinRooms({ ...partsOf(), transport }, null as never);
  left.push(() => rooms.leave());
  await rooms.ready;
  await rooms.identify(aiko);
  await rooms.write('Hello', 'c', true);
  const refuse = () => {
    throw new DOMException('It hangs.', 'OperationError');
  };
  onTestFinished(vi.spyOn(IDBObjectStore.prototype, 'getAllKeys').mockImplementation(refuse).mockRestore);
  expect(await rooms.logout()).toMatchObject({ revoked: true });
  await vi.waitFor(() => expect(localStorage.getItem(KEY)).toBeNull());
  expect(await indexedDB.databases()).toEqual([]);
});

it('what is said before what is kept was read goes on where the last was said', async () => {
  const transport = lazy(async () => memoryTransport({ verify }));
  const first: Rooms = joinRooms({ ...partsOf(), transport }, null as never);
  await first.ready;
  await first.write('before', 'c', true);
  await first.leave();

  const parts = { ...partsOf(), transport };
  const { store, current } = parts;
  // as the panel does, which knows of no conversation yet
  const id = current.current();
  store.apply({ type: 'view', view: { screen: 'conversation', id } }, 'visitor');
  const rooms: Rooms = joinRooms(parts, null as never);
  left.push(() => rooms.leave());
  const sent = await Promise.all([rooms.write('called', undefined, false), rooms.write('typed', id, true)]);
  expect(sent.map(({ conversation }) => conversation)).toEqual(['c', 'c']);
  expect(store.conversations.value.map((conversation) => conversation.id)).toEqual(['c']);
});

it('what somebody was just doing who signs out stores nothing for whoever comes next', async () => {
  for (let turns = 0; turns < 20; turns++) {
    localStorage.setItem(KEY, 'e1');
    const rooms: Rooms = joinRooms(partsOf(), null as never);
    left.push(() => rooms.leave());
    await rooms.ready;
    await rooms.identify(aiko);
    await rooms.act();
    const leaving = rooms.logout();
    for (let i = 0; i < turns; i++) await Promise.resolve();
    // from here on it is somebody else
    if (!/^\w/.test(localStorage.getItem(KEY) ?? '')) break;
    await Promise.all([leaving, rooms.act()]);
    expect(localStorage.getItem(KEY), `acted ${turns} turns after signing out`).not.toMatch(/^\w/);
    await rooms.leave();
  }
});
