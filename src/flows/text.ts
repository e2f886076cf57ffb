/** Texts of a flow: the one for the visitor's language, with the values put in. Pure. */
import * as LIMITS from '../core/limits.js';
import { lookup } from '../core/match.js';
import type { Text } from './format.js';

/** The text for a locale: `ja-JP`, then `ja`, then `en`, then the first there is. */
export function pick(text: Text, locale: string): string {
  if (typeof text === 'string') return text;
  const key = [locale, locale.split('-')[0]!, 'en', ...Object.keys(text)].find((one) => Object.hasOwn(text, one));
  return key ? text[key]! : '';
}

/** A string, number or boolean of at most 512 characters as text, or undefined. */
function shown(value: unknown): string | undefined {
  const text = /^(string|number|boolean)$/.test(typeof value) ? String(value) : '';
  return text && text.length <= LIMITS.contextValue ? text : undefined;
}

/**
 * Puts values in: `{{user.name|there}}` is the value at that path of `data`, else what follows the bar. Only own
 * properties are read, what is put in is not expanded again, and a result longer than `longest` has fallbacks only.
 */
export function fill(text: string, data: unknown, longest: number = LIMITS.text): string {
  const put = (from: unknown) =>
    text.replace(
      /\{\{\s*([^{}|]+?)\s*(?:\|([^{}]*))?\}\}/g,
      (_, path: string, fallback = '') => shown(lookup(from, path)) ?? fallback,
    );
  const filled = put(data);
  return filled.length > longest ? put({}) : filled;
}
