import { SobaniError } from '../core/errors.js';
import type { HistoryPage, OutgoingMessage, Receipt, RemoteMessage } from '../core/ports.js';
import { type Answers, type Ask, CLOSE, type ClientFrame, type ServerFrame } from '../wire/frames.js';
import type { Connection } from './connection.js';
import { type Feed, MAX_CONVERSATIONS } from './feed.js';
import { type Hub, toRemote } from './hub.js';
import type { Metrics } from './metrics.js';
import type { RelayLimits } from './options.js';
import type { Rates } from './relay-rates.js';
import * as rules from './rules.js';
import type { PersonRow, Store } from './store.js';
import { baseOf, nextSnapshot, withProof } from './told.js';
import type { Transcripts } from './transcripts.js';
import type { Uploads } from './uploads.js';

/** One admitted connection of a visitor. */
export interface Visitor {
  person: PersonRow;
  /** Selector of its session. */
  session: string;
  connection: Connection<ServerFrame>;
  feed: Feed;
}

export interface VisitorServices {
  store: Store;
  hub: Hub;
  rates: Rates;
  limits: RelayLimits;
  metrics: Metrics;
  /** Null where none can be mailed. */
  transcripts: Transcripts | null;
  /** Null where none are taken. */
  uploads: Uploads | null;
}

/** Bytes of a frame that are left for a page of history. */
const ENVELOPE = 1_024;

/** The newest messages that fit into one frame. At least one always does. */
export function fitting(messages: RemoteMessage[], bytes: number): RemoteMessage[] {
  let room = bytes;
  let start = messages.length;
  while (start > 0) {
    room -= Buffer.byteLength(JSON.stringify(messages[start - 1])) + 1;
    if (room < 0 && start < messages.length) break;
    start--;
  }
  return messages.slice(start);
}

