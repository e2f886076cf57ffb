/**
 * Our shared words. Types only: this file compiles to nothing.
 * Instants are milliseconds since 1970 (`at`), money is integer minor units with an ISO 4217 code.
 */
import type { SobaniError } from './core/errors.js';
import type { Options } from './core/options.js';
import type { ReadonlySignal } from './core/signal.js';
import type { FilePart, FormField, FormValue, Picture, Rating, SurveyKind, SurveyScale } from './forms.js';
import type { RichPart } from './parts.js';
import type { Consent, HostContext, HostSource, Scalar } from './situation.js';

export type * from './forms.js';
export type * from './handoff-details.js';
export type * from './parts.js';
export type * from './situation.js';

export type { Options };

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/** Who wrote a message. `system` is the messenger or the back end itself. */
export interface Author {
  kind: 'visitor' | 'agent' | 'bot' | 'system';
  /** Stable id of the person, where the back end has one. */
  id?: string;
  name?: string;
}

/** A reply that is offered as a button. Pressing it sends its label as the visitor's text. */
export interface Choice {
  /** Stable within the message, 1 to 64 characters. */
  id: string;
  label: string;
}

/** A way to reach the team outside the messenger. */
export interface Channel {
  kind: 'phone' | 'email' | 'whatsapp' | 'line' | 'sms';
  /** Number with its country, as `+81312345678`; address; or id, as `@kumo`. */
  to: string;
}

/** What a message is made of. A part of an unknown type shows its `text`, never nothing and never a crash. */
export type Part =
  /** `to`: the visitor's or an agent's, in answer to the message of the conversation with that id. */
  | { type: 'text'; text: string; to?: string }
  | { type: 'choices'; text?: string; choices: Choice[] }
  | { type: 'article'; article: string; title: string; description?: string }
  /** A machine wrote what stands before: `text` says so. Where it has it from: an article by its id, or a web page. */
  | { type: 'sources'; text?: string; sources: { title: string; article?: string; url?: string }[] }
  /** The conversation was handed to a person. */
  | { type: 'handoff'; text?: string; team?: string; reason?: string }
  | ({ type: 'image'; text?: string } & Picture)
  | FilePart
  | RichPart
  /** Something to look at; with `url` it leads there. */
  | { type: 'card'; title: string; text?: string; url?: string; image?: Picture }
  /** `form`: what it is called by whoever asks. */
  | { type: 'form'; form: string; text?: string; title?: string; submit?: string; fields: FormField[] }
  /** The visitor's, to the form in message `to`. */
  | { type: 'answers'; to: string; values: FormValue[]; text: string }
  /** `comment` labels the field for a remark; `low` and `high` say what the ends of the scale mean. */
  | {
      type: 'survey';
      survey: string;
      kind: SurveyKind;
      scale: SurveyScale;
      text?: string;
      comment?: string;
      low?: string;
      high?: string;
      /** Said when it is answered. */
      thanks?: string;
    }
  /** The visitor's, to the survey in message `to`. */
  | ({ type: 'rating'; to?: string; text: string } & Rating)
  /** Messages are missing here: `lost` by the back end, or `skipped` and there to be loaded. Local: it is never on the wire. */
  | { type: 'gap'; reason: 'lost' | 'skipped' }
  /** Other ways to reach the team, with the reference by which they find this conversation. */
  | { type: 'channels'; reference: string; text?: string; channels: Channel[] }
  /** A line of the conversation's own history. */
  | { type: 'event'; event: 'assigned' | 'resolved' | 'reopened'; text?: string; name?: string };

/**
 * Where an own message stands. It only moves rightwards: queued or volatile, sending, sent, delivered, read; or it ends as
 * `failed`, from which only the customer's retry leads back. `volatile` is `queued` without a disk underneath.
 */
export type DeliveryState = 'queued' | 'volatile' | 'sending' | 'sent' | 'delivered' | 'read' | 'failed';

