/** What kind of customer it is, by rules on the device. Pure. */
import type { Scalar, SegmentRules } from '../types.js';
import { integer, object, optional, type Parse, refuse } from '../wire/parse.js';

export type Segment = 'new' | 'returning' | 'vip' | 'at-risk';

/** Of what is known that on which the rules look, as whoever told it told it; without what may not be used. */
export interface Told {
  traits?: unknown;
  cart?: unknown;
  visits?: unknown;
  signals?: unknown;
}

type Rule<K extends keyof SegmentRules> = NonNullable<SegmentRules[K]>;
interface Rules {
  returning: { visits: number };
  vip: { traits: Record<string, Scalar>; total: number };
  atRisk: { signals: number; total: number };
}

export const DEFAULTS: Rules = {
  returning: { visits: 2 },
  vip: { traits: { vip: true }, total: 50_000 },
  atRisk: { signals: 3, total: 1 },
};

const maybe = optional(integer(1));
const parseTraits: Parse<Record<string, Scalar>> = (value, path) =>
  Object(value) === value ? (value as Record<string, Scalar>) : refuse(path, 'an object');
const parse = object<SegmentRules>({
  returning: optional(object<Rule<'returning'>>({ visits: maybe })),
  vip: optional(object<Rule<'vip'>>({ traits: optional(parseTraits), total: maybe })),
  atRisk: optional(object<Rule<'atRisk'>>({ signals: maybe, total: maybe })),
});

/** The option's rules, with the defaults for what it leaves out. @throws SobaniError `invalid` with the path */
export function parseRules(given: SegmentRules | string | undefined): Rules {
  let value: unknown = given ?? {};
  try {
    if (typeof given === 'string') value = JSON.parse(given);
  } catch {
    refuse('segments', 'JSON such as {"vip":{"total":100000}}');
  }
  const { returning, vip, atRisk } = parse(value, 'segments');
  return {
    returning: { ...DEFAULTS.returning, ...returning },
    vip: { ...DEFAULTS.vip, ...vip },
    atRisk: { ...DEFAULTS.atRisk, ...atRisk },
  } as Rules;
}

const field = (value: unknown, key: string): unknown => (Object(value) as Record<string, unknown>)[key];
/** A whole number of at least 0; else 0. */
const count = (value: unknown): number => (Number.isSafeInteger(value) ? Math.max(0, value as number) : 0);

/** Those that hold, in the order in which they are named above. */
export function segmentsOf({ traits, cart, visits, signals }: Told, { returning, vip, atRisk }: Rules): Segment[] {
  const times = count(field(visits, 'count'));
  const total = count(field(field(cart, 'total'), 'amount'));
  // nobody does anything: that is not trouble
  const troubles = Array.isArray(signals) ? signals.filter((one) => field(one, 'type') !== 'idle') : [];
  const trouble = troubles.reduce<number>((sum, one) => sum + count(field(one, 'count')), 0);
  const holds: Record<Segment, boolean> = {
    new: times > 0 && times < returning.visits,
    returning: times >= returning.visits,
    vip: total >= vip.total || Object.entries(vip.traits).some(([key, value]) => field(traits, key) === value),
    'at-risk': trouble >= atRisk.signals && total >= atRisk.total,
  };
  return (Object.keys(holds) as Segment[]).filter((segment) => holds[segment]);
}
