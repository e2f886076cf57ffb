/** Articles to the files that `sobani build-help` would write, on the page. */
import { parseMarkdown } from '../../src/help/blocks.js';
import { buildIndex } from '../../src/help/build-index.js';
import { readFrontMatter } from '../../src/help/front-matter.js';
import { nearest } from './languages.js';
import type { Articles, Trouble } from './sources.js';

export interface Help {
  /** By name, `help.json` among them. */
  files: Record<string, string>;
  /** Of any language. */
  ids: Set<string>;
  trouble: Trouble[];
}

const NAME = /^([a-z]{2,3}(?:-\w{2,8})*)\/([a-z0-9-]{1,64})\.md$/;

export function compileHelp(articles: Articles): Help {
  const trouble: Trouble[] = [];
  const report = (file: string) => (line: number, message: string) =>
    void trouble.push({ kind: 'help', file, line, severity: 'error', rule: 'help', message, mend: '' });
  const byLocale = new Map<string, { id: string; path: string; text: string }[]>();
  for (const [path, text] of Object.entries(articles)) {
    const [, locale, id] = NAME.exec(path) ?? [];
    if (locale && id) byLocale.set(locale, [...(byLocale.get(locale) ?? []), { id, path, text }]);
    else report(path)(1, 'name it <language>/<article>.md, with a-z, 0-9 and - in the article');
  }

  const files: Record<string, string> = {};
  const locales: Record<string, string> = {};
  for (const [locale, all] of byLocale) {
    const ids = new Set(all.map(({ id }) => id));
    const read = all.map(({ id, path, text }) => {
      const tell = report(path);
      const front = readFrontMatter(text.replace(/\r\n?/g, '\n'), tell);
      const { title, description, tags, related = [], if: condition, pages, lines, body, lineOf, order } = front;
      const { blocks, problems } = parseMarkdown({ text: body, lineOffset: lines, hasArticle: (one) => ids.has(one) });
      for (const { line, message } of problems) tell(line, message);
      if (!blocks.length && !problems.length) tell(lines + 1, 'the article is empty');
      for (const other of related) if (!ids.has(other)) tell(lineOf('related'), `there is no article "${other}.md"`);
      return {
        order,
        article: {
          ...{ id, title, description, tags, body: blocks },
          ...(related.length && { related }),
          ...(condition && { if: condition }),
          ...(pages && { pages }),
        },
      };
    });
    const sorted = read.sort((a, b) => a.order - b.order || 0).map(({ article }) => article);
    const popular = sorted.slice(0, 3).map(({ id }) => id);
    const index = { v: 1, locale, articles: sorted, collections: [], popular, ...buildIndex(sorted, { locale }) };
    locales[locale] = `index-${locale}.json`;
    files[locales[locale]!] = JSON.stringify(index);
  }
  files['help.json'] = JSON.stringify({ v: 1, locales, fallback: nearest('en', Object.keys(locales)) ?? 'en' });
  return { files, ids: new Set([...byLocale.values()].flat().map(({ id }) => id)), trouble };
}
