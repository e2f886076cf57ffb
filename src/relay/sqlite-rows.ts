import type { RemoteMessage } from '../core/ports.js';
import type { Part } from '../types.js';
import type { DeskNote, DeskPersonNote } from '../wire/desk.js';
import { intact, sealed } from './sqlite-sums.js';
import type { ConversationRow, Lineage, PersonRow, SessionRow } from './store.js';

/** Between rows of SQLite and ours. What is as it was written was written by us, so it is only unpacked. */

export type Row = Record<string, null | number | string>;

export const one = <T>(to: (row: Row) => T, row: unknown): T | null => (row ? to(row as Row) : null);
export const many = <T>(to: (row: Row) => T, rows: unknown[]): T[] => rows.map((row) => to(row as Row));

const json = <T>(text: unknown): T => JSON.parse(text as string) as T;

export const toPerson = (row: Row): PersonRow => {
  const { id, app, user, name, claims } = intact('person', row);
  return { id, app, user, name, claims: json(claims) } as PersonRow;
};

export const fromPerson = ({ id, app, user, name, claims }: PersonRow) =>
  sealed('person', { id, app, user, name, claims: JSON.stringify(claims) });

export const toSession = (row: Row): SessionRow => ({
  selector: row.selector as string,
  verifier: row.verifier as string,
  createdAt: row.created_at as number,
  usedAt: row.used_at as number,
  person: toPerson(row),
});

export const toConversation = (row: Row): ConversationRow => {
  const { id, app, person, status, assignee, tags, team, reason, at, unread, preview, ...rest } = intact(
    'conversation',
    row,
  );
  return {
    ...{ id, app, person, status, team, reason, at, unread, preview },
    assignee: assignee === null ? null : json(assignee),
    tags: json(tags),
    readTo: rest.read_to,
    agentReadTo: rest.agent_read_to,
    deliveredTo: rest.delivered_to,
    lastSeq: rest.last_seq,
    waitingSince: rest.waiting_since,
    previewBy: rest.preview_by,
  } as ConversationRow;
};

export const fromConversation = (row: ConversationRow) => {
  const { id, app, person, status, assignee, tags, team, reason, at, unread, preview } = row;
  return sealed('conversation', {
    ...{ id, app, person, status, team, reason, at, unread, preview },
    assignee: assignee && JSON.stringify(assignee),
    tags: JSON.stringify(tags),
    read_to: row.readTo,
    agent_read_to: row.agentReadTo,
    delivered_to: row.deliveredTo,
    last_seq: row.lastSeq,
    waiting_since: row.waitingSince,
    preview_by: row.previewBy,
  });
};

/** `owner` is the conversation's person, joined in. */
export const toMessage = (row: Row): RemoteMessage => {
  const { id, conversation, kind, author, parts, at, seq, owner } = intact('message', row);
  const shown = kind === 'visitor' ? { kind, id: owner } : json(author);
  return { id, conversation, author: shown, parts: json(parts), at, seq } as RemoteMessage;
};

export const toLineage = (row: Row): Lineage => row.lineage as Lineage;

export const toNote = (row: Row): DeskNote => {
  const { id, conversation, agent, text, at } = intact('note', row);
  return { id, conversation, by: json(agent), text: json(text), at } as DeskNote;
};

export const fromNote = ({ id, conversation, by, text, at }: DeskNote) =>
  sealed('note', { id, conversation, agent: JSON.stringify(by), text: JSON.stringify(text), at });

export const toPersonNote = (row: Row): DeskPersonNote => {
  const { id, agent, text, at, edited } = intact('person_note', row);
  return { id, by: json(agent), text: json(text), at, edited: edited === 1 } as DeskPersonNote;
};

export const fromPersonNote = ({ id, by, text, at, edited }: DeskPersonNote) =>
  sealed('person_note', {
    ...{ id, at },
    agent: JSON.stringify(by),
    text: JSON.stringify(text),
    edited: edited ? 1 : 0,
  });

/** First 140 characters of what a message says, on one line. */
export function toPreview(parts: Part[]): string {
  const words = parts.map(
    (part) =>
      ('text' in part && part.text) || ('title' in part && part.title) || (part.type === 'file' ? part.name : ''),
  );
  return Array.from(words.filter(Boolean).join(' ').replace(/\s+/g, ' ').trim()).slice(0, 140).join('');
}
