/**
 * The store port: what the relay asks of a database. The embedded one is `sqlite-store.ts`; a server database goes
 * behind the same interface.
 *
 * Rules for every store: a promise of a write resolves only when the write is flushed to disk; a write that fails
 * leaves nothing behind; writes to one conversation take effect in the order of the calls; `seq` runs from 1 without
 * gaps in every conversation; a message id is unique in a conversation for ever.
 */
import type { RemoteMessage } from '../core/ports.js';
import type {
  Author,
  ConversationStatus,
  FilePart,
  HandoffDetails,
  Part,
  Rating,
  Snapshot,
  Summary,
} from '../types.js';
import type { Agent, DeskEntry, DeskNote, DeskPersonNote, DeskPlace, DeskRating, Happening } from '../wire/desk.js';

export interface PersonRow {
  id: string;
  app: string;
  /** `sub` of the token; null for an anonymous visitor. */
  user: string | null;
  name: string | null;
  claims: Record<string, string | number | boolean>;
}

export interface SessionRow {
  /** The public half of the secret, by which it is found. */
  selector: string;
  /** SHA-256 of the private half, hexadecimal. */
  verifier: string;
  person: PersonRow;
  createdAt: number;
  usedAt: number;
}

export interface ConversationRow {
  id: string;
  app: string;
  person: string;
  status: ConversationStatus;
  assignee: Agent | null;
  tags: string[];
  team: string | null;
  reason: string | null;
  readTo: number;
  agentReadTo: number;
  /** Every message up to this place was sent to the desk of an agent. */
  deliveredTo: number;
  lastSeq: number;
  /** Instant of the last message. */
  at: number;
  waitingSince: number | null;
  /** Messages of the visitor beyond `agentReadTo`. */
  unread: number;
  preview: string;
  previewBy: Author['kind'];
}

/** Who may send an id again and mean the same message. The visitor and the bot on the visitor's device are one. */
export type Lineage = 'visitor' | 'system' | `agent:${string}`;

export interface NewMessage {
  id: string;
  lineage: Lineage;
  /** Of a visitor only the kind is kept: who it is follows the conversation, also when that changes hands. */
  author: Author;
  parts: Part[];
}

/** A conversation as it is while it is locked for one change. */
export interface Current {
  conversation: ConversationRow | null;
  /** What is stored of the visitor's situation. @throws SobaniError `storage` when it is damaged */
  snapshot(): Snapshot | null;
  /** The message that has the id asked for, and who wrote it. */
  same: { message: RemoteMessage; lineage: Lineage } | null;
  /** The instant at which the change counts; never before that of the last message. */
  at: number;
}

/** What becomes of it. `lastSeq`, `at`, `unread` and the preview follow from the messages, so the store sets them. */
export interface Decision {
  conversation: ConversationRow;
  messages: NewMessage[];
  snapshot?: Snapshot;
  /** What was told with a request for a person; it replaces what an earlier one told. */
  handoff?: HandoffDetails;
}

export interface Command {
  conversation: string;
  /** Id of the message that this would add. */
  message: string | null;
  /** Selector of the session whose page told the snapshot: the timeline has what is new against what it told before. */
  session?: string;
  /** Pure and synchronous; throws a SobaniError to refuse. Null leaves all as it is. */
  decide(current: Current): Decision | null;
}

/** What a command did, told after it is on disk. */
export interface Change {
  before: ConversationRow | null;
  after: ConversationRow;
  messages: RemoteMessage[];
  snapshot?: Snapshot;
  /** Entries of the person's timeline that are new or changed. */
  happened?: DeskEntry[];
}

export interface SignIn {
  app: string;
  /** Null makes a new anonymous visitor. */
  user: { id: string; name: string | null; claims: PersonRow['claims'] } | null;
  session: { selector: string; verifier: string };
  /** Selector of the anonymous session whose conversations follow the user; it ends. */
  merge: string | null;
}

export interface Card {
  person: PersonRow;
  snapshot: Snapshot | null;
  snapshotAt: number | null;
  /** What happened before a person was asked for, as the device summed it up. */
  summary: Summary | null;
  /** Other conversations of the person, newest first; and whether there are more. */
  earlier: ConversationRow[];
  hasEarlier: boolean;
  /** Oldest first. */
  notes: DeskPersonNote[];
  /** Newest first, at most 20. */
  ratings: DeskRating[];
}

/** What was uploaded for a visitor's conversation, by them or by an agent. */
export interface UploadRow {
  person: string;
  /** Whose message names it; null until one does. */
  conversation: string | null;
  /** Its name among the files. */
  file: string;
  part: FilePart;
}

