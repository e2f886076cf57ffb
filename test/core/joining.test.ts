import { beforeEach, describe, expect, it, vi } from 'vitest';
import { identify, logout } from '../../src/core/identity.js';
import type { Transport } from '../../src/core/ports.js';
import { type FakeClock, fakeClock } from '../../src/testing/fake-clock.js';
import { memoryTransport } from '../../src/transport/memory.js';
import type { Message } from '../../src/types.js';
import { type FakeDisk, fakeDisk, ids, item, keysOf, offline, openPage, type Page, tokenOf, verify } from './world.js';

let clock: FakeClock;
let disk: FakeDisk;
let transport: ReturnType<typeof memoryTransport>;
let page: Page;

const as = (sub: string) => ({ getToken: async () => tokenOf(sub) });
const signIn = async (sub: string) => {
  const person = identify(page.accounts, as(sub));
  person.catch(() => {});
  await clock.advance(0);
  return person;
};
/** Another page over the same disk. */
const newPage = async (over: Transport = transport) => {
  const opened = openPage(disk, over, clock);
  await opened.load();
  return opened;
};
const owners = () =>
  transport.backend.conversations().map((c) => [c.id, c.person.verified ? c.person.id : 'anonymous']);
/** Holds back what `connect` answers, until it is told to go on. */
const gated = () => {
  let open = () => {};
  const gate = new Promise<void>((resolve) => {
    open = resolve;
  });
  const connect = vi.spyOn(transport, 'connect');
  const real = connect.getMockImplementation() ?? transport.connect.bind(transport);
  connect.mockRestore();
  const secrets: (string | null)[] = [];
  const over: Transport = {
    ...transport,
    async connect(request) {
      secrets.push(request.secret);
      const session = await real(request);
      await gate;
      return session;
    },
  };
  return { over, open: () => open(), secrets };
};

beforeEach(async () => {
  clock = fakeClock();
  disk = fakeDisk();
  transport = memoryTransport({ verify, now: clock.date });
  page = await newPage();
});

describe('who signs in', () => {
  it('takes along what was written in the session that another tab has got since', async () => {
    let give = (_: string) => {};
    const token = new Promise<string>((resolve) => {
      give = resolve;
    });
    const person = identify(page.accounts, { getToken: () => token });
    await clock.advance(0);
    const other = await newPage();
    await other.say('hello');
    expect(owners()).toEqual([['c', 'anonymous']]);
    const connect = vi.spyOn(transport, 'connect');
    give(tokenOf('aiko'));
    await clock.advance(0);
    await person;
    expect(owners()).toEqual([['c', 'aiko']]);
    expect(connect.mock.calls.map(([{ token }]) => token)).toEqual([tokenOf('aiko')]);
  });

  it('comes again where another tab got a session while the back end was asked', async () => {
    const { over, open, secrets } = gated();
    page = await newPage(over);
    const person = identify(page.accounts, as('aiko'));
    await clock.advance(0);
    const other = await newPage();
    await other.say('hello');
    open();
    await clock.advance(0);
    await person;
    expect([secrets.length, secrets[0], typeof secrets[1]]).toEqual([2, null, 'string']);
    expect(owners()).toEqual([['c', 'aiko']]);
    expect(page.transcript()).toEqual(['hello']);
  });

  it('has what other tabs wrote since sent in its place, before their own next words', async () => {
    await page.say('hello');
    transport.backend.fail(1000, offline());
    transport.backend.disconnect();
    const other = await newPage();
    await other.say('1');
    await page.say('2');
    other.accounts.disconnect();
    transport.backend.fail(0, offline());
    await signIn('aiko');
    await page.say('3');
    expect(transport.backend.messages('c').map(({ parts: [part] }) => part)).toMatchObject(
      ['hello', '1', '2', '3'].map((text) => ({ text })),
    );
    expect(keysOf(disk, 'a/')).toEqual([]);
  });

  it('has all that is given to them moved in one transaction', async () => {
    await page.say('hello');
    transport.backend.fail(1000, offline());
    transport.backend.disconnect();
    await page.say('waits');
    transport.backend.fail(0, offline());
    disk.transactions.length = 0;
    await signIn('aiko');
    const gone = disk.transactions.filter((changes) => changes.some(([key, row]) => /^a\//.test(key) && !row));
    const [first] = gone.map((changes) => changes.filter(([, row]) => !row).map(([key]) => key.slice(0, 4)));
    expect(new Set(first)).toEqual(new Set(['a/c/', 'a/m/', 'a/o/', 'a/s']));
  });

  it.each([0, 1])(
    'keeps nothing of a conversation that went to another user before, of which %d are answered',
    async (answers) => {
      await page.say('hello');
      if (answers) transport.backend.reply('c', 'hi');
      await page.settled();
      const { secret } = page.accounts.scope;
      page.accounts.disconnect();
      // the page died before it heard that ben was let in
      const { signal } = new AbortController();
      await transport.connect({ app: 'shop', secret, token: tokenOf('ben'), locale: 'en', signal });
      transport.backend.fail(1, offline());
      page = await newPage();
      await signIn('aiko');
      expect(owners()).toEqual([['c', 'ben']]);
      expect([page.transcript(), keysOf(disk, 'a/'), keysOf(disk, 'u:aiko/m/')]).toEqual([[], [], []]);
      expect(page.store.conversation('c')?.status).toBe('resolved');
      expect(transport.backend.messages('c').filter(({ author }) => author.kind === 'visitor')).toHaveLength(1);
    },
  );
});

describe('who signs out', () => {
  it('is told what else is erased unsent: of whoever else was here', async () => {
    disk.rows.set(`u:ben/${item('bens', 1).key}`, item('bens', 1));
    await signIn('aiko');
    const told: Message[] = [];
    const leaving = logout(page.accounts, (unsent) => void told.push(...unsent));
    await clock.advance(0);
    await (await leaving).erased;
    expect(ids(told)).toEqual(['bens']);
    expect(keysOf(disk)).toEqual([]);
  });

  it('hears of what is still the anonymous visitor’s also when another user comes', async () => {
    await signIn('aiko');
    disk.rows.set(`a/${item('early', 1).key}`, item('early', 1));
    const told: Message[] = [];
    const person = identify(page.accounts, as('ben'), (unsent) => void told.push(...unsent));
    await clock.advance(0);
    await person;
    expect(ids(told)).toEqual(['early']);
    expect(keysOf(disk, 'a/')).toEqual([]);
  });

  it('is not told that all is erased while the disk cannot be read', async () => {
    await page.say('hello');
    disk.error = new DOMException('slow', 'OperationError');
    const leaving = logout(page.accounts, () => {});
    await clock.advance(0);
    expect(await (await leaving).erased).toBe(false);
    expect(keysOf(disk)).not.toEqual([]);
  });
});
