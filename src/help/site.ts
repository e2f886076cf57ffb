/** `help.yml` beside the languages: what belongs to no single article. Node only. */
import { isMap, isScalar, isSeq, LineCounter, type Node, parseDocument } from 'yaml';

export type Report = (line: number, message: string) => void;

/** A collection, its words by language. */
export interface SiteCollection {
  id: string;
  title: Record<string, string>;
  description: Record<string, string>;
  line: number;
}

export interface Site {
  collections: SiteCollection[];
  popular: { id: string; line: number }[];
  /** Groups of words by language. */
  synonyms: Record<string, string[][]>;
}

const ID = /^[a-z0-9-]{1,64}$/;
const LOCALE = /^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/;

/** Calls `report` for each thing that is wrong; those are then as if absent. */
export function readSite(source: string, report: Report): Site {
  const counter = new LineCounter();
  const document = parseDocument(source, { lineCounter: counter });
  const site: Site = { collections: [], popular: [], synonyms: {} };
  const lineOf = (node: unknown) => counter.linePos((node as Node | null)?.range?.[0] ?? 0).line;
  for (const error of document.errors)
    report(counter.linePos(error.pos[0]).line, error.message.replace(/ at line[\s\S]*/, ''));
  if (document.errors.length || !document.contents) return site;

  /** The entries of a map by their keys; nothing where it is none. */
  function entries(node: unknown, what: string): [key: string, value: unknown, at: Node][] {
    if (isMap(node)) return node.items.map(({ key, value }) => [String(key), value, key as Node]);
    report(lineOf(node), `${what} must be fields such as ${what === 'help.yml' ? 'popular' : 'en'}: …`);
    return [];
  }
  function items(node: unknown, what: string): unknown[] {
    if (isSeq(node)) return node.items;
    report(lineOf(node), `${what} must be a list`);
    return [];
  }
  function words(node: unknown, what: string, longest: number): string {
    const value = isScalar(node) ? node.value : undefined;
    if (typeof value === 'string' && value.trim() && value.length <= longest) return value.trim();
    report(lineOf(node), `${what} must be 1 to ${longest} characters`);
    return '';
  }
  function byLocale<T>(node: unknown, what: string, each: (value: unknown, locale: string) => T): Record<string, T> {
    const all: Record<string, T> = {};
    for (const [locale, value, at] of entries(node, what)) {
      if (LOCALE.test(locale)) all[locale] = each(value, locale);
      else report(lineOf(at), `${what}: "${locale}" is no language such as en or pt-BR`);
    }
    return all;
  }

  function collection(node: unknown): void {
    const one: SiteCollection = { id: '', title: {}, description: {}, line: lineOf(node) };
    for (const [key, value, at] of entries(node, 'a collection')) {
      if (key === 'id') one.id = words(value, 'id', 64);
      else if (key === 'title') one.title = byLocale(value, 'title', (text) => words(text, 'title', 200));
      else if (key === 'description') one.description = byLocale(value, 'description', (text) => words(text, key, 500));
      else report(lineOf(at), `unknown field "${key}"; there are id, title, description`);
    }
    if (!ID.test(one.id)) report(one.line, 'a collection needs an id: 1 to 64 of a-z 0-9 -');
    else if (site.collections.some(({ id }) => id === one.id))
      report(one.line, `there are two collections "${one.id}"`);
    else site.collections.push(one);
  }

  for (const [key, value, at] of entries(document.contents, 'help.yml')) {
    if (key === 'collections') items(value, key).forEach(collection);
    else if (key === 'popular') {
      for (const node of items(value, key)) site.popular.push({ id: words(node, 'popular', 64), line: lineOf(node) });
    } else if (key === 'synonyms') {
      site.synonyms = byLocale(value, key, (groups, locale) =>
        items(groups, `synonyms.${locale}`).map((group) => {
          const all = items(group, 'a group of synonyms').map((word) => words(word, 'a synonym', 64));
          if (all.length === 1) report(lineOf(group), 'a group of synonyms needs two words or more');
          return all;
        }),
      );
    } else report(lineOf(at), `unknown field "${key}"; there are collections, popular, synonyms`);
  }
  return site;
}
