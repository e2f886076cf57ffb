/** A message while it waits to be sent, as it is kept and as it is shown. */
import type { Consent, DeliveryState, Message } from '../types.js';
import { allowed } from './consent.js';
import type { Change, OutboxItem } from './ports.js';
import { fileKey } from './rows.js';

export type Handoff = OutboxItem['handoff'];
/** Gives the epoch of the rows of an anonymous visitor. */
export type Epoch = () => string | undefined;

/** It has no place yet. */
export function itemOf({ id, conversation, author, parts, at }: Message, handoff?: OutboxItem['handoff']): OutboxItem {
  const by = author.kind === 'bot' ? 'bot' : 'visitor';
  const { name } = author;
  const item: OutboxItem = { id, n: 0, key: '', message: { id, conversation, by, ...(name && { name }), parts }, at };
  return handoff ? { ...item, handoff } : item;
}

export const messageOf = ({ id, message, at }: OutboxItem, state: DeliveryState): Message => ({
  id,
  conversation: message.conversation,
  author: { kind: message.by, ...(message.name && { name: message.name }) },
  parts: message.parts,
  at,
  state,
});

/** Takes out of it what may not go along any more. Answers whether there was any. */
export function restrict(item: OutboxItem, consent: Consent): boolean {
  const { handoff } = item;
  if (!handoff) return false;
  const snapshot = allowed(handoff.snapshot, consent);
  const isLess = snapshot !== handoff.snapshot;
  if (isLess) item.handoff = { ...handoff, snapshot };
  return isLess;
}

/** What to erase with an item that nobody has any more: the rows of its files. */
export const filesOf = ({ message: { parts } }: OutboxItem): Change[] =>
  parts.flatMap((part) => (part.type === 'file' ? [[fileKey(part.id), undefined] as const] : []));
