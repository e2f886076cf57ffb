// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type Collector, createCollector } from '../../src/context/collector.js';
import { attachContext, type Context } from '../../src/context/context.js';
import type { Turn } from '../../src/context/turns.js';
import type { SobaniError } from '../../src/core/errors.js';
import * as LIMITS from '../../src/core/limits.js';
import type { Store } from '../../src/core/store.js';
import { newStore } from '../core/world.js';
import { at } from './at.js';

let store: Store;
let context: Context;
let collector: Collector;
let navigation: EventTarget;
let now = 0;
let errors: SobaniError[] = [];

const bytes = (value: unknown) => new TextEncoder().encode(JSON.stringify(value)).length;
const go = (path: string, title = path) => {
  now++;
  history.pushState(null, '', path);
  navigation.dispatchEvent(new Event('currententrychange'));
  // as routers do: the title comes after the address
  document.title = title;
};
const consent = (analytics: boolean) =>
  store.apply({ type: 'consent', consent: { functional: true, analytics } }, 'host');
const journey = () => context.snapshot().journey;

const set = (given: unknown, turn: Turn = { at: 0, user: undefined }) => context.set(given, turn);

beforeEach(() => {
  at('https://shop.example/');
  document.title = 'Shop';
  navigation = new EventTarget();
  vi.stubGlobal('navigation', navigation);
  now = 100;
  errors = [];
  store = newStore();
  collector = createCollector(store.options.value, () => now);
  context = attachContext({ store, collector, now: () => now, onError: (error) => errors.push(error) });
  // the customer has written
  consent(false);
});
afterEach(() => {
  context.detach();
  collector.detach();
  vi.unstubAllGlobals();
});

describe('a snapshot', () => {
  it('has the page as it is now, the locale, and what the host told', () => {
    set({ traits: { plan: 'pro' }, cart: { items: [], total: { amount: 0, currency: 'EUR' } } });
    go('/cart?secret=1', 'Cart');
    expect(context.snapshot()).toEqual({
      v: 1,
      page: { url: 'https://shop.example/cart', title: 'Cart', language: navigator.language },
      locale: 'en',
      traits: { plan: 'pro' },
      cart: { items: [], total: { amount: 0, currency: 'EUR' } },
      about: {
        traits: { source: 'host', category: 'functional', at: 100 },
        cart: { source: 'host', category: 'functional', at: 100 },
      },
    });
  });

  it('has only the page before the customer has written, or where they keep the rest back', () => {
    store.apply({ type: 'consent', consent: { functional: false, analytics: false } }, 'host');
    set({ traits: { plan: 'pro' }, company: { id: 'c1' } });
    expect(Object.keys(context.snapshot())).toEqual(['v', 'page', 'locale']);
    store.apply({ type: 'consent', consent: { functional: true, analytics: true, off: ['traits'] } }, 'visitor');
    const shot = context.snapshot();
    expect(Object.keys(shot).sort()).toEqual(['about', 'company', 'journey', 'locale', 'page', 'v']);
    expect(Object.keys(shot.about!).sort()).toEqual(['company', 'journey']);
  });

  it('follows the options and the locale as they change', () => {
    go('/list?q=mug&x=1');
    store.apply({ type: 'options', options: { app: 'shop', urlParams: 'q' }, locale: 'ja' }, 'host');
    expect(context.snapshot()).toMatchObject({ page: { url: 'https://shop.example/list?q=mug' }, locale: 'ja' });
  });

  it('has the journey only with consent, and no more once that is taken back', () => {
    go('/a', 'A');
    expect(context.snapshot()).not.toHaveProperty('journey');
    consent(true);
    expect(journey()).toHaveLength(2);
    consent(false);
    expect(context.snapshot()).not.toHaveProperty('journey');
  });

  it('tells the journey with titles that came after the address, each place once in a row', () => {
    consent(true);
    go('/a', 'A');
    go('/a?utm=1', 'A');
    expect(journey()).toEqual([
      { url: 'https://shop.example/', title: 'Shop', at: 100, ms: 1 },
      { url: 'https://shop.example/a', title: 'A', at: 101, ms: 1 },
    ]);
    document.title = 'A, really';
    expect(journey()!.at(-1)!.title).toBe('A, really');
  });

  it('keeps the title that each place had when it was left', () => {
    consent(true);
    go('/a', 'A');
    go('/b', 'B');
    go('/c', 'C');
    expect(journey()!.map(({ title }) => title)).toEqual(['Shop', 'A', 'B', 'C']);
  });

  it('remembers the last thirty places', () => {
    consent(true);
    for (let i = 0; i < 40; i++) go(`/${i}`);
    expect(journey()).toHaveLength(LIMITS.journey);
    // where they came in, and the last of the others
    expect(
      journey()!
        .slice(0, 2)
        .map(({ url }) => url),
    ).toEqual(['https://shop.example/', 'https://shop.example/11']);
    expect(journey()!.at(-1)!.url).toBe('https://shop.example/39');
  });

  it('gives up the oldest of the journey before it is too large', () => {
    consent(true);
    for (let i = 0; i < 20; i++) go(`/${i}/${'x'.repeat(300)}`);
    const whole = journey()!.length;
    set({ attributes: { a: 'あ'.repeat(500), b: 'b'.repeat(500) } });
    const shot = context.snapshot();
    expect(bytes(shot)).toBeLessThanOrEqual(LIMITS.context);
    expect(shot.journey!.length).toBeLessThan(whole);
    expect(shot.journey!.at(-1)!.url).toContain('/19/');
    expect(shot.attributes).toEqual({ a: 'あ'.repeat(500), b: 'b'.repeat(500) });
  });

  it('is a copy that nobody can spoil', () => {
    consent(true);
    journey()![0]!.title = 'spoilt';
    journey()!.pop();
    expect(journey()).toHaveLength(1);
    expect(journey()![0]!.title).toBe('Shop');
  });

  it('keeps the title of a site that sets it before the address', () => {
    consent(true);
    for (const path of ['/a', '/b', '/c']) {
      document.title = path;
      go(path);
    }
    expect(journey()!.map(({ title }) => title)).toEqual(['Shop', '/a', '/b', '/c']);
  });

  it('is never too large for a long address or title, which give way to what the host told', () => {
    set({ attributes: large(14) });
    go(`/${'x'.repeat(2000)}`, 'あ'.repeat(500));
    const shot = context.snapshot();
    expect(bytes(shot)).toBeLessThanOrEqual(LIMITS.context);
    expect(shot).toMatchObject({ page: { url: 'https://shop.example', title: '' }, attributes: large(14) });
  });

  it('goes on no longer once detached', () => {
    consent(true);
    collector.detach();
    go('/later');
    expect(journey()).toHaveLength(1);
  });
});

