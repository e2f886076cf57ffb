/** The back end of the memory transport: what it has, and the rules by which that changes. */
import { nanoid } from 'nanoid';
import { SobaniError } from '../core/errors.js';
import * as LIMITS from '../core/limits.js';
import type { OutgoingMessage, Receipt, RemoteConversation, RemoteMessage, TransportEvent } from '../core/ports.js';
import type { Author, ConversationStatus, HandoffDetails, Part, Person, Rating, Snapshot } from '../types.js';
import { parseParts } from '../wire/parse.js';
import { readRichParts } from '../wire/rich-parts.js';
import { createMemoryFiles } from './memory-files.js';

export interface MemoryConversation extends RemoteConversation {
  person: Person;
  /** The newest snapshot of the visitor's situation. */
  snapshot?: Snapshot;
  tags: string[];
  team?: string;
  reason?: string;
  /** What the last hand-off told beside the snapshot. */
  handoff?: HandoffDetails;
}

/** The answer to a survey, of a conversation or of none. */
export interface MemoryRating extends Rating {
  id: string;
  person: string;
  conversation: string | null;
}

export type Notice = { person: string } & (
  | { type: 'typing'; conversation: string; on: boolean }
  | { type: 'presence'; state: 'active' | 'away' }
  | { type: 'event'; name: string; data: Record<string, unknown> }
);

/** The other side of the memory transport: acts as the agent, and as the weather. Unknown conversations are `not-found`. */
export interface MemoryBackend {
  /** An answer; text or parts. Default author: an agent called Ann. */
  reply(conversation: string, content: string | Part[], author?: Author): RemoteMessage;
  typing(conversation: string, on: boolean, author?: Author): void;
  /** An agent has seen everything up to this place. Default: everything. */
  read(conversation: string, seq?: number): void;
  assign(conversation: string, author?: Author): void;
  resolve(conversation: string): void;
  messages(conversation: string): RemoteMessage[];
  conversations(): MemoryConversation[];
  /** What visitors answered to surveys, oldest first. */
  ratings(): MemoryRating[];
  /** What visitors told beside messages, oldest first, the last 100. */
  notices(): Notice[];
  /** Drops every session. Default error: `offline`, retryable. */
  disconnect(error?: SobaniError): void;
  /** The next calls of any session, or of `connect`, reject with this. */
  fail(times: number, error: SobaniError): void;
}

/** Where a session receives what concerns it. */
export interface Seat {
  person: Person;
  secret: string;
  emit(event: TransportEvent): void;
  end(error: SobaniError): void;
}

export interface Row {
  data: MemoryConversation;
  log: RemoteMessage[];
  /** Places before the log's first message, which only the visitor has. */
  base: number;
  /** By message id: what was sent, to tell a repeat from a conflict, and what became of it. */
  sent: Map<string, { body: string; message: RemoteMessage }>;
}

/** Parts of a snapshot without which it is none. */
const NEEDED = new Set(['page', 'locale', 'v', 'about']);
const AGENT: Author = { kind: 'agent', id: 'ann', name: 'Ann' };

/** The same words for somebody else's as for nobody's, so that an id tells nothing. */
export const notFound = () => new SobaniError('not-found', 'There is no such conversation.', { path: 'conversation' });

function checkParts(parts: Part[]): Part[] {
  for (const [i, part] of parts.entries()) {
    const text = ('text' in part && part.text) || '';
    if (text.length > LIMITS.text || new TextEncoder().encode(text).length > LIMITS.textBytes) {
      const path = `message.parts[${i}].text`;
      throw new SobaniError('too-large', `${path}: at most ${LIMITS.text} characters and ${LIMITS.textBytes} bytes`, {
        path,
      });
    }
  }
  return parseParts(parts, 'message.parts');
}

export const messageEvent = (message: RemoteMessage): TransportEvent => ({
  type: 'message',
  message: structuredClone(message),
  cursor: String(message.seq),
});

export function conversationEvent({ data }: Row) {
  const { id, status, assignee, readTo, agentReadTo, at } = data;
  const conversation: RemoteConversation = { id, status, readTo, agentReadTo, at, ...(assignee && { assignee }) };
  return { type: 'conversation' as const, conversation };
}

