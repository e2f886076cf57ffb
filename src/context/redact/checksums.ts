/** Check digits. Pure; every text given is of digits and letters only. */

/** @see ISO/IEC 7812-1, annex B */
export const isLuhn = (digits: string): boolean =>
  [...digits].reverse().reduce((sum, digit, i) => sum + +(i % 2 ? '0246813579'[+digit]! : digit), 0) % 10 === 0;

/** The remainder by 97, letters counting 10 to 35. @see ISO/IEC 7064, MOD 97-10 */
export const mod97 = (text: string): number =>
  [...text].reduce((rest, char) => +`${rest}${Number.parseInt(char, 36)}` % 97, 0);

const DIGITS = '0123456789X';

/** Whether digits times weights sum to `rest` by the modulus. An X is ten. */
export const sumsTo =
  (weights: string, modulus: number, rest = 0) =>
  (digits: string): boolean =>
    [...weights].reduce((sum, weight, i) => sum + DIGITS.indexOf(weight) * DIGITS.indexOf(digits[i]!), 0) % modulus ===
    rest;