export interface Message {
  /** 22 characters of the URL-safe alphabet, made where the message was written, the same for life. */
  id: string;
  conversation: string;
  author: Author;
  parts: Part[];
  /** Server's time once acknowledged; until then the device's, which is shown but never sorted by. */
  at: number;
  /** Place in the conversation's log, 1 upwards. Absent until the back end acknowledged. */
  seq?: number;
  /** Own messages only (the visitor's, and the local bot's). */
  state?: DeliveryState;
  /** Why `state` is `failed`. */
  reason?: string;
  /** Still being said, by a matcher of the host's: it grows under this id, and is nowhere but on this screen. */
  partial?: true;
}

/** `bot`: no person asked for yet. `waiting`: for a person. `open`: a person has it. `resolved`: ended. */
export type ConversationStatus = 'bot' | 'waiting' | 'open' | 'resolved';

export interface Conversation {
  id: string;
  status: ConversationStatus;
  /** The agent who has it. */
  assignee?: Author;
  /** Log place up to which the visitor has seen it. */
  readTo: number;
  /** Log place up to which an agent has seen it. */
  agentReadTo: number;
  /** Log place up to which everything was sent to an agent's desk. Absent where nothing was, or the back end does not say. */
  deliveredTo?: number;
  /** Instant of the last message; orders the list. */
  at: number;
}

/** Who the customer is. */
export interface Person {
  /** The back end's id of this visitor. */
  id: string;
  /** A signed token proved it. */
  verified: boolean;
  name?: string;
}

/**
 * `idle`: nothing was needed yet. `connecting`, `online`. `offline`: will try again by itself. `paused`: the identity token
 * was refused or could not be had; nothing leaves until it is there. `unavailable`: refused for good. `stopped`: after shutdown.
 */
export type Status = 'idle' | 'connecting' | 'online' | 'offline' | 'paused' | 'unavailable' | 'stopped';

export type Target =
  | 'home'
  | 'help'
  | 'conversation'
  | 'conversations'
  | 'share'
  | 'settings'
  | { conversation: string }
  | { article: string }
  | { collection: string }
  | { search: string };

/** From and to, in UTF-16 units as `slice` takes them. */
export type Range = [from: number, to: number];

export interface SearchHit {
  /** Article id. */
  id: string;
  title: string;
  description: string;
  locale: string;
  score: number;
  /** Where they have what was sought, to be set off: in order, and apart from each other. */
  marks?: { title: Range[]; description: Range[] };
}

export interface IdentifyOptions {
  /**
   * Fetches a token that the host's server signed for the user now signed in. Called on connect and when the last one
   * expired; has 10 seconds. A failure pauses delivery and never falls back to an anonymous session.
   */
  getToken: () => Promise<string> | string;
}

export interface SendOptions {
  /** Default: the conversation that is open or last, else a new one. */
  conversation?: string;
  /** Id of the message in that conversation which this one answers. It is shown above the text. Default: none. */
  replyTo?: string;
}

/** What `send` resolves to: `queued` is on disk, `volatile` only in this page's memory. */
export interface Sent {
  id: string;
  conversation: string;
  state: 'queued' | 'volatile';
}

