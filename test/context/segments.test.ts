import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DEFAULTS, parseRules, segmentsOf } from '../../src/context/segments.js';
import type { SobaniError } from '../../src/core/errors.js';

const cart = (amount: number) => ({ items: [], total: { amount, currency: 'EUR' } });
const signals = (...counts: number[]) => counts.map((count) => ({ type: 'dead-click', at: 1, count }));
const of = (told: object, rules = parseRules(undefined)) => segmentsOf(told, rules);

describe('a customer is', () => {
  it('new on the first visit, and returning from the second on', () => {
    expect(of({ visits: { count: 1 } })).toEqual(['new']);
    expect(of({ visits: { count: 2 } })).toEqual(['returning']);
    expect(of({ visits: { count: 2 } }, parseRules({ returning: { visits: 3 } }))).toEqual(['new']);
  });

  it('neither where it is not known how often they came', () => {
    expect(of({})).toEqual([]);
  });

  it('a VIP by a trait that the host set, or by what the cart comes to', () => {
    expect(of({ traits: { vip: true } })).toEqual(['vip']);
    expect(of({ traits: { vip: 'true' } })).toEqual([]);
    expect(of({ cart: cart(49_999) })).toEqual([]);
    expect(of({ cart: cart(50_000) })).toEqual(['vip']);
    const rules = parseRules({ vip: { traits: { plan: 'gold', tier: 1 }, total: 900 } });
    expect(of({ traits: { vip: true } }, rules)).toEqual([]);
    expect(of({ traits: { tier: 1 } }, rules)).toEqual(['vip']);
    expect(of({ cart: cart(900) }, rules)).toEqual(['vip']);
  });

  it('at risk where things go wrong while there is something in the cart', () => {
    expect(of({ signals: signals(1, 2), cart: cart(100) })).toEqual(['at-risk']);
    expect(of({ signals: signals(1, 1), cart: cart(100) })).toEqual([]);
    expect(of({ signals: signals(9) })).toEqual([]);
    expect(of({ signals: [{ type: 'idle', at: 1, count: 9 }], cart: cart(100) })).toEqual([]);
    expect(of({ signals: signals(1), cart: cart(100) }, parseRules({ atRisk: { signals: 1 } }))).toEqual(['at-risk']);
  });

  it('in several at once, in one order', () => {
    expect(of({ visits: { count: 7 }, cart: cart(50_000), signals: signals(3), traits: {} })).toEqual([
      'returning',
      'vip',
      'at-risk',
    ]);
  });

  it('whatever was told, without a word of complaint', () => {
    const told = fc.record({
      traits: fc.anything(),
      cart: fc.anything(),
      visits: fc.anything(),
      signals: fc.anything(),
    });
    fc.assert(
      fc.property(told, (it) => {
        expect(Array.isArray(of(it))).toBe(true);
      }),
    );
  });
});

describe('the option segments', () => {
  it('is a list of rules, or JSON of it, and the rest stays as it is by default', () => {
    expect(parseRules(undefined)).toEqual(DEFAULTS);
    const rules = { ...DEFAULTS, vip: { ...DEFAULTS.vip, total: 7 } };
    expect(parseRules({ vip: { total: 7 } })).toEqual(rules);
    expect(parseRules('{"vip":{"total":7}}')).toEqual(rules);
  });

  it.each([
    ['{', 'segments'],
    ['7', 'segments'],
    [{ vip: 1 }, 'segments.vip'],
    [{ vip: { total: -1 } }, 'segments.vip.total'],
    [{ vip: { traits: 'gold' } }, 'segments.vip.traits'],
    [{ returning: { visits: 1.5 } }, 'segments.returning.visits'],
    [{ atRisk: { signals: 'many' } }, 'segments.atRisk.signals'],
  ])('is refused where it is %j, with the path', (given, path) => {
    let error: unknown;
    try {
      parseRules(given as never);
    } catch (thrown) {
      error = thrown;
    }
    const { code, path: where } = error as SobaniError;
    expect([code, where]).toEqual(['invalid', path]);
  });
});
