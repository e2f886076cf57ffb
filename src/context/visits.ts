/** How often somebody comes. Pure. */
import * as TIMES from '../core/times.js';
import { integer, object, optional, string } from '../wire/parse.js';

export interface Entry {
  url: string;
  title: string;
}

/** Of somebody, up to now. */
export interface Visits {
  count: number;
  /** On which they came. */
  days: number;
  /** Instant of the first, and at which they were seen last. */
  since: number;
  last: number;
  /** Where this visit began. */
  entry?: Entry | undefined;
}

const parse = object<Visits>({
  count: integer(1),
  days: integer(1),
  since: integer(),
  last: integer(),
  entry: optional(object<Entry>({ url: string(2_048), title: string() })),
});

/** A stored row, which is as untrusted as any; undefined where it is none. */
export function parseVisits(row: unknown): Visits | undefined {
  try {
    return parse(row, '');
  } catch {
    return undefined;
  }
}

/** The local calendar day. */
const dayOf = (at: number) => new Date(at).toDateString();

/** With the page that is there now, on which they came by `entry` if it begins a visit. */
export function visited(before: Visits | undefined, entry: Entry, now: number): Visits {
  if (!before) return { count: 1, days: 1, since: now, last: now, entry };
  const { count, days, since, last } = before;
  // a clock may have been put back
  const isSame = now - last < TIMES.visit;
  return {
    count: isSame ? count : count + 1,
    days: dayOf(now) === dayOf(last) || now < last ? days : days + 1,
    since: Math.min(since, now),
    last: now,
    entry: isSame ? (before.entry ?? entry) : entry,
  };
}
