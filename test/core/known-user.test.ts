import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { SobaniError } from '../../src/core/errors.js';
import { identify } from '../../src/core/identity.js';
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

describe('a known user', () => {
  it('who is the same again only brings a fresh token', async () => {
    await signIn('aiko');
    await page.say('hello');
    const { scope } = page.accounts;
    const connect = vi.spyOn(transport, 'connect');
    expect(await signIn('aiko')).toMatchObject({ id: 'aiko' });
    expect(page.accounts.scope).toBe(scope);
    expect(connect).toHaveBeenCalledOnce();
    expect(page.transcript()).toEqual(['hello']);
  });

  it('is asked for a token on every later connection, and comes back with the secret of the last', async () => {
    const getToken = vi.fn(async () => tokenOf('aiko'));
    const connect = vi.spyOn(transport, 'connect');
    disk.rows.set('u:aiko/s', { secret: 'u-old', person: { id: 'aiko', verified: true } });
    await page.say('hello');
    void identify(page.accounts, { getToken });
    await clock.advance(0);
    expect(getToken).toHaveBeenCalledOnce();
    transport.backend.disconnect();
    await clock.advance(TIMES.backoffCap);
    expect(getToken).toHaveBeenCalledTimes(2);
    expect(connect.mock.lastCall![0].secret).toBe((disk.rows.get('u:aiko/s') as { secret: string }).secret);
    expect(connect.mock.lastCall![0].secret).not.toBe('u-old');
  });

  it('who gives way to another leaves nothing: not on the screen, on the wire, nor on the disk', async () => {
    await signIn('aiko');
    await page.say("aiko's secret");
    transport.backend.fail(1000, offline());
    transport.backend.disconnect();
    await page.say('aiko waits');
    transport.backend.fail(0, offline());
    const connect = vi.spyOn(transport, 'connect');
    const { secret } = page.accounts.scope;
    const unsent: Message[] = [];
    const person = identify(page.accounts, as('ben'), (messages) => unsent.push(...messages));
    await clock.advance(0);
    expect(await person).toMatchObject({ id: 'ben' });
    expect(unsent.map(({ parts }) => parts)).toEqual([text('aiko waits')]);
    expect(page.store.conversations.value).toEqual([]);
    expect(page.transcript()).toEqual([]);
    expect(page.store.person.value).toMatchObject({ id: 'ben' });
    expect(connect.mock.calls.map(([{ secret: given, token }]) => [given, token])).toEqual([[null, tokenOf('ben')]]);
    expect(secret).not.toBeNull();
    expect(rowsOf('u:aiko')).toEqual([]);
    expect(rowsOf('u:ben')).toEqual(['u:ben/s']);
    await page.say('ben here', 'd');
    expect(owners()).toEqual([
      ['c', 'aiko'],
      ['d', 'ben'],
    ]);
    await signIn('aiko');
    expect(page.transcript()).toEqual(["aiko's secret"]);
    expect(page.transcript('d')).toEqual([]);
    expect(transport.backend.messages('c')).toHaveLength(1);
  });

  it('shows nothing to the next of what was being saved', async () => {
    await signIn('aiko');
    const release = disk.hold();
    const said = page.say("aiko's secret").catch((error: SobaniError) => error.code);
    const next = signIn('ben');
    await clock.advance(0);
    release();
    await next;
    expect(await said).toBe('auth');
    await clock.advance(0);
    expect(page.store.conversations.value).toEqual([]);
    expect(page.transcript()).toEqual([]);
    expect(rowsOf('u:ben')).toEqual(['u:ben/s']);
    expect(rowsOf('u:aiko')).toEqual([]);
  });

  it('does not go on when the next one cannot prove who they are', async () => {
    await signIn('aiko');
    const connect = vi.spyOn(transport, 'connect');
    await identify(page.accounts, { getToken: () => 'nonsense' }).catch(() => {});
    await page.say('who am I?');
    await clock.advance(3_600_000);
    expect([page.store.status.value, connect.mock.calls]).toEqual(['paused', []]);
  });

  it('never sends under the token of somebody else', async () => {
    let sub = 'aiko';
    void identify(page.accounts, { getToken: async () => tokenOf(sub) });
    await clock.advance(0);
    sub = 'ben';
    transport.backend.disconnect();
    await page.say("aiko's secret");
    await clock.advance(60_000);
    expect(page.store.status.value).toBe('paused');
    expect(owners()).toEqual([]);
    sub = 'aiko';
    await clock.advance(TIMES.backoffCap);
    expect(owners()).toEqual([['c', 'aiko']]);
  });

  it('is seen at once when they come back to a page where nothing was said', async () => {
    await signIn('aiko');
    await page.say('hello');
    await newPage();
    transport.backend.fail(1000, offline());
    void identify(page.accounts, as('aiko')).catch(() => {});
    await clock.advance(0);
    expect(page.store.status.value).toBe('offline');
    expect(page.transcript()).toEqual(['hello']);
    expect(page.store.person.value).toMatchObject({ id: 'aiko', verified: true });
  });
});
