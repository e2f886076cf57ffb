import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { SobaniError } from '../../src/core/errors.js';
import { identify, logout } from '../../src/core/identity.js';
import * as TIMES from '../../src/core/times.js';
import { type FakeClock, fakeClock } from '../../src/testing/fake-clock.js';
import { memoryTransport } from '../../src/transport/memory.js';
import type { Message } from '../../src/types.js';
import { type FakeDisk, fakeDisk, keysOf, offline, openPage, type Page, text, tokenOf, verify } from './world.js';

let clock: FakeClock;
let disk: FakeDisk;
let transport: ReturnType<typeof memoryTransport>;
let page: Page;

const as = (sub: string) => ({ getToken: async () => tokenOf(sub) });
const signIn = async (sub: string) => {
  void identify(page.accounts, as(sub)).catch(() => {});
  await clock.advance(0);
};
const signOut = async () => {
  const left = leave();
  await clock.advance(0);
  return left;
};
/** A getToken that answers when it is told to. */
const later = () => {
  let give = (_: string) => {};
  const token = new Promise<string>((resolve) => {
    give = resolve;
  });
  return { getToken: () => token, give: (sub: string) => give(tokenOf(sub)) };
};

/** A logout, and all that it sets off. */
const leave = async (onUnsent: (unsent: Message[]) => void = () => {}) => {
  const { unsent, erased, revoked } = await logout(page.accounts, onUnsent);
  await erased;
  return { unsent, revoked: await revoked };
};

beforeEach(async () => {
  clock = fakeClock();
  disk = fakeDisk();
  transport = memoryTransport({ verify, now: clock.date });
  page = openPage(disk, transport, clock);
  await page.load();
});

describe('signing out', () => {
  it('leaves nothing of the user here, and makes their session worthless', async () => {
    await signIn('aiko');
    await page.say('secret');
    const { secret } = page.accounts.scope;
    expect(await signOut()).toEqual({ unsent: [], revoked: true });
    expect([page.store.person.value, page.store.conversations.value, page.transcript()]).toEqual([null, [], []]);
    expect(page.store.status.value).toBe('idle');
    expect(keysOf(disk)).toEqual([]);
    const { signal } = new AbortController();
    const again = transport.connect({ app: 'shop', secret, token: null, locale: 'en', signal });
    await expect(again).rejects.toMatchObject({ code: 'auth' });
  });

  it('tells what was not sent before it is erased', async () => {
    await signIn('aiko');
    transport.backend.disconnect();
    transport.backend.fail(1000, offline());
    await page.say('never left');
    const seen: [Message[], number][] = [];
    const left = leave((unsent) => seen.push([unsent, keysOf(disk, 'u:aiko/o/').length]));
    await clock.advance(0);
    expect(await left).toMatchObject({ unsent: [{ parts: text('never left'), state: 'queued' }], revoked: false });
    expect(seen).toEqual([[(await left).unsent, 1]]);
    expect(keysOf(disk)).toEqual([]);
  });

  it('tells also what was just being saved, and shows it to nobody', async () => {
    await signIn('aiko');
    const release = disk.hold();
    transport.backend.fail(1000, offline());
    transport.backend.disconnect();
    const said = page.say('quick').catch((error: SobaniError) => error.code);
    const left = leave();
    await clock.advance(0);
    release();
    expect(await said).toBe('auth');
    expect((await left).unsent).toMatchObject([{ parts: text('quick') }]);
    expect(page.store.conversations.value).toEqual([]);
    expect(keysOf(disk)).toEqual([]);
  });

  it('does not wait for ever for the back end', async () => {
    await signIn('aiko');
    const { session } = page.accounts.scope.connection;
    session!.revoke = () => new Promise(() => {});
    const left = leave();
    await clock.advance(TIMES.pong);
    expect(await left).toMatchObject({ revoked: false });
    expect(keysOf(disk)).toEqual([]);
  });

  it('leaves no timer behind, also when an agent was just typing', async () => {
    await page.say('hello');
    transport.backend.typing('c', true);
    await clock.advance(0);
    expect(page.store.typing('c').value).not.toBeNull();
    await signOut();
    expect(page.store.typing('c').value).toBeNull();
    expect(clock.pending).toBe(0);
  });

  it('lets whoever writes next be somebody new', async () => {
    await signIn('aiko');
    await page.say('secret');
    await signOut();
    await page.say('hello', 'd');
    expect(page.store.person.value).toMatchObject({ verified: false });
    expect(transport.backend.conversations().map((c) => [c.id, c.person.verified])).toEqual([
      ['c', true],
      ['d', false],
    ]);
  });

  it('erases an anonymous visitor as well', async () => {
    await page.say('hello');
    await signOut();
    expect(keysOf(disk)).toEqual([]);
    expect(page.transcript()).toEqual([]);
  });
});

describe('the last call wins', () => {
  it('when a sign-in comes while another waits for its token, in whichever order they come', async () => {
    const slow = later();
    const first = identify(page.accounts, slow);
    await clock.advance(0);
    await signIn('ben');
    expect(page.store.person.value).toMatchObject({ id: 'ben' });
    slow.give('aiko');
    await expect(first).rejects.toMatchObject({ code: 'auth' });
    await clock.advance(0);
    expect([page.store.person.value, page.store.status.value]).toMatchObject([{ id: 'ben' }, 'online']);
    const connect = vi.spyOn(transport, 'connect');
    transport.backend.disconnect();
    await clock.advance(TIMES.backoffCap);
    expect(connect.mock.calls.map(([{ token }]) => token)).toEqual([tokenOf('ben')]);
  });

  it('when somebody signs out while a sign-in waits for its token', async () => {
    const slow = later();
    const first = identify(page.accounts, slow);
    await clock.advance(0);
    await signOut();
    slow.give('aiko');
    await expect(first).rejects.toMatchObject({ code: 'auth' });
    await clock.advance(3_600_000);
    expect([page.store.person.value, page.store.status.value]).toEqual([null, 'idle']);
  });

  it('when somebody signs out while the back end has not agreed to a sign-in', async () => {
    await page.say('hello');
    transport.backend.fail(1, offline());
    const first = identify(page.accounts, as('aiko'));
    first.catch(() => {});
    await clock.advance(0);
    await signOut();
    await expect(first).rejects.toMatchObject({ code: 'offline' });
    await clock.advance(3_600_000);
    expect([page.store.person.value, page.store.status.value, keysOf(disk)]).toEqual([null, 'idle', []]);
  });

  it('when the next one signs in while the last is signing out', async () => {
    await signIn('aiko');
    await page.say('secret');
    const left = leave();
    const person = identify(page.accounts, as('ben'));
    await clock.advance(0);
    expect(await left).toMatchObject({ revoked: true });
    expect(await person).toMatchObject({ id: 'ben' });
    expect([page.store.person.value, page.store.status.value]).toMatchObject([{ id: 'ben' }, 'online']);
    expect(page.transcript()).toEqual([]);
    expect(keysOf(disk)).toEqual(['u:ben/s']);
  });

  it('when a failed sign-in is followed by a good one', async () => {
    const failing = identify(page.accounts, { getToken: () => Promise.reject(new Error('401')) });
    await expect(failing).rejects.toMatchObject({ code: 'auth' });
    await signIn('aiko');
    expect(page.store.status.value).toBe('online');
  });
});