/** What an admitted visitor may ask and say. Every one checks that the conversation is the visitor's own. */
export function createVisitorActions({ store, hub, rates, limits, metrics, transcripts, uploads }: VisitorServices) {
  async function own({ person }: Visitor, id: string) {
    const row = await store.conversation(id);
    return row?.person === person.id ? row : null;
  }

  function admitMessage({ id, app }: PersonRow, message: OutgoingMessage): rules.Owner {
    const tooLong = message.parts.findIndex((part) => 'text' in part && (part.text?.length ?? 0) > limits.text);
    if (tooLong >= 0) {
      const path = `message.parts[${tooLong}].text`;
      throw new SobaniError('too-large', `${path}: must be <=${limits.text}`, { path });
    }
    rates.messages.spend(`${id} ${message.by}`);
    return { app, person: id, mayStart: () => rates.conversations.spend(id) };
  }

  async function append(visitor: Visitor, message: OutgoingMessage, decide: ReturnType<typeof rules.send>) {
    const { conversation, id } = message;
    const start = performance.now();
    const change = await store.commit({ conversation, message: id, session: visitor.session, decide });
    const stored = change?.messages.find((one) => one.id === id) ?? (await store.message(conversation, id));
    if (!stored) throw rules.notFound();
    metrics.ack.observe((performance.now() - start) / 1_000);
    const cursor = visitor.feed.cursor(stored.seq);
    const receipt: Receipt = { id, seq: stored.seq, at: stored.at };
    return { ...receipt, ...(cursor !== undefined && { cursor }), ...(!change && { duplicate: true }) };
  }

  async function history(
    visitor: Visitor,
    { conversation, before, limit }: Ask & { t: 'history' },
  ): Promise<HistoryPage> {
    if (!(await own(visitor, conversation))) throw rules.notFound();
    const found = await store.messages(conversation, { after: 0, before, limit });
    const messages = fitting(found, limits.frame - ENVELOPE);
    const first = messages[0]?.seq ?? 1;
    return { messages, before: first > 1 ? first : null };
  }

  async function revoke({ person, session, connection }: Visitor): Promise<null> {
    await store.endSession(session);
    for (const seat of hub.seats(person.id)) {
      if (seat.session === session && seat.connection !== connection.id) seat.end(CLOSE.auth, 'session revoked');
    }
    return null;
  }

  async function erase({ person, connection }: Visitor): Promise<null> {
    const gone = await store.erase(person.id);
    transcripts?.forget(person.id);
    void uploads?.sweep();
    for (const seat of hub.seats(person.id)) {
      if (seat.connection !== connection.id) seat.end(CLOSE.auth, 'erased');
    }
    for (const seat of hub.desk) seat.gone(gone, person.id);
    return null;
  }

  /** Answers what the ask is answered with; rejects with a SobaniError. */
  async function ask(visitor: Visitor, frame: Ask): Promise<Answers[keyof Answers]> {
    const { person } = visitor;
    switch (frame.t) {
      case 'subscribe':
        return null; // the replay itself begins after the answer
      case 'send':
        return append(visitor, frame.message, rules.send(frame.message, admitMessage(person, frame.message)));
      case 'handoff': {
        const request = { ...frame, snapshot: withProof(frame.snapshot, person.claims) };
        return append(visitor, frame.message, rules.handoff(request, admitMessage(person, frame.message)));
      }
      case 'history':
        return history(visitor, frame);
      case 'conversations':
        return (await store.conversations(person.id, MAX_CONVERSATIONS)).map(toRemote);
      case 'context': {
        rates.context.spend(person.id);
        const decide = rules.context((stored) => withProof(nextSnapshot(frame, stored), person.claims), person.id);
        const { session } = visitor;
        const change = await store.commit({ conversation: frame.conversation, message: null, session, decide });
        return change?.snapshot ? baseOf(change.snapshot) : null;
      }
      case 'withdraw':
        rules.checkWithdrawal(frame.parts);
        rates.withdrawals.spend(person.id);
        await store.withdraw(person.id, frame.parts);
        for (const seat of hub.desk) seat.withdrawn(person.id);
        return null;
      case 'rate': {
        rates.ratings.spend(person.id);
        const happened = await store.rate(person.id, frame.conversation, frame.rating);
        for (const seat of happened ? hub.desk : []) seat.rated(person.id, happened!);
        return null;
      }
      case 'transcript': {
        const row = await own(visitor, frame.conversation);
        if (!row) throw rules.notFound();
        if (!transcripts) throw new SobaniError('unsupported', 'transcripts cannot be mailed from here');
        rates.transcripts.spend(person.id);
        // many visitors may be one who fills somebody's mailbox
        rates.transcripts.spend(`to ${frame.to.toLowerCase()}`);
        transcripts.mail(row, person, frame.to);
        return null;
      }
      case 'file': {
        if (!(await own(visitor, frame.conversation)) || !uploads) throw rules.notFound();
        return uploads.url(frame.conversation, frame.file);
      }
      case 'close':
        await store.commit({ conversation: frame.conversation, message: null, decide: rules.close(person.id) });
        return null;
      case 'revoke':
        return revoke(visitor);
      case 'erase':
        return erase(visitor);
    }
  }

  async function typing(visitor: Visitor, { conversation, on }: ClientFrame & { t: 'typing' }): Promise<void> {
    const { person } = visitor;
    if (!rates.allowsTyping(person.id, conversation, on)) return;
    if (!(await own(visitor, conversation))) return;
    const author = { kind: 'visitor' as const, id: person.id, ...(person.name !== null && { name: person.name }) };
    for (const seat of hub.desk) seat.typing(conversation, author, on);
  }

  async function read({ person }: Visitor, { conversation, seq }: ClientFrame & { t: 'read' }): Promise<void> {
    await store.commit({ conversation, message: null, decide: rules.readByVisitor(seq, person.id) });
  }

  return { ask, typing, read };
}
