/** What one person was shown before, and what they made of it. Pure; it is kept as one row. */
import { isObject } from '../core/compare.js';
import * as TIMES from '../core/times.js';
import type { Rule, Show, Until } from './format.js';

/** Of one rule. */
export interface Campaign {
  /** How often it was shown, and the instant of the last time. */
  count: number;
  at: number;
  /** For this person it is over. */
  isOver?: boolean;
  /** Which way of a split they are on, for as long as there is one of that name. */
  way?: string;
}

export interface Past {
  /** By which ways are drawn for whoever is not known by name. */
  seed: string;
  rules: Readonly<Record<string, Campaign>>;
  /** Instant of the last showing of any rule; 0 before the first. */
  at: number;
  /** Showings in this visit, and the instant at which they were last here. */
  visit: number;
  here: number;
}

/** What became of a rule. `withheld`: the way that was drawn shows nothing. */
export type State = 'shown' | 'withheld' | 'dismissed' | 'engaged';

/** Rules that are remembered. Those that were shown longest ago are forgotten first. */
const MOST = 200;

export const nothing = (seed: string): Past => ({ seed, rules: {}, at: 0, visit: 0, here: 0 });

const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && Number(value) >= 0;
const isName = (value: unknown): value is string => typeof value === 'string' && /^[\w-]{1,64}$/.test(value);

/** A stored row, which is as untrusted as any; undefined where it is none. */
export function parsePast(row: unknown): Past | undefined {
  if (!isObject(row) || !isName(row.seed) || !isObject(row.rules)) return undefined;
  const { seed, at, visit, here } = row;
  if (!isCount(at) || !isCount(visit) || !isCount(here)) return undefined;
  const rules: [string, Campaign][] = [];
  for (const [id, one] of Object.entries(row.rules).slice(0, MOST)) {
    if (!isName(id) || id === '__proto__' || !isObject(one) || !isCount(one.count) || !isCount(one.at))
      return undefined;
    const { count, at: last, isOver, way } = one;
    rules.push([id, { count, at: last, ...(isOver === true && { isOver }), ...(isName(way) && { way }) }]);
  }
  return { seed, rules: Object.fromEntries(rules), at, visit, here };
}

export const campaign = ({ rules }: Past, id: string): Campaign =>
  Object.hasOwn(rules, id) ? rules[id]! : { count: 0, at: 0 };

/** They are here; after half an hour without that it is another visit. A clock may have been put back. */
export const seenAt = (past: Past, now: number): Past => ({
  ...past,
  visit: now - past.here < TIMES.visit ? past.visit : 0,
  here: now,
});

/** What is kept, with what was shown since. */
export const merged = (now: Past, kept: Past): Past => ({
  seed: kept.seed,
  rules: { ...now.rules, ...kept.rules },
  at: Math.max(now.at, kept.at),
  visit: Math.max(now.visit, kept.visit),
  here: Math.max(now.here, kept.here),
});

const untilOf = ({ until, every, most }: Rule, show: Show | undefined): Until | undefined => {
  if (until || every !== undefined || most !== undefined) return until;
  return show && ('flow' in show || 'survey' in show) ? 'seen' : 'interacted';
};

/** With what has become of a rule: it was shown, or then dismissed or used. */
export function noted(past: Past, rule: Rule, show: Show | undefined, state: State, now: number, way?: string): Past {
  const before = campaign(past, rule.id);
  const until = untilOf(rule, show);
  const isShown = state === 'shown' || state === 'withheld';
  const ends: Record<State, (Until | undefined)[]> = {
    shown: ['seen'],
    withheld: ['seen'],
    dismissed: ['interacted'],
    engaged: ['interacted', 'engaged'],
  };
  const next: Campaign = {
    ...before,
    ...(isShown && { count: before.count + 1, at: now }),
    ...(ends[state].includes(until) && { isOver: true }),
    ...(way && { way }),
  };
  const all = Object.entries({ ...past.rules, [rule.id]: next }).sort(([, a], [, b]) => b.at - a.at);
  const rules = Object.fromEntries(all.slice(0, MOST));
  return isShown ? { ...past, rules, at: now, visit: past.visit + 1 } : { ...past, rules };
}
