// @vitest-environment happy-dom
/** How much leaves while a person has the conversation: what has changed, and not often. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Context } from '../../src/context/context.js';
import { keepTold } from '../../src/context/keep-told.js';
import { SobaniError } from '../../src/core/errors.js';
import type { Session, SnapshotChange } from '../../src/core/ports.js';
import { newConversation, type Store } from '../../src/core/store.js';
import * as TIMES from '../../src/core/times.js';
import { type FakeClock, fakeClock } from '../../src/testing/fake-clock.js';
import type { Shared, Snapshot } from '../../src/types.js';
import { applyPatch } from '../../src/wire/patch.js';
import { newStore } from '../core/world.js';

const MINUTE = 60_000;
let clock: FakeClock;
let detach: (() => void)[];
/** What left: when, and whether it was the whole. */
let left: { at: number; conversation: string; snapshot: Snapshot; change: SnapshotChange | undefined }[];
/** What the back end has. */
let had: unknown;
let answers: (string | SobaniError | undefined)[];

/** A back end that names what it has by a number; what is listed in `answers` comes first. */
function backEnd() {
  let name = 0;
  return {
    async context(conversation: string, snapshot: Snapshot, change?: SnapshotChange) {
      left.push({ at: clock.now(), conversation, snapshot, change });
      const answer = answers.shift();
      if (answer instanceof SobaniError) throw answer;
      if (change && change.base !== `${name}`) throw new SobaniError('conflict', 'another one');
      had = change ? applyPatch(had, change.patch) : snapshot;
      return `${++name}`;
    },
  } as unknown as Session;
}

/** One page with the messenger in it. */
function page(session: () => Session | null, store: Store = newStore()) {
  store.apply({ type: 'conversation', conversation: { ...newConversation('c', 1), status: 'open' } }, 'backend');
  const listeners = new Set<() => void>();
  let now: Snapshot = { v: 1, page: { url: '/', title: 'x'.repeat(300), language: 'en' }, locale: 'en' };
  let sent: Shared['sent'] = null;
  const context = {
    snapshot() {
      sent = { at: 1, snapshot: now };
      return now;
    },
    shared: () => ({ parts: [], sent }),
    watch(listener: () => void) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  } as unknown as Context;
  const end = keepTold({ context, store, clock, session });
  detach.push(end);
  return {
    store,
    end,
    go(url: string) {
      now = { ...now, page: { ...now.page, url } };
      for (const listener of listeners) listener();
    },
  };
}
const online = (store: Store) => store.apply({ type: 'status', status: 'online' }, 'backend');
const wholes = () => left.map(({ change }) => !change);

beforeEach(() => {
  clock = fakeClock();
  [left, detach, answers, had] = [[], [], [], undefined];
});
afterEach(() => {
  for (const end of detach) end();
  vi.restoreAllMocks();
});

