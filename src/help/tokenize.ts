/**
 * Text to weighted tokens, by script and without a dictionary, the same in every engine. Japanese and other scripts that
 * run words together are cut into pairs of characters; words of other scripts are lower-cased and lightly stemmed.
 * Pure. The weights count on the side of the query only.
 */

/** Token and weight. */
export type Token = [token: string, weight: number];
/** A token and where it stands in its text. */
export type Piece = [...Token, start: number, end: number];

const HAN = '\\p{sc=Han}々〆ヶ〇';
// with marks of their own where they are written half wide, or apart from their letter
const KATAKANA = '\\p{sc=Katakana}ーｰﾞﾟ';
const HIRAGANA = '\\p{sc=Hiragana}\u3099\u309a';
const PAIRED = '\\p{sc=Hangul}\\p{sc=Thai}\\p{sc=Lao}\\p{sc=Khmer}\\p{sc=Myanmar}';
/** A letter of a script that parts its words. */
const LETTER = `(?![${HAN}${KATAKANA}${HIRAGANA}${PAIRED}])[\\p{L}\\p{N}\\p{M}]`;
const RUNS = new RegExp(
  `([${HAN}]+)|([${KATAKANA}]+)|([${HIRAGANA}]+)|([${PAIRED}]+)|${LETTER}(?:['’]?${LETTER})*`,
  'gu',
);
const WORD = new RegExp(LETTER, 'u');

/** Whether a token is a word, and no part of a run of characters. */
export const isWord = (token: string): boolean => WORD.test(token);

/** NFKC and lower case, apostrophes dropped: what tokens are made of. */
export const fold = (text: string): string => text.normalize('NFKC').toLowerCase().replace(/['’]/g, '');

/** Without accents. */
export const bare = (word: string): string => word.normalize('NFD').replace(/[\u0300-\u036f]/g, '');

/** What words end in, in the order in which it is looked for; of each what is in the brackets stays. */
const ENDINGS = [
  /(ss|[sc]h|x|z)es$/,
  /([^su])s$/,
  /^(.*[aeiouy].*?)(?:ing|ed)$/,
  /^(.{4,}?)at(?:ion|e)$/,
  /^(.{3,}?[st])ion$/,
  /^(.{3,}?[^m])ment$/,
  /([^aeiousz])\1$/,
  /(.{3})e$/,
];

/** A word without accents and the commonest English endings. What it returns need not be a word. */
export function stem(word: string): string {
  const plain = bare(word);
  if (plain.length < 4 || !/^[a-z]+$/.test(plain)) return plain;
  return ENDINGS.reduce((left, ending) => left.replace(ending, '$1'), plain.replace(/ie[sd]$/, 'y'));
}

/** The tokens of a text in their order, and where each stands in it. One may come more than once. `stop`: words that say little. */
export function pieces(text: string, stop: ReadonlySet<string>): Piece[] {
  const found: Piece[] = [];
  let before = '';
  let end = -1;
  for (const match of text.matchAll(RUNS)) {
    const [raw, han, katakana, hiragana, paired] = match;
    const { index: start } = match;
    const run = fold(raw);
    const chars = [...run];
    const japanese = han || katakana || hiragana;
    const touches = start === end;
    end = start + raw.length;
    const add = (weight: number, token: string, at = start) => {
      // where folding changed the length (ﾊﾟ is パ), all of the run is meant
      found.push(run.length === raw.length ? [token, weight, at, at + token.length] : [token, weight, start, end]);
    };
    const eachOf = (weight: number, size: number) => {
      let at = start;
      chars.forEach((char, i) => {
        if (i + size <= chars.length) add(weight, chars.slice(i, i + size).join(''), at);
        at += char.length;
      });
    };
    // where one script meets another: 申し込み is cut at 申|し|込|み
    if (japanese && before && touches) add(0.4, before + chars[0], start - before.length);
    before = japanese ? chars.at(-1)! : '';
    if (han) {
      eachOf(1, 2);
      eachOf(0.5, 1);
    } else if (katakana) {
      add(1, run);
      if (chars.length > 2) eachOf(0.4, 2);
    } else if (hiragana || paired) eachOf(paired ? 1 : 0.2, Math.min(2, chars.length));
    else found.push([stem(run), stop.has(run) ? 0.15 : 1, start, end]);
  }
  return found;
}
