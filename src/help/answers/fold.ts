/**
 * What a text is reduced to before it is compared: small letters of one width without accents, cut into words. By tables
 * of our own and not the engine's: engines know different versions of Unicode, and a model scores the same in each. Pure.
 */

/** Letters by the first code point that they stand for; with a 1 each stands for large and small. Signs among them are `-`. */
const TABLES: [from: number, letters: string, pairs?: number][] = [
  // À to ſ
  [
    0xc0,
    'aaaaaaaceeeeiiiidnooooo-ouuuuytsaaaaaaaceeeeiiiidnooooo-ouuuuytyaaaaaaccccccccddddeeeeeeeeeegggggggghhhhiiiiiiiiiiiijjkkkllllllllllnnnnnnnnnoooooooorrrrrrssssssssttttttuuuuuuuuuuuuwwyyyzzzzzzs',
  ],
  // Ơ, Ư, Ș and Ț
  [0x1a0, 'oo'],
  [0x1af, 'uu'],
  [0x218, 'sstt'],
  // Ά to ώ
  [0x386, 'α-εηι-ο-υωιαβγδεζηθικλμνξοπρ-στυφχψωιυαεηιυαβγδεζηθικλμνξοπρσστυφχψωιυουω'],
  // Ạ to ỹ
  [0x1ea0, 'aaaaaaaaaaaaeeeeeeeeiioooooooooooouuuuuuuyyyy', 1],
  // ｦ to ﾝ at full width
  [
    0xff66,
    'ヲァィゥェォャュョッーアイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワン',
  ],
];

/** First and last code points, in order, of what divides words: punctuation, signs, pictures, what is not assigned. */
const DIVIDES = [
  0, 0x2f, 0x3a, 0x40, 0x5b, 0x60, 0x7b, 0xa9, 0xab, 0xb4, 0xb6, 0xb9, 0xbb, 0xbf, 0x589, 0x58a, 0x5be, 0x5c0, 0x5f3,
  0x5f4, 0x600, 0x60f, 0x61b, 0x61f, 0x66a, 0x66d, 0x6d4, 0x6d4, 0x964, 0x965, 0xe2f, 0xe2f, 0xe4f, 0xe4f, 0xe5a, 0xe5b,
  0x104a, 0x104f, 0x1361, 0x1368, 0x17d4, 0x17da, 0x2000, 0x2bff, 0x2e00, 0x3004, 0x3008, 0x3030, 0x303d, 0x3040,
  0x309b, 0x309c, 0x30a0, 0x30a0, 0x30fb, 0x30fb, 0x3200, 0x33ff, 0xd800, 0xf8ff, 0xfd3e, 0xfd3f, 0xfe10, 0xfe6f,
  0xfeff, 0xff65, 0xffe0, 0xffff, 0x1f000, 0x1faff, 0xe0000, 0x10ffff,
];
/** Of scripts that run words together: Thai, Lao, Burmese, Khmer, kana, kanji, hangul. */
const DENSE = [
  0xe00, 0xeff, 0x1000, 0x109f, 0x1780, 0x17ff, 0x3005, 0x3007, 0x3041, 0x30ff, 0x31f0, 0x31ff, 0x3400, 0x9fff, 0xac00,
  0xd7ff, 0xf900, 0xfaff, 0x20000, 0x3ffff,
];
/** Accents and marks that are written or left out as one likes, apostrophes, and what cannot be seen. */
const DROPPED = [
  0x27, 0x27, 0xad, 0xad, 0x2bc, 0x2bc, 0x300, 0x36f, 0x591, 0x5bd, 0x640, 0x640, 0x64b, 0x652, 0x670, 0x670, 0x200b,
  0x200f, 0x2019, 0x2019, 0x2060, 0x2060, 0xfe00, 0xfe0f, 0xfeff, 0xfeff,
];

function isIn(ranges: number[], code: number): boolean {
  let i = 1;
  while (ranges[i]! < code) i += 2;
  return ranges[i - 1]! <= code;
}

function fold(code: number): number {
  if (code < 0xc0) return code > 0x40 && code < 0x5b ? code + 32 : code;
  for (const [from, letters, pairs = 0] of TABLES) {
    const letter = letters.charCodeAt((code - from) >> pairs);
    if (letter) return letter;
  }
  if (code > 0x3ff && code < 0x530) {
    const small = code < 0x410 ? code + 80 : code < 0x430 ? code + 32 : code;
    if (small < 0x460) return small === 0x451 ? 0x435 : small;
    return (small > 0x4c0 && small < 0x4cf) === ((small & 1) === 1) && small !== 0x482 ? small + 1 : small;
  }
  if (code > 0x530 && code < 0x557) return code + 48;
  if (code > 0x1dff && code < 0x1ea0) return code | 1;
  return code > 0xff00 && code < 0xff5f ? fold(code - 0xfee0) : code;
}

export interface Word {
  /** Code points, folded. */
  letters: number[];
  /** Whether it is of a script that runs words together, and so is rather a phrase. */
  dense: boolean;
}

/** The words of a text in their order. Whatever is in it, one is never empty. */
export function words(text: string): Word[] {
  const found: Word[] = [];
  let word: Word | undefined;
  for (const char of text) {
    const given = char.codePointAt(0)!;
    const last = word ? word.letters.length - 1 : -1;
    // the voice of kana may be a character of its own
    if (given === 0x3099 || given === 0x309a || given === 0xff9e || given === 0xff9f) {
      if (word?.dense) word.letters[last]! += (given & 1) === +(given < 0xff00) ? 1 : 2;
      continue;
    }
    if (isIn(DROPPED, given)) continue;
    const letter = fold(given);
    if (isIn(DIVIDES, letter)) {
      word = undefined;
      continue;
    }
    const dense = letter >= 0xe00 && isIn(DENSE, letter);
    if (word?.dense !== dense) {
      word = { letters: [], dense };
      found.push(word);
    }
    word.letters.push(letter);
  }
  return found;
}
