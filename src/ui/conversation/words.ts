import { bare } from '../../core/bare.js';
import { time } from '../../i18n/time.js';
import type { Translate } from '../../i18n/translate.js';
import type { Author, Choice, Conversation, Message, Options, Part } from '../../types.js';
import { list, number, text } from '../kit/gate.js';
import { teamName } from '../panel/words.js';
import { gapOf } from './gap.js';
import { reasonWords } from './reasons.js';

/** Whether the visitor wrote it. */
export const isOwn = ({ author }: Message): boolean => author?.kind === 'visitor';

/** How an author is called here. */
export function nameOf(t: Translate, options: Options, author: Author | undefined): string {
  const kind = author?.kind;
  if (kind === 'visitor') return t('you');
  return text(author?.name) || (kind === 'bot' ? t('theBot') : teamName(t, options));
}

/** Who answers there now. */
export function statusOf(t: Translate, conversation: Conversation | undefined): string {
  const status = conversation?.status;
  return status === 'bot' || status === 'waiting' || status === 'resolved'
    ? t(status)
    : text(conversation?.assignee?.name);
}

const labels = (choices: Choice[]): string =>
  list(choices)
    .map(({ label }) => text(label))
    .filter(Boolean)
    .join(', ');

/** Agents and bots write Markdown; what a visitor writes is as they wrote it. */
export const isRich = ({ author }: Message): boolean => author?.kind === 'agent' || author?.kind === 'bot';

/** A message in one line of plain words, choices by their labels. */
export function plain(t: Translate, message: Message | undefined): string {
  const gap = message && gapOf(message);
  if (gap) return t(gap.reason);
  const said = (words: unknown) => (message && isRich(message) ? bare(text(words)) : text(words));
  return list(message?.parts)
    .map((part) =>
      part.type === 'choices'
        ? [said(part.text), labels(part.choices)].filter(Boolean).join(' ')
        : (part.type === 'text' && said(part.text)) || wordsOf(t, part, t('cannotShow')),
    )
    .filter(Boolean)
    .join(' ');
}

/** What a part says, whatever type it is of: its text, or what stands for that. */
export function wordsOf(t: Translate, part: Part, none = ''): string {
  const { text: words, title, alt } = part as { text?: unknown; title?: unknown; alt?: unknown };
  if (text(words)) return text(words);
  if (part.type === 'handoff') return t('handedOver');
  if (part.type === 'event') return eventWords(t, part.event, text(part.name));
  return text(title) || text(alt) || (part.type === 'file' && text(part.name)) || none;
}

function eventWords(t: Translate, event: string, name: string): string {
  if (event === 'assigned' && name) return t('assigned', { name });
  if (event === 'resolved') return t('resolved');
  return event === 'reopened' ? t('reopened') : '';
}

/** That a message did not arrive, and why. */
export const failure = (t: Translate, code: unknown): string => t('notSentBecause', { why: reasonWords(t, code) });

const CLOCK = { hour: 'numeric', minute: '2-digit' } as const;

export const clock = (t: Translate, at: number): string => time(t.locale, number(at), CLOCK);

// rounded: a day is 23 or 25 hours long when the clocks change
const daysAgo = (at: number) =>
  Math.round((new Date().setHours(0, 0, 0, 0) - new Date(number(at)).setHours(0, 0, 0, 0)) / 864e5);

/** `Today`, `Yesterday`, or the date in full. */
export function day(t: Translate, at: number): string {
  const ago = daysAgo(at);
  if (ago === 0) return t('today');
  if (ago === 1) return t('yesterday');
  return time(t.locale, number(at), { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' });
}

/** Time of day when it is today, else a short date. */
export const when = (t: Translate, at: number): string =>
  daysAgo(at) ? time(t.locale, number(at), { day: 'numeric', month: 'short' }) : clock(t, at);
