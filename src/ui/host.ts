import type { ComponentChildren } from 'preact';
import type { Along } from '../core/conversations.js';
import type { SobaniError } from '../core/errors.js';
import type { FileSource, UploadLimits } from '../core/file-ports.js';
import type { HelpCentre } from '../core/ports.js';
import type { Change } from '../core/settings.js';
import type { ReadonlySignal } from '../core/signal.js';
import type { State, View } from '../core/state.js';
import type { Messenger, Part, Sent, Shared } from '../types.js';
import type { Panel } from './panel/context.js';

/** Files on their way out and in. */
export interface Attachments {
  /** What is taken; null where nothing is. */
  limits(): Promise<UploadLimits | null>;
  /** The bytes of one that waits here; null where there are none. */
  held(id: string): Promise<Blob | null>;
  /** How much of each has left, 0 to 1, by its id. Those that are not being uploaded in this tab are not there. */
  readonly progress: ReadonlySignal<ReadonlyMap<string, number>>;
  /** Ends an upload; its message ends as failed. */
  cancel(id: string): void;
  /** How to get at one that was sent. */
  source(conversation: string, id: string): Promise<FileSource>;
}

/** What the panel needs beyond the public handle. All of it is safe to call at any time. */
export interface Actions {
  /** `isAnew`: nothing is on screen that one would want to come back to. */
  go(view: View, isAnew?: boolean): void;
  /** To the screen before this one, else home. */
  back(): void;
  /** What is written there and not sent is this now. */
  draft(conversation: string, text: string): void;
  /** A link to the page's own origin is followed. Answers whether the browser goes there. */
  link(url: string): boolean;
  /** The visitor is writing. Throttled below. */
  typing(conversation: string): void;
  /** Everything that came in there is on screen now. */
  seen(conversation: string): void;
  /** Loads what precedes the oldest message held. Resolves with false at the beginning. */
  earlier(conversation: string): Promise<boolean>;
  /** Queues a failed message again, at the end. */
  retry(id: string): void;
  /** Forgets a failed message. */
  discard(id: string): void;
  /**
   * Sends what the visitor answered to a form or a survey, parts `answers` and `rating`. Resolves as `send` does. Of an
   * ended conversation it takes only ratings.
   */
  answer(conversation: string, parts: Part[]): Promise<void>;
  /** Tries to connect now instead of after the wait. */
  wake(): void;
  /** The id to write to next: the conversation that goes on, or a new one that exists from its first message. */
  current(): string;
  /** There is such a conversation, or it may be begun by writing there. */
  isKnown(id: string): boolean;
  /** The visitor wants this to be otherwise from now on. */
  choose(change: Change): Promise<void>;
  /** The help centre, loaded on first use; null where the host has none. Rejects when it cannot be loaded. */
  help(): Promise<HelpCentre | null>;
  /** A conversation's short name, and the way to have its transcript mailed, where there is one. */
  keep(conversation: string): Promise<{ reference: string; mail?(to: string): Promise<void> }>;
  /** What files need on their way, fetched with the first of them. */
  attachments(): Promise<Attachments>;
  /** Sends words, which may be none, and files as one message. */
  sendFiles(conversation: string, text: string, along: Along): Promise<Sent>;
  /** What is known of the customer now, what of it goes along, and what went. */
  shared(): Promise<Shared>;
  /** Whether this part goes along from now on. The first one of `analytics` turns that on, and only itself. */
  share(key: string, isOn: boolean): Promise<void>;
}

/** Draws what home shows below the conversations, such as news. */
export type DrawNews = (panel: Panel) => ComponentChildren;

/** What the panel is given: the same handle as the host page, signals to read, and a few acts of its own. */
export interface PanelHost {
  messenger: Messenger;
  state: State;
  /** What is written and not sent yet, by conversation. Another map when it is read anew, or somebody else is here. */
  drafts: ReadonlySignal<ReadonlyMap<string, string>>;
  /** When the team answers, in a line of words; empty where nothing is said of it. */
  availability: ReadonlySignal<string>;
  news: ReadonlySignal<DrawNews | null>;
  /** Whether files can be attached. */
  canAttach: ReadonlySignal<boolean>;
  actions: Actions;
  /** Tells the host what it should mend. */
  onError(error: SobaniError): void;
  /** The shadow root it lives in. */
  root: ShadowRoot;
}
