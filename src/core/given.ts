/**
 * What the anonymous visitor had when they became a known user. A disk that is full or slow keeps it in its old place for a
 * while; there it is nobody's but that user's.
 */
import type { Message } from '../types.js';
import { isGiven } from './marker.js';
import { NOTHING, type Restored } from './scope.js';

/**
 * The rows of the anonymous visitor, without what was given to somebody else than `to`.
 * @param now epoch of the marker
 */
export function withoutGiven(found: Restored, now: string, to?: string): Restored {
  const isOthers = ({ epoch }: { epoch?: string | undefined }) => epoch !== undefined && isGiven(now, epoch, to);
  const outbox = found.outbox.filter((item) => !isOthers(item));
  return isOthers(found) ? { ...NOTHING, consent: found.consent, outbox } : { ...found, outbox };
}

/** All of the anonymous visitor's rows, without conversations that are just becoming a known user's: nothing of theirs waits there. */
export function withoutMoving(found: Restored): Restored {
  if (found.person) return found;
  const waiting = new Set(found.outbox.map(({ message }) => message.conversation));
  return { ...found, conversations: found.conversations.filter(({ conversation }) => waiting.has(conversation.id)) };
}

/**
 * Where both hold a log of one conversation, with another message in the same place, the back end was set back in between:
 * what is left without it, and its messages that are nowhere else.
 */
export function withoutOlder(left: Restored, own: Restored): [left: Restored, older: Message[]] {
  const isSaid = ({ parts: [part] }: Message) => part?.type !== 'gap';
  const placeOf = ({ conversation, seq }: Message) => `${conversation} ${seq}`;
  const places = new Map(own.messages.filter(isSaid).map((message) => [placeOf(message), message.id]));
  const isOther = (message: Message) => isSaid(message) && (places.get(placeOf(message)) ?? message.id) !== message.id;
  const lives = new Set(left.messages.filter(isOther).map(({ conversation }) => conversation));
  const here = new Set(own.messages.map(({ id }) => id));
  const rest = {
    ...left,
    messages: left.messages.filter(({ conversation }) => !lives.has(conversation)),
    conversations: left.conversations.filter(({ conversation }) => !lives.has(conversation.id)),
  };
  return [rest, left.messages.filter(({ id, conversation }) => lives.has(conversation) && !here.has(id))];
}