/** What happened, by name. No text of anybody's except in `message` and the remark of `survey`. */
export interface EventMap {
  ready: Record<never, never>;
  open: { target: Target };
  close: Record<never, never>;
  show: Record<never, never>;
  hide: Record<never, never>;
  unread: { count: number };
  status: { status: Status };
  /** A message came in, or one of ours was queued. */
  message: { message: Message };
  /** An own message changed its state. `seq` and `at`: its place and time at the back end, once it is there. */
  delivery: {
    id: string;
    conversation: string;
    state: DeliveryState;
    reason?: string;
    seq?: number;
    at?: number;
  };
  conversation: { conversation: Conversation };
  identify: { person: Person };
  /** `unsent`: the messages that were not delivered and are now erased. */
  logout: { unsent: Message[] };
  consent: { consent: Consent };
  track: { name: string; data: Record<string, Scalar> };
  search: { query: string; hits: number; by: 'visitor' | 'bot' };
  article: { id: string };
  'article-feedback': { id: string; helpful: boolean; reason?: string };
  handoff: { conversation: string; tags: string[]; reason?: string };
  /** Something might have begun a flow: which was taken, and by the ids of the others why not. */
  flow: { conversation: string; trigger: string; flow: string | null; why: Record<string, string> };
  /**
   * A link of a message or an article to the page's own origin was followed, in this tab. A listener that returns `false`
   * keeps the browser from it, to go there itself.
   */
  link: { url: string };
  /** A flow waits for the visitor at a step, or with nulls is at its end. */
  'flow-step': { conversation: string; flow: string | null; step: string | null };
  /** A survey was answered, in a conversation or without one. */
  survey: { survey: string; kind: SurveyKind; score: number; max: number; remark?: string; conversation?: string };
  /** What became of a rule of the rules file. `withheld`: the way that was drawn for this visitor shows nothing. */
  proactive: { rule: string; state: 'shown' | 'withheld' | 'dismissed' | 'engaged'; way?: string };
  error: { error: SobaniError };
}
export type EventName = keyof EventMap;

/** The public handle. Every method is safe at any time and in any order, and rejects only with a `SobaniError`. */
export interface Messenger {
  /** Starts, or starts again after `shutdown`. A second boot only updates. */
  boot(options?: Partial<Options>): Promise<void>;
  update(options: Partial<Options>): Promise<void>;
  /** Hides and disconnects; keeps identity, history and what waits to be sent. */
  shutdown(): Promise<void>;
  /** Leaves no trace in the page. What is stored stays (see `forget`). */
  destroy(): Promise<void>;
  identify(options: IdentifyOptions): Promise<Person>;
  /** Ends the session and erases everything of this user here. */
  logout(): Promise<{ unsent: Message[]; revoked: boolean }>;
  consent(categories: Partial<Consent>): Promise<Consent>;
  set(context: HostContext): Promise<void>;
  /** Adds a source of your own. Resolves with its undo. */
  registerSource(source: HostSource): Promise<() => void>;
  /** Notes that something happened. Name 1 to 64 characters. */
  track(name: string, data?: Record<string, Scalar>): Promise<void>;
  open(target?: Target): Promise<void>;
  close(): Promise<void>;
  toggle(): Promise<void>;
  /** Shows the launcher. */
  show(): Promise<void>;
  hide(): Promise<void>;
  /** Puts the panel into this element of the page and opens it, without launcher; with null back over the page. */
  mount(element: Element | null): Promise<void>;
  /** Puts our one element into this one, as a modal of the page; with null back. What is shown and typed stays. */
  moveTo(element: Element | null): Promise<void>;
  send(text: string, options?: SendOptions): Promise<Sent>;
  /** Opens a new conversation and resolves with its id. It reaches the back end with its first message. */
  newConversation(): Promise<string>;
  endConversation(id?: string): Promise<void>;
  showArticle(id: string): Promise<void>;
  search(query: string): Promise<SearchHit[]>;
  startFlow(id: string): Promise<void>;
  /** Shows a survey of the rules file as a card. Resolves with false where this is not the time for it. */
  survey(id: string): Promise<boolean>;
  setLocale(locale: string): Promise<void>;
  /** Opens the inspector, a developer's view of all this; with `false` closes it. */
  debug(isOpen?: boolean): Promise<void>;
  /** Erases everything that was ever stored here and, where the back end can, there. */
  forget(): Promise<{ erased: boolean }>;
  on<E extends EventName>(event: E, listener: (detail: EventMap[E]) => unknown): () => void;
  readonly unread: ReadonlySignal<number>;
  readonly status: ReadonlySignal<Status>;
}
