/** Texts of the host's files: the one for the visitor's language, with the values put in. Pure. */
import * as LIMITS from './limits.js';
import { lookup } from './match.js';

/** A string, `@key` of the file's `messages`, or strings by locale with `en` as the fallback. `{{user.name|there}}` puts in a value. */
export type Text = string | Record<string, string>;

/** Texts by locale, then by key. */
export type Messages = Record<string, Record<string, string>>;

const own = <T>(of: Record<string, T>, key: string): T | undefined => (Object.hasOwn(of, key) ? of[key] : undefined);

/** The locales of a text for whoever has this one: `ja-JP`, then `ja`, then `en`. */
const chain = (locale: string) => [locale, locale.split('-')[0]!, 'en'];

const first = (locales: string[], textOf: (locale: string) => string | undefined): string =>
  locales.map(textOf).find((text) => text !== undefined) ?? '';

/** What stands for a text of the file's `messages`. */
export const isKey = (text: string): boolean => /^@[\w.-]+$/.test(text);

/** The text for a locale, else the first there is; empty for a key that is nowhere. */
export function pick(text: Text, locale: string, messages: Messages = {}): string {
  const wanted = chain(locale);
  if (typeof text !== 'string') return first([...wanted, ...Object.keys(text)], (one) => own(text, one));
  return isKey(text) ? first(wanted, (one) => own(own(messages, one) ?? {}, text.slice(1))) : text;
}

/** A string, number or boolean of at most 512 characters as text, or undefined. */
function shown(value: unknown): string | undefined {
  const text = /^(string|number|boolean)$/.test(typeof value) ? String(value) : '';
  return text && text.length <= LIMITS.contextValue ? text : undefined;
}

/**
 * Puts values in: `{{user.name|there}}` is the value at that path of `data`, else what follows the bar. Only own
 * properties are read, what is put in is encoded and not expanded again, and a result longer than `longest` has fallbacks only.
 */
export function fill(
  text: string,
  data: unknown,
  longest: number = LIMITS.text,
  encode: (value: string) => string = String,
): string {
  const put = (from: unknown) =>
    text.replace(/\{\{\s*([^{}|]+?)\s*(?:\|([^{}]*))?\}\}/g, (_, path: string, fallback = '') =>
      encode(shown(lookup(from, path)) ?? fallback),
    );
  const filled = put(data);
  return filled.length > longest ? put({}) : filled;
}
