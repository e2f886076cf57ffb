/** National identity numbers, each by its shape and, where that alone is not rare, by its check digits. */
import { isLuhn, mod97, sumsTo } from './checksums.js';
import { END, type Rule, raw, rule } from './rule.js';

const MONTH = '(?:0[1-9]|1[0-2])';
const DAY = raw`(?:0[1-9]|[12]\d|3[01])`;
const YMD = raw`\d\d${MONTH}${DAY}`;

/** Whether the last letter is that of the number before it; an X, Y or Z in front counts 0, 1 or 2. */
const endsIn = (letters: string) => (code: string) =>
  letters[
    +code
      .slice(0, -1)
      .replace(/^\D/, (letter) => `${letter.charCodeAt(0) % 8}`)
      .replace(/\D/, '') % letters.length
  ] === code.at(-1);

/** Group 3 is the first mark between, so that all may be asked to be the same. */
const TABLE: [shape: string, isRight?: (code: string) => boolean][] = [
  // US social security and taxpayer numbers, by the ranges that are issued
  [raw`(?!000|666|9)\d{3}([- .])(?!00)\d\d\3(?!0000)\d{4}|9\d\d[- ](?:[57]\d|6[0-5]|8[0-8]|9[0-24-9])[- ]\d{4}`],
  // UK national insurance
  [raw`(?!bg|gb|kn|nk|nt|tn|zz|.o)[a-ceghj-pr-tw-z]{2}( ?)\d\d\3\d\d\3\d\d\3[a-d]`],
  // IT codice fiscale
  [raw`[a-z]{6}\d\d[a-ehlmprst]\d\d[a-z]\d{3}[a-z]`],
  // BR CPF, TH, KR
  [raw`\d{3}\.\d{3}\.\d{3}-\d\d|\d-\d{4}-\d{5}-\d\d-\d|${YMD}-[1-4]\d{6}`],
  // CN
  [raw`[1-8]\d{5}(?:19|20)${YMD}\d{3}[\dx]`, sumsTo('79X584216379X58421', 11, 1)],
  // FR NIR
  [raw`[12]( ?)\d\d\3${MONTH}\3\d\d\3\d{3}\3\d{3}\3\d\d`, (code) => mod97(code.slice(0, 13)) + +code.slice(13) === 97],
  // ES NIF and NIE
  [raw`(?:\d\d\.?\d{3}\.?\d{3}|[xyz]-?\d{7})-?[a-z]`, endsIn('TRWAGMYFPDXBNJZSQVHLCKE')],
  // FI
  [raw`${DAY}${MONTH}\d\d[-+a-fu-y]\d{3}[\da-z]`, endsIn('0123456789ABCDEFHJKLMNPRSTUVWXY')],
  // SE; without its mark in twelve digits, and not of a day since 2015, as many order numbers are
  [raw`(?:(?:19|20)?${YMD}[-+]|(?:19|20(?=0|1[0-4]))${YMD})\d{4}`, (code) => isLuhn(code.slice(-10))],
  // PL, of those born from 1930
  [raw`(?:[3-9]\d${MONTH}|[0-3]\d(?:2[1-9]|3[0-2]))${DAY}\d{5}`, sumsTo('13791379131', 10)],
  // TR
  [raw`[1-9]\d{10}`, (code) => sumsTo('7979797979', 10)(code) && sumsTo('11111111119', 10)(code)],
  // ZA
  [raw`${YMD}\d{4}[0-2][89]\d`, isLuhn],
];

export const ids: readonly Rule[] = TABLE.map(([shape, isRight]) =>
  rule('id', `(?:${shape})${END}`, undefined, isRight),
);
