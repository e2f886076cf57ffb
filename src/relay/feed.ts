import * as LIMITS from '../core/limits.js';
import type { Cursor, TransportEvent } from '../core/ports.js';
import type { ServerFrame } from '../wire/frames.js';
import type { Connection } from './connection.js';
import type { Counter } from './exposition.js';
import { toRemote } from './hub.js';
import { placeOf, toCursor } from './ids.js';
import type { ConversationRow, Store } from './store.js';

type Event = Exclude<TransportEvent, { type: 'closed' }>;

/** What one connection is told: first the replay, then what happened meanwhile, then everything as it happens. */
export interface Feed {
  /** Something that happened now. */
  offer(event: Event): void;
  /** Replays everything after the cursors, then `caught-up`, then live. */
  subscribe(after: Readonly<Record<string, Cursor>>): Promise<void>;
  /** Tells these conversations from their start. */
  adopt(conversations: ConversationRow[]): Promise<void>;
  /** The cursor behind a message of one's own, once all before it has been told. */
  cursor(seq: number): Cursor | undefined;
}

/** Conversations of one person that are replayed and listed, the newest. */
export const MAX_CONVERSATIONS = 100;
/** Events that may wait for a replay to end. */
const MAX_HELD = 2_000;
/** Bytes that may wait in the socket before the replay pauses. */
const PAUSE = 256 * 1024;

export function createFeed(connection: Connection<ServerFrame>, store: Store, person: string, replayed: Counter): Feed {
  let mode: 'off' | 'holding' | 'live' = 'off';
  let held: Event[] = [];
  const told = new Map<string, number>();
  let work: Promise<void> = Promise.resolve();

  function tell(event: Event): void {
    if (event.type === 'message') {
      const { conversation, seq } = event.message;
      if (seq <= (told.get(conversation) ?? 0)) return;
      told.set(conversation, seq);
    }
    connection.send({ t: 'event', event });
  }

  function offer(event: Event): void {
    if (mode === 'live') tell(event);
    if (mode !== 'holding') return;
    held.push(event);
    if (held.length > MAX_HELD) connection.close(1013, 'reads too slowly');
  }

  /** Of another life of the log. */
  const isOld = (cursor: Cursor) => placeOf(cursor, store.epoch) === null;
  const reset = (conversation: string, cursor?: Cursor) =>
    tell({ type: 'reset', conversation, ...(cursor !== undefined && isOld(cursor) && { restored: true }) });

  async function replay(row: ConversationRow, after: Cursor | undefined): Promise<void> {
    const named = after === undefined ? 0 : placeOf(after, store.epoch);
    let place = named !== null && named <= row.lastSeq ? named : 0;
    const messages = await store.messages(row.id, { after: place, before: null, limit: LIMITS.replay });
    const isHole = place > 0 && messages.length > 0 && messages[0]!.seq > place + 1;
    if (isHole || (after !== undefined && named !== place)) {
      place = 0;
      reset(row.id, after);
    }
    told.set(row.id, place);
    tell({ type: 'conversation', conversation: toRemote(row) });
    for (const message of messages) {
      if (!connection.isOpen) return;
      tell({ type: 'message', message, cursor: toCursor(store.epoch, message.seq) });
      replayed.add();
      if (connection.buffered > PAUSE) await connection.drained();
    }
  }

  function release(): void {
    const events = held;
    held = [];
    mode = 'live';
    // the replay may have read a conversation as it is after several of these, so only the last state is told
    const last = new Map<string, Event>();
    for (const event of events) if (event.type === 'conversation') last.set(event.conversation.id, event);
    for (const event of events) {
      if (event.type !== 'conversation' || last.get(event.conversation.id) === event) tell(event);
    }
  }

  /** Holds back what is live while `task` tells what was before. One at a time. */
  function holding(task: () => Promise<void>): Promise<void> {
    mode = 'holding';
    work = work.then(async () => {
      mode = 'holding';
      await task();
      release();
    });
    return work;
  }

  return {
    offer,
    cursor: (seq) => (mode === 'live' ? toCursor(store.epoch, seq) : undefined),
    subscribe: (after) =>
      holding(async () => {
        const rows = await store.conversations(person, MAX_CONVERSATIONS);
        const cursors = new Map(Object.entries(after));
        for (const row of rows.reverse()) {
          await replay(row, cursors.get(row.id));
          cursors.delete(row.id);
        }
        for (const [id, cursor] of cursors) {
          const row = await store.conversation(id);
          if (row?.person === person) await replay(row, cursor);
          // whatever the client keeps of it, it is not in this person's log
          else reset(id, cursor);
        }
        tell({ type: 'caught-up' });
      }),
    adopt: (rows) =>
      mode === 'off'
        ? Promise.resolve()
        : holding(async () => {
            for (const row of rows) await replay(row, undefined);
          }),
  };
}
