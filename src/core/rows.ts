/**
 * What is stored, by key, inside one principal's namespace. Rows are read by every later version, so a change of shape is
 * a new key or a new field, never a new meaning.
 */
import type { Conversation, Message, Person, Rating, Scalar, Teller, Visit } from '../types.js';
import type { Cursor, OutboxItem } from './ports.js';

/** `s`: the session to resume. */
export interface SessionRow {
  secret: string | null;
  person: Person;
  /** The log was not replayed yet since they stopped being anonymous. */
  isNew?: boolean;
  /** Of a known user who was anonymous here before: the secret of that session, of the last where there were several. */
  former?: string | undefined;
  /** Of all of them, the newest first. */
  formers?: string[] | undefined;
  /** Of an anonymous visitor: the epoch of the marker. Once that goes on as a known user's, this is theirs. */
  epoch?: string | undefined;
}
/** `c/ID`: a conversation, and how far its log is held; empty where it can only be read. */
export interface ConversationRow {
  conversation: Conversation;
  cursor?: Cursor;
}
/** `m/CONVERSATION/ID`: a message that the back end acknowledged. */
export type MessageRow = Message;
/** `o/N/ID`, formerly `o/N`: what waits to be sent. */
export type OutboxRow = OutboxItem;

/** `w/PART`: a part of the snapshot that was taken back, and when; the back end has not deleted it yet. */
export interface WithdrawnRow {
  at: number;
}

/** `j`: the journey of the last visit. */
export interface JourneyRow {
  /** Instant at which the customer was seen last. */
  last: number;
  /** As `Snapshot.journey`, redacted. */
  places: Visit[];
  /** How they came to the first of them. */
  landing?: object | undefined;
}

/** `q`: what the customer has answered to flows and surveys, by the name of the trait. */
export type AnsweredRow = Record<string, Teller & { value: Scalar }>;

/** `r`: ids of the articles that were read last, the newest first. */
export interface RecentRow {
  articles: string[];
}

/** `rating/ID`: the answer to a survey that is no message, and which the back end has not got yet. */
export interface RatingRow {
  conversation: string | null;
  rating: Rating & { id: string };
}

/** `survey/ID`: when the customer was last asked, at the end of which conversation, and whether they answered. */
export interface SurveyRow {
  at: number;
  conversation?: string;
  isOver?: boolean;
}

export const sessionKey = 's';
/** `k`: what the customer agreed to. */
export const consentKey = 'k';
/** `l`: what the visitor has chosen on the settings screen. */
export const settingsKey = 'l';
export const conversationKey = (id: string): string => `c/${id}`;
export const messageKey = (message: Pick<Message, 'id' | 'conversation'>): string =>
  `m/${message.conversation}/${message.id}`;
export const outboxPrefix = 'o/';
/** Padded, so that keys sort as numbers do; with the id, because what could not be written at once was numbered elsewhere. */
export const outboxKey = (n: number, id: string): string => `${outboxPrefix}${String(n).padStart(12, '0')}/${id}`;
/** The number in a key that begins with a prefix. */
export const numberIn = (key: string, prefix: string): number => Number.parseInt(key.slice(prefix.length), 10) || 0;
/** `b/ID`: the bytes of a file that waits with its message, a `Blob`. */
export const fileKey = (id: string): string => `b/${id}`;
export const withdrawnPrefix = 'w/';
export const withdrawnKey = (part: string): string => `${withdrawnPrefix}${part}`;
/** `v`: how often the customer came. */
export const visitsKey = 'v';
export const journeyKey = 'j';
/** `q`: what they answered. */
export const answeredKey = 'q';
/** `r`: the articles that were read last. */
export const recentKey = 'r';
export const ratingPrefix = 'rating/';
export const ratingKey = (id: string): string => `${ratingPrefix}${id}`;
export const surveyKey = (id: string): string => `survey/${id}`;
/** `p`: what was said to the customer unasked, and what they made of it. */
export const proactiveKey = 'p';
/** `f/CONVERSATION`: where a flow stands. */
export const flowKey = (conversation: string): string => `f/${conversation}`;
/** `t`: which flows were begun, over all conversations. */
export const takenKey = 't';
