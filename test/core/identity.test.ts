import { beforeEach, describe, expect, it, vi } from 'vitest';
import { identify, principalOf } from '../../src/core/identity.js';
import type { OutboxItem, Session } from '../../src/core/ports.js';
import type { SessionRow } from '../../src/core/rows.js';
import { consentKey } from '../../src/core/rows.js';
import * as TIMES from '../../src/core/times.js';
import { type FakeClock, fakeClock } from '../../src/testing/fake-clock.js';
import { memoryTransport } from '../../src/transport/memory.js';
import { type FakeDisk, fakeDisk, ids, keysOf, offline, openPage, type Page, text, tokenOf, verify } from './world.js';

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
const newPage = async () => {
  page?.accounts.disconnect();
  page = openPage(disk, transport, clock);
  await page.load();
};
/** Everybody who has conversations at the back end. */
const owners = () =>
  transport.backend.conversations().map((c) => [c.id, c.person.verified ? c.person.id : 'anonymous']);
const rowsOf = (principal: string) => keysOf(disk, `${principal}/`);

beforeEach(async () => {
  clock = fakeClock();
  disk = fakeDisk();
  transport = memoryTransport({ verify, now: clock.date });
  page = undefined as never;
  await newPage();
});

describe('a token', () => {
  it('names the namespace of its user, whatever they are called', () => {
    expect(principalOf(tokenOf('aiko'))).toBe('u:aiko');
    expect(principalOf(tokenOf('愛子/+?'))).toBe(`u:${encodeURIComponent('愛子/+?')}`);
    expect(principalOf(tokenOf('a/../b'))).not.toContain('/');
  });

  it.each(['', 'x', 'a.b.c', `h.${btoa('null')}.s`, `h.${btoa('{"sub":7}')}.s`, `h.${btoa('{"sub":""}')}.s`, null, {}])(
    'that names nobody is refused: %j',
    (token) => {
      expect(() => principalOf(token as string)).toThrow(expect.objectContaining({ code: 'auth', path: 'getToken' }));
    },
  );

  it('must be fetched by a function', async () => {
    for (const how of [undefined, null, {}, { getToken: 'token' }]) {
      await expect(identify(page.accounts, how)).rejects.toMatchObject({ code: 'invalid', path: 'getToken' });
    }
    expect(page.store.status.value).toBe('idle');
  });
});

