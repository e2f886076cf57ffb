/** Pure rules about one conversation's list of messages. */
import type { DeliveryState, Message } from '../types.js';

const RANK: Record<DeliveryState, number> = {
  queued: 0,
  volatile: 0,
  sending: 1,
  failed: 1,
  sent: 2,
  delivered: 3,
  read: 4,
};

/** Whether a delivery state may follow another: only rightwards, except out of `failed`. */
export const mayFollow = (from: DeliveryState, to: DeliveryState): boolean =>
  from === 'failed' ||
  RANK[to] > RANK[from] ||
  (RANK[to] === RANK[from] && from !== to && to === 'failed') ||
  // the disk has taken it after all
  (from === 'volatile' && to === 'queued');

/** Written on this device's side, so that a delivery state belongs to it. */
export const isOwn = (message: Message): boolean => message.author.kind === 'visitor';

/**
 * Puts a message in its place: acknowledged ones by `seq`, those that wait behind them in the order in which they came.
 * One id is one message, whatever arrives how often: what came later wins, but a delivery state never moves back.
 */
export function upsert(list: readonly Message[], message: Message): Message[] {
  const known = list.findIndex((m) => m.id === message.id);
  const rest = list.filter((_, i) => i !== known);
  const before = list[known];
  const merged = { ...message };
  if (before?.seq && !merged.seq) {
    merged.seq = before.seq;
    merged.at = before.at;
  }
  if (before?.state && merged.state && before.state !== merged.state && !mayFollow(before.state, merged.state)) {
    merged.state = before.state;
  }
  if (merged.state !== 'failed') delete merged.reason;
  let place = merged.seq || known < 0 ? rest.length : known;
  // from the end, because that is where nearly every message belongs
  const isLater = (m: Message | undefined) => m && (!m.seq || m.seq > merged.seq!);
  if (merged.seq) while (isLater(rest[place - 1])) place--;
  rest.splice(place, 0, merged);
  return rest;
}

/** Marks what has reached an agent, and what one has seen. Returns the same list when nothing changed. */
export function markReceipts(list: readonly Message[], deliveredTo: number, agentReadTo: number): readonly Message[] {
  const stateOf = (m: Message): DeliveryState | undefined => {
    if (!m.seq || !m.state || !isOwn(m)) return m.state;
    const next = m.seq <= agentReadTo ? 'read' : m.seq <= deliveredTo ? 'delivered' : m.state;
    return mayFollow(m.state, next) ? next : m.state;
  };
  const isNew = (m: Message) => stateOf(m) !== m.state;
  return list.some(isNew) ? list.map((m) => (isNew(m) ? { ...m, state: stateOf(m)! } : m)) : list;
}

/** How many messages of people the visitor has not seen. */
export const countUnread = (list: readonly Message[], readTo: number): number =>
  list.reduce((count, m) => count + (m.author.kind === 'agent' && m.seq && m.seq > readTo ? 1 : 0), 0);
