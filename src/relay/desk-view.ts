import type { RemoteMessage } from '../core/ports.js';
import { referenceOf } from '../core/reference.js';
import type { Person } from '../types.js';
import type { DeskCard, DeskConversation, DeskEarlier, DeskMessage, Enriched } from '../wire/desk.js';
import type { Hub } from './hub.js';
import type { Card, ConversationRow, PersonRow, Store } from './store.js';

/** Rows as the desk shows them. */

const URGENT = new Set(['urgent', 'vip']);

const toPerson = ({ id, user, name }: PersonRow): Person & { anonymous: boolean } => ({
  id,
  verified: user !== null,
  anonymous: user === null,
  ...(name !== null && { name }),
});

export const toDeskMessage = (message: RemoteMessage): DeskMessage => message;

export const toEarlier = ({ id, status, at, preview }: ConversationRow): DeskEarlier => ({ id, status, at, preview });

export const toDeskCard = (
  { person, snapshot, snapshotAt, summary, earlier, hasEarlier, notes, ratings }: Card,
  enriched: Enriched | null,
): DeskCard => ({
  person: toPerson(person),
  claims: person.claims,
  snapshot,
  snapshotAt,
  summary,
  earlier: earlier.map(toEarlier),
  hasEarlier,
  notes,
  ratings,
  enriched,
});

export function createDeskView(store: Store, hub: Hub) {
  /** Null when the person was erased meanwhile. */
  async function toDeskConversation(row: ConversationRow): Promise<DeskConversation | null> {
    const person = await store.person(row.person);
    if (!person) return null;
    const { priority = 'normal', tone, language, intent } = (await store.handoff(row.id)) ?? {};
    const { id, app, status, assignee, tags, team, reason, unread, at, waitingSince, preview, previewBy, readTo } = row;
    return {
      ...{ id, app, status, assignee, tags, team, reason, unread, at, waitingSince, preview, previewBy, readTo },
      person: toPerson(person),
      reference: referenceOf(id),
      priority: tags.some((tag) => URGENT.has(tag)) ? 'urgent' : priority,
      ...{ tone: tone ?? null, language: language ?? null, intent: intent ?? null },
      online: hub.isOnline(row.person),
    };
  }
  async function toDeskConversations(rows: ConversationRow[]): Promise<DeskConversation[]> {
    const all = await Promise.all(rows.map(toDeskConversation));
    return all.filter((one) => one !== null);
  }
  return { toDeskConversation, toDeskConversations };
}
