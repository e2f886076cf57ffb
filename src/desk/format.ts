/** Instants, sums and addresses as the agent reads them. Pure. */
import { formatMoney } from '../core/money.js';
import type { Money, Person } from '../types.js';
import { strings } from './strings.js';

export const LOCALE = 'en';
const DATES = 'en-GB';
const clock = new Intl.DateTimeFormat(DATES, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
const short = new Intl.DateTimeFormat(DATES, { day: 'numeric', month: 'short' });
const shortYear = new Intl.DateTimeFormat(DATES, { day: 'numeric', month: 'short', year: 'numeric' });
const long = new Intl.DateTimeFormat(DATES, { weekday: 'long', day: 'numeric', month: 'long' });
const full = new Intl.DateTimeFormat(DATES, { dateStyle: 'medium', timeStyle: 'short', hourCycle: 'h23' });

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** The local calendar day, to compare. */
export function dayOf(at: number): string {
  const date = new Date(at);
  return `${date.getFullYear()}-${date.getMonth() + 1}-${date.getDate()}`;
}

const sameYear = (a: number, b: number) => new Date(a).getFullYear() === new Date(b).getFullYear();

export const timeLabel = (at: number) => clock.format(at);
export const dateLabel = (at: number) => shortYear.format(at);
export const exactLabel = (at: number) => full.format(at);

/** The time of day somewhere else, with the weekday where it is another one there. */
export function localTimeLabel(timeZone: string, now: number): string {
  const day = (zone?: string) => new Intl.DateTimeFormat(DATES, { weekday: 'short', timeZone: zone }).format(now);
  const time = new Intl.DateTimeFormat(DATES, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23', timeZone });
  const there = day(timeZone);
  return there === day() ? time.format(now) : `${there} ${time.format(now)}`;
}

/** The time, and the day unless it is today. */
export const momentLabel = (at: number, now: number) => (dayOf(at) === dayOf(now) ? timeLabel(at) : exactLabel(at));

export function dayLabel(at: number, now: number): string {
  if (dayOf(at) === dayOf(now)) return strings.time.today;
  const yesterday = new Date(now);
  yesterday.setDate(yesterday.getDate() - 1);
  if (dayOf(at) === dayOf(yesterday.getTime())) return strings.time.yesterday;
  return (sameYear(at, now) ? long : shortYear).format(at);
}

/** How long ago, in at most a few characters: `now`, `5m`, `3h`, `2d`, `14 Mar`. */
export function agoLabel(at: number, now: number): string {
  const gone = now - at;
  if (gone < MINUTE) return strings.time.now;
  if (gone < HOUR) return strings.time.minutes(Math.floor(gone / MINUTE));
  if (gone < DAY) return strings.time.hours(Math.floor(gone / HOUR));
  if (gone < 7 * DAY) return strings.time.days(Math.floor(gone / DAY));
  return (sameYear(at, now) ? short : shortYear).format(at);
}

/** Integer minor units as a sum, with as many digits as the currency has by ISO 4217. */
export const moneyLabel = ({ amount, currency }: Money, times = 1): string =>
  formatMoney(LOCALE, { amount: amount * times, currency });

/** The address, if a press on it can do nothing but open a web page; else null. Relative ones count from `base`. */
export function safeHref(url: string, base?: string): string | null {
  const parsed = parse(url, base);
  return parsed && (parsed.protocol === 'https:' || parsed.protocol === 'http:') ? parsed.href : null;
}

function parse(url: string, base?: string): URL | null {
  try {
    return new URL(url, base);
  } catch {
    return null;
  }
}

/** The path of an address, or all of what is none. */
export function pathLabel(url: string): string {
  const href = safeHref(url);
  if (!href) return url;
  const { pathname, search, hash } = new URL(href);
  return pathname + search + hash;
}

/** Text cut into plain pieces and web addresses. */
export function linkPieces(text: string): { text: string; href?: string }[] {
  const pieces: { text: string; href?: string }[] = [];
  let from = 0;
  // closing punctuation belongs to the sentence, not to the address
  for (const match of text.matchAll(/https?:\/\/[^\s<>"'、。」）]{0,2000}[^\s<>"'、。」）.,;:!?)\]}]/g)) {
    const href = safeHref(match[0]);
    if (!href) continue;
    if (match.index > from) pieces.push({ text: text.slice(from, match.index) });
    pieces.push({ text: match[0], href });
    from = match.index + match[0].length;
  }
  if (from < text.length) pieces.push({ text: text.slice(from) });
  return pieces;
}

/** What was answered to one field of a form. */
export function answerLabel(value: string | number | boolean | string[]): string {
  if (typeof value === 'boolean') return value ? strings.card.yes : strings.card.no;
  return Array.isArray(value) ? value.join(', ') : String(value);
}

export function personName(person: Person & { anonymous: boolean }): string {
  return person.name?.trim() || strings.person.unnamed(person.id.slice(-4));
}

/** `en-GB` as `English (United Kingdom)`. */
export function languageLabel(tag: string): string {
  try {
    return new Intl.DisplayNames([LOCALE], { type: 'language' }).of(tag) ?? tag;
  } catch {
    return tag;
  }
}

export function initials(name: string): string {
  const words = name.trim().split(/\s+/);
  const letters = [words[0], words.length > 1 ? words.at(-1) : undefined].map((word) => [...(word ?? '')][0] ?? '');
  return letters.join('').toLocaleUpperCase();
}
