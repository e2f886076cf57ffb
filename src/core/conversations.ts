/** What is written, by the visitor or by the bot on their device. */
import { nanoid } from 'nanoid';
import type { Author, FilePart, Json, Part, Sent } from '../types.js';
import type { Accounts } from './accounts.js';
import { type Current, createCurrent } from './current.js';
import { SobaniError } from './errors.js';
import * as LIMITS from './limits.js';
import type { Change, OutboxItem } from './ports.js';
import { referenceOf } from './reference.js';
import { fileKey } from './rows.js';

export type Handoff = NonNullable<OutboxItem['handoff']>;

/** A person is asked for, before all is known that goes along. */
export interface HandoffDraft extends Handoff {
  /** Said in place of the message's own text where nobody is there to answer. */
  away?: string;
  /** What the flow holds. */
  vars?: Readonly<Record<string, Json>>;
}

/** What becomes of a message that asks for a person. `after` is run when it is queued. */
export interface Completed {
  message: Draft;
  handoff: Handoff;
  after?(): void;
}

/** A file that goes along, with its bytes. */
export interface Attachment {
  part: FilePart;
  bytes: Blob;
}

/** What goes with the visitor's words: files, and the message that they answer. Without words `to` is not said. */
export interface Along {
  files?: readonly Attachment[];
  to?: string;
}

export interface Conversations extends Current {
  /** Sends what the visitor wrote. `handoff` asks for a person with the same act. */
  write(text: string, conversation: string, handoff?: HandoffDraft, along?: Along): Promise<Sent>;
  /**
   * Sends what the visitor answered to a form or a survey: parts `answers` and `rating`, with their text.
   * @throws SobaniError as `write`
   */
  answer(parts: Part[], conversation: string): Promise<Sent>;
  /** The visitor ends it. @throws SobaniError `not-found`, `offline` or `unsupported` */
  end(conversation: string): Promise<void>;
  /** How it may be kept beyond the messenger. */
  keep(conversation: string): Kept;
  /** Queues a message of any local author, and sees that there is a connection. */
  post(message: Draft, handoff?: HandoffDraft, files?: readonly Change[]): Promise<Sent>;
  /** Shows a message of a local author, which is not sent until the visitor writes there: then it goes before their words. */
  hold(message: Draft): void;
  /** Sends what is held there. */
  release(conversation: string): Promise<void>;
  /** Adds to a request for a person what else is known, by itself a reference alone. It waits for nothing long, and never fails. */
  complete: (message: Draft, handoff: HandoffDraft) => Promise<Completed>;
}

export interface Kept {
  /** The conversation's short name. */
  reference: string;
  /** Has the transcript mailed to an address. Absent where it cannot be. */
  mail?(to: string): Promise<void>;
}

export interface Draft {
  id: string;
  conversation: string;
  author: Author;
  parts: Part[];
  at: number;
}

/** @throws SobaniError `invalid` or `too-large`; nothing was kept then. */
function checkAnswers(parts: Part[]): Part[] {
  if (!parts.length || !parts.every(({ type }) => type === 'answers' || type === 'rating')) {
    throw new SobaniError('invalid', 'An answer is made of parts `answers` or `rating`.', { path: 'parts' });
  }
  for (const part of parts) checkText((part as { text?: unknown }).text);
  return parts;
}

/** @throws SobaniError `invalid` or `too-large`; nothing was kept then. */
function checkText(text: unknown): string {
  if (typeof text !== 'string' || !text.trim()) {
    throw new SobaniError('invalid', 'A message must be a string, not blank.', { path: 'text' });
  }
  // as UTF-8 that is never over LIMITS.textBytes
  if (text.length > LIMITS.text) {
    throw new SobaniError('too-large', `A message may have ${LIMITS.text} characters.`, { path: 'text' });
  }
  return text;
}

/** @throws SobaniError `invalid` */
function checkId(id: unknown): string {
  if (typeof id === 'string' && id && id.length <= 128) return id;
  throw new SobaniError('invalid', 'A message is named by its id.', { path: 'replyTo' });
}

