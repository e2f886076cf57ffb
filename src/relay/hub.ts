import type { RemoteConversation, RemoteMessage } from '../core/ports.js';
import type { Author } from '../types.js';
import type { DeskEntry } from '../wire/desk.js';
import type { Change, ConversationRow } from './store.js';

/** A visitor's connection, as seen by those who have something for it. */
export interface VisitorSeat {
  readonly session: string;
  /** Id of the connection. */
  readonly connection: string;
  message(message: RemoteMessage): void;
  conversation(conversation: ConversationRow): void;
  typing(conversation: string, author: Author, on: boolean): void;
  /** Conversations that are now this person's: told from their start. */
  adopt(conversations: ConversationRow[]): void;
  end(code: number, reason: string): void;
  /** Ends soon when nobody is there any more. */
  probe(): void;
}

/** An agent's connection. */
export interface DeskSeat {
  change(change: Change): void;
  /** The person was erased, with these. */
  gone(conversations: string[], person: string): void;
  /** Whether the person is here changed. */
  presence(person: string): void;
  typing(conversation: string, author: Author, on: boolean): void;
  /** Something of what is stored of the person's situation is gone. */
  withdrawn(person: string): void;
  /** A survey was answered outside a message. */
  rated(person: string, happened: DeskEntry[]): void;
}

/** Who is connected now, and the way from what happened to everyone whom it concerns. Keeps nothing else. */
export interface Hub {
  readonly desk: Set<DeskSeat>;
  /** Takes a seat among the person's; returns its undo. */
  join(person: string, seat: VisitorSeat): () => void;
  seats(person: string): readonly VisitorSeat[];
  isOnline(person: string): boolean;
  /** Seats of all visitors. */
  readonly size: number;
  /** After the store has it, in the order of the log. */
  publish(change: Change): void;
}

export const toRemote = (row: ConversationRow): RemoteConversation => ({
  id: row.id,
  status: row.status,
  ...(row.assignee && { assignee: { kind: 'agent', id: row.assignee.id, name: row.assignee.name } }),
  readTo: row.readTo,
  agentReadTo: row.agentReadTo,
  ...(row.deliveredTo && { deliveredTo: row.deliveredTo }),
  at: row.at,
});

/** Whether a visitor can see the difference, apart from the new messages themselves. */
function isVisible({ before, after, messages }: Change): boolean {
  return (
    !before ||
    before.status !== after.status ||
    before.assignee?.id !== after.assignee?.id ||
    before.readTo !== after.readTo ||
    before.agentReadTo !== after.agentReadTo ||
    // an agent's own words move it along, which says nothing of the visitor's
    (before.deliveredTo !== after.deliveredTo && !messages.length)
  );
}

export function createHub(): Hub {
  const people = new Map<string, Set<VisitorSeat>>();
  const desk = new Set<DeskSeat>();
  const presence = (person: string) => {
    for (const seat of desk) seat.presence(person);
  };
  return {
    desk,
    join(person, seat) {
      const seats = people.get(person) ?? new Set();
      people.set(person, seats);
      seats.add(seat);
      if (seats.size === 1) presence(person);
      return () => {
        if (!seats.delete(seat) || seats.size) return;
        people.delete(person);
        presence(person);
      };
    },
    seats: (person) => [...(people.get(person) ?? [])],
    isOnline: (person) => people.has(person),
    get size() {
      let size = 0;
      for (const seats of people.values()) size += seats.size;
      return size;
    },
    publish(change) {
      for (const seat of people.get(change.after.person) ?? []) {
        if (isVisible(change)) seat.conversation(change.after);
        for (const message of change.messages) seat.message(message);
      }
      for (const seat of desk) seat.change(change);
    },
  };
}
