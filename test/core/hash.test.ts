import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { drawn, fnv1a } from '../../src/core/hash.js';

/** The definition, in whole numbers of any size. */
const byDefinition = (text: string) =>
  Number(
    Array.from(text.split(''), (unit) => BigInt(unit.charCodeAt(0))).reduce(
      (hash, unit) => ((hash ^ unit) * 16777619n) & 0xffffffffn,
      2166136261n,
    ),
  );

describe('the hash', () => {
  it('is FNV-1a of 32 bits', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 0xffff })), (units) => {
        const text = String.fromCharCode(...units);
        expect(fnv1a(text)).toBe(byDefinition(text));
      }),
    );
    expect(fnv1a('')).toBe(0x811c9dc5);
    expect(fnv1a('foobar')).toBe(0xbf9cf968);
  });
});

describe('a draw', () => {
  it('is the same for the same text, and one of the places', () => {
    const weights = fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(weights, fc.string(), (all, text) => {
        const place = drawn(all, text);
        expect(place).toBe(drawn(all, text));
        expect(place).toBeGreaterThanOrEqual(0);
        expect(place).toBeLessThan(all.length);
        if (all.some((weight) => weight > 0)) expect(all[place]).toBeGreaterThan(0);
      }),
    );
  });

  it('comes out as often as the weights say, for texts that differ only at their end', () => {
    const count = [0, 0, 0];
    for (let i = 0; i < 10_000; i++) count[drawn([1, 2, 1], `visitor/rule/${i}`)]!++;
    expect(count.map((n) => Math.round(n / 500))).toEqual([5, 10, 5]);
  });
});
