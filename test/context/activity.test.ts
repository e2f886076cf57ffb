// @vitest-environment happy-dom
/** What the messenger itself knows of a visit, and what of it is kept. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type Activity, attachActivity } from '../../src/context/activity.js';
import { type Collector, createCollector } from '../../src/context/collector.js';
import { attachContext, type Context } from '../../src/context/context.js';
import { createTurns } from '../../src/context/turns.js';
import type { SobaniError } from '../../src/core/errors.js';
import { newConversation, type Store } from '../../src/core/store.js';
import { createVault } from '../../src/storage/vault.js';
import type { Consent } from '../../src/types.js';
import { newStore } from '../core/world.js';
import { at } from './at.js';

const HOUR = 3_600_000;
const NOON = new Date(2026, 10, 29, 12).getTime();

let store: Store;
let collector: Collector;
let context: Context;
let activity: Activity;
let errors: SobaniError[];
let now: number;
/** Rows that outlive the page, of whoever is here. */
let rows: Map<string, unknown>;

const disk = {
  load: async (prefix: string) => [...rows].filter(([key]) => key.startsWith(prefix)),
  async write(changes: readonly (readonly [string, unknown])[]) {
    for (const [key, row] of changes) {
      if (row === undefined) rows.delete(key);
      else rows.set(key, structuredClone(row));
    }
    return true;
  },
} as ReturnType<ReturnType<typeof createVault>['of']>;
const open = async (own = disk) => {
  collector = createCollector(store.options.value, () => now);
  const onError = (error: SobaniError) => errors.push(error);
  context = attachContext({ store, collector, now: () => now, onError });
  const title = async (id: string) => (id === 'returns' ? 'How to return' : undefined);
  activity = await attachActivity({ store, collector, now: () => now, disk: () => own, title, onError, ...context });
};
const close = () => {
  activity.detach();
  collector.detach();
};
const agree = (analytics: boolean, off: string[] = []) => {
  const consent: Consent = { functional: true, analytics, ...(off.length && { off }) };
  store.apply({ type: 'consent', consent }, 'visitor');
};
const settled = () => vi.waitFor(() => new Promise((resolve) => setTimeout(resolve)));

beforeEach(() => {
  at('https://shop.example/');
  document.title = 'Shop';
  now = NOON;
  errors = [];
  rows = new Map();
  store = newStore();
  agree(true);
});
afterEach(() => {
  close();
  expect(errors).toEqual([]);
  vi.unstubAllGlobals();
});

