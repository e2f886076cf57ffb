// @vitest-environment happy-dom
/** What sources tell, and what of it leaves. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type Collector, createCollector } from '../../src/context/collector.js';
import { attachContext, type Context } from '../../src/context/context.js';
import { fitSnapshot } from '../../src/context/fit.js';
import { keepTold } from '../../src/context/keep-told.js';
import type { Source } from '../../src/context/source.js';
import type { Turn } from '../../src/context/turns.js';
import type { SobaniError } from '../../src/core/errors.js';
import type { Session } from '../../src/core/ports.js';
import { newConversation, type Store } from '../../src/core/store.js';
import * as TIMES from '../../src/core/times.js';
import { type FakeClock, fakeClock } from '../../src/testing/fake-clock.js';
import type { Snapshot } from '../../src/types.js';
import { newStore } from '../core/world.js';
import { at } from './at.js';

let store: Store;
let context: Context;
let collector: Collector;
let now = 0;
let errors: SobaniError[];

const CART = { items: [], total: { amount: 0, currency: 'EUR' } };
/** A source that tells what it is told to. */
const source = (name: string, category: Source['category'] = 'functional') => {
  let tell: Parameters<Source['start']>[0] = () => {};
  let isRunning = false;
  let isLater = false;
  const it: Source = {
    name,
    category,
    start(given, host) {
      tell = given;
      isLater = host.isLater === true;
      isRunning = true;
      return () => {
        isRunning = false;
      };
    },
  };
  return { it, tell: (values: object) => tell(values as never), isRunning: () => isRunning, isLater: () => isLater };
};
const consent = (functional: boolean, analytics = false, off?: string[]) =>
  store.apply({ type: 'consent', consent: { functional, analytics, ...(off && { off }) } }, 'visitor');

const set = (given: unknown, turn: Turn = { at: 0, user: undefined }) => context.set(given, turn);

beforeEach(() => {
  at('https://shop.example/');
  document.title = 'Shop';
  now = 100;
  errors = [];
  store = newStore();
  collector = createCollector(store.options.value, () => now);
  context = attachContext({ store, collector, now: () => now, onError: (error) => errors.push(error) });
  consent(true);
});
afterEach(() => {
  context.detach();
  collector.detach();
  vi.unstubAllGlobals();
});

describe('where somebody else comes', () => {
  it('nothing is left of what sources told, and they begin anew', () => {
    const { it: shop, tell, isLater } = source('shop');
    collector.follow(shop);
    tell({ cart: CART });
    expect([context.snapshot().cart, isLater()]).toEqual([CART, false]);
    collector.renew();
    expect([context.snapshot().cart, isLater()]).toEqual([undefined, true]);
    tell({ cart: CART });
    expect(context.snapshot()).toMatchObject({ cart: CART });
  });

  it('what is told late of whoever was here is heard by nobody', () => {
    let late: Parameters<Source['start']>[0] | undefined;
    collector.follow({
      name: 'shop',
      category: 'functional',
      start(tell) {
        late ??= tell;
        return () => {};
      },
    });
    collector.renew();
    late!({ cart: CART });
    expect(context.snapshot()).not.toHaveProperty('cart');
  });

  it('and what was told of them does not stand in for what is told wrongly of the next', () => {
    const { it: shop, tell } = source('shop');
    collector.follow(shop);
    tell({ cart: CART });
    context.snapshot();
    collector.renew();
    context.forget(() => true);
    tell({ cart: { items: 'wrong' } });
    expect(context.snapshot()).not.toHaveProperty('cart');
  });

  it('the journey begins where they are', () => {
    consent(true, true);
    history.pushState(null, '', '/account');
    now = 150;
    collector.renew();
    expect(context.snapshot().journey).toEqual([
      { url: 'https://shop.example/account', title: 'Shop', at: 150, ms: 0 },
    ]);
  });

  it('sources that are followed no longer do not begin again', () => {
    const { it: shop, isRunning } = source('shop');
    collector.follow(shop)();
    collector.renew();
    expect(isRunning()).toBe(false);
  });
});

