/** What sensitive data looks like, the surest first: what one rule has found the later ones no longer see. */
import { isLuhn, mod97 } from './checksums.js';
import { ids } from './ids.js';
import { END, type Rule, raw, rule } from './rule.js';

/**
 * Ranges of issuer numbers with their lengths: Visa, American Express, Mastercard, Diners, then Discover, JCB, UnionPay and
 * Maestro. Of 13 digits are barcodes (EAN), of which every tenth would pass; such cards are no longer issued.
 */
const ISSUED =
  /^(?:4\d{15}(?:\d{3})?$|3[47]\d{13}$|(?=\d{16}$)(?:5[1-5]|222[1-9]|22[3-9]|2[3-6]|27[01]|2720)|(?=\d{14})3(?:0[0-5]|095|[689])|(?=\d{16})(?:6011|64[4-9]|6[2357]|81|35[3-8]|352[89]|5[06-9]))/;

/** Fewer digits where those at the end belong to no card, but are its date or code. */
const isCard = (_: string, found: string): number => {
  for (const groups = found.split(/\D/); groups.length; groups.pop()) {
    const digits = groups.join('');
    if (ISSUED.test(digits) && isLuhn(digits)) return digits.length + groups.length - 1;
  }
  return 0;
};

/** Codes of countries, then their length. @see ISO 13616, IBAN registry, release 97 */
const LENGTHS =
  'NO15BE16DKFIFKFOGLNLSD18MKSI19ATBAEEKZLTLUMNXK20CHHRLILV21BGBHCRDEGBGEIEMERSVA22AEGIILIQOMSOTL23ADCZESMDPKROSASESKTNVG24LYPTST25ISTR26BIDJFRGRITMCMRSM27ALAZBYCYDOGTHNHULBNIPLSV28BREGPSQAUA29JOKWMUYE30MTSC31LC32RU33';

const isIban = (code: string, found: string): number => {
  const length = +(LENGTHS.match(`^(?:..)*?${code.slice(0, 2)}\\D*(\\d+)`)?.[1] ?? 99);
  const own = found.match(`^(?:\\w\\W?){${length - 1}}\\w\\b`);
  return own && mod97(code.slice(4, length) + code.slice(0, 4)) === 1 ? own[0].length : 0;
};

/** Of addresses: Latin letters also beside ASCII. */
const WORD = raw`a-z\d_\xc0-\u024f`;
const EMAIL = raw`[${WORD}][${WORD}.+-]{0,63}(?:@|%40)(?!\dx\.)(?:[${WORD}-]{1,63}\.){1,8}[a-z][a-z\d]{1,62}`;

const BYTE = raw`(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)`;
const V4 = raw`${BYTE}(?:\.${BYTE}){3}`;
const HEX = raw`[\da-f]{1,4}`;
const V6 = raw`(?:(?:${HEX}:){7}${HEX}|(?:${HEX}:){6}${V4}|(?:${HEX}(?::${HEX}){0,6})?::(?:(?:${HEX}:){0,5}(?:${V4}|${HEX}))?)`;

/** Names of what is secret, as they are in queries, JSON and configuration, up to the sign before the value. */
const NAME = raw`(?:pass(?:w|phrase|code)\w{0,20}|secret|token|api[-_ ]?key|sess(?:ion)?[-_]?(?:id)?|[^a-z\d\0](?:sid|pwd|pass|auth|otp|cv[cv]|sig(?:nature)?))["'\\\]]{0,3}`;
const VALUE = raw`[^\s\0&;"'<>\\]`;
/** Tokens that say by their beginning whose they are. */
const KEY = raw`(?:[spr]k[-_](?:live|test|proj|ant)[-_]|gh[oprsu]_|github_pat_|xox[a-z]-|aiza|glpat-|ya29\.)[\w-]{12,}|akia\w{16}\b|sk-\w{20,}`;

/** A date, or groups of four as other numbers have them. */
const NO_PHONE = raw`(?!\d\d[./ -]\d\d[./ -](?:19|20)\d\d|\d\d\/\d\d(?:\d\d)?\b|(?:\d{4}[ -]){2}(?:\d{4}|\d\d?\b))`;
/** With a trunk prefix or in brackets; never plain digits. */
const AREA = raw`(?:\(?${NO_PHONE}0(?!00)\d{1,6}|\([1-9]\d{1,2}(?=\)))[ ()./+-]{1,3}`;
/** Of writings without any of these only the commonest: of North America, Spain and Poland, India, China. */
const BARE = raw`(?:1[ .+-])?[2-9]\d\d[ .+-][2-9]\d\d[ .+-]\d{4}|[5-9]\d\d(?:(?:[ +-]\d{3}){2}|(?:[ +-]\d\d){3})|[6-9]\d{4}[ +-]\d{5}|1[3-9]\d(?:[ +-]\d{4}){2}`;
const PHONE = raw`(?:\+\d(?:[ ()./+-]{0,2}\d){7,14}|${AREA}\d(?:[ .+-]?\d){4,9}|${BARE})`;

export const RULES: readonly Rule[] = [
  rule('secret', raw`-----begin [a-z ]{0,20}private key[^]*?(?:-----end[a-z ]{0,30}-----=*|$)`, ''),
  rule('secret', raw`[^"'\\\n\0]+`, raw`${NAME}\s?[=:]\s?\\?["']`),
  rule('secret', raw`${VALUE}{3,}`, raw`${NAME}(?:=|\s?[=:]\s?(?=${VALUE}{0,64}\d))`),
  // prose such as `basic information` is none
  rule('secret', raw`(?=\S{0,64}[\d=])${VALUE}{8,}`, '(?:bearer|basic) '),
  rule('secret', raw`(?:eyJ[\w-]{4,}\.[\w-]{4,}(?:\.[\w-]*){1,3}|${KEY})=*`),
  rule('email', EMAIL, ''),
  rule('iban', raw`[a-z]{2}\d\d(?:[ +-]?[a-z\d]){11,30}`, undefined, isIban),
  rule('card', raw`\d(?:[ +-]?\d){13,18}${END}`, undefined, isCard),
  // not the loopback address, not code such as `a::b`
  rule('ip', raw`${V6}(?!:{0,2}[\w\0])`, raw`[^\w:.\0]`, (code) => code.length > 4 && /\d/.test(code)),
  // not `Chrome/130.0.0.0`
  rule('ip', raw`${V4}(?![a-z\d\0]|\.[\d\0])`, raw`[^a-z\d\0./]|[^\d\0]\.|[^a-z\0]\/`),
  ...ids,
  rule(
    'phone',
    raw`${PHONE}(?![a-z\d\0]|[-.][\d\0])`,
    raw`[^a-z\d\0.#-]|[^a-z\d\0]-|[^\d\0]\.`,
    (code) => code.length > 8,
  ),
];
