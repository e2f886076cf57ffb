/** Texts of flows and rules in all their languages, and which of them are not translated. Pure. */
import { isObject, names, type Path, type Report } from './findings.js';
import { suggest } from './shape.js';
import type { Shown } from './step-view.js';

/** Texts by key, by language: `messages` of a file. */
export type Catalogue = ReadonlyMap<string, ReadonlyMap<string, string>>;

export function readCatalogue(messages: unknown, report: Report): Catalogue {
  const catalogue = new Map<string, Map<string, string>>();
  if (!isObject(messages)) return catalogue;
  for (const [locale, texts] of Object.entries(messages)) {
    const at: Path = ['messages', locale];
    if (!LOCALE.test(locale)) report(at, 'shape', `"${locale}" is no language`, 'write it as en or pt-BR');
    else if (!isObject(texts)) report(at, 'shape', `${locale} must be an object of texts by key`);
    else {
      const found = new Map<string, string>();
      for (const [key, text] of Object.entries(texts)) {
        if (typeof text === 'string' && text.trim()) found.set(key, text);
        else report([...at, key], 'shape', `"${key}" must be a text`);
      }
      catalogue.set(locale, found);
    }
  }
  return catalogue;
}

const LOCALE = /^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/;

/** Each string that a text may become, and where it stands. */
export function stringsOf(text: unknown, at: Path, catalogue: Catalogue): { text: string; at: Path }[] {
  if (typeof text === 'string') {
    const key = keyOf(text);
    if (key === undefined) return [{ text, at }];
    return [...catalogue.values()].flatMap((texts) => (texts.has(key) ? [{ text: texts.get(key)!, at }] : []));
  }
  if (!isObject(text)) return [];
  return Object.entries(text).flatMap(([locale, one]) =>
    typeof one === 'string' ? [{ text: one, at: [...at, locale] }] : [],
  );
}

/** The key of a text that stands among the messages. */
const keyOf = (text: string): string | undefined => (text[0] === '@' ? text.slice(1) : undefined);

const hasWords = (text: string) => /\p{L}/u.test(text.replace(/\{\{[^{}]*\}\}/g, ''));

/** Texts that are missing, and languages that a text has no words in although the file has others. */
export function checkTexts(shown: readonly Shown[], catalogue: Catalogue, report: Report): void {
  const inline = shown.flatMap(({ text }) => (isObject(text) ? Object.keys(text) : []));
  const locales = [...new Set([...catalogue.keys(), ...inline])].sort();
  const lacking = (has: Iterable<string>) => {
    const all = [...has];
    return locales.filter((one) => !all.includes(one) && !all.includes(one.split('-')[0]!));
  };
  const keys = new Set([...catalogue.values()].flatMap((texts) => [...texts.keys()]));
  const used = new Map<string, Path>();
  for (const { text, at } of shown) {
    const key = typeof text === 'string' ? keyOf(text) : undefined;
    if (key !== undefined) {
      if (!used.has(key)) used.set(key, at);
      if (!keys.has(key)) report(at, 'missing-message', `there is no message "${key}"`, suggest(key, keys));
    } else if (isObject(text)) {
      const missing = lacking(Object.keys(text));
      if (missing.length) report(at, 'missing-translation', `not in ${missing.join(', ')}`, 'translate it');
    } else if (typeof text === 'string' && hasWords(text) && locales.length > 1) {
      const mend = `write it in each of ${locales.join(', ')}`;
      report(at, 'missing-translation', `${names([text])} is in one language only`, mend);
    }
  }
  for (const key of keys) {
    const missing = lacking([...catalogue].filter(([, texts]) => texts.has(key)).map(([locale]) => locale));
    for (const locale of missing) {
      const at: Path = catalogue.has(locale) ? ['messages', locale] : (used.get(key) ?? ['messages']);
      if (locale === 'en')
        report(at, 'missing-message', `the message "${key}" is not in en`, 'en is what others fall back to');
      else report(at, 'missing-translation', `the message "${key}" is not in ${locale}`, 'translate it');
    }
  }
}
