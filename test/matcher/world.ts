import { expect, vi } from 'vitest';
import type { SobaniError } from '../../src/core/errors.js';
import type { Match, Matcher, Readiness } from '../../src/core/matcher.js';
import type { HelpCentre } from '../../src/core/ports.js';
import { createStore } from '../../src/core/store.js';
import { joinMatching } from '../../src/matching.js';
import { fakeClock } from '../../src/testing/fake-clock.js';
import type { Message, Part } from '../../src/types.js';
import { learn } from '../help/answers-train.js';

const ARTICLES = ['refund', 'order', 'hours', 'payment'];
const centre = {
  article: (id: string) => (ARTICLES.includes(id) ? { id, title: `About ${id}` } : undefined),
} as unknown as HelpCentre;

export const QUESTION = 'What is that on my statement?';
const FILE = learn();
/** As nanoid makes them. */
export const ASKED = 'q'.padEnd(22, '0');

export const textOf = ({ parts }: { parts: Part[] }) =>
  parts.map((part) => ('text' in part ? part.text : part.type)).join(' | ');

export interface Given {
  matcher?: Matcher;
  answers?: boolean;
  flows?: boolean;
  locale?: string;
  /** What answers instead of the server. */
  fetchJson?: (url: string) => Promise<unknown>;
}

/** A visitor who has asked something, and what answers. */
export function world({ matcher, answers = true, flows = false, locale = 'en', fetchJson }: Given = {}) {
  const clock = fakeClock();
  let isAsked = false;
  const watched: Matcher | undefined = matcher && {
    name: matcher.name,
    match:
      matcher.match &&
      ((request) => {
        isAsked = true;
        return matcher.match(request);
      }),
  };
  const store = createStore(
    {
      app: 'shop',
      ...(watched && { matcher: watched }),
      ...(answers && { answers: 'https://shop.example/a/answers.json' }),
      ...(flows && { flows: '/flows.json' }),
    },
    locale,
  );
  const errors: SobaniError[] = [];
  const posted: Message[] = [];
  const fetched: string[] = [];
  const matching = joinMatching({
    store,
    clock,
    conversations: {
      post: async (message) => {
        posted.push(message);
        store.apply({ type: 'message', message: { ...message, state: 'queued' } }, 'bot');
        return { id: message.id, conversation: message.conversation, state: 'queued' };
      },
    },
    async fetchJson(url) {
      fetched.push(url);
      if (fetchJson) return fetchJson(url);
      return url.endsWith('answers.json') ? { v: 1, locales: { en: 'answers-en.json' }, fallback: 'en' } : FILE;
    },
    help: async () => centre,
    asksForPerson: (text) => text === 'Talk to a person',
    onError: (error) => errors.push(error),
  });
  const say = (text: string, more: Partial<Message> = {}) =>
    store.apply(
      {
        type: 'message',
        message: {
          id: ASKED,
          conversation: 'c',
          author: { kind: 'visitor' },
          parts: [{ type: 'text', text }],
          at: 1,
          ...more,
        },
      },
      'visitor',
    );
  say(QUESTION);
  return {
    ...{ clock, store, errors, posted, fetched, matching, say },
    match: (text = QUESTION, mode?: Readiness) => matching.match(text, mode),
    /** Begins to answer, and resolves once the matcher was asked. Until then real time passes, of which the clock knows nothing. */
    async begin(): Promise<{ answer: Promise<Match> }> {
      if (answers) await matching.explain('');
      const answer = matching.match(QUESTION);
      await vi.waitFor(() => expect(isAsked).toBe(true), { timeout: 20_000, interval: 5 });
      await clock.advance(0);
      return { answer };
    },
    /** What the bot shows there, one line a message. */
    shown: () =>
      store
        .messages('c')
        .value.filter(({ author }) => author.kind === 'bot')
        .map(textOf),
    isTyping: () => store.typing('c').value?.kind === 'bot',
  };
}
