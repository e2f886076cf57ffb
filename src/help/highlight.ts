/** Where a text has what was sought. Pure. */
import type { Range } from '../types.js';
import { pieces } from './tokenize.js';

/** `terms`: as `search` found them. Ranges of UTF-16 units, from and to, in order and apart from each other. */
export function highlight(text: string, terms: ReadonlyMap<string, number>, stop: ReadonlySet<string>): Range[] {
  // parts of words, and words like "the", are marked only where the query was no more than that
  const least = Math.max(...terms.values());
  const ranges: Range[] = [];
  const found = pieces(text, stop).filter(([token, weight]) => weight >= least && terms.has(token));
  for (const [, , from, to] of found.sort((a, b) => a[2] - b[2])) {
    const last = ranges.at(-1);
    if (last && from <= last[1]) last[1] = Math.max(last[1], to);
    else ranges.push([from, to]);
  }
  return ranges;
}
