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

const isQuiet = ({ parts }: Message) => !!list(parts)[0] && list(parts).every(isQuietPart);

const isNewDay = (before: Message | undefined, { at }: Message) =>
  !before || dayOf(number(before.at)) !== dayOf(number(at));

const isFirst = (before: Message | undefined, message: Message) =>
  isNewDay(before, message) ||
  isQuiet(message) ||
  before!.author?.kind !== message.author?.kind ||
  before!.author.name !== message.author.name ||
  number(message.at) - number(before!.at) > PAUSE ||
  list(before!.parts).every(isQuietPart);

/** One of the rows: a long list has more than are ever drawn. `sayers` are those that say their state. */
export function rowAt(messages: readonly Message[], place: number, sayers: ReadonlySet<Message>): Row {
  const message = messages[place]!;
  const before = messages[place - 1];
  const after = messages[place + 1];
  return {
    message,
    isFirst: isFirst(before, message),
    isLast: !after || isFirst(message, after),
    isNewDay: isNewDay(before, message),
    isQuiet: isQuiet(message),
    saysState: sayers.has(message),
  };
}

/** Of each state the last own message. */
export function sayersOf(messages: readonly Message[]): ReadonlySet<Message> {
  const said = new Set<unknown>(['failed', undefined]);
  const sayers = new Set<Message>();
  for (let i = messages.length; i--; ) {
    const message = messages[i]!;
    const state = message.author?.kind === 'visitor' ? stateOf(message) : undefined;
    if (said.has(state)) continue;
    said.add(state);
    sayers.add(message);
  }
  return sayers;
}

/** The messages that came in after those known before; what precedes the oldest known one is history. */
export function news(known: ReadonlySet<string>, messages: Message[]): Message[] {
  const oldest = messages.findIndex(({ id }) => known.has(id));
  return messages.filter(({ id }, i) => i > oldest && !known.has(id));
}
