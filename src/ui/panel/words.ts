import type { Translate } from '../../i18n/translate.js';
import type { Options } from '../../types.js';
import { text } from '../kit/gate.js';

/** The team's name, as the host gave it. */
export const teamName = (t: Translate, options: Options): string => text(options.name) || t('team');

/** A text of the host's with the visitor's name, or what stands for it, put in; empty where it has none for this locale. */
export function hostText(given: Options['greeting'], locale: string, name: string): string {
  const all: Record<string, unknown> = { __proto__: null, ...(given as object) };
  return text(Object(given) === given ? (all[locale] ?? all[locale.split('-')[0]!] ?? all.en) : given).replace(
    /{{\s*(user\.name\b)?.*?(?:\|(.*?))?}}/g,
    (_, isName, none = '') => (isName && name) || none,
  );
}