export function createConversations(accounts: Accounts, current = createCurrent(accounts.store)): Conversations {
  const { store, clock } = accounts;
  /** By conversation, what is about to be queued: what is said later is queued later, however long that takes. */
  const entering = new Map<string, Promise<void>>();
  const held: Draft[] = [];
  // nobody else says what was said to whoever was here
  store.cleared.subscribe(() => {
    held.length = 0;
  });
  const say = async (parts: Part[], conversation: string, handoff?: Handoff, files?: readonly Change[]) => {
    if (store.conversation(conversation)?.status === 'resolved') {
      throw new SobaniError('closed', 'This conversation has ended; start a new one.', { path: 'conversation' });
    }
    const { scope } = accounts;
    await conversations.release(conversation);
    if (scope.isClosed) throw new SobaniError('auth', 'Whoever wrote this is not signed in any more.');
    const author: Author = { kind: 'visitor' };
    return conversations.post({ id: nanoid(22), conversation, author, parts, at: clock.date() }, handoff, files);
  };
  const conversations: Conversations = {
    ...current,
    async write(text, conversation, handoff, { files = [], to } = {}) {
      // files may go without words
      const said = files[0] && !text ? undefined : checkText(text);
      const parts: Part[] = files.map(({ part }) => part);
      if (said) parts.unshift({ type: 'text', text: said, ...(to !== undefined && { to: checkId(to) }) });
      return say(
        parts,
        conversation,
        handoff,
        files.map(({ part, bytes }) => [fileKey(part.id), bytes]),
      );
    },
    answer: async (parts, conversation) => say(checkAnswers(parts), conversation),
    complete: async (message, { away: _, vars: __, ...handoff }) => ({
      message,
      handoff: { ...handoff, reference: referenceOf(message.conversation) },
    }),
    hold(message) {
      held.push(message);
      store.apply({ type: 'message', message }, 'bot');
    },
    async release(conversation) {
      // looked for anew each time: they may have signed out meanwhile
      const next = () => held.findIndex((message) => message.conversation === conversation);
      for (let i = next(); i >= 0; i = next()) await conversations.post(held.splice(i, 1)[0]!);
    },
    async end(id) {
      if (!store.conversation(id)) {
        throw new SobaniError('not-found', 'There is no such conversation.', { path: 'id' });
      }
      const { session } = accounts.scope.connection;
      if (!session) {
        throw new SobaniError('offline', 'A conversation can be ended while connected; try again then.', {
          retryable: true,
        });
      }
      if (!session.close) {
        throw new SobaniError('unsupported', 'This back end does not let visitors end conversations.');
      }
      await session.close(id);
    },
    keep(conversation) {
      const mail = async (to: string) => {
        const { session } = accounts.scope.connection;
        if (!session?.transcript) throw new SobaniError('offline', 'There is no connection now.', { retryable: true });
        await session.transcript(conversation, to);
      };
      const canMail = accounts.scope.connection.session?.transcript;
      return { reference: referenceOf(conversation), ...(canMail && { mail }) };
    },
    async post(message, handoff, files) {
      const { id, conversation } = message;
      const { scope } = accounts;
      const completing = handoff && conversations.complete(message, handoff);
      const earlier = entering.get(conversation);
      let enter = () => {};
      const own = new Promise<void>((resolve) => {
        enter = resolve;
      });
      entering.set(conversation, own);
      let whole: Completed | undefined;
      let queued: Promise<Sent['state']>;
      try {
        if (completing) whole = await completing;
        if (earlier) await earlier;
        if ((whole || earlier) && scope.isClosed) {
          throw new SobaniError('auth', 'Whoever wrote this is not signed in any more.');
        }
        queued = accounts.scope.delivery.enqueue(whole?.message ?? message, whole?.handoff, files);
      } finally {
        enter();
        if (entering.get(conversation) === own) entering.delete(conversation);
      }
      const state = await queued;
      whole?.after?.();
      // whose it is may have changed meanwhile
      // while connected the back end's own word on the conversation is what is kept
      if (!accounts.scope.connection.session) accounts.scope.saveConversation(conversation);
      accounts.connect();
      return { id, conversation, state };
    },
  };
  return conversations;
}
