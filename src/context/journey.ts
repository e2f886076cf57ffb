/** The pages of a visit, over page loads and tabs. Pure. */
import * as LIMITS from '../core/limits.js';
import type { JourneyRow } from '../core/rows.js';
import type { Visit } from '../types.js';
import { integer, list, object, optional, string, word } from '../wire/parse.js';
import type { Landing } from './sources/landing.js';

const parsePlaces = list(
  object<Visit>({
    url: string(2_048),
    title: string(),
    at: integer(),
    ms: optional(integer()),
    depth: optional(integer()),
  }),
  LIMITS.journey,
);

const line = optional(string());
const parseLanding = object<Landing>({
  url: string(),
  source: line,
  medium: line,
  campaign: line,
  term: line,
  content: line,
  ad: optional(word('google meta microsoft')),
  referrer: line,
});
const parse = object<JourneyRow>({ last: integer(), places: parsePlaces, landing: optional(parseLanding) });

/** A stored row, which is as untrusted as any; undefined where it is none. */
export function parseJourney(row: unknown): JourneyRow | undefined {
  try {
    return parse(row, '');
  } catch {
    return undefined;
  }
}

const most = (a: number | undefined, b: number | undefined) => (a === undefined || b! > a ? b : a);

/** A place that was looked at further, as far as either knows. */
const seen = (before: Visit, after: Visit): Visit => {
  const [ms, depth] = [most(before.ms, after.ms), most(before.depth, after.depth)];
  return { ...after, ...(ms !== undefined && { ms }), ...(depth !== undefined && { depth }) };
};

/** The same visit as two have it, each place once, the oldest first: where it began, and the newest. */
export function joined(before: readonly Visit[], after: readonly Visit[]): Visit[] {
  const places = new Map<string, Visit>();
  for (const place of [...before, ...after]) {
    const key = `${place.at} ${place.url}`;
    const known = places.get(key);
    places.set(key, known ? seen(known, place) : place);
  }
  const all = [...places.values()].sort((a, b) => a.at - b.at);
  return all.length > LIMITS.journey ? [...all.slice(0, 1), ...all.slice(1 - LIMITS.journey)] : all;
}

/** What this page load has, where it began on the very page that the one before it ended on: still the same place. */
export function goneOn(from: Visit | undefined, [first, ...rest]: Visit[]): Visit[] {
  if (!first) return [];
  if (from?.url !== first.url || from.at >= first.at) return [first, ...rest];
  return [{ ...seen(from, first), at: from.at, ms: (from.ms ?? 0) + (first.ms ?? 0) }, ...rest];
}
