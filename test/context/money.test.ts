import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sumOf, toMinor } from '../../src/context/money.js';

const CODES = { JPY: 0, EUR: 2, KWD: 3, CLF: 4 };
const code = fc.constantFrom(...(Object.keys(CODES) as (keyof typeof CODES)[]));
const point = (units: bigint, decimals: number) => {
  const digits = `${units < 0n ? -units : units}`.padStart(decimals + 1, '0');
  const whole = digits.slice(0, digits.length - decimals);
  return `${units < 0n ? '-' : ''}${whole}${decimals ? `.${digits.slice(-decimals)}` : ''}`;
};

describe('an amount', () => {
  it.each(['eur', '€', 'EURO', 'P C', undefined, 978])('is none in %j, which is no currency', (currency) => {
    expect(toMinor(1, currency)).toBeNull();
  });
  const right: [unknown, string, number][] = [
    ['12.34', 'EUR', 1234],
    [12.34, 'EUR', 1234],
    [' 12.34 ', 'EUR', 1234],
    ['12', 'EUR', 1200],
    ['12.', 'EUR', 1200],
    ['.5', 'EUR', 50],
    ['+12.3', 'EUR', 1230],
    [-5, 'EUR', -500],
    ['-0.0001', 'EUR', 0],
    [-0, 'EUR', 0],
    ['12.3400', 'EUR', 1234],
    [1980, 'JPY', 1980],
    ['1980.00', 'JPY', 1980],
    ['1.250', 'KWD', 1250],
    ['0.5', 'KWD', 500],
    ['1.23456', 'CLF', 12346],
  ];
  it.each(right)('%j %s is %i', (value, currency, minor) => {
    expect(toMinor(value, currency)).toBe(minor);
  });

  it('is rounded half away from zero by its decimal text, not by the binary value under it', () => {
    expect(toMinor(0.1 + 0.2, 'EUR')).toBe(30);
    expect(toMinor(1.005, 'EUR')).toBe(101);
    expect(toMinor(8.345, 'EUR')).toBe(835);
    expect(toMinor(-1.005, 'EUR')).toBe(-101);
    expect(toMinor(1.0049, 'EUR')).toBe(100);
    expect(toMinor('2.5', 'JPY')).toBe(3);
    expect(toMinor('-2.5', 'JPY')).toBe(-3);
    expect(toMinor(5e-7, 'EUR')).toBe(0);
    expect(toMinor('19.9949999', 'EUR')).toBe(1999);
  });

  it.each([
    ['1,234.50', 123450],
    ['1.234,50', 123450],
    ['1,234,567.8', 123456780],
    ['12,34', 1234],
    ['1234,5', 123450],
    ['-1.234.567,89', -123456789],
  ])('%j is read, as it can be read in one way only', (value, minor) => {
    expect(toMinor(value, 'EUR')).toBe(minor);
  });

  it.each(['1,234', '1.234', '12.990', '250.000', '1,234,567', '1.234.567', '1,2345', '12,34.50', '1,23,456.00'])(
    '%j is refused, as it may be two things',
    (value) => {
      for (const currency of ['EUR', 'CLP', 'VND']) expect(toMinor(value, currency)).toBeNull();
    },
  );

  it('with three decimals is refused as text only: a number has no thousands', () => {
    expect(toMinor(1.234, 'EUR')).toBe(123);
    expect(toMinor('1,250', 'KWD')).toBeNull();
  });

  const hostile: unknown[] = [
    ...[
      '',
      '.',
      '-',
      '€5',
      '5 €',
      '1 234',
      '1e3',
      '0x10',
      'NaN',
      'Infinity',
      '1.2.3',
      '--1',
      '１２',
      '12\n34',
      '1_000',
    ],
    ...[Number.NaN, Number.POSITIVE_INFINITY, 1e21, 2 ** 53, null, undefined, true, [], [5], {}, Symbol('5'), 5n],
    { valueOf: () => 5, toString: () => '5' },
    `${'9'.repeat(400)}`,
  ];
  it.each(hostile.map((value) => [typeof value === 'symbol' ? 'a symbol' : String(value).slice(0, 20), value]))(
    'is not %s',
    (_, value) => {
      expect(toMinor(value, 'EUR')).toBeNull();
    },
  );

  it('as text of a million characters costs no more than reading it', () => {
    for (const one of ['1', ',111', '.111', '1,', '-', ' ']) {
      expect(toMinor(`${one.repeat(1_000_000)}x`, 'EUR')).toBeNull();
    }
  });

  it('of any number of minor units comes back from its text, and from its number', () => {
    fc.assert(
      fc.property(code, fc.maxSafeInteger(), (currency, minor) => {
        const text = point(BigInt(minor), CODES[currency]);
        expect(toMinor(text, currency)).toBe(minor + 0);
        if (Math.abs(minor) < 1e12) expect(toMinor(Number(text), currency)).toBe(minor + 0);
      }),
    );
  });

  it('of more decimals is rounded as exact arithmetic does', () => {
    const decimals = fc.constantFrom(4, 5, 6, 9);
    fc.assert(
      fc.property(code, fc.integer({ min: -1e9, max: 1e9 }), decimals, (currency, units, places) => {
        const one = 10n ** BigInt(places - CODES[currency]);
        const size = BigInt(Math.abs(units));
        const rounded = Number((2n * size + one) / (2n * one)) * Math.sign(units);
        expect(toMinor(point(BigInt(units), places), currency)).toBe(rounded + 0);
      }),
    );
  });

  it('that is already shifted is brought to the decimals of its currency', () => {
    expect(toMinor('1999', 'EUR', 2)).toBe(1999);
    expect(toMinor(100_000, 'JPY', 2)).toBe(1000);
    expect(toMinor('1234', 'KWD', 2)).toBe(12_340);
    expect(toMinor('20', 'EUR', 0)).toBe(2000);
    expect(toMinor('199950', 'EUR', 4)).toBe(2000);
    expect(toMinor('5', 'EUR', 3)).toBe(1);
    expect(toMinor('5', 'EUR', 9)).toBe(0);
    for (const scale of [-1, -1e9, Number.NaN]) expect(toMinor('5', 'EUR', scale)).toBeNull();
    fc.assert(
      fc.property(code, fc.nat(1e9), fc.nat(9), (currency, amount, scale) => {
        const text = point(BigInt(amount), scale);
        // which has its own test
        if (scale !== 3) expect(toMinor(amount, currency, scale)).toBe(toMinor(text, currency));
      }),
    );
  });

  it('is an integer or null, whatever it is', () => {
    fc.assert(
      fc.property(fc.anything(), code, (value, currency) => {
        const minor = toMinor(value, currency);
        expect(minor === null || Number.isSafeInteger(minor)).toBe(true);
      }),
    );
  });
});

describe('a sum', () => {
  const item = (amount: number, quantity?: number) => ({
    id: 'mug',
    name: 'Mug',
    price: { amount, currency: 'EUR' },
    ...(quantity && { quantity }),
  });

  it('counts each line as often as it is there, once where that is not said', () => {
    expect(sumOf([item(1999, 2), item(250), item(-100, 3)], 'EUR')).toEqual({ amount: 3948, currency: 'EUR' });
  });

  it('of nothing is nothing, in its currency', () => {
    expect(sumOf([], 'JPY')).toEqual({ amount: 0, currency: 'JPY' });
  });

  it('is exact for any lines, as it is of integers', () => {
    const line = fc.tuple(fc.integer({ min: -1e9, max: 1e9 }), fc.integer({ min: 1, max: 1000 }));
    fc.assert(
      fc.property(fc.array(line, { maxLength: 100 }), (lines) => {
        const exact = lines.reduce((sum, [amount, quantity]) => sum + BigInt(amount) * BigInt(quantity), 0n);
        expect(
          BigInt(
            sumOf(
              lines.map(([amount, quantity]) => item(amount, quantity)),
              'EUR',
            ).amount,
          ),
        ).toBe(exact);
      }),
    );
  });
});
