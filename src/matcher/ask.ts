/**
 * Asks a matcher of the host's, and shows what it says while it says it: as far as it is sure enough, and for as long.
 * What does not come to its end, and what is taken back, is taken off the screen and was never said.
 */
import type { Conversations } from '../core/conversations.js';
import { SobaniError } from '../core/errors.js';
import * as LIMITS from '../core/limits.js';
import type { Matcher, MatcherRequest, Source } from '../core/matcher.js';
import type { Clock } from '../core/ports.js';
import type { Store } from '../core/store.js';
import type { Message, Part } from '../types.js';
import { parseChunk, parseMatcher } from './parse.js';
import { receive } from './receive.js';
import { disclosure } from './words.js';

export interface Asking {
  store: Store;
  conversations: Pick<Conversations, 'post'>;
  clock: Clock;
  matcher: Matcher;
  request: MatcherRequest;
  /** Where it answers, and the id of that message. */
  conversation: string;
  id: string;
  /** Confidence from which an answer is shown. */
  sure: number;
  /** Of an article that there is. */
  titleOf(article: string): string | undefined;
}

/** What it came to. `said`: the message is posted. `intent`: what is written for that intent is to be given. */
export interface Asked {
  verdict: 'said' | 'intent' | 'unsure';
  confidence: number;
  intent?: string;
}

/** @throws SobaniError `invalid`, `too-large`, `timeout`; whatever else went wrong. Nothing is shown then. */
export async function ask(asking: Asking): Promise<Asked> {
  const { store, conversations, clock, request, conversation, id, sure, titleOf } = asking;
  const { name, match } = parseMatcher(asking.matcher);
  const { signal } = request;
  let text = '';
  let confidence: number | undefined;
  let intent: string | undefined;
  let sources: Source[] = [];
  let isShown = false;

  const base = { id, conversation, author: { kind: 'bot' as const, name }, at: clock.date() };
  const typing = (is: boolean) => store.apply({ type: 'typing', conversation, author: is ? base.author : null }, 'bot');
  const isSure = () => confidence !== undefined && confidence >= sure;
  /** As it is said so far. Half of a character that takes two units is none. */
  const message = (): Message => {
    const parts: Part[] = [{ type: 'text', text: text.replace(/[\ud800-\udfff]/gu, '').trim() }];
    return { ...base, parts: [...parts, { type: 'sources', text: disclosure(request.locale, name), sources }] };
  };
  const hide = () => {
    if (isShown) store.apply({ type: 'discard', id, conversation }, 'bot');
    isShown = false;
  };
  const take = (piece: unknown) => {
    if (signal.aborted) throw signal.reason;
    const chunk = parseChunk(piece, titleOf);
    ({ confidence = confidence, intent = intent, sources = sources } = chunk);
    text += chunk.text ?? '';
    if (text.length > LIMITS.text) {
      throw new SobaniError('too-large', `The matcher's answer is over ${LIMITS.text} characters.`, { path: 'text' });
    }
    if (!isSure() || !text.trim()) return hide();
    typing(false);
    isShown = true;
    store.apply({ type: 'message', message: { ...message(), partial: true } }, 'bot');
  };

  typing(true);
  try {
    await receive(match.call(asking.matcher, request), { clock, signal, take });
    if (confidence === undefined) {
      throw new SobaniError('invalid', 'The matcher must say how sure it is.', { path: 'confidence' });
    }
    const known = { confidence, ...(intent && { intent }) };
    if (!isSure()) return { verdict: 'unsure', ...known };
    if (text.trim()) {
      await conversations.post(message());
      isShown = false;
      return { verdict: 'said', ...known };
    }
    if (intent) return { verdict: 'intent', ...known };
    throw new SobaniError('invalid', 'The matcher is sure, but gives neither text nor intent.', { path: 'text' });
  } finally {
    hide();
    typing(false);
  }
}
