/** A conversation's messages and notes as they are shown: days, groups by author, quiet lines. Pure. */
import type { Author, Part } from '../types.js';
import type { DeskMessage, DeskNote } from '../wire/desk.js';
import { dayOf } from './format.js';
import { strings } from './strings.js';

export type ContentPart = Exclude<Part, { type: 'handoff' | 'event' | 'gap' }>;

const isContent = ({ type }: Part) => type !== 'handoff' && type !== 'event' && type !== 'gap';

export interface Bubble {
  id: string;
  seq: number;
  at: number;
  parts: ContentPart[];
}

export type Entry =
  | { kind: 'day'; key: string; at: number }
  | { kind: 'quiet'; key: string; text: string; at: number }
  | { kind: 'note'; key: string; note: DeskNote }
  | { kind: 'group'; key: string; author: Author; bubbles: Bubble[] };

/** Messages of one author further apart than this begin a new group. */
const GAP = 5 * 60_000;

function quietText(part: Part, author: Author): string | null {
  if (part.type === 'handoff') return strings.events.handoff(part.team, part.reason);
  if (part.type === 'event') return strings.events[part.event](part.name) ?? part.text ?? '';
  return author.kind === 'system' && part.type === 'text' ? part.text : null;
}

const sameAuthor = (a: Author, b: Author) => a.kind === b.kind && a.id === b.id && a.name === b.name;

export function timeline(messages: readonly DeskMessage[], notes: readonly DeskNote[]): Entry[] {
  const entries: Entry[] = [];
  let day = '';
  const startDay = (at: number) => {
    if (dayOf(at) === day) return;
    day = dayOf(at);
    entries.push({ kind: 'day', key: `day ${day}`, at });
  };

  const addMessage = (message: DeskMessage) => {
    startDay(message.at);
    const content: ContentPart[] = [];
    const quiet: string[] = [];
    for (const part of message.parts) {
      const text = quietText(part, message.author);
      if (text !== null) quiet.push(text);
      else if (isContent(part)) content.push(part as ContentPart);
    }
    if (content.length) {
      const bubble = { id: message.id, seq: message.seq, at: message.at, parts: content };
      const last = entries.at(-1);
      const near = last?.kind === 'group' && message.at - (last.bubbles.at(-1)?.at ?? 0) < GAP;
      if (near && sameAuthor(last.author, message.author)) last.bubbles.push(bubble);
      else entries.push({ kind: 'group', key: message.id, author: message.author, bubbles: [bubble] });
    }
    quiet.forEach((text, i) => {
      entries.push({ kind: 'quiet', key: `${message.id} ${i}`, text, at: message.at });
    });
  };

  const waiting = [...notes].sort((a, b) => a.at - b.at);
  const addNotes = (before: number) => {
    while (waiting[0] && waiting[0].at < before) {
      const note = waiting.shift()!;
      startDay(note.at);
      entries.push({ kind: 'note', key: note.id, note });
    }
  };
  for (const message of messages) {
    addNotes(message.at);
    addMessage(message);
  }
  addNotes(Number.POSITIVE_INFINITY);
  return entries;
}

/** The list with the message in its place by log order; one that is there already is replaced. */
export function insertMessage(messages: readonly DeskMessage[], message: DeskMessage): DeskMessage[] {
  const rest = messages.filter((m) => m.id !== message.id);
  let at = rest.length;
  while (at > 0 && rest[at - 1]!.seq > message.seq) at--;
  return [...rest.slice(0, at), message, ...rest.slice(at)];
}