export function createMemoryBackend(now: () => number) {
  readRichParts();
  const files = createMemoryFiles();
  const rows = new Map<string, Row>();
  const seats = new Set<Seat>();
  const notices: Notice[] = [];
  let ratings: { person: Person; conversation: string | null; rating: Rating & { id: string } }[] = [];
  let failures: { times: number; error: SobaniError } | undefined;

  const find = (id: string, person?: Person): Row => {
    const row = rows.get(id);
    if (!row || (person && row.data.person !== person)) throw notFound();
    return row;
  };
  const tell = (row: Row, event: TransportEvent) => {
    for (const seat of seats) if (seat.person === row.data.person) seat.emit(event);
  };
  const change = (row: Row, fields: Partial<MemoryConversation>) => {
    Object.assign(row.data, fields);
    tell(row, conversationEvent(row));
  };
  const append = (row: Row, id: string, author: Author, parts: Part[]): RemoteMessage => {
    const at = Math.max(now(), row.data.at);
    const message = { id, conversation: row.data.id, author, parts, at, seq: row.base + row.log.length + 1 };
    row.log.push(message);
    row.data.at = at;
    tell(row, messageEvent(message));
    return message;
  };
  const note = (row: Row, event: 'assigned' | 'resolved', name?: string) =>
    append(row, nanoid(22), { kind: 'system' }, [{ type: 'event', event, ...(name && { name }) }]);
  const own = (id: string, person: Person): Row => {
    if (rows.has(id)) return find(id, person);
    const data = { id, person, status: 'bot' as ConversationStatus, readTo: 0, agentReadTo: 0, at: 0, tags: [] };
    return { data, log: [], base: 0, sent: new Map() };
  };
  const end = (row: Row, name?: string) => {
    if (row.data.status === 'resolved') return;
    note(row, 'resolved', name);
    change(row, { status: 'resolved' });
  };

  const addRating = (conversation: string | null, given: Rating & { id: string }, person: Person) => {
    const isKnown = ratings.some((known) => known.person === person && known.rating.id === given.id);
    const { id, survey, kind, score, max, remark } = given;
    const rating = { id, survey, kind, score, max, ...(remark !== undefined && { remark }) };
    if (!isKnown) ratings.push({ person, conversation, rating });
  };

  const backend: MemoryBackend = {
    reply(id, content, author = AGENT) {
      const row = find(id);
      if (row.data.status === 'resolved') throw new SobaniError('closed', 'The conversation has ended.');
      if (author.kind === 'agent' && row.data.status !== 'open') backend.assign(id, author);
      return append(row, nanoid(22), author, typeof content === 'string' ? [{ type: 'text', text: content }] : content);
    },
    typing: (conversation, on, author = AGENT) =>
      tell(find(conversation), { type: 'typing', conversation, author, on }),
    read(id, seq = Number.POSITIVE_INFINITY) {
      const row = find(id);
      change(row, { agentReadTo: Math.max(row.data.agentReadTo, Math.min(seq, row.base + row.log.length)) });
    },
    assign(id, author = AGENT) {
      const row = find(id);
      note(row, 'assigned', author.name);
      change(row, { status: 'open', assignee: author });
    },
    resolve: (id) => end(find(id), AGENT.name),
    messages: (id) => structuredClone(rows.get(id)?.log ?? []),
    conversations: () => [...rows.values()].map((row) => structuredClone(row.data)),
    ratings: () => ratings.map(({ person, conversation, rating }) => ({ ...rating, person: person.id, conversation })),
    notices: () => structuredClone(notices),
    disconnect(error = new SobaniError('offline', 'The connection was cut.', { retryable: true })) {
      for (const seat of [...seats]) seat.end(error);
    },
    fail(times, error) {
      failures = { times, error };
    },
  };

  return {
    backend,
    files,
    seats,
    find,
    change,
    end,
    /** Of one person, newest first. */
    of: (person: Person) =>
      [...rows.values()].filter((row) => row.data.person === person).sort((a, b) => b.data.at - a.data.at),
    notice(notice: Notice) {
      notices.push(structuredClone(notice));
      if (notices.length > 100) notices.shift();
    },
    has: (id: string) => rows.has(id),
    /** Goes on with a conversation that a visitor brings along from an earlier page. */
    adopt(id: string, person: Person, base: number) {
      const row = { ...own(id, person), base };
      rows.set(id, row);
    },
    mayFail() {
      if (failures && failures.times-- > 0) throw failures.error;
    },
    /** Adds the message to the log, once. `isNew` tells whether it did. */
    send(
      { id, conversation, by, name, parts }: OutgoingMessage,
      person: Person,
    ): { row: Row; receipt: Receipt; isNew: boolean } {
      const row = own(conversation, person);
      const body = JSON.stringify([by, parts]);
      let known = row.sent.get(id);
      const isNew = !known;
      if (!known) {
        const checked = checkParts(parts);
        files.check(person, checked);
        if (row.data.status === 'resolved')
          throw new SobaniError('closed', 'The conversation has ended; start a new one.');
        rows.set(conversation, row);
        known = { body, message: append(row, id, { kind: by, ...(by === 'bot' && name && { name }) }, checked) };
        row.sent.set(id, known);
        for (const part of by === 'visitor' ? checked : []) {
          if (part.type === 'rating') addRating(conversation, { ...part, id }, person);
        }
      } else if (known.body !== body) {
        throw new SobaniError('conflict', 'This id already stands for another message.', { path: 'message.id' });
      }
      const { seq, at } = known.message;
      return { row, isNew, receipt: { id, seq, at, cursor: String(seq), ...(!isNew && { duplicate: true }) } };
    },
    rate(conversation: string | null, rating: Rating & { id: string }, person: Person) {
      if (conversation !== null) find(conversation, person);
      addRating(conversation, rating, person);
    },
    /** The conversations of an anonymous visitor follow the user who that visitor turned out to be. */
    merge(from: Person, to: Person) {
      files.merge(from, to);
      for (const rating of ratings) if (rating.person === from) rating.person = to;
      for (const row of rows.values()) {
        if (row.data.person !== from) continue;
        row.data.person = to;
        tell(row, conversationEvent(row));
        for (const message of row.log) tell(row, messageEvent(message));
      }
    },
    withdraw(person: Person, parts: readonly string[]) {
      const at = parts.findIndex((part) => NEEDED.has(part));
      if (at >= 0) throw new SobaniError('invalid', `parts[${at}]: cannot be withdrawn`, { path: `parts[${at}]` });
      if (parts.includes('ratings')) ratings = ratings.filter((rating) => rating.person !== person);
      for (const { data } of rows.values()) {
        if (data.person !== person || !data.snapshot) continue;
        const left = structuredClone(data.snapshot);
        for (const part of parts) {
          Reflect.deleteProperty(left, part);
          if (left.about) delete left.about[part];
        }
        data.snapshot = left;
      }
    },
    erase(person: Person) {
      files.erase(person);
      ratings = ratings.filter((rating) => rating.person !== person);
      for (const [id, row] of rows) if (row.data.person === person) rows.delete(id);
    },
  };
}
