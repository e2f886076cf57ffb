/** What the relay sends, checked at the border. Pure. */
import * as v from 'valibot';
import type { ErrorCode } from '../core/errors.js';
import type { DeskAnswers, DeskConversation, DeskMessage, DeskServerFrame, DeskSession } from '../wire/desk.js';
import {
  agent,
  count,
  earlier,
  earlierPage,
  enriched,
  entries,
  instant,
  line,
  listOf,
  money,
  number,
  opt,
  ownFacts,
  personNotes,
  priority,
  ratings,
  scalars,
  status,
  summary,
  timeline,
  tone,
} from './parse-card.js';
import { part } from './parse-part.js';

const scalar = v.union([v.string(), number, v.boolean()]);

const author = v.object({
  kind: v.picklist(['visitor', 'agent', 'bot', 'system']),
  id: opt(v.string()),
  name: opt(line),
});
const person = v.object({ id: v.string(), verified: v.boolean(), name: opt(line), anonymous: v.boolean() });

const text = opt(v.string());

const message = v.object({
  id: v.string(),
  conversation: v.string(),
  author,
  parts: v.array(part),
  at: instant,
  seq: count,
});
const conversation = v.object({
  id: v.string(),
  app: v.string(),
  status,
  person,
  assignee: v.nullable(agent),
  tags: v.array(line),
  team: v.nullable(line),
  reason: v.nullable(line),
  reference: line,
  priority,
  tone,
  language: v.nullable(line),
  intent: v.nullable(v.object({ id: line, confidence: number })),
  unread: count,
  at: instant,
  waitingSince: v.nullable(instant),
  preview: v.string(),
  previewBy: author.entries.kind,
  online: v.boolean(),
  readTo: count,
});
const note = v.object({ id: v.string(), conversation: v.string(), by: agent, text: v.string(), at: instant });

const item = v.object({ id: v.string(), name: v.string(), price: money, quantity: opt(number), url: text });
/** Of a source that may be of a later version: what cannot be read is not shown. */
const told = <T>(schema: v.GenericSchema<unknown, T>) => v.fallback(v.optional(schema), undefined);
/** A zone that this browser does not know would throw where it is shown. */
const timeZone = v.pipe(
  v.string(),
  v.check((zone) => {
    try {
      return Boolean(Intl.DateTimeFormat('en', { timeZone: zone }));
    } catch {
      return false;
    }
  }),
);

const teller = { source: v.string(), at: instant };
const category = v.picklist(['necessary', 'functional', 'analytics']);
const about = v.record(
  v.string(),
  v.object({ ...teller, category, each: opt(v.record(v.string(), v.object(teller))) }),
);

const ownSources = v.pipe(
  v.record(v.string(), v.unknown()),
  v.transform((parts) => ({ own: ownFacts(parts) })),
);

const known = v.object({
  v: v.literal(1),
  page: v.object({ url: v.string(), title: v.string(), referrer: text, language: v.string() }),
  journey: opt(v.array(v.object({ url: v.string(), title: v.string(), at: instant }))),
  locale: v.string(),
  traits: opt(v.nullable(scalars)),
  attributes: opt(v.nullable(scalars)),
  company: opt(v.nullable(v.object({ id: v.string(), name: text, plan: text }))),
  cart: opt(v.nullable(v.object({ items: v.array(item), total: money }))),
  order: opt(
    v.nullable(
      v.object({ id: v.string(), status: text, total: opt(money), items: opt(v.array(item)), at: opt(instant) }),
    ),
  ),
  product: told(v.object({ name: v.string(), price: told(money), availability: told(v.string()) })),
  landing: told(
    v.object({
      source: told(v.string()),
      medium: told(v.string()),
      campaign: told(v.string()),
      ad: told(v.string()),
    }),
  ),
  visits: told(v.object({ count, days: told(count), since: told(instant) })),
  segments: told(v.array(v.string())),
  device: told(v.object({ platform: told(v.string()), timeZone: told(timeZone) })),
  about: opt(v.fallback(about, {})),
  signals: told(v.array(v.object({ type: v.string(), at: instant, count: number, detail: told(v.string()) }))),
});
const snapshot = v.intersect([known, ownSources]);
/** What of a snapshot the desk shows. */
export type DeskSnapshot = v.InferOutput<typeof snapshot>;
const card = v.object({
  person,
  claims: v.record(v.string(), scalar),
  // what the customer's page told may be odd; the rest of the card must not go with it
  snapshot: v.fallback(v.nullable(snapshot), null),
  snapshotAt: v.nullable(instant),
  // the customer's device has made it
  summary: v.fallback(v.nullable(summary), null),
  earlier: v.array(earlier),
  hasEarlier: v.optional(v.boolean(), false),
  notes: v.optional(personNotes, []),
  ratings: v.optional(ratings, []),
  enriched: v.fallback(v.optional(v.nullable(enriched), null), null),
});

