/** Amounts as shops write them, as integer minor units. */
import { exponentOf } from '../core/money.js';
import type { CartItem, Money } from '../types.js';

/** Sign, whole part with or without groups, decimals after a point or after a comma. */
const AMOUNT = /^([+-]?)(\d{1,3}(?:,\d{3})+(?=\.)|\d{1,3}(?:\.\d{3})+(?=,)|(?=\.?\d)\d*)(?:\.(\d*)|,(\d\d?))?$/;

/**
 * An amount in minor units: `(12.34, 'EUR')` is 1234. Rounded half away from zero by its decimal text, so that 1.005 is
 * 101 whatever its binary value.
 *
 * Text has a point before the decimals. It may be grouped or have a comma where that can be read in one way only, as in
 * "1,234.50", "1.234,50" and "12,34"; what has three digits at its end, as "1,234" or "1.234", may be thousands, and is read
 * only with a point and in a currency with three decimals.
 * @param scale decimals the value is already shifted by: `('1999', 'EUR', 2)` is 1999
 * @returns null for what is no amount, none that is safe as an integer, or no currency
 */
export function toMinor(value: unknown, currency: unknown, scale = 0): number | null {
  const exponent = exponentOf(currency);
  const isText = typeof value === 'string';
  if (exponent === undefined || !(isText || typeof value === 'number') || !(scale >= 0)) return null;
  // nearer to zero a number's text has an exponent
  const found = AMOUNT.exec(isText ? value.trim() : `${Math.abs(value) < 1e-6 ? 0 : value}`);
  if (!found) return null;
  const [, sign, grouped, afterPoint, afterComma] = found;
  const decimals = afterPoint ?? afterComma ?? '';
  if (isText && decimals.length === 3 && exponent !== 3) return null;
  const whole = grouped!.replace(/\D/g, '');
  const end = whole.length + exponent - scale;
  const digits = whole + decimals.padEnd(exponent - scale, '0');
  const amount = Number(digits.slice(0, Math.max(0, end))) + (digits.charAt(end) >= '5' ? 1 : 0);
  if (!Number.isSafeInteger(amount)) return null;
  return sign === '-' && amount ? -amount : amount;
}

/** What the items come to, all of which are in that currency. */
export const sumOf = (items: readonly CartItem[], currency: string): Money => ({
  amount: items.reduce((sum, { price, quantity = 1 }) => sum + price.amount * quantity, 0),
  currency,
});