describe('an anonymous visitor who signs in', () => {
  it('takes the conversation along, at the back end and on disk, in one transaction', async () => {
    await page.say('hello');
    transport.backend.reply('c', 'hi');
    await page.settled();
    const shown = page.store.messages('c').value;
    disk.transactions.length = 0;
    expect(await signIn('aiko')).toEqual({ id: 'aiko', verified: true, name: 'aiko' });
    expect(owners()).toEqual([['c', 'aiko']]);
    expect(page.store.messages('c').value).toEqual(shown);
    expect(rowsOf('a')).toEqual([]);
    expect(rowsOf('u:aiko')).toEqual(['u:aiko/c/c', ...shown.map(({ id }) => `u:aiko/m/c/${id}`).sort(), 'u:aiko/s']);
    for (const changes of disk.transactions) {
      const keys = changes.map(([key]) => key);
      for (const { id } of shown) {
        if (keys.includes(`a/m/c/${id}`)) expect(keys).toContain(`u:aiko/m/c/${id}`);
      }
    }
    const sessions = disk.transactions.flat().filter(([key]) => key === 'u:aiko/s');
    expect(sessions.slice(-2).map(([, row]) => (row as SessionRow).isNew)).toEqual([true, undefined]);
    await page.say('it is me');
    await newPage();
    await signIn('aiko');
    expect(page.transcript()).toEqual(['hello', 'event', 'hi', 'it is me']);
  });

  it('follows the log from where it stood', async () => {
    await page.say('hello');
    const { cursors } = page.accounts.scope;
    expect([...cursors]).toEqual([['c', '1']]);
    const connect = transport.connect.bind(transport);
    const followed: unknown[] = [];
    vi.spyOn(transport, 'connect').mockImplementation(async (request) => {
      const session = await connect(request);
      const subscribe: Session['subscribe'] = (after, on) => {
        followed.push(after);
        return session.subscribe(after, on);
      };
      return { ...session, subscribe };
    });
    await signIn('aiko');
    expect(followed).toEqual([{ c: '1' }]);
  });

  it('takes along what waits to be sent, and it leaves as theirs, in order', async () => {
    disk.rows.set('u:aiko/o/000000000001', {
      id: 'own',
      n: 1,
      key: 'o/000000000001',
      at: 1,
      message: { id: 'own', conversation: 'd', by: 'visitor', parts: text('own') },
    } satisfies OutboxItem);
    transport.backend.fail(1000, offline());
    await page.say('one');
    await page.say('two');
    transport.backend.fail(0, offline());
    await signIn('aiko');
    expect(transport.backend.messages('c').map((m) => m.parts)).toEqual([text('one'), text('two')]);
    expect(ids(transport.backend.messages('d'))).toEqual(['own']);
    expect(new Set(owners().map(([, who]) => who))).toEqual(new Set(['aiko']));
    expect([...keysOf(disk, 'a/'), ...keysOf(disk, 'u:aiko/o/')]).toEqual([]);
  });

  it('loses nothing that is being saved at that moment', async () => {
    await page.say('hello');
    const person = identify(page.accounts, as('aiko'));
    const release = disk.hold();
    const said = page.say('quick');
    await clock.advance(0);
    release();
    await said;
    await person;
    await clock.advance(0);
    expect(transport.backend.messages('c').map((m) => m.parts)).toEqual([text('hello'), text('quick')]);
    expect(page.transcript()).toEqual(['hello', 'quick']);
    expect([...rowsOf('a'), ...keysOf(disk, 'u:aiko/o/')]).toEqual([]);
  });

  it('keeps what the user had agreed to here before', async () => {
    const refused = { functional: true, analytics: false };
    disk.rows.set('u:aiko/k', refused);
    await page.say('hello');
    const agreed = { functional: true, analytics: true };
    page.store.apply({ type: 'consent', consent: agreed }, 'host');
    await page.accounts.scope.disk.write([[consentKey, agreed]]);
    await signIn('aiko');
    expect(page.store.consent.value).toEqual(refused);
    expect(disk.rows.get('u:aiko/k')).toEqual(refused);
  });

  it('keeps everything where it was while the back end refuses the token, and pauses', async () => {
    await page.say('hello');
    const before = new Map(disk.rows);
    await expect(signIn('mallory')).rejects.toMatchObject({ code: 'auth' });
    expect(page.store.status.value).toBe('paused');
    expect(page.transcript()).toEqual(['hello']);
    expect(disk.rows).toEqual(before);
    await page.say('still there?');
    expect(owners()).toEqual([['c', 'anonymous']]);
    expect(transport.backend.messages('c')).toHaveLength(1);
    expect(rowsOf('a').filter((key) => key.startsWith('a/o/'))).toHaveLength(1);
    await signIn('aiko');
    expect(transport.backend.messages('c')).toHaveLength(2);
    expect(owners()).toEqual([['c', 'aiko']]);
  });

  it('asks for another token with the next words, when one was refused', async () => {
    let isExpired = true;
    transport = memoryTransport({ verify: (token) => (isExpired ? null : verify(token)) });
    await newPage();
    await expect(signIn('aiko')).rejects.toMatchObject({ code: 'auth' });
    isExpired = false;
    await page.say('hello');
    expect(page.store.status.value).toBe('online');
    expect(owners()).toEqual([['c', 'aiko']]);
  });

  it('never goes on as nobody when the host has no token', async () => {
    const connect = vi.spyOn(transport, 'connect');
    await expect(identify(page.accounts, { getToken: () => Promise.reject(new Error('401')) })).rejects.toMatchObject({
      code: 'auth',
    });
    expect(page.store.status.value).toBe('paused');
    await page.say('hello');
    page.accounts.wake();
    await clock.advance(3_600_000);
    expect(connect).not.toHaveBeenCalled();
    await signIn('aiko');
    expect(owners()).toEqual([['c', 'aiko']]);
  });

  it('gives the host ten seconds for the token, and says nothing meanwhile', async () => {
    const connect = vi.spyOn(transport, 'connect');
    const person = identify(page.accounts, { getToken: () => new Promise<string>(() => {}) });
    await page.say('hello');
    person.catch(() => {});
    await clock.advance(TIMES.token);
    await expect(person).rejects.toMatchObject({ code: 'auth' });
    expect([page.store.status.value, connect.mock.calls]).toEqual(['paused', []]);
  });

  it('connects again after a shutdown that came before the back end was reached', async () => {
    transport.backend.fail(1, offline());
    void identify(page.accounts, as('aiko')).catch(() => {});
    await clock.advance(0);
    page.accounts.disconnect();
    await clock.advance(60_000);
    expect(page.store.person.value).toBeNull();
    page.accounts.resume();
    await clock.advance(0);
    expect(page.store.person.value).toMatchObject({ id: 'aiko' });
  });
});
