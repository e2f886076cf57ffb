import type { Author, Consent, Conversation, Message, Options, Person, Status } from '../types.js';
import type { Settings } from './settings.js';
import type { ReadonlySignal } from './signal.js';

/** What the panel shows. */
export type View =
  | { screen: 'home' }
  | { screen: 'conversation'; id: string }
  /** `query`: what is looked for in them. */
  | { screen: 'conversations'; query?: string }
  | { screen: 'help'; query: string }
  | { screen: 'collection'; id: string }
  /** `query`: what was searched for when it was found; absent where it was come upon in another way. */
  | { screen: 'article'; id: string; query?: string }
  /** What is known of the customer, and what of it goes to the team. */
  | { screen: 'share' }
  | { screen: 'settings' };

/** All that is true, to read. It changes only through `apply`. */
export interface State {
  readonly options: ReadonlySignal<Options>;
  /** The locale in force (BCP 47), whatever it came from. */
  readonly locale: ReadonlySignal<string>;
  readonly status: ReadonlySignal<Status>;
  /** False when nothing can be kept: what is written lives as long as the page. */
  readonly durable: ReadonlySignal<boolean>;
  /** What was kept from earlier has been read; before that an empty list may only be early. */
  readonly restored: ReadonlySignal<boolean>;
  readonly person: ReadonlySignal<Person | null>;
  /** How often whoever was here was forgotten: nothing of theirs may be shown afterwards. */
  readonly cleared: ReadonlySignal<number>;
  readonly consent: ReadonlySignal<Consent>;
  /** What the visitor has chosen. The options have it, too, in place of what the host wants. */
  readonly settings: ReadonlySignal<Settings>;
  /** Incoming messages that were not seen yet, over all conversations. */
  readonly unread: ReadonlySignal<number>;
  readonly isOpen: ReadonlySignal<boolean>;
  readonly view: ReadonlySignal<View>;
  /** Newest first. */
  readonly conversations: ReadonlySignal<Conversation[]>;
  /** Of one conversation, in the order of the log, what waits to be sent last. */
  messages(conversation: string): ReadonlySignal<Message[]>;
  /** Who is typing there now. */
  typing(conversation: string): ReadonlySignal<Author | null>;
}
