import { LineCounter, parseDocument } from 'yaml';
import { type Condition, parseCondition } from '../core/match.js';
import { isPagePattern } from './urls.js';

/** Characters; what a message can carry of an article. */
const LONGEST = { title: 200, description: 500 };

export interface FrontMatter {
  title: string;
  description: string;
  tags: string[];
  /** Default: after all that have one. */
  order: number;
  /** Where it says its language, as a file that stands in no folder of one must. */
  locale?: string;
  /** Lists show it where this holds. */
  if?: Condition;
  collection?: string;
  related?: string[];
  /** The pages of the site on which it is suggested: patterns of paths, or a condition. */
  pages?: string[] | Condition;
  /** Lines that it takes. */
  lines: number;
  body: string;
  /** The line of a field, or of the front matter. */
  lineOf(key: string): number;
}

/** The fields above an article's text. Calls `report` for each that is wrong; those are then as if absent. Node only. */
export function readFrontMatter(source: string, report: (line: number, message: string) => void): FrontMatter {
  const match = /^---\n([\s\S]*?)\n---(?:\n|$)/.exec(source);
  const found: FrontMatter = {
    title: '',
    description: '',
    tags: [],
    order: Infinity,
    lines: 0,
    body: source,
    lineOf: () => 1,
  };
  if (!match) {
    report(1, 'begin with front matter: ---, title: …, description: …, ---');
    return found;
  }
  found.lines = match[0].split('\n').length - 1;
  found.body = source.slice(match[0].length);
  const counter = new LineCounter();
  const document = parseDocument(match[1]!, { lineCounter: counter });
  for (const error of document.errors)
    report(counter.linePos(error.pos[0]).line + 1, error.message.replace(/ at line[\s\S]*/, ''));
  const json: unknown = document.errors.length ? null : document.toJS();
  if (typeof json !== 'object' || !json) {
    if (!document.errors.length) report(2, 'the front matter must be fields such as title: …');
    return found;
  }
  const lineOf = (key: string): number => {
    const at = match[1]!.split('\n').findIndex((line) => line.startsWith(`${key}:`));
    return at < 0 ? 1 : at + 2;
  };
  found.lineOf = lineOf;
  const known = ['title', 'description', 'tags', 'order', 'locale', 'if', 'collection', 'related', 'pages'];
  for (const key of Object.keys(json)) {
    if (!known.includes(key)) report(lineOf(key), `unknown field "${key}"; there are ${known.join(', ')}`);
  }
  const { tags = [], order = Infinity, locale, collection, related, pages } = json as Record<string, unknown>;
  for (const key of ['title', 'description'] as const) {
    const value = (json as Record<string, unknown>)[key];
    if (typeof value === 'string' && value.trim() && value.length <= LONGEST[key]) found[key] = value.trim();
    else report(lineOf(key), `${key} is required: 1 to ${LONGEST[key]} characters`);
  }
  if (Array.isArray(tags) && tags.every((tag) => typeof tag === 'string')) found.tags = tags;
  else report(lineOf('tags'), 'tags must be a list of words');
  if (typeof order === 'number' && !Number.isNaN(order)) found.order = order;
  else report(lineOf('order'), 'order must be a number');
  if (typeof locale === 'string') found.locale = locale;
  else if (locale !== undefined) report(lineOf('locale'), 'locale must be a language such as en or pt-BR');
  if (typeof collection === 'string') found.collection = collection;
  else if (collection !== undefined) report(lineOf('collection'), 'collection must be the id of one in help.yml');
  const names: unknown[] = Array.isArray(related) ? related : [related];
  // as in links, with .md or without
  if (names.every((name) => typeof name === 'string')) found.related = names.map((name) => name.replace(/\.md$/, ''));
  else if (related !== undefined) report(lineOf('related'), 'related must be a list of articles');
  const condition = (key: 'if' | 'pages'): Condition | undefined => {
    try {
      return parseCondition((json as Record<string, unknown>)[key], key);
    } catch (thrown) {
      report(lineOf(key), (thrown as Error).message);
      return undefined;
    }
  };
  if ('if' in json) found.if = condition('if')!;
  if (Array.isArray(pages) || typeof pages === 'string') {
    const patterns: unknown[] = [pages].flat();
    for (const one of patterns) {
      if (!isPagePattern(one)) report(lineOf('pages'), `${JSON.stringify(one)} is no path such as /cart or /orders/*`);
    }
    found.pages = patterns.filter(isPagePattern);
  } else if (pages !== undefined) found.pages = condition('pages')!;
  return found;
}