describe('what a source tells', () => {
  it('goes along under its name, with the instant at which it last changed', () => {
    const { it: dataLayer, tell } = source('dataLayer');
    collector.follow(dataLayer);
    tell({ cart: CART });
    now = 200;
    tell({ cart: CART });
    expect(context.snapshot()).toMatchObject({
      cart: CART,
      about: { cart: { source: 'dataLayer', category: 'functional', at: 100 } },
    });
    tell({ cart: null });
    expect(context.snapshot()).not.toHaveProperty('cart');
  });

  it('gives way to what the host has set, and is there again when the host takes that back', () => {
    const { it: dataLayer, tell } = source('dataLayer');
    collector.follow(dataLayer);
    tell({ cart: CART });
    const own = { items: [], total: { amount: 500, currency: 'EUR' } };
    set({ cart: own });
    expect(context.snapshot()).toMatchObject({ cart: own, about: { cart: { source: 'host' } } });
    set({ cart: null });
    expect(context.snapshot()).toMatchObject({ cart: CART, about: { cart: { source: 'dataLayer' } } });
  });

  it('leaves only with consent to what it is', () => {
    const { it: landing, tell } = source('landing', 'analytics');
    collector.follow(landing);
    tell({ landing: { campaign: 'spring' } });
    expect(context.snapshot()).not.toHaveProperty('landing');
    expect(context.data()).not.toHaveProperty('landing');
    consent(true, true);
    expect(context.snapshot()).toMatchObject({ landing: { campaign: 'spring' } });
    consent(true, true, ['landing']);
    expect(context.snapshot()).not.toHaveProperty('landing');
  });

  it('is parsed: what is wrong is left out whole, reported, and takes nothing down', () => {
    const { it: odd, tell } = source('odd');
    collector.follow(odd);
    tell({ cart: CART });
    expect(context.snapshot()).toMatchObject({ cart: CART });
    for (const values of [
      { cart: { items: [], total: { amount: 0.5, currency: 'EUR' } } },
      { password: 'x' },
      { product: { a: { b: { c: { d: { e: 1 } } } } } },
      { product: JSON.parse('{"__proto__":{"polluted":1}}') },
      { signals: Array.from({ length: 51 }, () => 1) },
      { device: { size: Number.NaN } },
    ]) {
      tell(values);
      context.snapshot();
    }
    expect(errors.map(({ code, path }) => [code, path])).toEqual([
      ['invalid', 'cart.total.amount'],
      ['invalid', 'password'],
      ['invalid', 'product.a.b.c.d'],
      ['invalid', 'product.__proto__'],
      ['invalid', 'signals'],
      ['invalid', 'device.size'],
    ]);
    expect(context.snapshot()).toMatchObject({ cart: CART });
    expect(Object.keys(context.snapshot())).toEqual(['v', 'page', 'locale', 'cart', 'about']);
    expect(({} as { polluted?: number }).polluted).toBeUndefined();
  });

  it('is gone with the source, also when the messenger goes', () => {
    const [one, two] = [source('one'), source('two')];
    const stop = collector.follow(one.it);
    collector.follow(two.it);
    one.tell({ cart: CART });
    stop();
    expect([one.isRunning(), two.isRunning()]).toEqual([false, true]);
    expect(context.snapshot()).not.toHaveProperty('cart');
    collector.detach();
    expect(two.isRunning()).toBe(false);
  });
});

describe('what the customer is shown', () => {
  it('is all that is known, with what of it goes along, and what went last', () => {
    const { it: landing, tell } = source('landing', 'analytics');
    collector.follow(landing);
    tell({ landing: { campaign: 'spring' } });
    set({ traits: { plan: 'pro' } });
    consent(true, false, ['traits']);
    expect(context.shared().sent).toBeNull();
    expect(
      context.shared().parts.map(({ key, source, category, isShared }) => [key, source, category, isShared]),
    ).toEqual([
      ['page', 'page', 'necessary', true],
      ['traits', 'host', 'functional', false],
      ['landing', 'landing', 'analytics', false],
      ['journey', 'journey', 'analytics', false],
    ]);
    const snapshot = context.snapshot();
    expect(context.shared().sent).toEqual({ at: 100, snapshot });
  });

  it('is nothing of what somebody sent who has left', () => {
    context.snapshot();
    store.apply({ type: 'cleared' }, 'system');
    expect(context.shared().sent).toBeNull();
  });
});

describe('a snapshot that is too large', () => {
  const shot = (): Snapshot => ({
    v: 1,
    page: { url: 'https://shop.example/', title: 'Shop', language: 'en' },
    locale: 'en',
    journey: Array.from({ length: 10 }, (_, at) => ({ url: `https://shop.example/${at}`, title: 't', at })),
    signals: ['s'.repeat(200)],
    product: { name: 'p'.repeat(200) },
    traits: { plan: 'pro' },
    about: {
      product: { source: 'schemaOrg', category: 'necessary', at: 1 },
      traits: { source: 'host', category: 'functional', at: 1 },
    },
  });

  it('loses the oldest of the journey, then whole parts, those first that tell least', () => {
    expect(fitSnapshot(shot(), 1_000)).toMatchObject({ signals: expect.anything(), product: expect.anything() });
    expect(fitSnapshot(shot(), 1_000).journey!.at(-1)!.at).toBe(9);
    const small = fitSnapshot(shot(), 500);
    expect(small).not.toHaveProperty('signals');
    expect(small).toMatchObject({ product: expect.anything(), traits: { plan: 'pro' } });
    const least = fitSnapshot(shot(), 170);
    expect(Object.keys(least)).toEqual(['v', 'page', 'locale', 'traits']);
    expect(least.traits).toEqual({ plan: 'pro' });
  });

  it('loses what the host’s own sources told before what ours did', () => {
    const small = fitSnapshot({ ...shot(), 'x-points': 'x'.repeat(900) }, 1_000);
    expect(small).not.toHaveProperty('x-points');
    expect(small).toMatchObject({ product: expect.anything(), signals: expect.anything() });
  });
});

