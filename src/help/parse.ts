/** Reads the files of a help centre: what passes is exactly of the format. */
import { SobaniError } from '../core/errors.js';
import type { Block, Inline } from '../core/ports.js';
import type { HelpIndex, HelpManifest, IndexedArticle } from './format.js';
import { isImageUrl, isLinkUrl } from './urls.js';

const MAX_DEPTH = 12;

type Fields = Record<string, unknown>;

/** No more is said of what is wrong than where: it is mended in the one way. */
function expect(ok: unknown, path: string): asserts ok {
  if (!ok) throw new SobaniError('invalid', `${path}: is not of the format; run sobani build-help again`, { path });
}

function fields(value: unknown, path: string): Fields {
  expect(typeof value === 'object' && value && !Array.isArray(value), path);
  return value as Fields;
}
function string(value: unknown, path: string): string {
  expect(typeof value === 'string', path);
  return value;
}
/** As long as a message's article part may carry. */
function line(value: unknown, path: string): string {
  expect(string(value, path).length <= 512, path);
  return value as string;
}
function list<T>(value: unknown, path: string, each: (one: unknown, path: string) => T): T[] {
  expect(Array.isArray(value), path);
  return value.map((one, i) => each(one, `${path}.${i}`));
}
function url(value: unknown, path: string, allowed: (url: string) => boolean): string {
  expect(allowed(string(value, path)), path);
  return value as string;
}
const size = (value: unknown, path: string): number => {
  expect(Number.isSafeInteger(value) && (value as number) >= 0, path);
  return value as number;
};

const inlines = (value: unknown, path: string, depth: number): Inline[] =>
  list(value, path, (one, at): Inline => {
    if (typeof one === 'string') return one;
    expect(depth < MAX_DEPTH, at);
    const given = fields(one, at);
    if ('b' in given) return { b: inlines(given.b, `${at}.b`, depth + 1) };
    if ('i' in given) return { i: inlines(given.i, `${at}.i`, depth + 1) };
    if ('code' in given) return { code: string(given.code, `${at}.code`) };
    if ('a' in given) return { a: url(given.a, `${at}.a`, isLinkUrl), in: inlines(given.in, `${at}.in`, depth + 1) };
    expect(given.br === 1, at);
    return { br: 1 };
  });

const blocks = (value: unknown, path: string, depth = 0): Block[] =>
  list(value, path, (one, at): Block => {
    expect(depth < MAX_DEPTH, at);
    const given = fields(one, at);
    const inside = (key: string) => inlines(given[key], `${at}.${key}`, 0);
    const items = (key: string) =>
      list(given[key], `${at}.${key}`, (item, itemPath) => blocks(item, itemPath, depth + 1));
    // before the heading, whose `h` is a picture's height
    if ('img' in given) {
      return {
        img: url(given.img, `${at}.img`, isImageUrl),
        alt: string(given.alt, `${at}.alt`),
        ...('w' in given ? { w: size(given.w, `${at}.w`), h: size(given.h, `${at}.h`) } : {}),
      };
    }
    if ('p' in given) return { p: inside('p') };
    if ('h' in given) return { h: given.h === 2 ? 2 : 3, in: inside('in') };
    if ('ul' in given) return { ul: items('ul') };
    if ('ol' in given) {
      return { ol: items('ol'), ...('start' in given ? { start: size(given.start, `${at}.start`) } : {}) };
    }
    if ('quote' in given) return { quote: blocks(given.quote, `${at}.quote`, depth + 1) };
    if ('pre' in given) return { pre: string(given.pre, `${at}.pre`) };
    if ('table' in given) {
      return {
        table: list(given.table, `${at}.table`, (row, rowPath) =>
          list(row, rowPath, (cell, cellPath) => inlines(cell, cellPath, 0)),
        ),
      };
    }
    expect(given.hr === 1, at);
    return { hr: 1 };
  });

/** @throws SobaniError `invalid` with the path of what was wrong. */
export function parseManifest(json: unknown): HelpManifest {
  const given = fields(json, 'help');
  expect(given.v === 1, 'v');
  const locales: Record<string, string> = {};
  for (const [locale, file] of Object.entries(fields(given.locales, 'locales'))) {
    const path = `locales.${locale}`;
    expect(/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/.test(locale), path);
    // a name beside the manifest, so that it leads to no other place
    expect(/^[\w-]+\.json$/.test(string(file, path)), path);
    locales[locale] = file as string;
  }
  const fallback = string(given.fallback, 'fallback');
  expect(Object.hasOwn(locales, fallback), 'fallback');
  return { v: 1, locales, fallback };
}

/** @throws SobaniError `invalid` with the path of what was wrong, as `articles.3.body.0.p.1.a`. */
export function parseIndex(json: unknown): HelpIndex {
  const given = fields(json, 'index');
  expect(given.v === 1, 'v');
  const locale = string(given.locale, 'locale');
  const articles = list(given.articles, 'articles', (one, path): IndexedArticle => {
    const article = fields(one, path);
    const id = string(article.id, `${path}.id`);
    expect(/^[a-z0-9-]{1,64}$/.test(id), `${path}.id`);
    return {
      id,
      title: line(article.title, `${path}.title`),
      description: line(article.description, `${path}.description`),
      tags: list(article.tags, `${path}.tags`, string),
      locale,
      body: blocks(article.body, `${path}.body`),
      collection: string(article.collection ?? '', `${path}.collection`),
      related: list(article.related ?? [], `${path}.related`, string),
      if: article.if,
      pages: article.pages,
    };
  });
  return {
    v: 1,
    locale,
    articles,
    collections: list(given.collections ?? [], 'collections', (one, path) => {
      const { id, title, description } = fields(one, path);
      return {
        id: string(id, `${path}.id`),
        title: line(title, `${path}.title`),
        description: line(description, `${path}.description`),
      };
    }),
    popular: list(given.popular ?? [], 'popular', string),
    synonyms: list(given.synonyms ?? [], 'synonyms', (one, path) => list(one, path, string)),
    stop: string(given.stop ?? '', 'stop'),
    terms: string(given.terms, 'terms'),
    postings: string(given.postings, 'postings'),
  };
}