describe('what is done in the messenger', () => {
  beforeEach(() => open());

  it('goes along with consent to analytics, and not without', () => {
    activity.note('search', { query: 'returns', hits: 2, by: 'visitor' });
    activity.note('search', { query: 'what they said to the bot', hits: 1, by: 'bot' });
    activity.note('track', { name: 'wishlist', data: { item: 'mug' } });
    expect(context.snapshot()).toMatchObject({
      searches: [{ query: 'returns', hits: 2, at: NOON }],
      events: [{ name: 'wishlist', data: { item: 'mug' }, at: NOON }],
      about: { searches: { source: 'messenger', category: 'analytics' } },
    });
    agree(false);
    for (const key of ['searches', 'events', 'visits']) expect(context.snapshot()).not.toHaveProperty(key);
  });

  it('has articles by their titles', async () => {
    activity.note('article', { id: 'returns' });
    activity.note('article', { id: 'gone' });
    await settled();
    expect(context.snapshot().articles).toEqual([
      { id: 'returns', title: 'How to return', at: NOON },
      { id: 'gone', title: 'gone', at: NOON },
    ]);
  });

  it('has what they say of an article with the last time that they opened it', async () => {
    for (const id of ['returns', 'gone', 'returns']) activity.note('article', { id });
    await settled();
    activity.note('article-feedback', { id: 'returns', helpful: true });
    activity.note('article-feedback', { id: 'returns', helpful: false, reason: 'No price. Mail kai@example.com' });
    activity.note('article-feedback', { id: 'never-opened', helpful: true });
    const [first, ...rest] = context.snapshot().articles!;
    expect(first).not.toHaveProperty('helpful');
    expect(rest).toMatchObject([{ id: 'gone' }, { id: 'returns', helpful: false, reason: 'No price. Mail [email]' }]);
    expect(rest).toHaveLength(2);
  });

  it('has a search once, not each letter of it', () => {
    for (const query of ['r', 're', 'return', 'returns', 'return', '  ', 'delivery']) {
      activity.note('search', { query, hits: 1, by: 'visitor' });
    }
    expect(context.snapshot().searches!.map(({ query }) => query)).toEqual(['return', 'delivery']);
  });

  it('is remembered up to a number, and the newest of it', async () => {
    for (let i = 0; i < 30; i++) {
      activity.note('search', { query: `${i} things`, hits: 0, by: 'visitor' });
      activity.note('article', { id: `a${i}` });
      activity.note('track', { name: `e${i}`, data: {} });
    }
    await settled();
    const { searches, articles, events } = context.snapshot();
    expect([searches!.length, articles!.length, (events as unknown[]).length]).toEqual([10, 10, 20]);
    expect(searches!.at(-1)!.query).toBe('29 things');
  });

  it('is redacted', () => {
    activity.note('search', { query: 'order of ann@example.com', hits: 0, by: 'visitor' });
    activity.note('track', { name: 'paid', data: { card: '4111 1111 1111 1111' } });
    const text = JSON.stringify(context.snapshot());
    expect(text).toContain('order of [email]');
    expect(text).not.toContain('4111 1111');
  });

  it('is only what is flat of what the host tracks', () => {
    const data = { ok: true, none: null, deep: { a: 1 }, list: [1], nan: Number.NaN, long: 'x'.repeat(513), n: 1 };
    activity.note('track', { name: 'e', data: data as never });
    expect(context.snapshot().events).toEqual([{ name: 'e', data: { ok: true, none: null, n: 1 }, at: NOON }]);
  });

  it('is gone with whoever did it', async () => {
    activity.note('search', { query: 'returns', hits: 2, by: 'visitor' });
    activity.note('article', { id: 'returns' });
    collector.renew();
    await settled();
    expect(context.snapshot()).not.toHaveProperty('searches');
    expect(context.snapshot()).not.toHaveProperty('articles');
  });
});

