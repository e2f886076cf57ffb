// @vitest-environment happy-dom
/** Sources that a host adds. */
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type Collector, createCollector } from '../../src/context/collector.js';
import { attachContext, type Context } from '../../src/context/context.js';
import { registerSource } from '../../src/context/register.js';
import type { SobaniError } from '../../src/core/errors.js';
import type { Store } from '../../src/core/store.js';
import type { HostSource, SourceHost, SourceValues } from '../../src/types.js';
import { newStore } from '../core/world.js';
import { at } from './at.js';

let store: Store;
let collector: Collector;
let context: Context;
let errors: SobaniError[];
let idle: (() => void)[];

const register = (source: Partial<HostSource> | unknown) =>
  registerSource(collector, source as HostSource, (error) => errors.push(error));
/** A source that tells what it is told to. */
const begin = (about: Partial<HostSource> = {}) => {
  let tell: (values: SourceValues) => void = () => {};
  let host: SourceHost | undefined;
  const end = vi.fn();
  const undo = register({
    name: 'loyalty',
    category: 'functional',
    start(given: typeof tell, own: SourceHost) {
      tell = given;
      host = own;
      return end;
    },
    ...about,
  });
  return { tell: (values: unknown) => tell(values as SourceValues), host: host!, undo, end };
};
const code = (run: () => unknown) => {
  try {
    run();
  } catch (error) {
    const { code: it, path } = error as SobaniError;
    return [it, path];
  }
  return [];
};
const known = () => context.shared().parts.map(({ key }) => key);
const part = (key: string) => context.shared().parts.find((it) => it.key === key);

beforeEach(() => {
  at('https://shop.example/');
  errors = [];
  idle = [];
  vi.stubGlobal('requestIdleCallback', (run: () => void) => idle.push(run));
  vi.stubGlobal('cancelIdleCallback', () => {});
  store = newStore();
  collector = createCollector(store.options.value, () => 100);
  context = attachContext({ store, collector, now: () => 100, onError: (error) => errors.push(error) });
  store.apply({ type: 'consent', consent: { functional: true, analytics: false } }, 'visitor');
});
afterEach(() => {
  context.detach();
  collector.detach();
  vi.unstubAllGlobals();
});

it('is not begun once the messenger was destroyed, which the call says', () => {
  collector.detach();
  const start = vi.fn();
  expect(code(() => register({ name: 'loyalty', category: 'functional', start }))).toEqual(['unavailable', undefined]);
  expect(start).not.toHaveBeenCalled();
});

describe('what a host’s source tells', () => {
  it('goes along as its own part, with its name and its category', () => {
    const { tell } = begin();
    tell({ 'x-points': { balance: 120, tier: 'gold' } });
    expect(context.snapshot()).toMatchObject({
      'x-points': { balance: 120, tier: 'gold' },
      about: { 'x-points': { source: 'loyalty', category: 'functional', at: 100 } },
    });
    tell({ 'x-points': null });
    expect(context.snapshot()).not.toHaveProperty('x-points');
  });

  it('may be a key of the snapshot that others tell, too', () => {
    const { tell } = begin();
    tell({ cart: { items: [], total: { amount: 500, currency: 'EUR' } } });
    expect(context.snapshot().cart).toEqual({ items: [], total: { amount: 500, currency: 'EUR' } });
  });

  it('can be switched off by the visitor, each part by itself', () => {
    const { tell } = begin();
    tell({ 'x-points': 1, 'x-store': 'Kyoto' });
    store.apply({ type: 'consent', consent: { functional: true, analytics: false, off: ['x-points'] } }, 'visitor');
    const shot = context.snapshot();
    expect(shot).not.toHaveProperty('x-points');
    expect(shot).toHaveProperty('x-store', 'Kyoto');
  });

  it('stays where it is without consent to its category', () => {
    begin({ category: 'analytics' }).tell({ 'x-test': 'b' });
    expect(context.snapshot()).not.toHaveProperty('x-test');
    expect(part('x-test')).toMatchObject({ isShared: false });
  });

  it('is shown with the words that the host has for it', () => {
    const words = { label: 'Your points', why: 'So that we can add what is missing.' };
    const { tell } = begin({ parts: { 'x-points': words } });
    tell({ 'x-points': 1, 'x-store': 'Kyoto' });
    expect(part('x-points')).toMatchObject(words);
    expect(part('x-store')).not.toHaveProperty('label');
    // for the visitor; the team gets the data
    expect(JSON.stringify(context.snapshot())).not.toContain('points can');
    expect(context.snapshot().about!['x-points']).toEqual({ source: 'loyalty', category: 'functional', at: 100 });
  });

  it('is redacted as all that is gathered', () => {
    const { tell } = begin();
    tell({ 'x-note': { text: 'write to ann@example.com' } });
    expect(context.snapshot()).toHaveProperty('x-note.text', 'write to [email]');
  });

  it('is what it was when it was told', () => {
    const { tell } = begin();
    const points = { balance: 1 };
    tell({ 'x-points': points });
    points.balance = 2;
    expect(context.snapshot()).toHaveProperty('x-points.balance', 1);
  });

  it('is refused with its path where it is not plain, deep or large', () => {
    const { tell } = begin();
    const circle: Record<string, unknown> = {};
    circle.circle = circle;
    for (const values of [
      { password: 'x' },
      { journey: [] },
      { 'x-': 1 },
      { 'X-points': 1 },
      { 'x-a': { a: { b: { c: { d: { e: 1 } } } } } },
      { 'x-b': 'x'.repeat(513) },
      { 'x-c': Array.from({ length: 40 }, () => 'x'.repeat(40)) },
      { 'x-d': circle },
      { 'x-e': 1n },
      Object.fromEntries(Array.from({ length: 11 }, (_, i) => [`x-k${i}`, 1])),
    ]) {
      tell(values);
      context.snapshot();
    }
    expect(errors.map(({ path }) => path)).toEqual([
      'loyalty.password',
      'loyalty.journey',
      'loyalty.x-',
      'loyalty.X-points',
      'x-a.a.b.c.d',
      'x-b',
      'x-c',
      'loyalty',
      'loyalty',
      'loyalty',
    ]);
    expect(known().filter((key) => key.startsWith('x-'))).toEqual([]);
  });

  it('may be ten parts of its own at a time', () => {
    const { tell } = begin();
    for (let i = 0; i < 10; i++) tell({ [`x-k${i}`]: i });
    tell({ 'x-more': 1 });
    expect(errors).toHaveLength(1);
    tell({ 'x-k0': null, 'x-more': 1 });
    expect(known()).toContain('x-more');
    expect(errors).toHaveLength(1);
  });
});

