/** The emoji and the words under which they are found. Pure. */
import { data as english } from './data/emoji-en.js';

export interface Emoji {
  char: string;
  /** What it is called in the language of the texts. */
  name: string;
  /** As `fold` makes them, each behind a blank; the name is the first. */
  words: string;
}

/** Words of each emoji in another language, as the data files have them: a group a line, in the order of the English ones. */
export type Words = string;

/** Without case, accents, and Arabic's marks of vowels and hamza, which few type in a search; what a mark tells apart in Japanese stays. */
const fold = (text: string): string =>
  text
    .toLowerCase()
    .normalize('NFD')
    .replace(/[\u0300-\u036f\u0640\u064b-\u0655]/g, '')
    .replaceAll('œ', 'oe');

/** In groups, in the order of Unicode. With `words`, they are called and found by those as well. */
export function emojiOf(words?: Words): Emoji[][] {
  const others = words?.split('\n').map((group) => group.split('|'));
  return english.split('\n').map((group, i) =>
    group.split('|').map((entry, j) => {
      const [char = '', ...own] = entry.split(';');
      const all = [...(others?.[i]?.[j]?.split(';') ?? []), ...own];
      return { char, name: all[0] ?? '', words: fold(` ${all.join(' ')}`) };
    }),
  );
}

/** Those that have each word of the query as the beginning of one of theirs; whose name begins with it, first. */
export function findEmoji(groups: readonly Emoji[][], query: string): Emoji[] {
  const words = fold(query).split(/\s+/).filter(Boolean);
  // not every language puts blanks between words
  const has = (emoji: Emoji, word: string) => emoji.words.includes(/^[\x20-\x7e]/.test(word) ? ` ${word}` : word);
  const found = groups.flat().filter((emoji) => words.every((word) => has(emoji, word)));
  const isNamed = ({ words: own }: Emoji) => own.startsWith(` ${words.join(' ')}`);
  return [...found.filter(isNamed), ...found.filter((emoji) => !isNamed(emoji))];
}
