/**
 * What a text is reduced to before it is compared: small letters of one width without accents, cut into words. By tables
 * of our own and not the engine's: engines know different versions of Unicode, and a model scores the same in each. Pure.
 */

/** Letters that stand for the characters in a row which follow the first one here. Signs among them are `-`. */
const TABLES = [
  // À to ſ
  '¿aaaaaaaceeeeiiiidnooooo-ouuuuytsaaaaaaaceeeeiiiidnooooo-ouuuuytyaaaaaaccccccccddddeeeeeeeeeegggggggghhhhiiiiiiiiiiiijjkkkllllllllllnnnnnnnnnoooooooorrrrrrssssssssttttttuuuuuuuuuuuuwwyyyzzzzzzs',
  // Ơ, Ư, Ș and Ț
  'Ɵoo',
  'Ʈuu',
  'ȗsstt',
  // Ά to ώ
  '΅α-εηι-ο-υωιαβγδεζηθικλμνξοπρ-στυφχψωιυαεηιυαβγδεζηθικλμνξοπρσστυφχψωιυουω',
  // Ạ to ỹ
  'ẟaaaaaaaaaaaaaaaaaaaaaaaaeeeeeeeeeeeeeeeeiiiioooooooooooooooooooooooouuuuuuuuuuuuuuyyyyyyyy',
  // ｦ to ﾝ at full width
  '･ヲァィゥェォャュョッーアイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワン',
];

/** What divides words: punctuation, signs, pictures, what is not assigned. */
const DIVIDES =
  /[\0-/:-@[-`{-\xa9\xab-\xb4\xb6-\xb9\xbb-\xbf\u0589\u058a\u05be-\u05c0\u05f3\u05f4\u0600-\u060f\u061b-\u061f\u066a-\u066d\u06d4\u0964\u0965\u0e2f\u0e4f\u0e5a\u0e5b\u104a-\u104f\u1361-\u1368\u17d4-\u17da\u2000-\u2bff\u2e00-\u3004\u3008-\u3030\u303d-\u3040\u309b\u309c\u30a0\u30fb\u3200-\u33ff\ud800-\uf8ff\ufd3e\ufd3f\ufe10-\ufe6f\ufeff-\uff65\uffe0-\uffff\u{1f000}-\u{1faff}\u{e0000}-\u{10ffff}]/u;
/** Of scripts that run words together: Thai, Lao, Burmese, Khmer, kana, kanji, hangul. */
const DENSE =
  /[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005-\u3007\u3041-\u30ff\u31f0-\u31ff\u3400-\u9fff\uac00-\ud7ff\uf900-\ufaff\u{20000}-\u{3ffff}]/u;
/** Accents and marks that are written or left out as one likes, apostrophes, and what cannot be seen. */
const DROPPED =
  /[\u0300-\u036f'\xad\u02bc\u0591-\u05bd\u0640\u064b-\u0652\u0670\u200b-\u200f\u2019\u2060\ufeff]|[\ufe00-\ufe0f]/u;
/** The voice of kana as a character of its own. */
const VOICE = /[\u3099\u309a\uff9e\uff9f]/;

function fold(code: number): number {
  if (code < 0xc0) return code > 0x40 && code < 0x5b ? code + 32 : code;
  for (const table of TABLES) {
    const letter = table.charCodeAt(code - table.charCodeAt(0));
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
    if (VOICE.test(char)) {
      if (word?.dense) word.letters[word.letters.length - 1]! += (given & 1) === +(given < 0xff00) ? 1 : 2;
      continue;
    }
    if (DROPPED.test(char)) continue;
    const letter = fold(given);
    const folded = String.fromCodePoint(letter);
    if (DIVIDES.test(folded)) {
      word = undefined;
      continue;
    }
    const dense = DENSE.test(folded);
    if (word?.dense !== dense) {
      word = { letters: [], dense };
      found.push(word);
    }
    word.letters.push(letter);
  }
  return found;
}
