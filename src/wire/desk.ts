/**
 * Between the agent desk's page and the relay: one JSON object a WebSocket text frame, at `/desk/v1/socket`.
 * An inner interface of the relay, not part of the open protocol.
 */
import type { UploadLimits } from '../core/file-ports.js';
import type {
  Author,
  ConversationStatus,
  FilePart,
  HandoffDetails,
  Message,
  Money,
  Person,
  Priority,
  Rating,
  Scalar,
  Snapshot,
  Summary,
  SurveyKind,
  Tone,
} from '../types.js';

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
  /** Short name of the conversation, by which somebody may ask for it on another channel. */
  reference: string;
  /** `urgent` first. A conversation tagged `urgent` or `vip` is urgent, any other is what its hand-off says. */
  priority: Priority;
  /** How the visitor writes, in which language, and what they want, as the hand-off told; null where it did not. */
  tone: Tone | null;
  language: string | null;
  intent: HandoffDetails['intent'] | null;
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

/** About a person, not a conversation. Never leaves the desk, and is erased with the person. */
export interface DeskPersonNote {
  id: string;
  /** Who wrote it, or changed it last, and when that was. */
  by: Agent;
  text: string;
  at: number;
  edited: boolean;
}

/** What a person answered to a survey, in a conversation or without one. */
export interface DeskRating extends Rating {
  id: string;
  conversation: string | null;
  at: number;
}

/** One thing of the cart that became another. */
export interface CartChange {
  name: string;
  /** Now, and before; 0 where it was not or is not there. */
  quantity: number;
  was: number;
}

/** What happened: of the visitor's situation, of their conversations. */
export type Happening =
  /** For how long it was to be seen, milliseconds, and how far down, per cent. */
  | { kind: 'page'; url: string; title: string; ms?: number; depth?: number }
  | { kind: 'product'; name: string; price?: Money }
  | { kind: 'cart'; event: 'found' | 'changed' | 'emptied'; changes: CartChange[]; items: number; total: Money }
  | { kind: 'order'; order: string; status?: string; total?: Money }
  | { kind: 'trouble'; type: string; count: number; detail?: string }
  | { kind: 'search'; query: string; hits?: number }
  /** Whether it helped, and why, where the visitor has said so. */
  | { kind: 'article'; article: string; title: string; helpful?: boolean; reason?: string }
  /** Something that the host tracked. */
  | { kind: 'event'; name: string; data: Record<string, Scalar> }
  | {
      kind: 'conversation';
      event: 'started' | 'handoff' | 'resolved' | 'reopened';
      conversation: string;
      /** How it began, or why it was handed over. */
      text?: string;
    }
  /** The visitor answered the bot. */
  | { kind: 'answer'; conversation: string; question: string; answer: string }
  /** A survey was answered; `type` is its kind. */
  | {
      kind: 'rating';
      survey: string;
      type: SurveyKind;
      score: number;
      max: number;
      remark?: string;
      conversation?: string;
    };

/** An entry of a person's timeline. The same `id` again is the entry as it is now. */
export type DeskEntry = { id: number; at: number } & Happening;

/** The end of a page of the timeline, and where the next one goes on. */
export interface DeskPlace {
  at: number;
  id: number;
}

/** What the team's own system says of a person. */
export type Enriched = { state: 'pending' | 'failed' } | { state: 'ready'; facts: Record<string, Scalar>; at: number };

export type DeskEarlier = Pick<DeskConversation, 'id' | 'status' | 'at' | 'preview'>;

export interface DeskCard {
  person: Person & { anonymous: boolean };
  /** Claims of the signed token, shown as verified. */
  claims: Record<string, string | number | boolean>;
  snapshot: Snapshot | null;
  /** When the snapshot was taken. */
  snapshotAt: number | null;
  /** What happened before a person was asked for. */
  summary: Summary | null;
  /** Other conversations of the same person, newest first. */
  earlier: DeskEarlier[];
  /** There are more than those. */
  hasEarlier: boolean;
  /** Oldest first. */
  notes: DeskPersonNote[];
  /** Newest first, at most 20. */
  ratings: DeskRating[];
  /** Null where nothing is asked, or nothing is known there. */
  enriched: Enriched | null;
}