const conversations = listOf<DeskConversation>(conversation);
const messages = listOf<DeskMessage>(message);

const errorCode = v.fallback(
  v.picklist([
    'invalid',
    'not-found',
    'forbidden',
    'auth',
    'too-large',
    'rate',
    'closed',
    'conflict',
    'offline',
    'timeout',
    'unavailable',
    'unsupported',
    'storage',
    'internal',
  ]),
  'internal',
);
const upload = v.object({ bytes: count, types: v.array(v.string()) });
const frame = v.variant('t', [
  v.object({ t: v.literal('welcome'), agent, agents: v.array(agent), conversations, upload: opt(upload) }),
  v.object({ t: v.literal('ok'), r: number, data: v.unknown() }),
  v.object({ t: v.literal('error'), r: opt(number), code: errorCode, message: v.string() }),
  v.object({ t: v.literal('conversation'), conversation }),
  v.object({ t: v.literal('gone'), conversation: v.string() }),
  v.object({ t: v.literal('message'), message }),
  v.object({ t: v.literal('note'), note }),
  v.object({ t: v.literal('card'), conversation: v.string(), card }),
  v.object({ t: v.literal('happened'), person: v.string(), entries }),
  v.object({ t: v.literal('rewritten'), person: v.string() }),
  v.object({ t: v.literal('typing'), conversation: v.string(), author, on: v.boolean() }),
  v.object({ t: v.literal('pong') }),
]);

/** A frame whose answer, if it is one, is still unread: only the asker knows its shape. */
export type Incoming =
  | Exclude<DeskServerFrame, { t: 'ok' | 'error' }>
  | { t: 'ok'; r: number; data: unknown }
  | { t: 'error'; r?: number; code: ErrorCode; message: string };

/** Null for what is no frame, or one of a type that this desk does not know. */
export function parseFrame(raw: unknown): Incoming | null {
  if (typeof raw !== 'string') return null;
  let data: unknown;
  try {
    data = JSON.parse(raw);
  } catch {
    return null;
  }
  const result = v.safeParse(frame, data);
  return result.success ? result.output : null;
}

const answers: { [A in keyof DeskAnswers]: v.GenericSchema<unknown, DeskAnswers[A]> } = {
  load: v.object({ conversation, messages, notes: listOf(note), card }),
  reply: v.object({ id: v.string(), seq: count, at: instant }),
  file: v.object({ url: v.pipe(v.string(), v.startsWith('/')), expires: count }),
  note,
  assign: v.null(),
  resolve: v.null(),
  reopen: v.null(),
  timeline,
  earlier: earlierPage,
  remark: v.null(),
  unremark: v.null(),
  enrich: v.null(),
};

/** Null in `data` is an answer; undefined says that it could not be read. */
export function parseAnswer<A extends keyof DeskAnswers>(ask: A, data: unknown): DeskAnswers[A] | undefined {
  const result = v.safeParse(answers[ask], data ?? null);
  return result.success ? result.output : undefined;
}

/** What `POST v1/session` answers; null when it is none. */
export function parseSession(data: unknown): DeskSession | null {
  const result = v.safeParse(v.object({ session: v.pipe(v.string(), v.minLength(1)), agent }), data);
  return result.success ? result.output : null;
}
