/** Texts of the host's files: the one for the visitor's language, with the values put in. Pure. */
import { isScalar } from './compare.js';
import * as LIMITS from './limits.js';
import { lookup, own } from './match.js';

/** A string, `@key` of the file's `messages`, or strings by locale with `en` as the fallback. `{{user.name|there}}` puts in a value. */
export type Text = string | Record<string, string>;

/** Texts by locale, then by key. */
export type Messages = Record<string, Record<string, string>>;

const first = (locales: string[], textOf: (locale: string) => string | undefined): string =>
  locales.map(textOf).find((text) => text !== undefined) ?? '';

/** What stands for a text of the file's `messages`. */
export const isKey = (text: string): boolean => /^@[\w.-]+$/.test(text);

/** The text for a locale, else the first there is; empty for a key that is nowhere. */
export function pick(text: Text, locale: string, messages: Messages = {}): string {
  // `ja-JP`, then `ja`, then `en`
  const wanted = [locale, locale.split('-')[0]!, 'en'];
  if (typeof text !== 'string') return first([...wanted, ...Object.keys(text)], (one) => own(text, one));
  return isKey(text) ? first(wanted, (one) => own(own(messages, one), text.slice(1))) : text;
}

/** A string, number or boolean of at most 512 characters as text; empty for anything else. */
const shown = (value: unknown): string =>
  isScalar(value) && `${value}`.length <= LIMITS.contextValue ? `${value}` : '';

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
      encode(shown(lookup(from, path)) || fallback),
    );
  const filled = put(data);
  return filled.length > longest ? put({}) : filled;
}
