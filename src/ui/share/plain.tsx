/** Any JSON in words and lists. What pretends to be an element stays data, and there are no braces. */
import type { ComponentChildren } from 'preact';
import type { Strings } from '../../i18n/en-screens.js';
import type { Translate } from '../../i18n/translate.js';
import { when } from '../conversation/words.js';
import { moneyWords, named } from './words.js';

/** More than a snapshot can hold: nothing that goes is left out. */
const DEPTH = 12;
const ENTRIES = 1000;
const LENGTH = 8192;

const NOTHING = '–';

/** It does not fit beside its name. */
const isDeep = (locale: string, value: unknown) =>
  /^\[.*\{|^\{/.test(JSON.stringify(value)) && !moneyWords(locale, value);

/** A language by its name. */
function languageName(locale: string, code: string): string {
  try {
    return new Intl.DisplayNames(locale, { type: 'language' }).of(code)!;
  } catch {
    return code;
  }
}

/** A string as it is shown, by the key under which it stands. */
function words(t: Translate, value: string, key: string): string {
  if (/^(languages?|locale)$/.test(key)) return languageName(t.locale, value);
  return (/^(type|segments)$/.test(key) && t(`sign-${value}` as keyof Strings)) || value.slice(0, LENGTH) || NOTHING;
}

export function plain(t: Translate, value: unknown, key = '', depth = 0): ComponentChildren {
  if (typeof value === 'string') return <bdi>{words(t, value, key)}</bdi>;
  if (typeof value === 'number') return (/^(at|since)$/.test(key) && when(t, value)) || `${value}`;
  if (typeof value === 'boolean') return t(value ? 'yes' : 'no');
  if (typeof value !== 'object' || !value) return NOTHING;
  if (depth > DEPTH) return '…';
  if (!Array.isArray(value)) return moneyWords(t.locale, value) || facts(t, value, [], depth) || NOTHING;
  const items = value.slice(0, ENTRIES).map((item, i) => <li key={i}>{plain(t, item, key, depth + 1)}</li>);
  return items[0] ? <ul>{items}</ul> : NOTHING;
}

/** The fields of an object, but those that are shown elsewhere; null where there are none. */
export function facts(t: Translate, value: object, without: string[], depth = 0) {
  const all = Object.entries(value).filter(([key]) => !without.includes(key));
  if (!all[0]) return null;
  return (
    <dl>
      {all.slice(0, ENTRIES).map(([key, one]) => (
        <div key={key} class={isDeep(t.locale, one) ? 'deep' : ''}>
          <dt dir="auto">{named(t, 'is', key)}</dt>
          <dd>{plain(t, one, key, depth + 1)}</dd>
        </div>
      ))}
    </dl>
  );
}
