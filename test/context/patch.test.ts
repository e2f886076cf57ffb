import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { changeOf, diff } from '../../src/context/patch.js';
import type { PatchOperation } from '../../src/core/ports.js';
import type { Cart, Snapshot, Visit } from '../../src/types.js';
import { applyPatch, MOST_OPERATIONS } from '../../src/wire/patch.js';
import { anySnapshot, plainly } from './any-snapshot.js';

const bytes = (value: unknown) => new TextEncoder().encode(JSON.stringify(value)).length;
const refusalOf = (before: unknown, patch: PatchOperation[]) => {
  try {
    return applyPatch(before, patch);
  } catch (error) {
    return (error as { code: string }).code;
  }
};
const page = { url: 'https://shop.example/', title: 'Shop', language: 'en' };
const visits = (from: number, to: number): Visit[] =>
  Array.from({ length: to - from }, (_, i) => ({
    url: `https://shop.example/${from + i}`,
    title: 'x'.repeat(40),
    at: from + i,
  }));
const shot = (more: Partial<Snapshot> = {}): Snapshot => ({ v: 1, page, locale: 'en', ...more });

describe('what has changed between two snapshots', () => {
  /** One that differs in a few places from the first, and one that has nothing to do with it. */
  const pair = fc
    .tuple(anySnapshot, anySnapshot, fc.array(fc.nat(20), { maxLength: 12 }))
    .map(([before, other, from]): [Snapshot, Snapshot] => {
      const keys = Object.keys(other) as (keyof Snapshot)[];
      const few = Object.fromEntries(from.map((i) => keys[i % keys.length]!).map((key) => [key, other[key]]));
      return [plainly(before), plainly(from.length ? { ...before, ...few } : other)];
    });

  it('makes the second of the first, whatever they are', () => {
    fc.assert(
      fc.property(pair, ([before, after]) => {
        const kept = JSON.stringify(before);
        expect(applyPatch(before, diff(before, after))).toEqual(after);
        expect(JSON.stringify(before)).toBe(kept);
      }),
      { numRuns: 200 },
    );
  });

  it('is never larger than the whole: then there is none', () => {
    fc.assert(
      fc.property(pair, ([before, after]) => {
        const change = changeOf('x'.repeat(22), before, after);
        if (change) expect(bytes(change)).toBeLessThan(bytes({ snapshot: after }));
        expect(change?.patch.length ?? 0).toBeLessThanOrEqual(MOST_OPERATIONS);
      }),
      { numRuns: 200 },
    );
    expect(changeOf('b', shot({ journey: visits(0, 20) }), shot())).toEqual({
      base: 'b',
      patch: [{ op: 'remove', path: '/journey' }],
    });
    expect(changeOf('b'.repeat(200), shot(), shot({ locale: 'ja' }))).toBeUndefined();
  });

  it('is small where a list has lost its oldest and got a new one, also where the one before was retitled', () => {
    const before = visits(0, 30);
    const after = visits(1, 31);
    after[28] = { ...after[28]!, title: 'Cart' };
    expect(diff(shot({ journey: before }), shot({ journey: after }))).toEqual([
      { op: 'remove', path: '/journey/0' },
      { op: 'replace', path: '/journey/28/title', value: 'Cart' },
      { op: 'add', path: '/journey/29', value: after[29] },
    ]);
  });

  it('is small where one line of a cart changed, came or went', () => {
    const item = (id: string, quantity = 1) => ({
      id,
      name: `No. ${id}`,
      price: { amount: 100, currency: 'EUR' },
      quantity,
    });
    const cart = (...items: object[]) => shot({ cart: { items, total: { amount: 1, currency: 'EUR' } } as Cart });
    const before = cart(item('a'), item('b'), item('c'));
    expect(diff(before, cart(item('a'), item('b', 2), item('c')))).toEqual([
      { op: 'replace', path: '/cart/items/1/quantity', value: 2 },
    ]);
    expect(diff(before, cart(item('a'), item('c')))).toEqual([{ op: 'remove', path: '/cart/items/1' }]);
    expect(diff(before, cart(item('a'), item('z'), item('b'), item('c')))).toEqual([
      { op: 'add', path: '/cart/items/1', value: item('z') },
    ]);
  });

  it('names keys with slashes and tildes as RFC 6901 does', () => {
    const long = 'x'.repeat(100);
    const before = shot({ traits: { long, 'a/b': 1, 'm~n': 1 } });
    expect(diff(before, shot({ traits: { long, 'a/b': 2 } }))).toEqual([
      { op: 'replace', path: '/traits/a~1b', value: 2 },
      { op: 'remove', path: '/traits/m~0n' },
    ]);
  });
});

