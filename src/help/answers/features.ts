/**
 * A text as the features that a model weighs: words, pairs of words, pairs with one word between, and pieces of words of
 * two to five letters, so that a typo costs some and not all. Of scripts that run words together: pieces of one to four
 * characters. Each is a whole number of 24 bits. Pure.
 */
import { words } from './fold.js';

/** Characters of a text that are looked at. */
export const MAX_TEXT = 500;

const mix = (hash: number, value: number) => Math.imul(hash ^ value, 0x01000193) ^ (hash >>> 15);
const END = 0x20;

/** Spread over 24 bits. */
function close(hash: number): number {
  let h = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 8;
}

export interface Features {
  /** Each once. */
  ids: number[];
  /** Those of `ids` that are whole words, or single pairs of characters. */
  words: number[];
}

export function features(text: string): Features {
  const ids = new Set<number>();
  const whole: number[] = [];
  let before = 0;
  let second = 0;
  for (const { letters, dense } of words(text.slice(0, MAX_TEXT))) {
    const [least, most] = dense ? [1, 4] : [2, 5];
    const line = dense ? letters : [END, ...letters, END];
    for (let start = 0; start < line.length; start++) {
      let hash = dense ? 0x1d : 0x35;
      for (let length = 1; length <= most && start + length <= line.length; length++) {
        hash = mix(hash, line[start + length - 1]!);
        if (length >= least) ids.add(close(hash));
        if (dense && length === 2) whole.push(close(hash));
      }
    }
    if (dense) {
      before = second = 0;
      continue;
    }
    let word = 0x51;
    for (const letter of letters) word = mix(word, letter);
    ids.add(close(word));
    whole.push(close(word));
    if (before) ids.add(close(mix(mix(0x77, before), word)));
    if (second) ids.add(close(mix(mix(0x99, second), word)));
    second = before;
    before = word;
  }
  return { ids: [...ids], words: whole };
}
