/** Looks for words in messages that are held on the device. Pure. */
import type { Range } from '../../types.js';

/** A piece of a message, and where in it the words are: in order, and apart from each other. */
export interface Found {
  text: string;
  marks: Range[];
}

/** Characters before the first word, and in all. */
const BEFORE = 24;
const LENGTH = 160;

/** Without regard to case, width and accents; the marks of other scripts stay, where they make another letter. */
const fold = (text: string): string =>
  text
    .normalize('NFKD')
    .replace(/[\u0300-\u036f]/g, '')
    .toLowerCase();

/** The words of a query, folded. */
export const wordsOf = (query: string): string[] => [...new Set(fold(query).split(/\s+/).filter(Boolean))];

const folded = new WeakMap<object, { of: string; text: string }>();
/** The same for each key that is pressed: `of` is what the text is kept with. */
function foldOnce(owner: object, text: string): string {
  const known = folded.get(owner);
  if (known?.of === text) return known.text;
  const made = fold(text);
  folded.set(owner, { of: text, text: made });
  return made;
}

/** That place, or the next one that is not within a letter of two units. */
const apart = (text: string, at: number): number => (/[\udc00-\udfff]/.test(text[at] ?? '') ? at + 1 : at);

/** Where the words are in `text`, in its own units: a letter may be of several, and fold to several. */
function marksOf(text: string, words: readonly string[]): Range[] {
  let whole = '';
  const from: number[] = [];
  const to: number[] = [];
  let at = 0;
  for (const letter of text) {
    const one = fold(letter);
    whole += one;
    // an accent by itself belongs to the letter before
    if (!one && to.length) to[to.length - 1] = at + letter.length;
    for (let i = 0; i < one.length; i++) {
      from.push(at);
      to.push(at + letter.length);
    }
    at += letter.length;
  }
  const all: Range[] = [];
  for (const word of words) {
    for (let i = whole.indexOf(word); i >= 0; i = whole.indexOf(word, i + word.length)) {
      all.push([from[i]!, to[i + word.length - 1]!]);
    }
  }
  const marks: Range[] = [];
  for (const [start, end] of all.sort((a, b) => a[0] - b[0])) {
    const last = marks.at(-1);
    if (last && start <= last[1]) last[1] = Math.max(last[1], end);
    else marks.push([start, end]);
  }
  return marks;
}

/** The piece of `text` that has all the words, or undefined. `owner` is whose text it is, as a message. */
export function find(owner: object, text: string, words: readonly string[]): Found | undefined {
  const whole = foldOnce(owner, text);
  if (!words.length || !words.every((word) => whole.includes(word))) return undefined;
  const marks = marksOf(text, words);
  const first = marks[0]?.[0] ?? 0;
  const begin = first > BEFORE ? apart(text, first - BEFORE) : 0;
  const piece = text.slice(begin, apart(text, begin + LENGTH));
  const lead = begin ? '…' : '';
  const shift = lead.length - begin;
  return {
    text: lead + piece,
    marks: marks
      .map(([start, end]): Range => [start + shift, Math.min(end + shift, lead.length + piece.length)])
      .filter(([start, end]) => start < end),
  };
}