const large = (n: number) => Object.fromEntries(Array.from({ length: n }, (_, i) => [`k${i}`, 'v'.repeat(512)]));

describe('what the host tells', () => {
  it('replaces what it told before under the same key, and null removes it', () => {
    set({ traits: { a: 1, b: 2 }, company: { id: 'acme' } });
    set({ traits: { b: 3 } });
    expect(context.snapshot()).toMatchObject({ traits: { b: 3 }, company: { id: 'acme' } });
    expect(context.snapshot().traits).not.toHaveProperty('a');
    set({ company: null });
    expect(context.snapshot()).not.toHaveProperty('company');
  });

  it('is refused as a whole when any of it is wrong', () => {
    set({ traits: { a: 1 } });
    expect(() => set({ traits: { a: 2 }, company: { id: '' } })).toThrow(
      expect.objectContaining({ path: 'company.id' }),
    );
    expect(context.snapshot().traits).toEqual({ a: 1 });
  });

  it('is refused when it is too large, and changes nothing then', () => {
    set({ traits: { a: 1 } });
    expect(() => set({ traits: large(16) })).toThrow(expect.objectContaining({ code: 'too-large' }));
    expect(context.snapshot().traits).toEqual({ a: 1 });
  });

  it('is not refused for what it replaces or removes', () => {
    set({ traits: large(12) });
    set({ traits: null, attributes: large(12) });
    set({ attributes: large(11) });
    expect(Object.keys(context.snapshot().attributes!)).toHaveLength(11);
  });

  it('is not refused for a long journey, which gives way', () => {
    consent(true);
    for (let i = 0; i < 30; i++) go(`/${i}/${'x'.repeat(200)}`);
    set({ attributes: large(12) });
    expect(bytes(context.snapshot())).toBeLessThanOrEqual(LIMITS.context);
  });
});

describe('what the host told of somebody who is gone', () => {
  it('is known no more; what it has told of the next one is', () => {
    set({ traits: { of: 'aiko' }, company: { id: 'acme' } }, { at: 1, user: 'aiko' });
    set({ traits: { of: 'ben' } }, { at: 2, user: undefined });
    context.forget(({ at }) => at < 2);
    expect(context.snapshot()).toMatchObject({ traits: { of: 'ben' } });
    expect(context.snapshot()).not.toHaveProperty('company');
    expect(context.data()).not.toHaveProperty('company');
  });
});

describe('what flows may ask', () => {
  it('is the snapshot as plain JSON, with the person', () => {
    set({ traits: { a: 1 } });
    expect(context.data()).toMatchObject({ traits: { a: 1 }, user: {}, locale: 'en' });
    store.apply({ type: 'person', person: { id: 'aiko', verified: true, name: 'Aiko' } }, 'backend');
    expect(context.data().user).toEqual({ id: 'aiko', verified: true, name: 'Aiko' });
    expect(context.snapshot()).not.toHaveProperty('user');
  });
});
