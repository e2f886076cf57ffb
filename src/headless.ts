/** The npm door for those who draw by themselves: all that the messenger does, and nothing that is seen. */
import { readAll } from './core/attachment.js';
import type { Kept } from './core/conversations.js';
import { SobaniError } from './core/errors.js';
import type { HelpCentre } from './core/ports.js';
import { type ReadonlySignal, signal } from './core/signal.js';
import type { State } from './core/state.js';
import { fill, pick } from './core/text.js';
import { attachWake } from './core/wake.js';
import { createMessenger, type LauncherOf } from './messenger.js';
import type { Messenger, Options, Part, SendOptions, Sent, Shared } from './types.js';
import type { Attachments } from './ui/host.js';
import type { MountOptions } from './ui/mount.js';

export { type ErrorCode, SobaniError } from './core/errors.js';
export type { FileSource, UploadLimits } from './core/file-ports.js';
export type { Article, ArticleLine, Collection, HelpCentre } from './core/ports.js';
export type { ReadonlySignal } from './core/signal.js';
export type { State, View } from './core/state.js';
export type * from './types.js';

/** What is true, as signals: `value` is now, `subscribe` calls at once and with each change, and returns its undo. */
export interface HeadlessState extends State {
  /** What is typed and not sent, by conversation. Another map when it is read anew, or somebody else is here. */
  readonly drafts: ReadonlySignal<ReadonlyMap<string, string>>;
  /** When the team answers, in a line of words; empty where nothing is said of it. */
  readonly availability: ReadonlySignal<string>;
  /** The option `greeting` in the visitor's language, with their name; empty where there is none. */
  readonly greeting: ReadonlySignal<string>;
  /** Whether files can be attached. */
  readonly canAttach: ReadonlySignal<boolean>;
}

/** Files on their way out and in. */
export interface HeadlessFiles extends Attachments {
  /**
   * Sends files, and words or none, as one message. They are on the device before they leave.
   * @throws SobaniError `unsupported`, `too-large` or `invalid` with the file's place as path (`files.0`), and as `send`; nothing
   * is kept then
   */
  send(files: readonly File[], text?: string, options?: SendOptions): Promise<Sent>;
}

/** What an interface does beyond the handle. All of it is safe at any time. */
export interface HeadlessActions {
  /** The visitor uses your interface: from here on things may be stored. What is sent by a gesture says so by itself. */
  act(): void;
  /** The id to write to next: the conversation that goes on, or a new one that exists from its first message. */
  current(): string;
  /** What is typed there and not sent is this now. It outlives the page. */
  draft(conversation: string, text: string): void;
  /** The visitor is writing. It may be called with each key. */
  typing(conversation: string): void;
  /** Everything that came in there is on screen now: it is not unread any more. */
  seen(conversation: string): void;
  /** Loads what precedes the oldest message held. Resolves with false at the beginning. */
  earlier(conversation: string): Promise<boolean>;
  /** Queues a failed message again, at the end. */
  retry(message: string): void;
  /** Forgets a failed message. */
  discard(message: string): void;
  /** Sends what the visitor answered to a form or a survey, parts `answers` and `rating`. */
  answer(conversation: string, parts: Part[]): Promise<void>;
  /** The help centre, loaded on first use; null where the options name none. Rejects when it cannot be loaded. */
  help(): Promise<HelpCentre | null>;
  /** What sends and gets files, loaded on first use. */
  files(): Promise<HeadlessFiles>;
  /** The conversation's short name, and the way to have its transcript mailed where there is one. */
  keep(conversation: string): Promise<Kept>;
  /** What is known of the customer now, what of it goes along, and what went. */
  shared(): Promise<Shared>;
  /** Whether this part of it goes along from now on. */
  share(key: string, isOn: boolean): Promise<void>;
}

/**
 * The handle, with what is true and what can be done. `open` and `close` set `state.view` and `state.isOpen`, which you draw;
 * `show` and `hide` only tell their events; `mount`, `moveTo`, `debug` and `survey` reject with `unsupported`.
 */
export interface Headless extends Messenger {
  readonly state: HeadlessState;
  readonly actions: HeadlessActions;
}

const made = new Map<string, Headless>();

/**
 * Makes a messenger that draws nothing. Called again in the same page for the same app it returns the same one, with the new
 * options in force. It also runs where there is no page; there nothing is stored, and each call makes another.
 * @throws SobaniError `invalid` with the option's name as path
 */
export function createHeadless(options: Options): Headless {
  const isPage = typeof document === 'object';
  const known = isPage && made.get(options?.app);
  if (known) {
    void known.boot(options);
    return known;
  }
  let drawn: MountOptions | undefined;
  const nothing = { show() {} } as unknown as ReturnType<LauncherOf>;
  const { messenger, call } = createMessenger(isPage ? options : { locale: 'en', ...options, storage: 'none' }, {
    launcherOf: () => nothing,
    mount(given) {
      drawn = given;
      const listeners = new AbortController();
      if (isPage) attachWake(given.page, listeners.signal);
      return () => listeners.abort();
    },
    afterPaint: setTimeout,
    rooms: () => import('./rooms.js'),
    places: () => Promise.reject(new SobaniError('unsupported', 'This is drawn by the host.')),
  });
  const unsupported = call((): never => {
    throw new SobaniError('unsupported', 'This is drawn by the host.');
  });
  // it is drawn, once, before createMessenger returns
  const { host, onAct } = drawn!;
  const { state, drafts, availability, canAttach } = host;
  const { current, draft, typing, seen, earlier, retry, discard, answer, help, keep, shared, share } = host.actions;
  const greeting = signal('');
  const greet = () => {
    const { value: name } = state.person;
    greeting.value = fill(`${pick(state.options.value.greeting ?? '', state.locale.value)}`, {
      user: { name: name?.name },
    });
  };
  for (const it of [state.options, state.locale, state.person]) it.subscribe(greet);
  const send = call(
    async (files: readonly File[], text?: string, { conversation = current(), replyTo }: SendOptions = {}) => {
      const limits = await (await host.actions.attachments()).limits();
      if (!limits) throw new SobaniError('unsupported', 'This back end takes no files.', { path: 'files' });
      const along = { files: await readAll(files, limits), ...(replyTo !== undefined && { to: replyTo }) };
      return host.actions.sendFiles(conversation, text ?? '', along);
    },
  );
  const headless: Headless = {
    ...messenger,
    ...{ mount: unsupported, moveTo: unsupported, debug: unsupported, survey: unsupported },
    state: { ...state, drafts, availability, greeting, canAttach },
    actions: {
      ...{ current, draft, typing, seen, earlier, retry, discard, answer, help, keep, shared, share },
      act: () => void onAct(),
      async files() {
        const { limits, held, progress, cancel, source } = await host.actions.attachments();
        return { limits, held, progress, cancel, source, send };
      },
    },
  };
  if (isPage) made.set(options.app, headless);
  return headless;
}
