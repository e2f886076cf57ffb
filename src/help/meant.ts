/** What a query is taken to say where words of it are mistyped. Pure. */
import type { LoadedHelp } from './load.js';
import { isTypo, search } from './search.js';
import { fold, pieces, stem } from './tokenize.js';

/** Articles in which the right word is looked for. */
const LOOKED = 3;

/**
 * The query with each word that no article has put as the best articles write the one that it was taken for; undefined where
 * all of it was taken as it stands.
 */
export function meant({ index, lines, article }: Pick<LoadedHelp, 'index' | 'lines' | 'article'>, query: string) {
  const { articles, terms, words } = index;
  const { ranked, terms: found, typos } = search(terms, articles.length, query, words);
  if (!typos.length) return undefined;
  const best = lines(ranked.map(([at]) => articles[at]!.id)).slice(0, LOOKED);
  // of a body all that is text is looked at, and the names of its blocks, which are no words that anybody mistypes
  const texts = best.flatMap(({ id, title, description }) => [title, description, JSON.stringify(article(id)!.body)]);
  const rightOf = (written: string): string => {
    const sought = stem(fold(written));
    for (const text of texts) {
      const piece = pieces(text, words.stop).find(([term]) => found.has(term) && isTypo(sought, term));
      if (!piece) continue;
      const word = text.slice(piece[2], piece[3]);
      return written === written.toLowerCase() ? word.toLowerCase() : word;
    }
    return written;
  };
  let read = query;
  // from the end, so that the places before stay what they are
  for (const [start, end] of typos.reverse()) {
    read = read.slice(0, start) + rightOf(query.slice(start, end)) + read.slice(end);
  }
  return read === query ? undefined : read;
}
