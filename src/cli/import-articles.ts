/** Articles of Zendesk and Intercom, as their APIs and exports give them, to files of a help centre. */
import { SobaniError } from '../core/errors.js';
import { isObject, listOf, objectOf, textOf } from '../lint/findings.js';
import { folderOf, freeName, type Imported, shorten, slugOf, withFrontMatter } from './import-files.js';
import { htmlToMarkdown } from './import-html.js';

/** What the two have in common. */
interface Source {
  /** For messages. */
  name: string;
  /** The same in all languages. */
  id: string;
  title: string;
  description: string;
  body: string;
  locale: string;
  tags: string[];
  isDraft: boolean;
  /** Addresses at which it was read. */
  urls: string[];
}

const LONGEST = { title: 200, description: 500, shown: 160 };

function zendesk(json: unknown, i: number, locale: string): Source {
  const one = objectOf(json);
  const title = textOf(one.title) ?? textOf(one.name) ?? '';
  return {
    name: `articles[${i}]`,
    id: String(one.id ?? `${i}`),
    title,
    description: '',
    body: textOf(one.body) ?? '',
    locale: textOf(one.locale) ?? locale,
    tags: listOf(one.label_names).flatMap((tag) => (typeof tag === 'string' && tag.trim() ? [tag.trim()] : [])),
    isDraft: one.draft === true,
    urls: [textOf(one.html_url) ?? '', textOf(one.url) ?? ''],
  };
}

function intercom(json: unknown, i: number, locale: string): Source {
  const one = objectOf(json);
  return {
    name: `data[${i}]`,
    id: String(one.id ?? `${i}`),
    title: textOf(one.title) ?? '',
    description: textOf(one.description) ?? '',
    body: textOf(one.body) ?? '',
    locale: textOf(one.default_locale) ?? locale,
    tags: [],
    isDraft: one.state === 'draft',
    urls: [textOf(one.url) ?? ''],
  };
}

const KINDS = { zendesk: ['articles', zendesk], intercom: ['data', intercom] } as const;

/** Numbers of articles in addresses of help centres: `…/articles/360001234-How-to-return`. */
const numberIn = (url: string): string | undefined => /\/articles\/(\d+)(?:[-?#/]|$)/.exec(url)?.[1];

/** Language folders: without the region where a language has one only. */
function foldersOf(sources: readonly Source[]): (locale: string) => string | undefined {
  const all = new Set(sources.flatMap(({ locale }) => folderOf(locale) ?? []));
  return (locale) => {
    const folder = folderOf(locale);
    const language = folder?.split('-')[0];
    return [...all].filter((one) => one.split('-')[0] === language).length > 1 ? folder : language;
  };
}

/** The first words of a text, without its marks. */
const firstWords = (markdown: string): string => {
  const paragraph = markdown.split('\n\n').find((one) => one.trim() && !/^(#|!\[|\||```|-{3})/.test(one.trim())) ?? '';
  return paragraph
    .replace(/!?\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replace(/^\s*(?:[-*>]|\d+[.)])\s+/gm, '')
    .replace(/[*_`\\]/g, '');
};

/** Throws `invalid` where the file is not of this kind. `locale`: of articles that do not say theirs. */
export function importArticles(kind: 'zendesk' | 'intercom', json: unknown, locale: string): Imported {
  const [key, read] = KINDS[kind];
  const list = isObject(json) ? json[key] : undefined;
  if (!Array.isArray(list))
    throw new SobaniError('invalid', `the file must be an object with a list "${key}"`, { path: key });
  const sources = list.map((one, i) => read(one, i, locale));
  const imported: Imported = { files: new Map(), notes: [] };
  const note = (source: Source, what: string) =>
    void imported.notes.push(`${source.name} "${shorten(source.title, 40)}": ${what}`);
  const folder = foldersOf(sources.filter(({ title, isDraft }) => title.trim() && !isDraft));

  const wanted = sources.filter((source) => {
    const why = source.isDraft
      ? 'is a draft, and was left out'
      : !source.title.trim()
        ? 'has no title, and was left out'
        : folder(source.locale) === undefined
          ? `"${source.locale}" is no language; it was left out`
          : undefined;
    if (why) note(source, why);
    return !why;
  });
  // one name in all languages, made of the English title where there is one
  const ids = new Map<string, string>();
  const english = (source: Source) => (folder(source.locale)?.startsWith('en') ? 0 : 1);
  for (const { id, title } of [...wanted].sort((a, b) => english(a) - english(b))) {
    if (!ids.has(id)) ids.set(id, freeName(slugOf(title) || slugOf(`article-${id}`), new Set(ids.values())));
  }
  const byUrl = new Map(
    wanted.flatMap(({ id, urls }) => urls.filter(Boolean).map((url): [string, string] => [url, ids.get(id)!])),
  );
  const articleAt = (url: string): string | undefined => byUrl.get(url) ?? ids.get(numberIn(url) ?? '');

  for (const source of wanted) {
    const { markdown, notes } = htmlToMarkdown(source.body, articleAt);
    for (const one of notes) note(source, one);
    if (!markdown.trim()) {
      note(source, 'has no text, and was left out');
      continue;
    }
    const name = `${folder(source.locale)}/${ids.get(source.id)}.md`;
    if (imported.files.has(name)) {
      note(source, `${name} was made of another already; this one was left out`);
      continue;
    }
    const description = source.description.trim() || shorten(firstWords(markdown), LONGEST.shown) || source.title;
    const fields = {
      title: shorten(source.title, LONGEST.title),
      description: shorten(description, LONGEST.description),
      ...(source.tags.length && { tags: source.tags }),
    };
    imported.files.set(name, withFrontMatter(fields, markdown));
  }
  return imported;
}
