/** Which articles may help on a page: those that their authors named for it, then those that are about what it is about. Pure. */

import type { Posting } from './postings.js';
import { rarity } from './search.js';
import { pieces } from './tokenize.js';

/** What is known of where the visitor is. */
export interface Here {
  /** Path of the page. */
  path: string;
  title: string;
  /** What the page says that it is about: its product, where it stands in the site, the questions that it answers. */
  names: readonly string[];
  /** What was searched for last; empty where nothing was. */
  query: string;
}

export interface Suggestible {
  articles: readonly { id: string }[];
  terms: ReadonlyMap<string, readonly Posting[]>;
  /** Words that say little. */
  stop: ReadonlySet<string>;
  /** Of those articles whose authors have named pages: whether that path is one. */
  isNamed: ReadonlyMap<string, (path: string) => boolean>;
}

/** What an author says counts more than any likeness. */
const NAMED = 10;
const WEIGHTS = { query: 1, names: 0.8, path: 0.7, title: 0.5 };
/** Characters of each that are looked at. */
const LONGEST = 500;
/** Share of what a text says that an article must be about. */
const LEAST = 0.3;
/** Share of all articles above which a word that they have tells none of them apart. */
const COMMON = 0.5;
/** Weight of a token below which it says too little: a function word, a pair of hiragana. */
const SLIGHT = 0.4;

/** The words of an address: `/help/gift-cards?x` is "help gift cards". */
const wordsOf = (path: string): string => {
  const plain = path.replace(/[?].*/, '').replace(/[^\p{L}\p{M}\p{N}%]+/gu, ' ');
  try {
    return decodeURIComponent(plain);
  } catch {
    return plain;
  }
};

/** Ids, the likeliest first. Ties keep the articles' order. */
export function suggest({ articles, terms, stop, isNamed }: Suggestible, here: Here): string[] {
  const scores = articles.map(({ id }) => (isNamed.get(id)?.(here.path) ? NAMED : 0));
  const most = Math.max(1, articles.length * COMMON);
  const add = (text: string, weight: number) => {
    const shares = new Float64Array(articles.length);
    let about = 0;
    const found = pieces(text.slice(0, LONGEST), stop).filter(([, weight]) => weight >= SLIGHT);
    for (const [term, counts] of new Map(found.map(([term, weight]) => [term, weight]))) {
      const list = terms.get(term);
      // a word that no article has says nothing of any
      if (!list || list.length > most) continue;
      const rare = rarity(articles.length, list.length);
      about += counts * rare;
      // a damaged index names articles that are not there: writing to their place does nothing
      for (const [article, impact] of list) shares[article]! += (counts * rare * impact) / 7;
    }
    shares.forEach((sum, at) => {
      if (sum / about > LEAST) scores[at]! += (weight * sum) / about;
    });
  };
  add(here.query, WEIGHTS.query);
  for (const name of here.names) add(name, WEIGHTS.names);
  add(wordsOf(here.path), WEIGHTS.path);
  add(here.title, WEIGHTS.title);
  return articles
    .map(({ id }, at) => ({ id, score: scores[at]! }))
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score)
    .map(({ id }) => id);
}

/** The names that are among what is known of a page: `product`, `breadcrumbs` and `questions`, as the snapshot has them. */
export function namesIn(known: Record<string, unknown>): string[] {
  const { product, breadcrumbs, questions } = known;
  const all = [Object(product).name, breadcrumbs, questions].flat() as unknown[];
  return all.filter((name): name is string => typeof name === 'string').slice(0, 30);
}
