// @vitest-environment happy-dom
import { beforeEach, describe, expect, it } from 'vitest';
import { SobaniError } from '../../src/core/errors.js';
import { identify, logout } from '../../src/core/identity.js';
import * as TIMES from '../../src/core/times.js';
import { fakeClock } from '../../src/testing/fake-clock.js';
import { memoryTransport } from '../../src/transport/memory.js';
import { type FakeDisk, fakeDisk, keysOf, tokenOf, verify } from '../core/world.js';
import { type Browser, fakeChannels, fakeLocks, openTab } from './tabs-world.js';

const KEY = 'sobani:shop';
let browser: Browser & { transport: ReturnType<typeof memoryTransport> };
let backend: ReturnType<typeof memoryTransport>['backend'];

const as = (sub: string) => ({ getToken: async () => tokenOf(sub) });
const opened = async (over: Browser = browser) => {
  const tab = openTab(over);
  await tab.load();
  return tab;
};
const signIn = async (tab: ReturnType<typeof openTab>, sub: string) => {
  identify(tab.accounts, as(sub)).catch(() => {});
  await browser.clock.advance(0);
};
/** As the browser does in tabs that show somebody else, too. */
const tellOfMarker = async () => {
  dispatchEvent(Object.assign(new Event('storage'), { key: KEY }));
  await browser.clock.advance(0);
};
/** A transport whose answer to `connect` waits. */
const gated = () => {
  let open = () => {};
  const gate = new Promise<void>((resolve) => {
    open = resolve;
  });
  const { transport } = browser;
  const connect: typeof transport.connect = async (request) => {
    const session = await transport.connect(request);
    await gate;
    return session;
  };
  return { over: { ...browser, transport: { ...transport, connect } }, open: () => open() };
};

beforeEach(() => {
  localStorage.clear();
  localStorage.setItem(KEY, 'e1');
  const clock = fakeClock();
  const transport = memoryTransport({ verify, now: clock.date });
  backend = transport.backend;
  browser = { disk: fakeDisk(), locks: fakeLocks(), channels: fakeChannels(), clock, transport };
});

describe('when two tabs sign in at once', () => {
  it('the second finds that it is done, and is to ask again', async () => {
    const { over, open } = gated();
    const [a, b] = [await opened(), await opened(over)];
    await a.say('hello');
    const second = identify(b.accounts, as('aiko'));
    second.catch(() => {});
    await browser.clock.advance(0);
    await signIn(a, 'aiko');
    const marker = localStorage.getItem(KEY);
    open();
    await browser.clock.advance(0);
    await expect(second).rejects.toBeInstanceOf(SobaniError);
    expect([localStorage.getItem(KEY), a.evicted, b.evicted, b.accounts.again]).toEqual([marker, [], [[]], true]);
    expect(a.transcript()).toEqual(['hello']);
  });

  it('the second finds it also where nobody could tell it', async () => {
    const { over, open } = gated();
    const tab = await opened(over);
    const person = identify(tab.accounts, as('aiko'));
    person.catch(() => {});
    await browser.clock.advance(0);
    localStorage.setItem(KEY, 'e1+other');
    open();
    await browser.clock.advance(0);
    await expect(person).rejects.toBeInstanceOf(SobaniError);
    expect([localStorage.getItem(KEY), tab.accounts.principal]).toEqual(['e1+other', 'a']);
  });

  it('one that waits for its token is to ask again too', async () => {
    const [a, b] = [await opened(), await opened()];
    await a.say('hello');
    let give = (_: string) => {};
    const token = new Promise<string>((resolve) => {
      give = resolve;
    });
    const second = identify(b.accounts, { getToken: () => token });
    second.catch(() => {});
    await browser.clock.advance(0);
    await signIn(a, 'aiko');
    give(tokenOf('aiko'));
    await expect(second).rejects.toMatchObject({ code: 'auth' });
    expect(b.accounts.again).toBe(true);
  });
});

it('what was read of somebody who leaves in another tab meanwhile is never shown', async () => {
  const a = await opened();
  await signIn(a, 'aiko');
  await a.say('secret');
  const { load } = browser.disk;
  let answer = () => {};
  const slow = new Promise<void>((resolve) => {
    answer = resolve;
  });
  const disk: FakeDisk = {
    ...browser.disk,
    async load(prefix) {
      const found = await load(prefix);
      if (prefix.startsWith('u:aiko/')) await slow;
      return found;
    },
  };
  const b = await opened({ ...browser, disk });
  const shown: string[] = [];
  b.store.listen(() => void shown.push(...b.transcript()));
  await signIn(b, 'aiko');
  await logout(a.accounts, () => {});
  answer();
  await browser.clock.advance(0);
  expect(shown).toEqual([]);
});

it('the other tabs learn that their visitor is known before a slow disk has given what is theirs', async () => {
  const [a, b] = [await opened(), await opened()];
  await a.say('hello');
  const { load } = browser.disk;
  let isSlow = false;
  let answer = () => {};
  const slow = new Promise<void>((resolve) => {
    answer = resolve;
  });
  browser.disk.load = async (prefix) => {
    if (isSlow) await slow;
    return load(prefix);
  };
  const getToken = async () => tokenOf('aiko');
  const connect = browser.transport.connect;
  browser.transport.connect = async (request) => {
    isSlow = request.token !== null;
    return connect(request);
  };
  const known = openTab(browser);
  await known.load();
  identify(known.accounts, { getToken }).catch(() => {});
  await browser.clock.advance(0);
  expect(isSlow).toBe(true);
  expect([a.evicted.length, b.evicted.length]).toEqual([1, 1]);
  answer();
  await browser.clock.advance(0);
  expect([known.accounts.principal, known.transcript()]).toEqual(['u:aiko', ['hello']]);
});

