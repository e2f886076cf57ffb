/**
 * Text to weighted tokens, by script and without a dictionary, the same in every engine. Japanese and other scripts that
 * run words together are cut into pairs of characters; words of other scripts are lower-cased and lightly stemmed.
 * Pure. The weights count on the side of the query only.
 */

/** Token and weight. */
export type Token = [token: string, weight: number];

const STOP = new Set(
  'a about am an and any are as at be but by can cant could did do does dont for from get had has have how i id if ill im in into is isnt it its ive me my no not of off on or our out please should so some than that the their them then there these they this those to up us was we were what when where which who why will with wont would you your'.split(
    ' ',
  ),
);

const HAN = '\\p{Script=Han}々〆ヶ〇';
const KATAKANA = '\\p{Script=Katakana}ー';
const PAIRED = '\\p{Script=Hangul}\\p{Script=Thai}\\p{Script=Lao}\\p{Script=Khmer}\\p{Script=Myanmar}';
const RUNS = new RegExp(
  `([${HAN}]+)|([${KATAKANA}]+)|(\\p{Script=Hiragana}+)|([${PAIRED}]+)|(?:(?![${HAN}${KATAKANA}${PAIRED}\\p{Script=Hiragana}])[\\p{L}\\p{N}\\p{M}])+`,
  'gu',
);

/** NFKC and lower case, apostrophes inside words dropped: what tokens are cut from. */
export const fold = (text: string): string =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/(?<=\p{L})['’](?=\p{L})/gu, '');

/** A word without accents and the commonest English endings. What it returns need not be a word. */
export function stem(word: string): string {
  const plain = word.normalize('NFD').replace(/[\u0300-\u036f]/g, '');
  if (plain.length < 4 || !/^[a-z]+$/.test(plain)) return plain;
  return plain
    .replace(/(?:ies|ied)$/, 'y')
    .replace(/(ss|sh|ch|x|z)es$/, '$1')
    .replace(/([^su])s$/, '$1')
    .replace(/^(.*[aeiouy].*?)(?:ing|ed)$/, '$1')
    .replace(/([^aeiousz])\1$/, '$1')
    .replace(/(.{3})e$/, '$1');
}

const pairs = (run: string): string[] => {
  const chars = [...run];
  return chars.length < 2 ? chars : chars.slice(1).map((char, i) => chars[i]! + char);
};

/** The tokens of a text in their order. One may come more than once. */
export function tokenize(text: string): Token[] {
  const tokens: Token[] = [];
  const add = (weight: number, ...all: string[]) => {
    for (const one of all) tokens.push([one, weight]);
  };
  let before = '';
  let end = -1;
  for (const match of fold(text).matchAll(RUNS)) {
    const [run, han, katakana, hiragana, paired] = match;
    const chars = [...run];
    const japanese = han || katakana || hiragana;
    // where one script meets another: 申し込み is cut at 申|し|込|み
    if (japanese && before && match.index === end) add(0.4, before + chars[0]);
    before = japanese ? chars.at(-1)! : '';
    end = match.index + run.length;
    if (han) {
      if (chars.length > 1) add(1, ...pairs(run));
      add(0.5, ...chars);
    } else if (katakana) {
      add(1, run);
      if (chars.length > 2) add(0.4, ...pairs(run));
    } else if (hiragana) add(0.2, ...pairs(run));
    else if (paired) add(1, ...pairs(run));
    else add(STOP.has(run) ? 0.15 : 1, stem(run));
  }
  return tokens;
}

/** The word that is being written at the end of a query, as written; empty when there is none. */
export const lastWord = (query: string): string => /[a-z0-9\u00c0-\u024f]+$/.exec(fold(query))?.[0] ?? '';