describe('while a person has the conversation', () => {
  it('the whole goes first, then what has changed since the back end took it', async () => {
    const session = backEnd();
    const { go } = page(() => session);
    await clock.advance(TIMES.context);
    for (const url of ['/a', '/b']) {
      go(url);
      await clock.advance(TIMES.context);
    }
    expect(wholes()).toEqual([true, false, false]);
    expect(left[2]!.change).toEqual({ base: '2', patch: [{ op: 'replace', path: '/page/url', value: '/b' }] });
    expect(had).toEqual(left[2]!.snapshot);
  });

  it('the whole goes each time to a back end that gives no name', async () => {
    const taken = vi.fn(async (_conversation: string, _snapshot: Snapshot, _change?: SnapshotChange) => {});
    const { go } = page(() => ({ context: taken }) as unknown as Session);
    await clock.advance(TIMES.context);
    go('/a');
    await clock.advance(TIMES.context);
    expect(taken.mock.calls.map(([, snapshot, change]) => [snapshot.page.url, change])).toEqual([
      ['/', undefined],
      ['/a', undefined],
    ]);
  });

  it('the whole follows once, in its turn, where the back end has another state than that', async () => {
    const session = backEnd();
    const { go } = page(() => session);
    await clock.advance(TIMES.context);
    answers = [new SobaniError('conflict', 'another device told it')];
    go('/a');
    await clock.advance(TIMES.context);
    expect(wholes()).toEqual([true, false]);
    await clock.advance(TIMES.context - 1);
    expect(left).toHaveLength(2);
    await clock.advance(MINUTE);
    expect(wholes()).toEqual([true, false, true]);
    expect(had).toMatchObject({ page: { url: '/a' } });
  });

  it('what may not have arrived goes again, whole, after a while or with the connection', async () => {
    let session: Session | null = backEnd();
    const one = session;
    const { store, go } = page(() => session);
    await clock.advance(TIMES.context);
    answers = [new SobaniError('rate', 'slower', { retryable: true, retryAfter: 9_000 })];
    go('/a');
    await clock.advance(TIMES.context + 8_999);
    expect(wholes()).toEqual([true, false]);
    await clock.advance(1);
    expect(wholes()).toEqual([true, false, true]);
    answers = [new SobaniError('offline', 'gone', { retryable: true })];
    go('/b');
    await clock.advance(TIMES.context);
    session = null;
    await clock.advance(MINUTE);
    session = one;
    online(store);
    await clock.advance(MINUTE);
    expect(wholes()).toEqual([true, false, true, false, true]);
    expect(had).toMatchObject({ page: { url: '/b' } });
  });

  it('what is refused for good waits for the next change', async () => {
    const session = backEnd();
    const { go } = page(() => session);
    answers = [new SobaniError('forbidden', 'no')];
    await clock.advance(MINUTE);
    expect(left).toHaveLength(1);
    go('/a');
    await clock.advance(TIMES.context);
    expect(wholes()).toEqual([true, true]);
  });

  it('another conversation, or another person, is begun with the whole', async () => {
    const session = backEnd();
    const { store, go } = page(() => session);
    await clock.advance(TIMES.context);
    store.apply({ type: 'conversation', conversation: { ...newConversation('c', 1), status: 'resolved' } }, 'backend');
    store.apply({ type: 'conversation', conversation: { ...newConversation('d', 2), status: 'open' } }, 'backend');
    go('/a');
    await clock.advance(TIMES.context);
    store.apply({ type: 'cleared' }, 'system');
    store.apply({ type: 'conversation', conversation: { ...newConversation('d', 2), status: 'open' } }, 'backend');
    go('/b');
    await clock.advance(TIMES.context);
    expect(left.map(({ conversation, change }) => [conversation, !change])).toEqual([
      ['c', true],
      ['d', true],
      ['d', true],
    ]);
  });

  it('what changed while it was not looked at goes when it is', async () => {
    const session = backEnd();
    const seen = vi.spyOn(document, 'visibilityState', 'get').mockReturnValue('hidden');
    page(() => session);
    await clock.advance(MINUTE);
    expect(left).toEqual([]);
    seen.mockReturnValue('visible');
    document.dispatchEvent(new Event('visibilitychange'));
    await clock.advance(TIMES.context);
    expect(left).toHaveLength(1);
  });

  it('nothing goes while what went is not answered', async () => {
    let answer = (_name: string) => {};
    const context = vi.fn(() => new Promise<string>((resolve) => (answer = resolve)));
    const { go, end } = page(() => ({ context }) as unknown as Session);
    await clock.advance(TIMES.context);
    go('/a');
    await clock.advance(MINUTE);
    expect(context).toHaveBeenCalledTimes(1);
    answer('1');
    await clock.advance(TIMES.context);
    expect(context).toHaveBeenCalledTimes(2);
    end();
    answer('2');
    await clock.advance(MINUTE);
    expect([context.mock.calls.length, clock.pending]).toEqual([2, 0]);
  });
});

describe('in any minute at most twenty leave', () => {
  /** The most of them in one minute. */
  const most = () =>
    Math.max(...left.map(({ at }) => left.filter((one) => one.at >= at && one.at < at + MINUTE).length));

  it('however much changes, and however often the connection is lost and the patch refused', async () => {
    let session: Session | null = backEnd();
    const { store, go } = page(() => session);
    for (let i = 0; i < 1_800; i++) {
      go(`/${i}`);
      // each by itself: a loss every seven seconds, a refusal now and then
      if (i % 70 === 69) {
        session = i % 140 === 69 ? session : backEnd();
        online(store);
      }
      if (i % 50 === 0) answers = [new SobaniError('conflict', 'another one')];
      await clock.advance(100);
    }
    expect(left.length).toBeGreaterThan(30);
    expect(most()).toBeLessThanOrEqual(20);
  });

  it('also where it goes from tab to tab, of which one is connected at a time', async () => {
    const session = backEnd();
    let leader = 0;
    const tabs: ReturnType<typeof page>[] = [];
    for (const i of [0, 1, 2]) {
      tabs.push(page(() => (leader === i ? session : null)));
      // each has a rhythm of its own
      await clock.advance(1_100);
    }
    for (let i = 0; i < 1_800; i++) {
      for (const tab of tabs) tab.go(`/${i}`);
      if (i % 41 === 40) {
        leader = (leader + 1) % 3;
        online(tabs[leader]!.store);
      }
      await clock.advance(100);
    }
    expect(left.length).toBeGreaterThan(30);
    expect(most()).toBeLessThanOrEqual(20);
    expect(left.slice(1).every(({ at }, i) => at - left[i]!.at >= TIMES.context)).toBe(true);
  });
});
