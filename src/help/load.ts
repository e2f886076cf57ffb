/** Fetches a help centre and keeps it in memory. */
import type { Article, HelpCentre } from '../core/ports.js';
import { parseIndex, parseManifest } from './parse.js';
import { decode } from './postings.js';
import { rank } from './search.js';

/**
 * The help centre in the language nearest to `locale`: `pt-BR`, then `pt`, then the centre's fallback. Index files are
 * looked for beside the manifest. Rejects with what `fetchJson` does, or `invalid` with the path of what was wrong.
 */
export async function loadHelp(
  manifestUrl: string,
  locale: string,
  fetchJson: (url: string) => Promise<unknown>,
): Promise<HelpCentre> {
  const { locales, fallback } = parseManifest(await fetchJson(manifestUrl));
  const wanted = [locale, locale.split('-')[0]].map((one) =>
    Object.keys(locales).find((has) => has.toLowerCase() === one!.toLowerCase()),
  );
  const file = locales[wanted.find((one) => one) ?? fallback]!;
  const folder = manifestUrl.replace(/[?#].*$/, '').replace(/[^/]*$/, '');
  const index = parseIndex(await fetchJson(folder + file));
  const terms = decode(index.terms, index.postings);
  const byId = new Map<string, Article>(index.articles.map((article) => [article.id, article]));
  return {
    locale: index.locale,
    list: () => index.articles.map(({ id, title, description }) => ({ id, title, description })),
    search: (query, limit = 8) =>
      rank(terms, index.articles.length, query)
        .slice(0, limit)
        .map(([at, score]) => {
          const { id, title, description } = index.articles[at]!;
          return { id, title, description, locale: index.locale, score };
        }),
    article: (id) => byId.get(id),
  };
}