/** What is known of files; the files themselves are elsewhere (file-store.ts). */
export interface UploadStore {
  find(person: string, id: string): Promise<UploadRow | null>;
  /** One that a message of this conversation names. */
  file(conversation: string, id: string): Promise<UploadRow | null>;
  /** Bytes of all that is kept of a person. */
  weight(person: string): Promise<number>;
  /** Answers the one that is there already, where the id is known. @throws SobaniError `not-found` without the person */
  add(row: Omit<UploadRow, 'conversation'>): Promise<UploadRow>;
  /** Deletes those from before that instant that no message names. */
  dropOrphans(before: number): Promise<void>;
  /** Files whose row is gone: they are removed, and then forgotten. */
  gone(limit: number): Promise<string[]>;
  forget(files: readonly string[]): Promise<void>;
  isNamed(file: string): Promise<boolean>;
}

export interface Store {
  readonly uploads: UploadStore;
  /** Random, one for the life of this log. */
  readonly epoch: string;
  /** Whether it takes writes now. Tries one where the last that was tried failed. */
  isWritable(): Promise<boolean>;
  /** Writes that wait to be committed, and bytes of the database file. */
  load(): { queue: number; bytes: number };

  session(app: string, selector: string): Promise<SessionRow | null>;
  /** Makes a session, and the person where it is a new one. `moved` are the conversations that changed hands. */
  signIn(request: SignIn): Promise<{ person: PersonRow; moved: ConversationRow[]; from: string | null }>;
  /** The session was used now; a user's name and claims are as in the newest token. */
  touch(selector: string, user: SignIn['user']): Promise<PersonRow | null>;
  endSession(selector: string): Promise<void>;
  /** Deletes the person and everything of theirs. Answers the ids of the conversations that are gone. */
  erase(person: string): Promise<string[]>;

  /** Takes these parts out of all snapshots of the person, and what came of them out of the timeline. */
  withdraw(person: string, parts: readonly string[]): Promise<void>;

  /**
   * Notes the answer to a survey, of one of the person's conversations or of none. A visitor's message with a part `rating`
   * is noted by `commit`. Null where this id is there already, else the entries of the timeline that are new.
   * @throws SobaniError `not-found` for a conversation of somebody else
   */
  rate(person: string, conversation: string | null, rating: Rating & { id: string }): Promise<DeskEntry[] | null>;

  /** Decides and writes in one transaction. Null when the decision was to leave all as it is. */
  commit(command: Command): Promise<Change | null>;
  /** Told of every change in the order of the log, after it is on disk and before its promise resolves. */
  subscribe(listener: (change: Change) => void): () => void;

  conversation(id: string): Promise<ConversationRow | null>;
  /** Of one person, newest first. */
  conversations(person: string, limit: number): Promise<ConversationRow[]>;
  /** The newest `limit` messages with `after < seq < before`, oldest first. */
  messages(
    conversation: string,
    range: { after: number; before: number | null; limit: number },
  ): Promise<RemoteMessage[]>;
  message(conversation: string, id: string): Promise<RemoteMessage | null>;

  /** For the desk alone; nothing that a visitor can reach calls what follows. */
  recent(limit: number): Promise<ConversationRow[]>;
  person(id: string): Promise<PersonRow | null>;
  /** What the last request for a person told; null where there was none, it is of an earlier relay, or is damaged. */
  handoff(conversation: string): Promise<HandoffDetails | null>;
  card(conversation: ConversationRow): Promise<Card | null>;
  earlier(
    conversation: ConversationRow,
    before: { at: number; id: string },
  ): Promise<Pick<Card, 'earlier' | 'hasEarlier'>>;
  /** Newest first; `before` is where the next page begins, null at the end. */
  timeline(
    person: string,
    range: { before: DeskPlace | null; kinds: Happening['kind'][] | null; limit: number },
  ): Promise<{ entries: DeskEntry[]; before: DeskPlace | null }>;
  /** Writes a note about a person, or changes it. False when there is no such person, or there are too many. */
  remark(person: string, note: Omit<DeskPersonNote, 'at' | 'edited'>): Promise<boolean>;
  unremark(person: string, note: string): Promise<void>;
  notes(conversation: string): Promise<DeskNote[]>;
  /** The same id again is not a second note. Null when there is no such conversation. */
  addNote(note: Omit<DeskNote, 'at'>): Promise<DeskNote | null>;

  /** Waits for what is under way, then closes. */
  close(): Promise<void>;
}