describe('how often somebody comes', () => {
  const visits = () => context.snapshot().visits as Record<string, unknown>;

  it('is counted over page loads and days, with where the visit began', async () => {
    await open();
    expect(visits()).toEqual({
      ...{ count: 1, days: 1, since: NOON, earlier: 0 },
      entry: { url: 'https://shop.example/', title: 'Shop' },
    });
    await settled();
    close();
    now += HOUR / 4;
    at('https://shop.example/cart');
    await open();
    expect(visits()).toMatchObject({ count: 1, entry: { url: 'https://shop.example/' } });
    await settled();
    close();
    now += 24 * HOUR;
    await open();
    expect(visits()).toMatchObject({ count: 2, days: 2, since: NOON, entry: { url: 'https://shop.example/cart' } });
  });

  it('goes on while the page is used', async () => {
    await open();
    for (let i = 0; i < 6; i++) {
      now += HOUR / 6;
      collector.changed();
    }
    await settled();
    close();
    now += HOUR / 6;
    await open();
    expect(visits()).toMatchObject({ count: 1 });
  });

  it('is kept redacted', async () => {
    at('https://shop.example/reset/ann@example.com');
    await open();
    await settled();
    expect(JSON.stringify([...rows])).toContain('/reset/[email]');
    expect(JSON.stringify([...rows])).not.toContain('ann@');
  });

  it.each([
    ['without consent to analytics', false, []],
    ['where that part is kept back', true, ['visits']],
  ])('is not kept %s, and what was is deleted', async (_, analytics, off) => {
    agree(analytics, off);
    await open();
    await settled();
    expect([...rows.keys()]).not.toContain('v');
    agree(true);
    await settled();
    expect([...rows.keys()]).toContain('v');
    // what was gathered is given up with the consent
    agree(analytics, off);
    collector.renew('analytics');
    await settled();
    expect([...rows.keys()]).not.toContain('v');
  });

  it('is not stored before the visitor acts', async () => {
    const vault = createVault(
      async () => disk,
      () => {},
    );
    await open(vault.of('a'));
    await settled();
    expect(rows.size).toBe(0);
    await vault.open();
    expect([...rows.keys()]).toContain('a/v');
  });

  it('is what is stored of somebody who becomes known', async () => {
    await open();
    rows.set('v', { count: 6, days: 3, since: 5, last: NOON - 24 * HOUR });
    store.apply({ type: 'person', person: { id: 'u1', verified: true } }, 'backend');
    await settled();
    expect(visits()).toMatchObject({ count: 7, days: 4, since: 5 });
  });

  it('is not that of whoever was here before', async () => {
    rows.set('v', { count: 6, days: 3, since: 5, last: NOON - 24 * HOUR });
    await open();
    expect(visits()).toMatchObject({ count: 7 });
    collector.renew();
    expect(visits()).toMatchObject({ count: 1, since: NOON });
  });

  it('says how many conversations came before', async () => {
    await open();
    const resolved = { ...newConversation('c1', 1), status: 'resolved' as const };
    store.apply({ type: 'conversation', conversation: resolved }, 'backend');
    store.apply({ type: 'conversation', conversation: newConversation('c2', 2) }, 'backend');
    expect(visits()).toMatchObject({ earlier: 1 });
  });
});

describe('segments', () => {
  const segments = () => context.snapshot().segments;
  const { now: turn } = createTurns();
  const cart = { items: [], total: { amount: 60_000, currency: 'EUR' } };

  it('follow what is known as it changes', async () => {
    await open();
    expect(segments()).toEqual(['new']);
    context.set({ cart }, turn);
    expect(segments()).toEqual(['new', 'vip']);
    context.set({ cart: null }, turn);
    expect(segments()).toEqual(['new']);
  });

  it('are of what the host set alone without consent to analytics, and go along then', async () => {
    agree(false);
    await open();
    expect(segments()).toBeUndefined();
    context.set({ traits: { vip: true } }, turn);
    expect(context.snapshot()).toMatchObject({
      segments: ['vip'],
      about: { segments: { source: 'segments', category: 'functional' } },
    });
    agree(true);
    expect(context.snapshot()).toMatchObject({
      segments: ['new', 'vip'],
      about: { segments: { category: 'analytics' } },
    });
    agree(false);
    expect(segments()).toEqual(['vip']);
  });

  it('say nothing of a part that is kept back', async () => {
    await open();
    context.set({ cart }, turn);
    agree(true, ['cart', 'visits']);
    expect(segments()).toBeUndefined();
  });

  it('stay here where they tell of what may not leave by itself', async () => {
    await open();
    context.set({ cart }, turn);
    store.apply({ type: 'consent', consent: { functional: false, analytics: true } }, 'host');
    expect(segments()).toBeUndefined();
    const part = () => context.shared().parts.find(({ key }) => key === 'segments');
    expect(part()).toMatchObject({ value: ['new', 'vip'], isShared: false });
    context.set({ cart: null }, turn);
    expect(segments()).toEqual(['new']);
  });

  it('obey the option, and report what is wrong with it', async () => {
    await open();
    const options = { app: 'shop', segments: '{"returning":{"visits":1}}' };
    store.apply({ type: 'options', options, locale: 'en' }, 'host');
    expect(segments()).toEqual(['returning']);
    store.apply({ type: 'options', options: { ...options, segments: '{' }, locale: 'en' }, 'host');
    expect(segments()).toEqual(['returning']);
    expect(errors.splice(0).map(({ path }) => path)).toEqual(['segments']);
  });
});
