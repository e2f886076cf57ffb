/** What of a conversation's log answers a form or a survey. Pure. */
import type { Message, Part } from '../../types.js';
import { list } from '../kit/gate.js';

/** The visitor's part of this type that answers message `id`; undefined while there is none. */
export function replyTo<T extends 'answers' | 'rating'>(
  messages: readonly Message[],
  id: string,
  type: T,
): Extract<Part, { type: T }> | undefined {
  for (const { author, parts } of messages) {
    if (author?.kind !== 'visitor') continue;
    const found = list(parts).find((part) => part.type === type && part.to === id);
    if (found) return found as Extract<Part, { type: T }>;
  }
  return undefined;
}