describe('the border', () => {
  const start = () => {};
  it.each([
    [null, ''],
    [{}, 'name'],
    [{ name: 'a', category: 'functional', start }, 'name'],
    [{ name: '1st', category: 'functional', start }, 'name'],
    [{ name: 'x'.repeat(41), category: 'functional', start }, 'name'],
    [{ name: 'shopify', category: 'functional', start }, 'name'],
    [{ name: 'host', category: 'functional', start }, 'name'],
    [{ name: 'points', category: 'necessary', start }, 'category'],
    [{ name: 'points', start }, 'category'],
    [{ name: 'points', category: 'functional' }, 'start'],
    [{ name: 'points', category: 'functional', start, parts: { points: {} } }, 'parts.points'],
    [{ name: 'points', category: 'functional', start, parts: { 'x-a': { label: 7 } } }, 'parts.x-a.label'],
    [{ name: 'points', category: 'functional', start, parts: { 'x-a': { why: 'w'.repeat(201) } } }, 'parts.x-a.why'],
  ])('refuses %j, and says where', (source, path) => {
    expect(code(() => register(source))).toEqual(['invalid', path]);
  });

  it('takes one of a name at a time', () => {
    const { undo } = begin();
    expect(code(() => begin())).toEqual(['conflict', 'name']);
    undo();
    begin();
    expect(errors).toEqual([]);
  });
});

describe('what a host’s source throws is told, and comes no further', () => {
  const messages = () => errors.map(({ message, path }) => [message, path]);
  const boom = () => {
    throw new Error('boom');
  };
  const told = [['The source "loyalty": boom', 'loyalty']];

  it('when it starts', () => {
    begin({ start: boom });
    expect(messages()).toEqual(told);
  });

  it('when it has started, late', async () => {
    begin({ start: async () => boom() });
    await vi.waitFor(() => expect(messages()).toEqual(told));
  });

  it('in idle time', async () => {
    const { host } = begin();
    host.idle(boom);
    host.idle(async () => boom());
    for (const run of idle) run();
    await vi.waitFor(() => expect(messages()).toEqual([...told, ...told]));
  });

  it('when it ends, now or later', async () => {
    begin({ start: () => boom }).undo();
    expect(messages()).toEqual(told);
    begin({ start: () => async () => boom() }).undo();
    await vi.waitFor(() => expect(messages()).toEqual([...told, ...told]));
  });

  it('whatever it throws', () => {
    const odd = fc.constantFrom<unknown>(
      Object.create(null),
      { toString: 1 },
      new Proxy({}, { get: boom, getPrototypeOf: boom }),
    );
    fc.assert(
      fc.property(fc.oneof(fc.anything({ withNullPrototype: true }), odd), (thrown) => {
        errors = [];
        begin({
          start() {
            throw thrown;
          },
        }).undo();
        expect(errors).toHaveLength(1);
      }),
    );
  });

  it('whatever it tells', () => {
    const { tell } = begin();
    fc.assert(
      fc.property(fc.oneof(fc.anything(), fc.dictionary(fc.constantFrom('x-a', 'cart', 'y'), fc.anything())), (it) => {
        tell(it);
        expect(JSON.stringify(context.snapshot()).length).toBeLessThan(8_192);
      }),
    );
  });
});

describe('the end of a host’s source', () => {
  it('comes with its undo, once, and what it told is gone', () => {
    const { tell, undo, end } = begin();
    tell({ 'x-points': 1 });
    undo();
    undo();
    expect(end).toHaveBeenCalledTimes(1);
    expect(known()).not.toContain('x-points');
    tell({ 'x-points': 2 });
    expect(known()).not.toContain('x-points');
  });

  it('comes when the messenger goes', () => {
    const { end } = begin();
    collector.detach();
    expect(end).toHaveBeenCalledTimes(1);
  });

  it('comes also to one that begins only after it', async () => {
    const end = vi.fn();
    let begun = (_: () => void) => {};
    const { undo } = begin({ start: () => new Promise((resolve) => (begun = resolve)) });
    undo();
    begun(end);
    await vi.waitFor(() => expect(end).toHaveBeenCalledTimes(1));
  });

  it('is a new beginning where somebody else comes', () => {
    const { tell, end } = begin();
    tell({ 'x-points': 1 });
    collector.renew();
    expect(end).toHaveBeenCalledTimes(1);
    expect(known()).not.toContain('x-points');
  });
});
