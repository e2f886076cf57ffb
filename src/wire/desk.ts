/**
 * Between the agent desk's page and the relay: one JSON object a WebSocket text frame, at `/desk/v1/socket`.
 * An inner interface of the relay, not part of the open protocol.
 */
import type { Author, ConversationStatus, Message, Person, Snapshot } from '../types.js';

export interface Agent {
  id: string;
  name: string;
}

/** A conversation as the desk lists it. */
export interface DeskConversation {
  id: string;
  app: string;
  status: ConversationStatus;
  person: Person & { anonymous: boolean };
  assignee: Agent | null;
  tags: string[];
  team: string | null;
  reason: string | null;
  /** `urgent` first. Set by tag: a conversation tagged `urgent` or `vip` is urgent. */
  priority: 'urgent' | 'normal';
  /** Messages of the visitor that no agent has seen. */
  unread: number;
  /** Instant of the last message, and of the moment since which a person is waited for (null when nobody waits). */
  at: number;
  waitingSince: number | null;
  /** First 140 characters of the last message, as plain text. */
  preview: string;
  previewBy: Author['kind'];
  /** The visitor is connected now. */
  online: boolean;
  /** Log place up to which the visitor has seen it. */
  readTo: number;
}

/** Never leaves the desk. */
export interface DeskNote {
  id: string;
  conversation: string;
  by: Agent;
  text: string;
  at: number;
}

export interface DeskCard {
  person: Person & { anonymous: boolean };
  /** Claims of the signed token, shown as verified. */
  claims: Record<string, string | number | boolean>;
  snapshot: Snapshot | null;
  /** When the snapshot was taken. */
  snapshotAt: number | null;
  /** Other conversations of the same person, newest first. */
  earlier: Pick<DeskConversation, 'id' | 'status' | 'at' | 'preview'>[];
}

export type DeskMessage = Message & { seq: number };

export type DeskAsk =
  /** The conversation's log (the last 200), notes and card. Marks it read by this agent where `seen` is true. */
  | { t: 'load'; r: number; conversation: string }
  | { t: 'reply'; r: number; id: string; conversation: string; text: string }
  | { t: 'note'; r: number; id: string; conversation: string; text: string }
  /** `agent: null` puts it back to waiting. */
  | { t: 'assign'; r: number; conversation: string; agent: string | null }
  | { t: 'resolve'; r: number; conversation: string }
  | { t: 'reopen'; r: number; conversation: string };

export type DeskClientFrame =
  | DeskAsk
  | { t: 'hello'; session: string }
  | { t: 'typing'; conversation: string; on: boolean }
  | { t: 'read'; conversation: string; seq: number }
  | { t: 'ping' };

export interface DeskAnswers {
  load: { conversation: DeskConversation; messages: DeskMessage[]; notes: DeskNote[]; card: DeskCard };
  reply: { id: string; seq: number; at: number };
  note: DeskNote;
  assign: null;
  resolve: null;
  reopen: null;
}

export type DeskServerFrame =
  | { t: 'welcome'; agent: Agent; agents: Agent[]; conversations: DeskConversation[] }
  | { t: 'ok'; r: number; data: DeskAnswers[keyof DeskAnswers] }
  | { t: 'error'; r?: number; code: string; message: string }
  /** A conversation is new or changed. */
  | { t: 'conversation'; conversation: DeskConversation }
  | { t: 'gone'; conversation: string }
  | { t: 'message'; message: DeskMessage }
  | { t: 'note'; note: DeskNote }
  | { t: 'card'; conversation: string; card: DeskCard }
  | { t: 'typing'; conversation: string; author: Author; on: boolean }
  | { t: 'pong' };

/** `POST /desk/v1/session` with `{ "code": "…" }` from the printed link answers this; the code is good for many sign-ins until the relay restarts. */
export interface DeskSession {
  session: string;
  agent: Agent;
}
