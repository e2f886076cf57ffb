import { beforeEach, describe, expect, it, vi } from 'vitest';
import { type Connection, type ConnectionOptions, createConnection, within } from '../../src/core/connection.js';
import { SobaniError } from '../../src/core/errors.js';
import type { TransportEvent } from '../../src/core/ports.js';
import * as TIMES from '../../src/core/times.js';
import { type FakeClock, fakeClock } from '../../src/testing/fake-clock.js';
import { type Script, type ScriptedTransport, scriptedTransport } from '../../src/testing/scripted-transport.js';

const offline = new SobaniError('offline', 'No network.', { retryable: true });
const auth = new SobaniError('auth', 'Refused.');
const forbidden = new SobaniError('forbidden', 'No such app.');

let clock: FakeClock;
let transport: ScriptedTransport;
let statuses: string[];
let events: TransportEvent[];
let errors: SobaniError[];
let calls: string[];
let connection: Connection;

const make = (script: Script = {}, more: Partial<ConnectionOptions> = {}) => {
  transport = scriptedTransport(script);
  connection = createConnection({
    transport: async () => transport,
    app: 'shop',
    clock,
    locale: () => 'ja',
    secret: async () => 'kept',
    token: null,
    cursors: () => ({ c: '7' }),
    onStatus: (status) => statuses.push(status),
    onSession: () => calls.push('session'),
    onEvent: (event) => events.push(event),
    onCaughtUp: () => calls.push('caught-up'),
    onLost: () => calls.push('lost'),
    onError: (error) => errors.push(error),
    ...more,
  });
};
const turn = () => clock.advance(0);
/** Time passes until the next attempt at the latest. */
const wait = () => clock.advance(TIMES.backoffCap);

beforeEach(() => {
  clock = fakeClock();
  statuses = [];
  events = [];
  errors = [];
  calls = [];
});

describe('a connection', () => {
  it('does nothing before it is started', async () => {
    make();
    connection.wake();
    await wait();
    expect(transport.connects).toEqual([]);
    expect(connection.session).toBeNull();
  });

  it('says who wants what, follows from the cursors, and is online once it has caught up', async () => {
    make({ holdCaughtUp: true });
    const person = connection.start();
    await turn();
    expect(await person).toMatchObject({ id: 'visitor' });
    expect(transport.connects[0]).toMatchObject({ app: 'shop', secret: 'kept', token: null, locale: 'ja' });
    expect(transport.subscribes).toEqual([{ c: '7' }]);
    expect([statuses, connection.session]).toEqual([['connecting'], null]);
    transport.emit({ type: 'caught-up' });
    expect(statuses).toEqual(['connecting', 'online']);
    expect(connection.session).not.toBeNull();
    expect(calls).toEqual(['session', 'caught-up']);
  });

  it('is started once, however often that is asked', async () => {
    make();
    expect(connection.start()).toBe(connection.start());
    await turn();
    connection.wake();
    await turn();
    expect(transport.connects).toHaveLength(1);
  });

  it('waits between attempts, longer each time within the bounds, and starts afresh after a success', async () => {
    vi.spyOn(Math, 'random').mockReturnValue(0.5);
    make({ connect: [...Array.from({ length: 8 }, () => offline), 'ok', offline] });
    void connection.start();
    await turn();
    for (const ms of [275, 550, 1100, 2200, 4400, 8800, 11_000, 11_000]) {
      const made = transport.connects.length;
      await clock.advance(ms - 1);
      expect(transport.connects).toHaveLength(made);
      await clock.advance(1);
      expect(transport.connects).toHaveLength(made + 1);
    }
    expect(statuses.at(-1)).toBe('online');
    transport.close();
    expect(statuses.at(-1)).toBe('offline');
    await clock.advance(275);
    expect(transport.connects).toHaveLength(10);
    expect(errors).toEqual([]);
  });

  it('waits as long as the back end asks', async () => {
    make({ connect: [new SobaniError('rate', 'Slow.', { retryable: true, retryAfter: 60_000 })] });
    void connection.start();
    await clock.advance(59_999);
    expect(transport.connects).toHaveLength(1);
    await clock.advance(1);
    expect(transport.connects).toHaveLength(2);
  });

  it('tries at once when it is woken, and not a second time when the wait would have ended', async () => {
    make({ connect: [offline, 'ok'] });
    void connection.start();
    await turn();
    connection.wake();
    connection.wake();
    await turn();
    expect(statuses).toEqual(['connecting', 'offline', 'connecting', 'online']);
    await wait();
    expect(transport.connects).toHaveLength(2);
    expect(clock.pending).toBe(0);
  });

  it('gives up an attempt that takes too long, and closes it', async () => {
    make({ connect: ['hang'] });
    void connection.start();
    await clock.advance(TIMES.connect);
    expect(transport.connects[0]!.signal.aborted).toBe(true);
    expect(statuses).toEqual(['connecting', 'offline']);
    await wait();
    expect(statuses.at(-1)).toBe('online');
  });

  it('resolves at the first welcome, also when that took several attempts', async () => {
    make({ connect: [offline, offline] });
    const person = connection.start();
    await wait();
    await wait();
    expect(await person).toMatchObject({ id: 'visitor' });
  });

  it('that is refused for good says so once, and only a wake tries again', async () => {
    make({ connect: [forbidden] });
    await expect(connection.start()).rejects.toBe(forbidden);
    expect([statuses.at(-1), errors]).toEqual(['unavailable', [forbidden]]);
    await clock.advance(3_600_000);
    expect(transport.connects).toHaveLength(1);
    connection.wake();
    await turn();
    expect(statuses.at(-1)).toBe('online');
  });
});

