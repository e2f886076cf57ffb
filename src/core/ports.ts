/**
 * What the core asks of the outside. Every port is small; optional abilities are detected by presence.
 * The contract in plain words: docs/transports.md.
 */
import type { Author, Conversation, HandoffDetails, Part, Person, Rating, SearchHit, Snapshot } from '../types.js';
import type { SobaniError } from './errors.js';
import type { FileAbilities, UploadLimits } from './file-ports.js';

/** Opaque place in a back end's log of one conversation. */
export type Cursor = string;

export interface Capabilities {
  /** What the acknowledgement of `send` means: flushed to disk, or merely taken. */
  ackMeans: 'durable' | 'accepted';
  /** For how long a resent id is recognised. After a reconnect the core reads before it resends, whatever it says. */
  dedup: 'forever' | 'window' | 'none';
  /** `cursor`: everything after it is replayed. `refetch`: the last page is delivered again. */
  replay: 'cursor' | 'refetch';
  /**
   * Where sessions can `upload`: what is taken, unless the session says otherwise. Default of each: 20 MiB; pictures, sound, PDF, text
   * and CSV.
   */
  upload?: Partial<UploadLimits>;
}

/** A message as the back end has it. An update carries the whole message again, under the same id and seq. */
export interface RemoteMessage {
  id: string;
  conversation: string;
  author: Author;
  parts: Part[];
  /** Server's time. */
  at: number;
  /** Place in the conversation's log: a safe integer > 0 that grows with every message of it. */
  seq: number;
}

/** A conversation as the back end has it. */
export type RemoteConversation = Conversation;

/** A message on its way out. */
export interface OutgoingMessage {
  id: string;
  conversation: string;
  /** The visitor, or the bot that ran on the visitor's device. */
  by: 'visitor' | 'bot';
  /** Of the bot, where it has one of its own: at most 64 characters. */
  name?: string;
  parts: Part[];
}

export interface Receipt {
  id: string;
  seq: number;
  at: number;
  /** Cursor after this message, where the transport has one. */
  cursor?: Cursor;
  /** It was there already. */
  duplicate?: boolean;
}

/** Whatever is optional may be missing, of an older messenger for example. */
export interface HandoffRequest extends HandoffDetails {
  message: OutgoingMessage;
  snapshot: Snapshot;
  tags: string[];
  team?: string;
  reason?: string;
}

/** One step of a JSON Patch (RFC 6902). Other operations are not used, and no path is empty. */
export type PatchOperation = { op: 'add' | 'replace'; path: string; value: unknown } | { op: 'remove'; path: string };

/** What has changed since a snapshot that the back end took. */
export interface SnapshotChange {
  /** The back end's name for that state, as `Session.context` resolved with it. */
  base: string;
  patch: PatchOperation[];
}

export type TransportEvent =
  /** New, or changed. `cursor` covers it and all before it in its conversation. */
  | { type: 'message'; message: RemoteMessage; cursor: Cursor }
  | { type: 'conversation'; conversation: RemoteConversation }
  /** The replay is over; what follows is live. */
  | { type: 'caught-up' }
  | { type: 'typing'; conversation: string; author: Author; on: boolean }
  /**
   * The back end cannot continue from the cursor given: forget this conversation's log; it is replayed from the start.
   * `restored`: because it has been set back to an older copy since, and may have forgotten whose it was.
   */
  | { type: 'reset'; conversation: string; restored?: boolean }
  /** The session is over. No event follows. */
  | { type: 'closed'; error: SobaniError };

export interface ConnectOptions {
  app: string;
  /** What an earlier session left to be kept (`Session.secret`), or null. */
  secret: string | null;
  /** Signed token of the user, or null for an anonymous visitor. */
  token: string | null;
  locale: string;
  /** Aborting closes the connection, at any time. */
  signal: AbortSignal;
}

export interface HistoryPage {
  /** Oldest first. */
  messages: RemoteMessage[];
  /** Pass as `before` for the page that precedes; null at the beginning. */
  before: number | null;
}

/** One connection to the back end, for one person. */
export interface Session extends FileAbilities {
  readonly person: Person;
  /** Proof of this session, to be kept and given to the next `connect`; null where there is none. */
  readonly secret: string | null;
  /** By what means it is held, where there are several, as `websocket`. Only shown, to developers. */
  readonly carrier?: string;
  /**
   * Replays all after the cursors (and every conversation not named in them), then `caught-up`, then live: no gap, no
   * reorder within a conversation. Returns its undo.
   */
  subscribe(after: Readonly<Record<string, Cursor>>, on: (event: TransportEvent) => void): () => void;
  /** Resolves when the back end has it (see `ackMeans`). The same id again is not a second message. */
  send(message: OutgoingMessage): Promise<Receipt>;
  history(request: { conversation: string; before: number | null; limit: number }): Promise<HistoryPage>;

