import * as v from 'valibot';
import { SobaniError } from '../core/errors.js';
import * as LIMITS from '../core/limits.js';
import type { OutgoingMessage, PatchOperation } from '../core/ports.js';
import { isEmail } from '../core/typed.js';
import type { Part, Snapshot } from '../types.js';
import type { ClientFrame } from '../wire/frames.js';
import { MOST_OPERATIONS } from '../wire/patch.js';
import { createFrameParser, depthOf, toRefusal } from './border.js';
import { details } from './handoff-details.js';
import { botPart, rating, visitorPart } from './part-frames.js';

const opt = v.exactOptional;
const upTo = (max: number) => v.pipe(v.string(), v.maxLength(max));
const word = (max: number) => v.pipe(v.string(), v.minLength(1), v.maxLength(max));
const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));

/** Its issues count as too large (see border.ts). */
const fits = <T>(ok: (value: T) => boolean, expected: string) =>
  v.rawCheck<T>(({ dataset, addIssue }) => {
    if (dataset.typed && !ok(dataset.value)) addIssue({ expected });
  });

/** Ids of messages and conversations: 22 characters of the URL-safe alphabet. */
export const id = v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{22}$/));
export const r = count;
const filesIn = (parts: readonly Part[]) => parts.filter(({ type }) => type === 'file').length;
/** Parts of one message as JSON, bytes: with all that a relay adds, it still fits into a frame. */
const MESSAGE = 48 * 1024;

const messageBy = <B extends OutgoingMessage['by'], P extends Part>(by: B, part: v.GenericSchema<unknown, P>) =>
  v.object({
    id,
    conversation: id,
    by: v.literal(by),
    name: opt(word(64)),
    parts: v.pipe(
      v.array(part),
      v.minLength(1),
      v.maxLength(LIMITS.parts),
      fits<P[]>((it) => filesIn(it) <= LIMITS.attachments, `<=${LIMITS.attachments} files`),
      fits<P[]>((it) => Buffer.byteLength(JSON.stringify(it)) <= MESSAGE, `<=${MESSAGE} bytes`),
    ),
  });
const message = v.variant('by', [messageBy('visitor', visitorPart), messageBy('bot', botPart)]);

type Scalar = string | number | boolean | null;
const scalar = v.pipe(
  v.union([v.string(), v.number(), v.boolean(), v.null()]),
  fits<Scalar>((it) => typeof it !== 'string' || it.length <= LIMITS.contextValue, `<=${LIMITS.contextValue}`),
);
const fields = v.pipe(v.record(word(LIMITS.contextKey), scalar), v.maxEntries(LIMITS.contextKeys));

const value = upTo(LIMITS.contextValue);
const url = upTo(2_048);
const money = v.object({
  amount: v.pipe(v.number(), v.safeInteger()),
  currency: v.pipe(v.string(), v.regex(/^[A-Z]{3}$/)),
});
const item = v.object({
  id: value,
  name: value,
  price: money,
  quantity: opt(v.pipe(v.number(), v.finite())),
  url: opt(url),
});
const items = v.pipe(v.array(item), v.maxLength(100));

const teller = v.object({ source: value, at: count });
const plain = opt(v.unknown());
const many = <T extends v.ObjectEntries>(entries: T) =>
  opt(v.pipe(v.array(v.object({ ...entries, at: count })), v.maxLength(LIMITS.journey)));

const shape = v.object({
  v: v.literal(1),
  page: v.object({ url, title: value, referrer: opt(url), language: upTo(64) }),
  journey: many({ url, title: value, ms: opt(count), depth: opt(v.pipe(count, v.maxValue(100))) }),
  locale: upTo(64),
  traits: opt(v.nullable(fields)),
  company: opt(v.nullable(v.object({ id: value, name: opt(value), plan: opt(value) }))),
  cart: opt(v.nullable(v.object({ items, total: money }))),
  order: opt(
    v.nullable(v.object({ id: value, status: opt(value), total: opt(money), items: opt(items), at: opt(count) })),
  ),
  attributes: opt(v.nullable(fields)),
  searches: many({ query: value, hits: opt(count) }),
  articles: many({ id: value, title: value, helpful: opt(v.boolean()), reason: opt(value) }),
  // for the desk to read; here they are bounded by the size of the whole
  ...{ product: plain, breadcrumbs: plain, questions: plain, landing: plain, device: plain, signals: plain },
  ...{ events: plain, visits: plain, segments: plain },
  about: opt(
    v.pipe(
      v.record(
        word(64),
        v.object({
          source: value,
          category: v.picklist(['necessary', 'functional', 'analytics']),
          at: count,
          each: opt(v.pipe(v.record(word(LIMITS.contextKey), teller), v.maxEntries(LIMITS.contextKeys))),
        }),
      ),
      v.maxEntries(50),
    ),
  ),
}) satisfies v.GenericSchema<unknown, Snapshot>;

