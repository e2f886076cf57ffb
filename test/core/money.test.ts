import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { exponentOf, formatMoney } from '../../src/core/money.js';

describe('the decimals of a currency', () => {
  it.each([
    ['JPY', 0],
    ['CLP', 0],
    ['VND', 0],
    ['XPF', 0],
    ['EUR', 2],
    ['KWD', 3],
    ['TND', 3],
    ['UYW', 4],
  ])('of %s are %i', (currency, decimals) => {
    expect(exponentOf(currency)).toBe(decimals);
  });

  it.each(['HUF', 'COP', 'PKR', 'IDR', 'ALL'])(
    'of %s are two as ISO 4217 has them, whatever is usual in shops',
    (one) => {
      expect(exponentOf(one)).toBe(2);
    },
  );

  it.each(['eur', '€', 'EURO', 'EU', '', 'P C', undefined, null, 978, ['EUR']])('are unknown of %j', (currency) => {
    expect(exponentOf(currency)).toBeUndefined();
  });
});

describe('a sum', () => {
  const plain = (text: string) => text.replace(/\s/g, ' ');

  it.each([
    ['en', 1999, 'EUR', '€19.99'],
    ['de', 1999, 'EUR', '19,99 €'],
    ['ja', 1999, 'JPY', '￥1,999'],
    ['en', 1999, 'KWD', 'KWD 1.999'],
    ['en', 199_900, 'HUF', 'HUF 1,999.00'],
    ['en', 199_900, 'IDR', 'IDR 1,999.00'],
    ['en', -5, 'USD', '-$0.05'],
  ])('in %s, of %i minor units of %s, is %s', (locale, amount, currency, text) => {
    expect(plain(formatMoney(locale, { amount, currency }))).toBe(text);
  });

  it('is exact to the last digit, and a number still where it has too many', () => {
    expect(formatMoney('en', { amount: Number.MAX_SAFE_INTEGER, currency: 'USD' })).toBe('$90,071,992,547,409.91');
    expect(formatMoney('en', { amount: 1e24, currency: 'USD' })).toBe('$10,000,000,000,000,000,000,000.00');
  });

  it('has the decimals of its currency, whatever the locale', () => {
    const locale = fc.constantFrom('en', 'de', 'fr', 'ja', 'hi', 'pt-BR');
    const currency = fc.constantFrom('EUR', 'JPY', 'KWD', 'CLF', 'HUF', 'COP', 'IDR', 'PKR');
    fc.assert(
      fc.property(locale, currency, fc.integer({ min: 0, max: 9_999_999 }), (where, code, amount) => {
        const digits = formatMoney(where, { amount, currency: code }).replace(/\D/g, '');
        expect(Number(digits)).toBe(amount);
      }),
    );
  });
});
