import type { Message, Part } from '../../types.js';
import { list, number } from '../kit/gate.js';

/** A message with its place in the picture: first and last of a group by one author, first of a day, last in its state. */
export interface Row {
  message: Message;
  isFirst: boolean;
  isLast: boolean;
  isNewDay: boolean;
  /** A line of the conversation's history, not something that was said. */
  isQuiet: boolean;
  /** The last own message of which its state is true: it is said here, and not under each before it. */
  saysState: boolean;
}

const PAUSE = 5 * 60_000;

const isQuietPart = ({ type }: Part) => type === 'handoff' || type === 'event' || type === 'gap';

/** What waits is one state to whoever waits. */
const stateOf = ({ state }: Message) => (state === 'queued' || state === 'sending' ? 'volatile' : state);

/** The visitor's own day, as a number that grows by one a day. */
const dayOf = (at: number) => Math.floor((at - new Date(at).getTimezoneOffset() * 60_000) / 86_400_000);

export function rows(messages: Message[]): Row[] {
  const all = messages.map((message, i): Row => {
    const before = messages[i - 1];
    const at = number(message.at);
    const earlier = number(before?.at);
    const parts = list(message.parts);
    const isQuiet = !!parts[0] && parts.every(isQuietPart);
    const isNewDay = !before || dayOf(earlier) !== dayOf(at);
    const isFirst =
      isNewDay ||
      isQuiet ||
      before.author?.kind !== message.author?.kind ||
      before.author.name !== message.author.name ||
      at - earlier > PAUSE ||
      list(before.parts).every(isQuietPart);
    return { message, isFirst, isLast: true, isNewDay, isQuiet, saysState: false };
  });
  const said = new Set<unknown>(['failed', undefined]);
  for (let i = all.length; i--; ) {
    const row = all[i]!;
    row.isLast = all[i + 1]?.isFirst ?? true;
    const state = row.message.author?.kind === 'visitor' ? stateOf(row.message) : undefined;
    row.saysState = !said.has(state);
    said.add(state);
  }
  return all;
}

/** The messages that came in after those known before; what precedes the oldest known one is history. */
export function news(known: ReadonlySet<string>, messages: Message[]): Message[] {
  const oldest = messages.findIndex(({ id }) => known.has(id));
  return messages.filter(({ id }, i) => i > oldest && !known.has(id));
}