it.each(Array.from({ length: 24 }, (_, turns) => turns))(
  'a tab in which two users are named at once has one connection, %d turns between them',
  async (turns) => {
    const tab = await opened();
    await signIn(tab, 'aiko');
    await tab.say('secret');
    identify(tab.accounts, as('ben')).catch(() => {});
    for (let i = 0; i < turns; i++) await Promise.resolve();
    identify(tab.accounts, as('aiko')).catch(() => {});
    await browser.clock.advance(60_000);
    expect(tab.store.person.value).toMatchObject({ id: 'aiko' });
    const open = (tab.connects as { signal: AbortSignal }[]).filter(({ signal }) => !signal.aborted);
    expect(open).toHaveLength(1);
  },
);

describe('what was written before another tab’s user was asked for', () => {
  /** Written by nobody in particular while aiko is signed in in `a`. */
  const late = async () => {
    const a = await opened();
    await a.say('hello');
    await signIn(a, 'aiko');
    const b = await opened();
    await b.say('late', 'd');
    return [a, b] as const;
  };

  it('becomes theirs in all tabs, of which none is sent away', async () => {
    const [a, b] = await late();
    await signIn(b, 'aiko');
    await tellOfMarker();
    await browser.clock.advance(2 * TIMES.steal);
    expect([a.evicted, b.evicted]).toEqual([[], []]);
    expect([a.transcript(), a.transcript('d'), b.transcript('d')]).toEqual([['hello'], ['late'], ['late']]);
    expect(backend.conversations().map(({ person }) => person.id)).toEqual(['aiko', 'aiko']);
  });

  it('becomes another user’s, and ends the one before', async () => {
    const [a, b] = await late();
    await signIn(b, 'ben');
    await tellOfMarker();
    expect([a.evicted, a.transcript(), b.transcript('d')]).toEqual([[[]], [], ['late']]);
  });
});

it('another user finds nothing of what a tab was just writing down of the visitor before', async () => {
  const a = await opened();
  await signIn(a, 'aiko');
  const b = await opened();
  await b.say('hello', 'd');
  const release = browser.disk.hold();
  backend.reply('d', 'answer');
  await browser.clock.advance(0);
  const next = identify(a.accounts, as('ben'));
  await browser.clock.advance(0);
  await tellOfMarker();
  release();
  await browser.clock.advance(0);
  await next;
  await browser.clock.advance(TIMES.pong);
  expect(b.transcript('d')).toEqual([]);
  expect(keysOf(browser.disk).filter((key) => /\/[mco]\//.test(key))).toEqual([]);
});

it('who signs in leaves nothing behind of what another tab was just writing down', async () => {
  const [a, b] = [await opened(), await opened()];
  await a.say('hello');
  const release = browser.disk.hold();
  backend.reply('c', 'answer');
  await browser.clock.advance(0);
  await signIn(b, 'aiko');
  expect(a.evicted).toEqual([[]]);
  release();
  await browser.clock.advance(0);
  expect(keysOf(browser.disk, 'a/')).toEqual([]);
  expect(b.transcript()).toEqual(['hello', 'event', 'answer']);
});

it('nobody who acts in another tab finds half of what is erased for another user', async () => {
  const a = await opened();
  await a.say('hello');
  await signIn(a, 'aiko');
  const release = browser.disk.hold();
  const next = identify(a.accounts, as('ben'));
  await browser.clock.advance(0);
  expect(localStorage.getItem(KEY)).toMatch(/^! /);
  release();
  await browser.clock.advance(0);
  await next;
  expect(localStorage.getItem(KEY)).toMatch(/^[\w-]{8}\+/);
  expect(keysOf(browser.disk)).toEqual(['u:ben/s']);
});

it('a look that takes long hides nothing of one that came later and failed', async () => {
  const a = await opened();
  await a.say('one');
  let asked = 0;
  let isSlow = true;
  let answer = () => {};
  const slow = new Promise<void>((resolve) => {
    answer = resolve;
  });
  const disk: FakeDisk = {
    ...browser.disk,
    async load(prefix) {
      const found = await browser.disk.load(prefix);
      if (!prefix.startsWith('a/')) return found;
      // its first look, then the page's own reading, then the next looks
      if (++asked === 1) await slow;
      if (asked > 2 && isSlow) throw new DOMException('slow', 'OperationError');
      return found;
    },
  };
  const b = openTab({ ...browser, disk });
  void b.load();
  await browser.clock.advance(0);
  backend.reply('c', 'answer');
  await browser.clock.advance(0);
  isSlow = false;
  answer();
  await browser.clock.advance(20_000);
  expect(b.transcript()).toEqual(['one', 'event', 'answer']);
});

it('a tab of somebody who is back already leaves what is theirs where it is', async () => {
  const tab = await opened();
  await signIn(tab, 'aiko');
  await tab.say('hello');
  const rows = keysOf(browser.disk, 'u:aiko/');
  expect(rows.length).toBeGreaterThan(1);
  // in another tab somebody else leaves, of whom this one never heard, and aiko comes
  localStorage.setItem(KEY, '!');
  await tellOfMarker();
  expect(tab.evicted).toHaveLength(1);
  expect(tab.transcript()).toEqual([]);
  expect(keysOf(browser.disk, 'u:aiko/')).toEqual(rows);
});