describe('a patch', () => {
  it.each([
    ['a whole that is to be replaced', { op: 'replace', path: '', value: {} }],
    ['a path without a slash before it', { op: 'add', path: 'traits', value: {} }],
    ['a place that is not there', { op: 'replace', path: '/traits/plan', value: 1 }],
    ['a removal of what is not there', { op: 'remove', path: '/cart' }],
    ['a removal of what is inherited', { op: 'remove', path: '/toString' }],
    ['a way through what is not there', { op: 'add', path: '/cart/items', value: [] }],
    ['a way through a text', { op: 'add', path: '/locale/0', value: 'x' }],
    ['a way through what is inherited', { op: 'add', path: '/constructor/prototype/x', value: 1 }],
    ['the prototype', { op: 'add', path: '/__proto__/polluted', value: 1 }],
    ['the prototype itself', { op: 'add', path: '/__proto__', value: { polluted: 1 } }],
    ['a place beyond the end of a list', { op: 'add', path: '/journey/3', value: {} }],
    ['a place before its beginning', { op: 'add', path: '/journey/-1', value: {} }],
    ['a number with a nought before it', { op: 'replace', path: '/journey/00', value: {} }],
    ['the length of a list', { op: 'replace', path: '/journey/length', value: 0 }],
    ['what comes after the end', { op: 'replace', path: '/journey/-', value: 0 }],
  ] satisfies [string, PatchOperation][])('with %s is refused, and changes nothing', (_what, operation) => {
    const before = shot({ journey: visits(0, 2) });
    const kept = JSON.stringify(before);
    const first: PatchOperation = { op: 'replace', path: '/locale', value: 'ja' };
    expect(refusalOf(before, [first, operation])).toBe('conflict');
    expect(JSON.stringify(before)).toBe(kept);
  });

  it('may add at the end of a list', () => {
    const [one, two] = visits(0, 2);
    const patch: PatchOperation[] = [{ op: 'add', path: '/journey/-', value: two }];
    expect(applyPatch(shot({ journey: [one!] }), patch)).toEqual(shot({ journey: [one!, two!] }));
  });

  it('of anybody changes neither what it is applied to nor what every object inherits', () => {
    const names = [
      '__proto__',
      'constructor',
      'prototype',
      'toString',
      'length',
      'journey',
      'page',
      '0',
      '-',
      '',
      '~1',
      'x',
    ];
    const path = fc
      .array(fc.constantFrom(...names), { maxLength: 4 })
      .map((all) => all.map((name) => `/${name}`).join(''));
    const value = fc.oneof(fc.jsonValue(), fc.constant(JSON.parse('{"__proto__":{"polluted":1}}')));
    const operation = fc.record({ op: fc.constantFrom('add', 'remove', 'replace'), path, value });
    const inherited = () =>
      [Object.prototype, Array.prototype, Function.prototype].map((it) => Reflect.ownKeys(it).length);
    const [known, before] = [inherited(), shot({ journey: visits(0, 2) })];
    const kept = JSON.stringify(before);
    fc.assert(
      fc.property(fc.array(operation, { maxLength: 6 }), (patch) => {
        refusalOf(before, patch as PatchOperation[]);
        expect(JSON.stringify(before)).toBe(kept);
        expect(inherited()).toEqual(known);
        expect(({} as { polluted?: 1 }).polluted).toBeUndefined();
      }),
      { numRuns: 1_000 },
    );
  });
});
