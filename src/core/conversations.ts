/** What is written, by the visitor or by the bot on their device. */
import { nanoid } from 'nanoid';
import type { Author, Part, Sent } from '../types.js';
import type { Accounts } from './accounts.js';
import { type Current, createCurrent } from './current.js';
import { SobaniError } from './errors.js';
import * as LIMITS from './limits.js';
import type { OutboxItem } from './ports.js';

export type Handoff = NonNullable<OutboxItem['handoff']>;

export interface Conversations extends Current {
  /** Sends what the visitor wrote. `handoff` asks for a person with the same act. */
  write(text: string, conversation: string, handoff?: Handoff): Promise<Sent>;
  /** The visitor ends it. @throws SobaniError `not-found`, `offline` or `unsupported` */
  end(conversation: string): Promise<void>;
  /** Queues a message of any local author, and sees that there is a connection. */
  post(message: Draft, handoff?: Handoff): Promise<Sent>;
  /** Runs before the visitor's words are queued, so that what was said before them goes before them. */
  beforeWrite: ((conversation: string) => Promise<void>) | null;
}

export interface Draft {
  id: string;
  conversation: string;
  author: Author;
  parts: Part[];
  at: number;
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

export function createConversations(accounts: Accounts, current = createCurrent(accounts.store)): Conversations {
  const { store, clock } = accounts;
  const conversations: Conversations = {
    ...current,
    beforeWrite: null,
    async write(text, conversation, handoff) {
      const parts: Part[] = [{ type: 'text', text: checkText(text) }];
      if (store.conversation(conversation)?.status === 'resolved') {
        throw new SobaniError('closed', 'This conversation has ended; start a new one.', { path: 'conversation' });
      }
      const { scope } = accounts;
      await conversations.beforeWrite?.(conversation);
      if (scope.isClosed) throw new SobaniError('auth', 'Whoever wrote this is not signed in any more.');
      const author: Author = { kind: 'visitor' };
      return conversations.post({ id: nanoid(22), conversation, author, parts, at: clock.date() }, handoff);
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
    async post(message, handoff) {
      const { id, conversation } = message;
      const state = await accounts.scope.delivery.enqueue(message, handoff);
      // whose it is may have changed meanwhile
      // while connected the back end's own word on the conversation is what is kept
      if (!accounts.scope.connection.session) accounts.scope.saveConversation(conversation);
      accounts.connect();
      return { id, conversation, state };
    },
  };
  return conversations;
}
