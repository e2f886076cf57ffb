import * as v from 'valibot';
import type { RemoteMessage } from '../core/ports.js';
import type { Cart, Order, Rating, Snapshot } from '../types.js';
import type { CartChange, Happening } from '../wire/desk.js';
import { SPANS } from './options.js';
import { toPreview } from './sqlite-rows.js';
import type { ConversationRow } from './store.js';

/** What the timeline of a person is made of: what a snapshot tells that the one before did not, and what became of a conversation. Pure. */

/** Parts of a snapshot that the timeline reads. */
const READ = ['journey', 'cart', 'order', 'product', 'signals', 'searches', 'articles', 'events'] as const;

/** What one session told last of each of these. What it does not tell any more stays, so that the same again is nothing new. */
export type Told = Partial<Record<(typeof READ)[number], unknown>>;

export interface Noted {
  /** Of the snapshot; what is withdrawn with it. */
  part: string;
  /** The same mark again is the same entry. */
  mark: string;
  at: number;
  happening: Happening;
}

const CHANGES = 20;
const HOUR = 3_600_000;

const text = v.string();
const number = v.pipe(v.number(), v.finite());
const opt = <T>(schema: v.GenericSchema<unknown, T>) => v.fallback(v.optional(schema), undefined);
const money = v.object({ amount: v.pipe(number, v.safeInteger()), currency: v.pipe(text, v.regex(/^[A-Z]{3}$/)) });
const product = v.object({ name: v.pipe(text, v.nonEmpty()), price: opt(money) });
const visit = v.object({ url: text, title: text, at: number, ms: opt(number), depth: opt(number) });
const signal = v.object({ type: text, at: number, count: number, detail: opt(text) });
const search = v.object({ query: text, at: number, hits: opt(number) });
const scalar = v.union([text, number, v.boolean(), v.null()]);
const event = v.object({ name: v.pipe(text, v.nonEmpty(), v.maxLength(64)), at: number, data: v.record(text, scalar) });
const article = v.object({ id: text, title: text, at: number, helpful: opt(v.boolean()), reason: opt(text) });

const read = <T>(schema: v.GenericSchema<unknown, T>, value: unknown): T | undefined => {
  const result = v.safeParse(schema, value);
  return result.success ? result.output : undefined;
};

/** Those of a list that were not in the one before, and can be read. */
function fresh<T>(schema: v.GenericSchema<unknown, T>, now: unknown, before: unknown): T[] {
  if (!Array.isArray(now)) return [];
  const known = new Set(Array.isArray(before) ? before.map((one) => JSON.stringify(one)) : []);
  return now.flatMap((one) => (known.has(JSON.stringify(one)) ? [] : (read(schema, one) ?? [])));
}

const without = <T extends Record<string, unknown>>(fields: T) =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]: Exclude<T[K], undefined>;
  };

/** Quantities by item, in the order of the cart. */
function contents(cart: Cart | undefined): Map<string, { name: string; quantity: number }> {
  const found = new Map<string, { name: string; quantity: number }>();
  for (const { id, name, quantity = 1 } of cart?.items ?? []) {
    found.set(id, { name, quantity: quantity + (found.get(id)?.quantity ?? 0) });
  }
  return found;
}

function cartHappening(cart: Cart, before: Cart | undefined): Happening | null {
  const [now, then] = [contents(cart), contents(before)];
  const changes: CartChange[] = [];
  for (const id of new Set([...now.keys(), ...then.keys()])) {
    const [quantity, was] = [now.get(id)?.quantity ?? 0, then.get(id)?.quantity ?? 0];
    if (quantity !== was) changes.push({ name: (now.get(id) ?? then.get(id)!).name, quantity, was });
  }
  if (!changes.length) return null;
  const event = !before ? 'found' : now.size ? 'changed' : 'emptied';
  const items = [...now.values()].reduce((sum, { quantity }) => sum + quantity, 0);
  return { kind: 'cart', event, changes: changes.slice(0, CHANGES), items, total: cart.total };
}

/**
 * What is new in a snapshot.
 * @param before what the same session told before, as an earlier call answered it
 * @param now instant of the relay; what a page's clock has in the future, or before all that is kept, counts as now
 */