export type DeskMessage = Message & { seq: number };

export type DeskAsk =
  /** The conversation's log (the last 200), notes and card. Marks it read by this agent where `seen` is true. */
  | { t: 'load'; r: number; conversation: string }
  /** `to`: the message of the conversation that it answers. `files`: what was uploaded for it; with these the text may be empty. */
  | { t: 'reply'; r: number; id: string; conversation: string; text: string; to?: string; files?: FilePart[] }
  /** A short-lived URL for a file that a message of the conversation names. */
  | { t: 'file'; r: number; conversation: string; file: string }
  | { t: 'note'; r: number; id: string; conversation: string; text: string }
  /** `agent: null` puts it back to waiting. */
  | { t: 'assign'; r: number; conversation: string; agent: string | null }
  | { t: 'resolve'; r: number; conversation: string }
  | { t: 'reopen'; r: number; conversation: string }
  /** A page of the timeline of the conversation's person, newest first. Without kinds: of all. */
  | { t: 'timeline'; r: number; conversation: string; before: DeskPlace | null; kinds?: Happening['kind'][] }
  /** Conversations of the same person before this one of the list. */
  | { t: 'earlier'; r: number; conversation: string; before: Pick<DeskEarlier, 'id' | 'at'> }
  /** Writes a note about the person; the same id again changes it. */
  | { t: 'remark'; r: number; id: string; conversation: string; text: string }
  | { t: 'unremark'; r: number; id: string; conversation: string }
  /** Asks the team's own system again. */
  | { t: 'enrich'; r: number; conversation: string };

export type DeskClientFrame =
  | DeskAsk
  | { t: 'hello'; session: string }
  | { t: 'typing'; conversation: string; on: boolean }
  | { t: 'read'; conversation: string; seq: number }
  | { t: 'ping' };

export interface DeskAnswers {
  load: { conversation: DeskConversation; messages: DeskMessage[]; notes: DeskNote[]; card: DeskCard };
  reply: { id: string; seq: number; at: number };
  /** A path below the desk's page, and for how many milliseconds it is good. */
  file: { url: string; expires: number };
  note: DeskNote;
  assign: null;
  resolve: null;
  reopen: null;
  timeline: { entries: DeskEntry[]; before: DeskPlace | null };
  earlier: { earlier: DeskEarlier[]; hasEarlier: boolean };
  remark: null;
  unremark: null;
  enrich: null;
}

export type DeskServerFrame =
  /** `upload`: there where files are taken. */
  | { t: 'welcome'; agent: Agent; agents: Agent[]; conversations: DeskConversation[]; upload?: UploadLimits }
  | { t: 'ok'; r: number; data: DeskAnswers[keyof DeskAnswers] }
  | { t: 'error'; r?: number; code: string; message: string }
  /** A conversation is new or changed. */
  | { t: 'conversation'; conversation: DeskConversation }
  | { t: 'gone'; conversation: string }
  | { t: 'message'; message: DeskMessage }
  | { t: 'note'; note: DeskNote }
  | { t: 'card'; conversation: string; card: DeskCard }
  /** To whoever looks at the person: entries that are new or changed. */
  | { t: 'happened'; person: string; entries: DeskEntry[] }
  /** The timeline is another one than before: to be loaded again. */
  | { t: 'rewritten'; person: string }
  | { t: 'typing'; conversation: string; author: Author; on: boolean }
  | { t: 'pong' };

/** `POST /desk/v1/session` with `{ "code": "…" }` from the printed link answers this; the code is good for many sign-ins until the relay restarts. */
export interface DeskSession {
  session: string;
  agent: Agent;
}
