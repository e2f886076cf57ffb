/** Reads the files of a help centre: what passes is exactly of the format. */
import { SobaniError } from '../core/errors.js';
import type { Article, Block, Inline } from '../core/ports.js';
import type { HelpIndex, HelpManifest } from './format.js';
import { isImageUrl, isLinkUrl } from './urls.js';

const MAX_DEPTH = 12;
const MAX_ARTICLES = 5000;

type Fields = Record<string, unknown>;

function expect(ok: unknown, path: string, what: string): asserts ok {
  if (!ok) throw new SobaniError('invalid', `${path}: expected ${what}; run sobani build-help again`, { path });
}

function fields(value: unknown, path: string): Fields {
  expect(typeof value === 'object' && value && !Array.isArray(value), path, 'an object');
  return value as Fields;
}
function string(value: unknown, path: string): string {
  expect(typeof value === 'string', path, 'a string');
  return value;
}
/** As long as a message's article part may carry. */
function line(value: unknown, path: string): string {
  expect(string(value, path).length <= 512, path, 'at most 512 characters');
  return value as string;
}
function list<T>(value: unknown, path: string, each: (one: unknown, path: string) => T, most = 10_000): T[] {
  expect(Array.isArray(value) && value.length <= most, path, `a list of at most ${most}`);
  return value.map((one, i) => each(one, `${path}.${i}`));
}
function url(value: unknown, path: string, allowed: (url: string) => boolean): string {
  expect(typeof value === 'string' && allowed(value), path, 'an allowed address');
  return value;
}
const size = (value: unknown, path: string): number => {
  expect(Number.isSafeInteger(value) && (value as number) >= 0, path, 'a whole number');
  return value as number;
};

const inlines = (value: unknown, path: string, depth: number): Inline[] =>
  list(value, path, (one, at): Inline => {
    if (typeof one === 'string') return one;
    expect(depth < MAX_DEPTH, at, 'less nesting');
    const given = fields(one, at);
    if ('b' in given) return { b: inlines(given.b, `${at}.b`, depth + 1) };
    if ('i' in given) return { i: inlines(given.i, `${at}.i`, depth + 1) };
    if ('code' in given) return { code: string(given.code, `${at}.code`) };
    if ('a' in given) return { a: url(given.a, `${at}.a`, isLinkUrl), in: inlines(given.in, `${at}.in`, depth + 1) };
    expect(given.br === 1, at, 'inline content');
    return { br: 1 };
  });

const blocks = (value: unknown, path: string, depth = 0): Block[] =>
  list(value, path, (one, at): Block => {
    expect(depth < MAX_DEPTH, at, 'less nesting');
    const given = fields(one, at);
    const inside = (key: string) => inlines(given[key], `${at}.${key}`, 0);
    const items = (key: string) =>
      list(given[key], `${at}.${key}`, (item, itemPath) => blocks(item, itemPath, depth + 1));
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
    if ('img' in given) {
      return { img: url(given.img, `${at}.img`, isImageUrl), alt: string(given.alt, `${at}.alt`) };
    }
    expect(given.hr === 1, at, 'a block of an article');
    return { hr: 1 };
  });

/** @throws SobaniError `invalid` with the path of what was wrong. */
export function parseManifest(json: unknown): HelpManifest {
  const given = fields(json, 'help');
  expect(given.v === 1, 'v', '1');
  const locales: Record<string, string> = {};
  for (const [locale, file] of Object.entries(fields(given.locales, 'locales'))) {
    const path = `locales.${locale}`;
    expect(/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/.test(locale), path, 'a language such as en or pt-BR');
    // a name beside the manifest, so that it leads to no other place
    expect(/^[\w-]+\.json$/.test(string(file, path)), path, 'the name of an index file');
    locales[locale] = file as string;
  }
  const fallback = string(given.fallback, 'fallback');
  expect(Object.hasOwn(locales, fallback), 'fallback', 'one of the languages');
  return { v: 1, locales, fallback };
}

/** @throws SobaniError `invalid` with the path of what was wrong, as `articles.3.body.0.p.1.a`. */
export function parseIndex(json: unknown): HelpIndex {
  const given = fields(json, 'index');
  expect(given.v === 1, 'v', '1');
  const locale = string(given.locale, 'locale');
  const articles = list(
    given.articles,
    'articles',
    (one, path): Article => {
      const article = fields(one, path);
      const id = string(article.id, `${path}.id`);
      expect(/^[a-z0-9-]{1,64}$/.test(id), `${path}.id`, '1 to 64 of a-z 0-9 -');
      return {
        id,
        title: line(article.title, `${path}.title`),
        description: line(article.description, `${path}.description`),
        tags: list(article.tags, `${path}.tags`, string),
        locale,
        body: blocks(article.body, `${path}.body`),
      };
    },
    MAX_ARTICLES,
  );
  return {
    v: 1,
    locale,
    articles,
    terms: string(given.terms, 'terms'),
    postings: string(given.postings, 'postings'),
  };
}