export function ofSnapshot(snapshot: Snapshot, before: Told, now: number): { noted: Noted[]; told: Told } {
  const given = snapshot as Snapshot & Told;
  const told: Told = { ...before };
  for (const part of READ) if (given[part] != null) told[part] = given[part];

  const moment = (at: number | undefined) => (at && at <= now && at > now - SPANS.timeline ? at : now);
  const since = (part: string) => moment(snapshot.about?.[part]?.at);
  const noted: Noted[] = [];
  const note = (part: string, mark: string, at: number, happening: Happening) =>
    noted.push({ part, mark, at, happening });

  for (const { at, ...page } of fresh(visit, given.journey, before.journey)) {
    note('journey', `${at} ${page.url}`, moment(at), { kind: 'page', ...without(page) } as Happening);
  }
  // one product after the other is a journey, and is kept only where that may be
  const [seen] = given.journey ? fresh(product, [given.product], [before.product]) : [];
  if (seen && seen.name !== read(product, before.product)?.name) {
    const at = since('product');
    note('product', `${Math.floor(at / HOUR)} ${seen.name}`, at, { kind: 'product', ...without(seen) } as Happening);
  }
  for (const { at, ...trouble } of fresh(signal, given.signals, before.signals)) {
    const mark = `${Math.floor(at / HOUR)} ${trouble.type} ${trouble.detail ?? ''}`;
    note('signals', mark, moment(at), { kind: 'trouble', ...without(trouble) } as Happening);
  }
  for (const { at, ...asked } of fresh(search, given.searches, before.searches)) {
    note('searches', `${at} ${asked.query}`, moment(at), { kind: 'search', ...without(asked) } as Happening);
  }
  for (const { at, id, title, ...said } of fresh(article, given.articles, before.articles)) {
    const happening = { kind: 'article', article: id, title, ...without(said) } as Happening;
    note('articles', `${at} ${id}`, moment(at), happening);
  }

  for (const { at, name, data } of fresh(event, given.events, before.events)) {
    note('events', `${at} ${name} ${JSON.stringify(data)}`, moment(at), { kind: 'event', name, data });
  }

  const [order, former] = [snapshot.order, before.order as Order | undefined];
  const isNewOrder = order && order.id !== former?.id;
  if (order && (isNewOrder || order.status !== former?.status)) {
    const at = isNewOrder && order.at !== undefined ? moment(order.at) : since('order');
    const { id, status, total } = order;
    const happening = { kind: 'order', order: id, ...without({ status, total }) } as Happening;
    note('order', `${id} ${status ?? ''}`, at, happening);
  }
  const cart = snapshot.cart && cartHappening(snapshot.cart, before.cart as Cart | undefined);
  // a cart is empty after an order, which says nothing of its own
  if (cart && !(cart.kind === 'cart' && cart.event === 'emptied' && isNewOrder)) {
    const at = since('cart');
    note('cart', `${now} ${JSON.stringify(snapshot.cart!.items.map(({ id, quantity }) => [id, quantity]))}`, at, cart);
  }
  return { noted, told };
}

/** A rating is an entry of its own. */
const isAnswer = ({ author, parts }: RemoteMessage) =>
  author.kind === 'visitor' && parts.some(({ type }) => type !== 'rating');

/** A survey was answered. */
export function ofRating(conversation: string | null, rating: Rating & { id: string }, at: number): Noted {
  const { id, kind: type, survey, score, max, remark } = rating;
  const more = { ...(remark !== undefined && { remark }), ...(conversation !== null && { conversation }) };
  return { part: 'ratings', mark: id, at, happening: { kind: 'rating', survey, type, score, max, ...more } };
}

/** What a change of a conversation means for the timeline. Costs nothing where it means nothing, as most do. */
export function ofConversation(
  before: ConversationRow | null,
  after: ConversationRow,
  messages: readonly RemoteMessage[],
): Noted[] {
  const found: Happening[] = [];
  const { id: conversation, status } = after;
  const first = messages[0];
  if (!before && first) {
    found.push({ kind: 'conversation', event: 'started', conversation, text: toPreview(first.parts) });
  } else if (before?.status === 'bot' && before.previewBy === 'bot' && first && isAnswer(first)) {
    found.push({ kind: 'answer', conversation, question: before.preview, answer: toPreview(first.parts) });
  }
  const was = before?.status ?? 'bot';
  if (status !== was) {
    const text = after.reason ?? after.team;
    if (status === 'resolved') found.push({ kind: 'conversation', event: 'resolved', conversation });
    else if (was === 'resolved') found.push({ kind: 'conversation', event: 'reopened', conversation });
    else if (was === 'bot' && status === 'waiting') {
      found.push({ kind: 'conversation', event: 'handoff', conversation, ...(text !== null && { text }) });
    }
  }
  return found.map((happening, i) => ({
    part: '',
    mark: `${conversation} ${after.lastSeq} ${i}`,
    at: after.at,
    happening,
  }));
}
