/**
 * The compact form of an inverted index: two strings that need no escaping in JSON. Terms are sorted, and each says how
 * many characters it shares with the one before. For each term a list of articles follows as differences, each together
 * with its impact: 1 to 7, how much the article is about the term.
 */

import { writeNumber } from './answers/digits.js';

/** Article by its place in the list, and impact. */
export type Posting = [article: number, impact: number];

// as writeNumber has it
const LAST = 35;
const BEFORE = 93;
const LASTS = 57;
const BEFORES = 34;

export function encode(index: Map<string, Posting[]>): { terms: string; postings: string } {
  let before = '';
  let terms = '';
  let postings = '';
  for (const term of [...index.keys()].sort()) {
    let shared = 0;
    while (shared < LASTS - 1 && shared < before.length && term[shared] === before[shared]) shared++;
    terms += `${terms && ' '}${writeNumber(shared)}${term.slice(shared)}`;
    before = term;
    const list = index.get(term)!;
    postings += writeNumber(list.length);
    let last = -1;
    for (const [article, impact] of list) {
      postings += writeNumber((article - last - 1) * 7 + impact - 1);
      last = article;
    }
  }
  return { terms, postings };
}

/** The index again, its terms in order. What is not of this form gives postings of articles that do not exist, never a throw. */
export function decode(terms: string, postings: string): Map<string, Posting[]> {
  let at = 0;
  const next = () => {
    let n = 0;
    for (let code = postings.charCodeAt(at++); code >= BEFORE; code = postings.charCodeAt(at++)) {
      n = n * BEFORES + code - BEFORE;
    }
    return n * LASTS + (postings.charCodeAt(at - 1) || LAST) - LAST;
  };
  const index = new Map<string, Posting[]>();
  let term = '';
  for (const one of terms ? terms.split(' ') : []) {
    term = term.slice(0, one.charCodeAt(0) - LAST) + one.slice(1);
    const list: Posting[] = [];
    let article = -1;
    for (let left = next(); left > 0 && at <= postings.length; left--) {
      const n = next();
      article += Math.floor(n / 7) + 1;
      list.push([article, (n % 7) + 1]);
    }
    index.set(term, list);
  }
  return index;
}