describe('a connection that is stopped', () => {
  it('closes, lets go of its session, and hears nothing more', async () => {
    make();
    void connection.start();
    await turn();
    connection.stop();
    expect(transport.connects[0]!.signal.aborted).toBe(true);
    expect(connection.session).toBeNull();
    expect(calls.at(-1)).toBe('lost');
    transport.emit({ type: 'reset', conversation: 'c' });
    transport.close();
    connection.wake();
    await wait();
    expect(events).toEqual([{ type: 'caught-up' }]);
    expect(statuses).toEqual(['connecting', 'online']);
    expect([transport.connects.length, clock.pending]).toEqual([1, 0]);
  });

  it('rejects whoever waited for a welcome, and does not come back by itself', async () => {
    make({ connect: [offline] });
    const person = connection.start();
    await turn();
    connection.stop();
    await expect(person).rejects.toMatchObject({ code: 'offline' });
    await wait();
    expect(transport.connects).toHaveLength(1);
  });

  it('does not connect when the token comes too late', async () => {
    let give = (_: string) => {};
    make({}, { token: () => new Promise((resolve) => (give = resolve)) });
    void connection.start();
    await turn();
    connection.stop();
    give('late');
    await turn();
    expect(transport.connects).toEqual([]);
  });

  it('can be started again', async () => {
    make();
    void connection.start();
    await turn();
    connection.stop();
    const again = connection.start();
    await turn();
    expect(await again).toMatchObject({ id: 'visitor' });
    expect(transport.connects).toHaveLength(2);
  });
});

describe('a connection with a token', () => {
  const tokens = () => {
    let n = 0;
    return vi.fn(async () => `token ${++n}`);
  };

  it('never connects without one, pauses when there is none, and asks again', async () => {
    const token = vi.fn<() => Promise<string>>().mockRejectedValueOnce(new Error('signed out')).mockResolvedValue('t');
    make({}, { token });
    await expect(connection.start()).rejects.toMatchObject({
      code: 'auth',
      message: expect.stringContaining('signed out'),
    });
    expect([statuses.at(-1), transport.connects, errors.length]).toEqual(['paused', [], 1]);
    await wait();
    expect(transport.connects.map(({ token: given }) => given)).toEqual(['t']);
    expect(statuses.at(-1)).toBe('online');
  });

  it('gives the host ten seconds for it', async () => {
    const token = vi
      .fn<() => Promise<string>>()
      .mockReturnValueOnce(new Promise(() => {}))
      .mockResolvedValue('t');
    make({}, { token });
    const person = connection.start();
    await clock.advance(TIMES.token - 1);
    expect(statuses).toEqual(['connecting']);
    await clock.advance(1);
    await expect(person).rejects.toMatchObject({ code: 'auth' });
    expect(statuses).toEqual(['connecting', 'paused']);
    await wait();
    expect(statuses.at(-1)).toBe('online');
    expect(transport.connects).toHaveLength(1);
  });

  it('that is refused on connect is paused, and waits for the host', async () => {
    make({ connect: [auth] }, { token: tokens() });
    await expect(connection.start()).rejects.toBe(auth);
    await clock.advance(3_600_000);
    expect([statuses.at(-1), transport.connects.length, errors]).toEqual(['paused', 1, [auth]]);
  });

  it('is unavailable when an anonymous visitor is refused', async () => {
    make({ connect: [auth] });
    await expect(connection.start()).rejects.toBe(auth);
    expect(statuses.at(-1)).toBe('unavailable');
  });

  it('that runs out on an established session fetches a fresh one, once', async () => {
    const token = tokens();
    make({ connect: ['ok', auth] }, { token });
    void connection.start();
    await turn();
    transport.close(new SobaniError('auth', 'Expired.'));
    expect(statuses.at(-1)).toBe('paused');
    await clock.advance(3_600_000);
    expect(transport.connects.map(({ token: given }) => given)).toEqual(['token 1', 'token 2']);
    expect(statuses.at(-1)).toBe('paused');
    expect(errors).toHaveLength(2);
  });
});

describe('a promise with a limit', () => {
  it('passes on what it was limited to, and leaves no timer behind', async () => {
    expect(await within(Promise.resolve(1), 10, clock, 'It')).toBe(1);
    await expect(within(Promise.reject(auth), 10, clock, 'It')).rejects.toBe(auth);
    await turn();
    expect(clock.pending).toBe(0);
  });

  it('says what took too long', async () => {
    const slow = within(new Promise(() => {}), 2000, clock, 'Waiting');
    slow.catch(() => {});
    await clock.advance(2000);
    await expect(slow).rejects.toMatchObject({
      code: 'timeout',
      retryable: true,
      message: 'Waiting took longer than 2 seconds.',
    });
  });
});
