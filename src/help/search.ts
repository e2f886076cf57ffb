/** Searches an index: BM25F, the last word as a beginning, one wrong letter forgiven, synonyms of rare words. Pure. */
import type { Posting } from './postings.js';
import { bare, fold, isWord, pieces } from './tokenize.js';

/** Characters of a query that are looked at. */
const MAX_QUERY = 500;
/** Share of what the query is about that an article must exceed. */
const MIN_SHARE = 0.05;
/** What a synonym counts beside the word itself. */
const SYNONYM = 0.5;
/** The same of a word that differs in a letter. */
const TYPO = 0.5;

export interface Found {
  /** Articles by their place in the list with their scores, the best first. Ties keep the articles' order. */
  ranked: [article: number, score: number][];
  /** The terms of the index that the query meant, and their weights. */
  terms: Map<string, number>;
  /** The words that no article has, and that were taken for others: where each stands in the query. */
  typos: [start: number, end: number][];
}

export interface Words {
  /** Those that say little. */
  stop: ReadonlySet<string>;
  /** Each as it is looked for in a text, and what it may mean besides. */
  synonyms: readonly string[][];
}

/** Whether one letter inserted, left out, changed, or two exchanged, make `a` into `b`. */
export function isTypo(a: string, b: string): boolean {
  const longest = Math.max(a.length, b.length);
  const shortest = a.length + b.length - longest;
  if (longest - shortest > 1) return false;
  let start = 0;
  while (start < shortest && a[start] === b[start]) start++;
  let end = 0;
  while (end < shortest - start && a[a.length - 1 - end] === b[b.length - 1 - end]) end++;
  const differ = longest - start - end;
  return differ < 2 || (differ === 2 && a[start] === b[start + 1] && a[start + 1] === b[start]);
}

/** The natural logarithm, near enough, by means that give the same in every engine: (root - 1) × 2^20 of the 2^20th root. */
function ln(x: number): number {
  let root = x;
  for (let i = 0; i < 20; i++) root = Math.sqrt(root);
  return (root - 1) * 2 ** 20;
}

/** What a word counts that so many of all articles have. */
export const rarity = (size: number, having: number): number =>
  ln(1 + Math.max(0, size - having + 0.5) / (having + 0.5));

export function search(index: Map<string, Posting[]>, size: number, query: string, { stop, synonyms }: Words): Found {
  const wanted = query.slice(0, MAX_QUERY);
  const tokens = pieces(wanted, stop);
  let scores = new Float64Array(size);
  const terms = new Map<string, number>();
  const typos: Found['typos'] = [];
  let about = 0;

  /** The postings of all terms that are like the one sought, each article once with its best impact. */
  const like = (weight: number, test: (term: string) => boolean): Posting[] => {
    const best = new Map<number, number>();
    for (const [term, list] of index) {
      if (!test(term)) continue;
      terms.set(term, weight);
      for (const [article, impact] of list) best.set(article, Math.max(impact, best.get(article) ?? 0));
    }
    return [...best];
  };
  /** Postings of a word, as written or as meant, and how much they count. `written`: of one that may go on. */
  const find = (term: string, weight: number, written: string): [list: Posting[], share: number] => {
    const exact = index.get(term);
    if (exact) {
      terms.set(term, weight);
      return [exact, 1];
    }
    const isOne = isWord(term);
    const start = isOne ? written : weight < 1 ? '' : term;
    const begun = start ? like(weight, (other) => other.startsWith(start)) : [];
    if (begun.length) return [begun, 0.7];
    return [isOne && term.length > 3 ? like(weight, (other) => isTypo(term, other)) : [], TYPO];
  };
  /** A damaged index names articles that are not there: writing to their place does nothing. */
  const add = (list: Posting[], weight: number, to: Float64Array): number => {
    const rare = rarity(size, list.length);
    for (const [article, impact] of list) to[article]! += (weight * rare * impact) / 7;
    return rare;
  };

  for (const [term, weight, start, end] of tokens) {
    // the word at the very end may be still being written
    const [list, share] = find(
      term,
      weight,
      end === wanted.length && end > start + 1 ? bare(fold(wanted.slice(start))) : '',
    );
    if (share === TYPO && list.length) typos.push([start, end]);
    about += weight * add(list, weight * share, scores);
  }
  const text = `${fold(wanted)} ${tokens.map(([term]) => term).join(' ')} `;
  for (const [key, ...meant] of synonyms) {
    if (!text.includes(key!)) continue;
    const sums = meant.map((one) => {
      const sum = new Float64Array(size);
      for (const [term, weight] of pieces(one, stop)) add(find(term, weight, '')[0], weight * SYNONYM, sum);
      return sum;
    });
    // the best counts: an article that has all that may be meant is not more about it
    scores = scores.map((score, at) => score + Math.max(...sums.map((sum) => sum[at]!)));
  }
  const ranked = [...scores.entries()].filter(([, score]) => score > MIN_SHARE * about).sort((a, b) => b[1] - a[1]);
  return { ranked, terms, typos };
}
