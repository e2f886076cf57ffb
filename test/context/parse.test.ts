import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseHostContext } from '../../src/context/parse.js';
import { SobaniError } from '../../src/core/errors.js';

const price = { amount: 1999, currency: 'EUR' };
const mug = { id: 'mug', name: 'Mug', price };
const keys = (n: number) => Object.fromEntries(Array.from({ length: n }, (_, i) => [`k${i}`, i]));

const right: [string, unknown][] = [
  ['nothing', {}],
  ['traits of every plain kind', { traits: { plan: 'pro', seats: 3, vip: true, phone: null, share: 0.5 } }],
  ['as many keys as may be', { traits: keys(50), attributes: keys(50) }],
  ['the longest key and value', { attributes: { ['k'.repeat(64)]: 'v'.repeat(512) } }],
  ['a company', { company: { id: 'acme', name: 'Acme', plan: 'team' } }],
  ['a cart', { cart: { items: [{ ...mug, quantity: 2, url: '/mug' }], total: { amount: 3998, currency: 'EUR' } } }],
  ['an empty cart', { cart: { items: [], total: { amount: 0, currency: 'JPY' } } }],
  [
    'a refund',
    { order: { id: '1', status: 'refunded', total: { amount: -500, currency: 'USD' }, items: [mug], at: 1 } },
  ],
  ['what removes what was set', { traits: null, company: null, cart: null, order: null, attributes: null }],
];

const wrong: [string, unknown, path: string][] = [
  ['no object', 'x', ''],
  ['null', null, ''],
  ['an unknown key', { trait: {} }, 'trait'],
  ['a list of traits', { traits: ['pro'] }, 'traits'],
  ['a word for traits', { traits: 'pro' }, 'traits'],
  ['nested traits', { traits: { address: { city: 'Kyoto' } } }, 'traits.address'],
  ['a trait that is no finite number', { traits: { n: Number.NaN } }, 'traits.n'],
  ['a date as it is', { traits: { since: new Date(0) } }, 'traits.since'],
  ['too many traits', { traits: keys(51) }, 'traits'],
  ['a key that is too long', { attributes: { ['k'.repeat(65)]: 1 } }, `attributes.${'k'.repeat(65)}`],
  ['a value that is too long', { attributes: { a: 'v'.repeat(513) } }, 'attributes.a'],
  ['a key that would reach the prototype', { traits: JSON.parse('{"__proto__":1}') }, 'traits.__proto__'],
  ['a prototype at the top', JSON.parse('{"__proto__":{"traits":{}}}'), '__proto__'],
  [
    'a currency in small letters',
    { cart: { items: [], total: { amount: 1, currency: 'eur' } } },
    'cart.total.currency',
  ],
  ['a sign for a currency', { order: { id: '1', total: { amount: 1, currency: '€' } } }, 'order.total.currency'],
  [
    'an amount with a fraction',
    { cart: { items: [], total: { amount: 19.99, currency: 'EUR' } } },
    'cart.total.amount',
  ],
  [
    'an amount as text',
    { cart: { items: [{ ...mug, price: { ...price, amount: '5' } }], total: price } },
    'cart.items[0].price.amount',
  ],
  ['an item without a name', { cart: { items: [mug, { id: 'x', price }], total: price } }, 'cart.items[1].name'],
  ['no quantity at all', { cart: { items: [{ ...mug, quantity: 0 }], total: price } }, 'cart.items[0].quantity'],
  ['a cart without a total', { cart: { items: [] } }, 'cart.total'],
  ['too many items', { cart: { items: Array(101).fill(mug), total: price } }, 'cart.items'],
  ['a company without an id', { company: { name: 'Acme' } }, 'company.id'],
  ['an order with an empty id', { order: { id: '' } }, 'order.id'],
];

describe('what the host tells', () => {
  it.each(right)('may be %s', (_, given) => {
    expect(parseHostContext(given)).toEqual(given);
  });

  it.each(wrong)('may not be %s, and the error says where', (_, given, path) => {
    const parse = () => parseHostContext(given);
    expect(parse).toThrow(expect.objectContaining({ name: 'SobaniError', code: 'invalid', path }));
  });

  it('is copied, with unknown fields of our own shapes left out', () => {
    const given = { company: { id: 'acme', secret: 'x' }, traits: { a: 1 } };
    const parsed = parseHostContext(given);
    expect(parsed.company).toEqual({ id: 'acme' });
    given.traits.a = 2;
    expect(parsed.traits).toEqual({ a: 1 });
  });

  it('is read or refused with a typed error, whatever it is', () => {
    const shaped = fc.record(
      {
        traits: fc.anything(),
        company: fc.anything(),
        cart: fc.anything(),
        order: fc.anything(),
        attributes: fc.anything(),
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(fc.oneof(fc.anything(), shaped), (given) => {
        try {
          JSON.stringify(parseHostContext(given));
        } catch (error) {
          expect(error).toBeInstanceOf(SobaniError);
        }
        expect(({} as { polluted?: 1 }).polluted).toBeUndefined();
      }),
    );
  });
});
