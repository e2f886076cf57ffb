/** Asks a matcher of the host's about words of the visitor's, for as long as anybody waits for the answer. */
import { SobaniError } from '../core/errors.js';
import type { MatcherRequest } from '../core/matcher.js';
import type { Store } from '../core/store.js';
import type { Message } from '../types.js';
import { type Asked, type Asking, ask } from './ask.js';

/** Of what was said before: texts, and characters of each. */
const HISTORY = { texts: 10, longest: 1_000 };

export interface Consulting extends Omit<Asking, 'request' | 'conversation' | 'id'> {
  request: Omit<MatcherRequest, 'signal' | 'history' | 'locale'>;
  /** The messenger leaves the page. */
  left: AbortSignal;
  /** Whether the visitor asks for a person: then nobody waits for a machine. */
  asksForPerson(text: string): boolean;
}

/** `over`: nobody waits for the answer any more. */
export type Consulted = Omit<Asked, 'verdict'> & { verdict: Asked['verdict'] | 'over' };

const texts = ({ parts }: Message) => parts.flatMap((part) => (part.type === 'text' ? part.text : []));

function history(before: readonly Message[]): MatcherRequest['history'] {
  const said = before.flatMap((message) => {
    const { kind } = message.author;
    if (kind !== 'visitor' && kind !== 'bot') return [];
    return texts(message).map((text) => ({ by: kind, text: text.slice(0, HISTORY.longest) }));
  });
  return said.slice(-HISTORY.texts);
}

/** Tells when a person took over or was asked for, or the visitor is another one. Returns its undo. */
const untilOver = (store: Store, conversation: string, { asksForPerson }: Consulting, over: () => void) =>
  store.listen((event, origin) => {
    if (event.type === 'cleared') over();
    if (event.type === 'conversation' && event.conversation.id === conversation) {
      if (event.conversation.status !== 'bot') over();
    }
    if (event.type !== 'message' || origin !== 'visitor' || event.message.conversation !== conversation) return;
    if (texts(event.message).some(asksForPerson)) over();
  });

/** The message in which the visitor wrote it, on screen or where something was said last; undefined where they did not. */
function question(store: Store, text: string): Message | undefined {
  const { value: view } = store.view;
  const all = store.conversations.value.map(({ id }) => id);
  for (const id of view.screen === 'conversation' ? [view.id, ...all] : all) {
    const asked = store.messages(id).value.filter((one) => one.author.kind === 'visitor' && texts(one).includes(text));
    if (asked.length) return asked.at(-1);
  }
  return undefined;
}

/**
 * Null where the visitor has not written these words: then nothing is asked.
 * @throws SobaniError what was wrong with the matcher, or its answer. Nothing of it is shown then.
 */
export async function consult(consulting: Consulting): Promise<Consulted | null> {
  const { store, left } = consulting;
  const asked = question(store, consulting.request.text);
  if (!asked) return null;
  const { conversation } = asked;
  const messages = store.messages(conversation).value;
  // made of the question's, so that asked again after a reload it is not said twice
  const id = [...asked.id].reverse().join('');
  if (messages.some((message) => message.id === id)) return { verdict: 'said', confidence: 1 };

  const over = new AbortController();
  const end = () => over.abort(new SobaniError('unavailable', 'Nobody waits for this answer any more.'));
  const unlisten = untilOver(store, conversation, consulting, end);
  left.addEventListener('abort', end);
  try {
    const { signal } = over;
    const { value: locale } = store.locale;
    return await ask({
      ...consulting,
      conversation,
      id,
      request: { ...consulting.request, locale, signal, history: history(messages.slice(0, messages.indexOf(asked))) },
    });
  } catch (thrown) {
    if (over.signal.aborted) return { verdict: 'over', confidence: 0 };
    throw thrown;
  } finally {
    unlisten();
    left.removeEventListener('abort', end);
    // what it still does, it does for nobody
    end();
  }
}
