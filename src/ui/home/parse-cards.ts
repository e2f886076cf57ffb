/** The option `cards`. Pure. */

import { SobaniError } from '../../core/errors.js';
import type { HomeCard } from '../../core/options.js';
import type { Text } from '../../core/text.js';
import { safeUrl } from '../../core/url.js';
import type { Target } from '../../types.js';

const MOST = 6;
/** Characters. */
const TITLE = 80;
const LINE = 200;
const ID = 200;
const ADDRESS = 2_048;

const SCREENS = ['home', 'help', 'conversation', 'conversations', 'share', 'settings'];
const NAMED = ['conversation', 'article', 'collection', 'search', 'flow', 'url'];

function refuse(path: string, expected: string): never {
  throw new SobaniError('invalid', `${path}: expected ${expected}`, { path });
}

function fromJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const isText = (value: unknown, most: number): value is string =>
  typeof value === 'string' && value.trim() !== '' && value.length <= most;

function textOf(value: unknown, path: string, most: number): Text {
  if (isText(value, most)) return value;
  const all = typeof value === 'object' && value ? Object.entries(value) : [];
  if (!all.length) refuse(path, `a text of at most ${most} characters, or texts by locale`);
  for (const [locale, one] of all) if (!isText(one, most)) refuse(`${path}.${locale}`, `at most ${most} characters`);
  return Object.fromEntries(all) as Text;
}

function addressOf(value: unknown, path: string, base: string, schemes: RegExp): string {
  const url = isText(value, ADDRESS) ? safeUrl(value, base) : undefined;
  const isOurs = url && url.origin === new URL(base).origin;
  return url && (isOurs || schemes.test(url.protocol))
    ? url.href
    : refuse(path, 'an address on this site, or by https:');
}

function targetOf(value: unknown, path: string, base: string): HomeCard['target'] {
  if (typeof value === 'string' && SCREENS.includes(value)) return value as Target;
  const [[key, one] = ['', undefined], ...more] = Object.entries(Object(value) as object);
  if (more.length || !NAMED.includes(key)) refuse(path, `one of ${SCREENS.join(' ')}, or an object of one of ${NAMED}`);
  if (key === 'url') return { url: addressOf(one, `${path}.url`, base, /^(https|mailto|tel):$/) };
  if (!isText(one, ID)) refuse(`${path}.${key}`, `1 to ${ID} characters`);
  return { [key]: one } as HomeCard['target'];
}

/**
 * As the host gave them: what is read is ours, and nothing else is in it.
 * @param base URL of the page
 * @throws SobaniError `invalid` with a path as `cards[0].target.url`
 */
export function parseCards(given: unknown, base: string): HomeCard[] {
  const cards = typeof given === 'string' ? fromJson(given) : given;
  if (!Array.isArray(cards) || cards.length > MOST) return refuse('cards', `a list of at most ${MOST}`);
  return cards.map((value: unknown, i) => {
    const path = `cards[${i}]`;
    const card = Object(value) as Record<string, unknown>;
    const own = (key: string) => (Object.hasOwn(card, key) ? card[key] : undefined);
    const [text, image] = [own('text'), own('image')];
    return {
      title: textOf(own('title'), `${path}.title`, TITLE),
      ...(text !== undefined && { text: textOf(text, `${path}.text`, LINE) }),
      ...(image !== undefined && { image: addressOf(image, `${path}.image`, base, /^https:$/) }),
      target: targetOf(own('target'), `${path}.target`, base),
    };
  });
}
