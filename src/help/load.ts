/** Fetches a help centre and keeps it in memory. */
import type { Article, ArticleLine, HelpCentre } from '../core/ports.js';
import type { IndexedArticle } from './format.js';
import { highlight } from './highlight.js';
import { parseIndex, parseManifest } from './parse.js';
import { decode, type Posting } from './postings.js';
import { search, type Words } from './search.js';

// in one file with it: whoever looks into the help centre needs both
export { attachVisitor } from './visitor.js';

/** Reads a condition; throws `invalid` with the path. What it gives tells whether the condition holds now. */
export type ReadCondition = (json: unknown, path: string) => () => boolean;

/** What a help centre is made of, for what knows more of the visitor. */
export interface LoadedHelp extends HelpCentre {
  readonly index: {
    articles: readonly IndexedArticle[];
    terms: Map<string, Posting[]>;
    words: Words;
    /** Absent where no article has conditions, or nobody can judge them. */
    read: ReadCondition | undefined;
  };
  /** Of those ids that are articles, and whose conditions hold now. */
  lines(ids: readonly string[]): ArticleLine[];
}

/**
 * The help centre in the language nearest to `locale`: `pt-BR`, then `pt`, then the centre's fallback. Index files are
 * looked for beside the manifest. `conditions` is called where articles have any; without it, or where it rejects, those are
 * in no list. Rejects with what `fetchJson` does, or `invalid` with the path of what was wrong.
 */
export async function loadHelp(
  manifestUrl: string,
  locale: string,
  fetchJson: (url: string) => Promise<unknown>,
  conditions?: () => Promise<ReadCondition>,
): Promise<LoadedHelp> {
  const { locales, fallback } = parseManifest(await fetchJson(manifestUrl));
  const wanted = [locale, locale.split('-')[0]].map((one) =>
    Object.keys(locales).find((has) => has.toLowerCase() === one!.toLowerCase()),
  );
  const file = locales[wanted.find((one) => one) ?? fallback]!;
  const folder = manifestUrl.replace(/[^/]*([?#].*)?$/, '');
  const index = parseIndex(await fetchJson(folder + file));
  const terms = decode(index.terms, index.postings);
  const words = { stop: new Set(index.stop.split(' ')), synonyms: index.synonyms };
  const isConditional = index.articles.some(
    ({ if: condition, pages }) => condition || (pages && !Array.isArray(pages)),
  );
  const read = isConditional ? await conditions?.().catch(() => undefined) : undefined;
  const byId = new Map<string, Article>(index.articles.map((article) => [article.id, article]));
  const shows = new Map(
    index.articles.map(({ id, if: condition }, i) => [
      id,
      condition ? read?.(condition, `articles.${i}.if`) : () => true,
    ]),
  );
  const lines = (ids: readonly string[]): ArticleLine[] =>
    ids.flatMap((id) => {
      if (!shows.get(id)?.()) return [];
      const { title, description, collection } = byId.get(id)!;
      return { id, title, description, collection };
    });
  return {
    index: { articles: index.articles, terms, words, read },
    lines,
    locale: index.locale,
    list: () => lines([...byId.keys()]),
    search(query, limit = 8) {
      const { ranked, terms: meant } = search(terms, index.articles.length, query, words);
      const mark = (text: string) => highlight(text, meant, words.stop);
      return ranked
        .flatMap(([at, score]) => lines([index.articles[at]!.id]).map((line) => ({ line, score })))
        .slice(0, limit)
        .map(({ line: { id, title, description }, score }) => {
          const marks = { title: mark(title), description: mark(description) };
          return { id, title, description, locale: index.locale, score, marks };
        });
    },
    article: (id) => byId.get(id),
    collections: index.collections,
    popular: () => lines(index.popular),
    related: (id) => lines(byId.get(id)?.related ?? []),
  };
}
