/** What the relay says of a person beside their conversations, checked at the border. Pure. */
import * as v from 'valibot';
import type { Scalar } from '../types.js';
import type { DeskEntry, DeskRating } from '../wire/desk.js';

export const number = v.pipe(v.number(), v.finite());
export const count = v.pipe(v.number(), v.integer(), v.minValue(0));
/** One that a `Date` can be made of. */
export const instant = v.pipe(number, v.minValue(-8.64e15), v.maxValue(8.64e15));
export const opt = <T extends v.GenericSchema>(schema: T) => v.exactOptional(schema);
export const scalars = v.record(v.string(), v.nullable(v.union([v.string(), number, v.boolean()])));
/** Stands among words of ours, so it is without the marks that turn what follows. */
export const line = v.pipe(
  v.string(),
  v.transform((given) => given.replace(/[\u202a-\u202e\u2066-\u2069]/g, '')),
);
export const agent = v.object({ id: v.string(), name: line });
export const money = v.object({
  amount: v.pipe(v.number(), v.safeInteger()),
  currency: v.pipe(v.string(), v.regex(/^[A-Z]{3}$/)),
});
export const status = v.picklist(['bot', 'waiting', 'open', 'resolved']);

export const priority = v.picklist(['low', 'normal', 'high', 'urgent']);
export const tone = v.nullable(v.picklist(['angry', 'urgent', 'plain']));
export const summary = v.object({
  asked: v.array(v.string()),
  tried: v.array(v.object({ article: v.string(), title: v.string() })),
  answered: v.array(v.object({ question: v.string(), answer: v.string() })),
  collected: v.record(v.string(), v.union([v.string(), number, v.boolean()])),
});

/** The whole list minus what cannot be read: one bad row must not cost the agent all the others. */
export const listOf = <T>(schema: v.GenericSchema<unknown, T>) =>
  v.pipe(
    v.array(v.unknown()),
    v.transform((rows) =>
      rows.flatMap((row) => {
        const result = v.safeParse(schema, row);
        return result.success ? [result.output] : [];
      }),
    ),
  );

const text = line;
export const surveyKind = v.picklist(['csat', 'nps', 'ces', 'custom']);
const place = { id: count, at: instant };

/** One of a kind that only a later relay knows is left out. */
const entry = v.variant('kind', [
  v.object({ ...place, kind: v.literal('page'), url: text, title: text, ms: opt(number), depth: opt(number) }),
  v.object({ ...place, kind: v.literal('product'), name: text, price: opt(money) }),
  v.object({
    ...place,
    kind: v.literal('cart'),
    event: v.picklist(['found', 'changed', 'emptied']),
    changes: v.array(v.object({ name: text, quantity: number, was: number })),
    items: number,
    total: money,
  }),
  v.object({ ...place, kind: v.literal('order'), order: text, status: opt(text), total: opt(money) }),
  v.object({ ...place, kind: v.literal('trouble'), type: text, count: number, detail: opt(text) }),
  v.object({ ...place, kind: v.literal('search'), query: text, hits: opt(number) }),
  v.object({
    ...place,
    kind: v.literal('article'),
    article: text,
    title: text,
    helpful: opt(v.boolean()),
    reason: opt(text),
  }),
  v.object({ ...place, kind: v.literal('event'), name: text, data: scalars }),
  v.object({
    ...place,
    kind: v.literal('conversation'),
    event: v.picklist(['started', 'handoff', 'resolved', 'reopened']),
    conversation: text,
    text: opt(text),
  }),
  v.object({ ...place, kind: v.literal('answer'), conversation: text, question: text, answer: text }),
  v.object({
    ...place,
    kind: v.literal('rating'),
    ...{ survey: text, type: surveyKind, score: count, max: count },
    remark: opt(text),
    conversation: opt(text),
  }),
]);
export const entries = listOf<DeskEntry>(entry);
export const timeline = v.object({ entries, before: v.nullable(v.object(place)) });

export const earlier = v.object({ id: text, status, at: instant, preview: text });
export const earlierPage = v.object({ earlier: v.array(earlier), hasEarlier: v.boolean() });

export const personNotes = listOf(v.object({ id: text, by: agent, text, at: instant, edited: v.boolean() }));
export const ratings = listOf<DeskRating>(
  v.object({
    ...{
      id: text,
      conversation: v.nullable(text),
      survey: text,
      kind: surveyKind,
      score: count,
      max: count,
      at: instant,
    },
    remark: opt(text),
  }),
);
export const enriched = v.variant('state', [
  v.object({ state: v.picklist(['pending', 'failed']) }),
  v.object({ state: v.literal('ready'), facts: scalars, at: instant }),
]);

/** Facts of the host's own sources that are shown, and characters of each. */
const OWN = 30;
const OWN_LENGTH = 300;

/** What the host's own sources told, `x-…`, as names and values: of an object one for each member. */
export function ownFacts(parts: Record<string, unknown>): [name: string, value: Scalar][] {
  const shown = (value: unknown): Scalar =>
    typeof value === 'number' || typeof value === 'boolean' || value === null
      ? value
      : `${typeof value === 'string' ? value : JSON.stringify(value)}`.slice(0, OWN_LENGTH);
  const facts = Object.entries(parts).flatMap(([key, value]): [string, Scalar][] => {
    if (!key.startsWith('x-')) return [];
    const name = key.slice(2).replaceAll('-', ' ');
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return [[name, shown(value)]];
    return Object.entries(value).map(([member, one]) => [`${name}: ${member}`, shown(one)]);
  });
  return facts.slice(0, OWN);
}