describe('while a person has the conversation', () => {
  let clock: FakeClock;
  let told: [string, Snapshot][];
  let undo: () => void;
  const session = {
    async context(conversation: string, snapshot: Snapshot) {
      told.push([conversation, snapshot]);
    },
  } as unknown as Session;
  const begin = (status: 'bot' | 'open') => {
    store.apply({ type: 'conversation', conversation: { ...newConversation('c', 1), status } }, 'backend');
    undo = keepTold({ context, store, clock, session: () => session });
  };
  beforeEach(() => {
    clock = fakeClock();
    told = [];
  });
  afterEach(() => undo());

  it('they are told what changes, at most every few seconds, and nothing where nothing did', async () => {
    begin('open');
    await clock.advance(TIMES.context);
    expect(told).toHaveLength(1);
    for (const plan of ['a', 'b', 'pro']) set({ traits: { plan } });
    await clock.advance(TIMES.context - 1);
    expect(told).toHaveLength(1);
    await clock.advance(1);
    expect(told).toHaveLength(2);
    expect(told[1]).toMatchObject(['c', { traits: { plan: 'pro' } }]);
    now = 500;
    set({ traits: { plan: 'other' } });
    set({ traits: { plan: 'pro' } });
    await clock.advance(60_000);
    expect(told).toHaveLength(2);
  });

  it('they are told nothing while the bot has it, nor by a page that is not looked at', async () => {
    begin('bot');
    set({ traits: { plan: 'pro' } });
    await clock.advance(60_000);
    store.apply({ type: 'conversation', conversation: { ...newConversation('c', 1), status: 'open' } }, 'backend');
    vi.spyOn(document, 'visibilityState', 'get').mockReturnValue('hidden');
    set({ traits: { plan: 'enterprise' } });
    await clock.advance(60_000);
    expect(told).toEqual([]);
    vi.restoreAllMocks();
    set({ traits: { plan: 'pro' } });
    await clock.advance(60_000);
    expect(told).toHaveLength(1);
  });

  it('nothing is told after the undo', async () => {
    begin('open');
    undo();
    set({ traits: { plan: 'pro' } });
    await clock.advance(60_000);
    expect([told, clock.pending]).toEqual([[], 0]);
  });
});

describe('personal data in what is gathered', () => {
  it('is masked: in the address, the title, the journey, and what sources told', () => {
    consent(true, true);
    at('https://shop.example/orders/ann@example.com?x=1');
    document.title = 'Card 4111 1111 1111 1111';
    const { it: frustration, tell } = source('frustration', 'analytics');
    collector.follow(frustration);
    tell({ signals: [{ type: 'error', at: 1, count: 1, detail: 'no user ann@example.com' }] });
    const shot = context.snapshot();
    expect(shot.page).toMatchObject({ title: 'Card •••• 1111' });
    expect(shot.signals).toMatchObject([{ detail: 'no user [email]' }]);
    expect(JSON.stringify([shot, context.shared()])).not.toMatch(/ann@|4111/);
  });

  it('is what the host says it is, too', () => {
    store.apply({ type: 'options', options: { app: 'shop', redact: 'ORD-######, @@-###' }, locale: 'en' }, 'host');
    document.title = 'Order ORD-123456 of AB-123';
    expect(context.snapshot().page.title).toBe('Order [custom] of [custom]');
  });

  it('is masked by the patterns that were good, where new ones are not', () => {
    store.apply({ type: 'options', options: { app: 'shop', redact: ['ORD-######'] }, locale: 'en' }, 'host');
    store.apply({ type: 'options', options: { app: 'shop', redact: ['#'] }, locale: 'en' }, 'host');
    document.title = 'Order ORD-123456';
    expect(context.snapshot().page.title).toBe('Order [custom]');
    expect(errors.map(({ code, path }) => [code, path])).toEqual([['invalid', 'redact[0]']]);
  });

  it('is let through where the host has set it: that is what it is for', () => {
    set({ traits: { email: 'ann@example.com' } });
    expect(context.snapshot().traits).toEqual({ email: 'ann@example.com' });
  });
});
