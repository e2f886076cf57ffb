/** Searches an index: BM25F, the last word as a beginning, and one wrong letter forgiven. Pure. */
import type { Posting } from './postings.js';
import { lastWord, tokenize } from './tokenize.js';

/** Characters of a query that are looked at. */
const MAX_QUERY = 500;
/** Share of what the query is about that an article must have. */
const MIN_SHARE = 0.1;

/** Whether one letter inserted, left out, changed, or two exchanged, make `a` into `b`. */
export function isTypo(a: string, b: string): boolean {
  if (Math.abs(a.length - b.length) > 1) return false;
  let i = 0;
  while (i < a.length && a[i] === b[i]) i++;
  const rest = a.slice(i);
  const other = b.slice(i);
  return (
    rest.slice(1) === other.slice(1) ||
    rest.slice(1) === other ||
    rest === other.slice(1) ||
    (rest[0] === other[1] && rest[1] === other[0] && rest.slice(2) === other.slice(2))
  );
}

/** Articles by their place in the list with their scores, the best first. Ties keep the articles' order. */
export function rank(index: Map<string, Posting[]>, size: number, query: string): [article: number, score: number][] {
  const wanted = query.slice(0, MAX_QUERY);
  const beginning = lastWord(wanted);
  const tokens = tokenize(wanted);
  const scores = new Map<number, number>();
  let about = 0;

  /** The postings of all terms that are like the one sought, each article once with its best impact. */
  const like = (test: (term: string) => boolean): Posting[] => {
    const best = new Map<number, number>();
    for (const [term, list] of index) {
      if (test(term)) for (const [article, impact] of list) best.set(article, Math.max(impact, best.get(article) ?? 0));
    }
    return [...best];
  };
  /** Postings of a word, as written or as meant, and how much they count. */
  const find = (term: string, isLast: boolean): [list: Posting[], share: number] => {
    const exact = index.get(term);
    if (exact || !/^[a-z\d]+$/.test(term)) return [exact ?? [], 1];
    const begun = isLast && beginning.length > 1 ? like((other) => other.startsWith(beginning)) : [];
    if (begun.length) return [begun, 0.7];
    return [term.length > 3 ? like((other) => isTypo(term, other)) : [], 0.5];
  };

  tokens.forEach(([term, weight], i) => {
    const [list, share] = find(term, beginning !== '' && i === tokens.length - 1);
    const rare = Math.log(1 + (size - list.length + 0.5) / (list.length + 0.5));
    about += weight * rare;
    for (const [article, impact] of list) {
      scores.set(article, (scores.get(article) ?? 0) + (weight * share * rare * impact) / 7);
    }
  });
  return [...scores]
    .filter(([article, score]) => article < size && score >= MIN_SHARE * about)
    .sort((a, b) => b[1] - a[1] || a[0] - b[0]);
}