const isSmall = fits<Snapshot>(
  (it) => Buffer.byteLength(JSON.stringify(it)) <= LIMITS.context,
  `<=${LIMITS.context} bytes`,
);
export const snapshot = v.pipe(shape, isSmall);

/** What a host's own sources told. */
const own = v.pipe(
  v.record(v.string(), v.unknown()),
  v.transform((all) => Object.fromEntries(Object.entries(all).filter(([key]) => /^x-[a-z][a-z\d-]{0,39}$/.test(key)))),
);
const whole = v.pipe(v.intersect([shape, own]) as v.GenericSchema<unknown, Snapshot>, isSmall);

/** @throws SobaniError as for a frame that has it */
export function parseSnapshot(value: unknown): Snapshot {
  if (depthOf(JSON.stringify(value)) >= LIMITS.depth) {
    throw new SobaniError('too-large', `a snapshot nests less than ${LIMITS.depth} deep`, { path: 'snapshot' });
  }
  const result = v.safeParse(v.object({ snapshot: whole }), { snapshot: value }, { abortEarly: true });
  if (!result.success) throw toRefusal(result.issues);
  return result.output.snapshot;
}

const place = v.pipe(upTo(1_024), v.startsWith('/'));
const patch = v.pipe(
  v.array(
    v.variant('op', [
      v.object({ op: v.picklist(['add', 'replace']), path: place, value: v.unknown() }),
      v.object({ op: v.literal('remove'), path: place }),
    ]),
  ),
  v.maxLength(MOST_OPERATIONS),
) satisfies v.GenericSchema<unknown, PatchOperation[]>;

const frame = v.variant('t', [
  v.object({
    t: v.literal('hello'),
    v: count,
    app: word(64),
    secret: opt(upTo(256)),
    token: opt(upTo(8_192)),
    locale: opt(upTo(64)),
  }),
  v.object({ t: v.literal('subscribe'), r, after: v.pipe(v.record(upTo(64), upTo(64)), v.maxEntries(1_000)) }),
  v.object({ t: v.literal('send'), r, message }),
  v.object({
    t: v.literal('handoff'),
    r,
    message,
    snapshot: whole,
    tags: v.pipe(v.array(word(64)), v.maxLength(20)),
    team: opt(word(64)),
    reason: opt(upTo(500)),
    ...details,
  }),
  v.object({
    t: v.literal('history'),
    r,
    conversation: id,
    before: v.nullable(count),
    limit: v.pipe(count, v.minValue(1), v.maxValue(LIMITS.historyPage)),
  }),
  v.object({ t: v.literal('conversations'), r }),
  v.variant('base', [
    v.object({ t: v.literal('context'), r, conversation: id, base: word(64), patch }),
    v.object({ t: v.literal('context'), r, conversation: id, base: opt(v.never()), snapshot: whole }),
  ]),
  v.object({
    t: v.literal('withdraw'),
    r,
    parts: v.pipe(v.array(word(64)), v.minLength(1), v.maxLength(LIMITS.contextKeys)),
  }),
  v.object({ t: v.literal('rate'), r, conversation: v.nullable(id), rating: v.intersect([v.object({ id }), rating]) }),
  v.object({
    t: v.literal('transcript'),
    r,
    conversation: id,
    to: v.pipe(v.string(), v.check(isEmail, 'must be an e-mail address')),
  }),
  v.object({ t: v.literal('file'), r, conversation: id, file: id }),
  v.object({ t: v.literal('close'), r, conversation: id }),
  v.object({ t: v.literal('revoke'), r }),
  v.object({ t: v.literal('erase'), r }),
  v.object({ t: v.literal('typing'), conversation: id, on: v.boolean() }),
  v.object({ t: v.literal('read'), conversation: id, seq: count }),
  v.object({ t: v.literal('ping') }),
]) satisfies v.GenericSchema<unknown, ClientFrame>;

type Sent = v.InferOutput<typeof frame>;
// both directions, so that a frame added to the wire is missed here by the compiler and not by a client
const known: Record<ClientFrame['t'], true> & Record<Sent['t'], true> = {
  hello: true,
  subscribe: true,
  send: true,
  handoff: true,
  history: true,
  conversations: true,
  context: true,
  withdraw: true,
  rate: true,
  transcript: true,
  file: true,
  close: true,
  revoke: true,
  erase: true,
  typing: true,
  read: true,
  ping: true,
};

export const parseClientFrame = createFrameParser<ClientFrame>(frame, new Set(Object.keys(known)));
