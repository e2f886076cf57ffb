/** How many decimals a currency has, and a sum as people write it. Pure. */
import type { Money } from '../types.js';

/**
 * The currencies with other than two decimals, by ISO 4217 (https://www.iso.org/iso-4217-currency-codes.html). A
 * table, because `Intl.NumberFormat` says two things: ISO 4217 in some browsers, and in others what is usual in shops (CLDR,
 * no decimals for HUF, COP or PKR, which have two). One cart must be one sum wherever it is read.
 */
const OTHER = [
  'BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF',
  '',
  '',
  'BHD IQD JOD KWD LYD OMR TND',
  'CLF UYW',
];

/** How many decimals the currency has; undefined for what is no code of three capitals. A code that is not listed has two. */
export const exponentOf = (currency: unknown): number | undefined => {
  if (typeof currency !== 'string' || !/^[A-Z]{3}$/.test(currency)) return;
  const other = OTHER.findIndex((codes) => codes.includes(currency));
  return other < 0 ? 2 : other;
};

/**
 * A sum as the locale writes it, with as many decimals as its currency has: `€19.99`, `￥1,999`.
 * @throws RangeError for a locale, or a currency, that is malformed
 */
export function formatMoney(locale: string, { amount, currency }: Money): string {
  const digits = exponentOf(currency) ?? 2;
  const format = new Intl.NumberFormat(locale, {
    style: 'currency',
    currency,
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  });
  // newer browsers take decimal text as it is, to the last digit; a sum of many may have an exponent of its own
  return format.format(Number.isSafeInteger(amount) ? (`${amount}e-${digits}` as never) : amount / 10 ** digits);
}