  conversations?(): Promise<RemoteConversation[]>;
  typing?(conversation: string, on: boolean): void;
  /** The visitor has seen everything up to this place. */
  read?(conversation: string, seq: number): void;
  presence?(state: 'active' | 'away'): void;
  /** The page woke up: sees whether anybody answers still, and ends the session when nobody does. */
  probe?(): void;
  /**
   * The visitor's situation, whole. Where it resolves with a name for that state, the next may come with what has changed
   * since as well: either is enough. A change that does not fit what is there is refused with `conflict`; the whole follows.
   */
  context?(conversation: string, snapshot: Snapshot, change?: SnapshotChange): Promise<unknown>;
  /**
   * Deletes these parts, by the keys of the snapshot, from all that the back end has of this person's situation, and what it
   * made of them. `page` and `locale` cannot be withdrawn: `invalid`.
   */
  withdraw?(parts: readonly string[]): Promise<void>;
  /** Sends the message and asks for a person, as one act. Without it the message is sent like any other. */
  handoff?(request: HandoffRequest): Promise<Receipt>;
  /**
   * The answer to a survey that is no message: of a conversation that has ended, or of none (null). The same id again is
   * not a second one. What is answered within a conversation comes as a message with a part `rating`, and not by this.
   */
  rate?(conversation: string | null, rating: Rating & { id: string }): Promise<void>;
  event?(name: string, data: Record<string, unknown>): void;
  /** Has the conversation's transcript mailed to this address. Resolves when that is taken on. There only where it can be. */
  transcript?(conversation: string, to: string): Promise<void>;
  /** The visitor ends the conversation. */
  close?(conversation: string): Promise<void>;
  /** Ends the session at the back end: its secret is worthless afterwards. */
  revoke?(): Promise<void>;
  /** Deletes all that the back end has of this person. */
  erase?(): Promise<void>;
}

export interface Transport {
  readonly name: string;
  readonly capabilities: Capabilities;
  /** Rejects with a SobaniError: `auth` stops until there are other credentials, `retryable` ones are tried again. */
  connect(options: ConnectOptions): Promise<Session>;
  /** Ends a session by its secret alone, for whoever signed out while there was no connection. */
  revoke?(session: { app: string; secret: string }): Promise<void>;
}

/** Time, passed in so that tests can turn it. */
export interface Clock {
  /** Milliseconds on a clock that never jumps; durations are measured with it. */
  now(): number;
  /** The wall clock, for display only. */
  date(): number;
  /** Returns its undo. */
  setTimeout(run: () => void, ms: number): () => void;
}

/** A row to write under a key; `undefined` deletes it. */
export type Change = readonly [key: string, row: unknown];

/** What survives a reload: rows by key. */
export interface Disk {
  /**
   * Every row whose key starts with `prefix`, in the order of the keys. Rows are untrusted. A disk that cannot be read
   * counts as empty, unless absence means something to the caller (`isWhole`): then it rejects.
   */
  load(prefix: string, isWhole?: boolean): Promise<[key: string, row: unknown][]>;
  /**
   * One transaction. Resolves once it is on disk with true; with false when it lives in this page's memory only, and is
   * tried again. `isOnce`: what the disk refuses is forgotten, because somebody else may have written there by then.
   */
  write(changes: readonly Change[], isOnce?: boolean): Promise<boolean>;
  /**
   * Writes what `make` makes of the number after the highest under `prefix`, which is taken in the same transaction: tabs
   * that append at once agree on an order. Keys are `prefix`, the number and what follows a slash.
   */
  append(prefix: string, make: (n: number) => readonly Change[]): Promise<boolean>;
  /** Lets go of what it holds open. The next use opens it again. */
  close?(): void;
}

/** Something that waits to be sent, in order. */
export interface OutboxItem {
  /** The message's id. */
  id: string;
  /** Order of `send`, over all tabs. */
  n: number;
  /** Where its row is. */
  key: string;
  message: OutgoingMessage;
  handoff?: Omit<HandoffRequest, 'message'>;
  /** The device's clock, for display. */
  at: number;
  /** Set when it ended as failed; only a retry clears it. */
  failed?: string;
  /** As `SessionRow.epoch`. */
  epoch?: string | undefined;
}

/** Inline content of an article. */
export type Inline =
  | string
  | { b: Inline[] }
  | { i: Inline[] }
  | { code: string }
  /** An `https:`, `http:`, `mailto:` or `tel:` URL, a path on the host's origin, or `article:ID`. */
  | { a: string; in: Inline[] }
  | { br: 1 };

/** Block content of an article. */
export type Block =
  | { p: Inline[] }
  | { h: 2 | 3; in: Inline[] }
  | { ul: Block[][] }
  | { ol: Block[][]; start?: number }
  | { quote: Block[] }
  | { pre: string }
  | { table: Inline[][][] }
  | { img: string; alt: string; w?: number; h?: number }
  | { hr: 1 };

export interface Article {
  id: string;
  title: string;
  description: string;
  tags: string[];
  locale: string;
  body: Block[];
  /** Of the collection it is in. */
  collection?: string | undefined;
  /** Ids of articles to read next. */
  related?: string[];
}

/** What a list shows of an article. */
export type ArticleLine = Pick<Article, 'id' | 'title' | 'description' | 'collection'>;

/** Articles that belong together. */
export interface Collection {
  id: string;
  title: string;
  description: string;
}

/** What the rest of the messenger asks of the help centre. */
export interface HelpCentre {
  /** The locale whose articles are used, after the fallback chain. */
  readonly locale: string;
  /** All articles in their order, for browsing. Like all lists, without those whose condition does not hold now. */
  list(): ArticleLine[];
  /** Best first, at most `limit` (default 8). Synchronous: the index is in memory. */
  search(query: string, limit?: number): SearchHit[];
  /** Also one whose condition does not hold: whoever has its address was given it. */
  article(id: string): Article | undefined;
  /** In their order. Which articles are in one, `list` tells. */
  readonly collections?: readonly Collection[];
  /** What the authors name as read most, in their order. */
  popular?(): ArticleLine[];
  /** What the article names as read next. */
  related?(id: string): ArticleLine[];
  /** The query with the words that were taken for mistyped ones put right; undefined where none was. */
  meant?(query: string): string | undefined;
  /** What may help on the page below, the likeliest first, at most 3. */
  suggested?(): ArticleLine[];
  /** What the visitor read last, the newest first, at most 10. */
  recent?(): ArticleLine[];
  /** The visitor says whether an article helped, and in words of theirs why. */
  feedback?(id: string, helpful: boolean, reason?: string): void;
}
