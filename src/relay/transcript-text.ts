import type { RemoteMessage } from '../core/ports.js';
import type { Author, Part } from '../types.js';

/** A conversation as its visitor may keep it: who said what, and when. Pure. */

export interface TranscriptLine {
  seq: number;
  at: number;
  by: Author['kind'];
  name?: string;
  text: string;
}

/** What a part says in plain words; of one that only a later version knows, its text. */
function wordsOf(part: Part): string {
  const { text = '' } = part as { text?: string };
  if (part.type === 'choices')
    return [text, ...part.choices.map(({ label }) => `- ${label}`)].filter(Boolean).join('\n');
  if (part.type === 'article') return [part.title, part.description].filter(Boolean).join('\n');
  if (part.type === 'event') return text || [part.event, part.name].filter(Boolean).join(': ');
  if (part.type === 'handoff') return text || 'handed over to a person';
  return text;
}

export const linesOf = (messages: readonly RemoteMessage[]): TranscriptLine[] =>
  messages.map(({ seq, at, author: { kind, name }, parts }) => ({
    ...{ seq, at, by: kind },
    ...(name !== undefined && { name }),
    text: parts.map(wordsOf).filter(Boolean).join('\n'),
  }));

const NAMES: Record<Author['kind'], string> = { visitor: 'Visitor', agent: 'Agent', bot: 'Bot', system: '–' };

/** Times are UTC: where the visitor is, the relay does not know for sure. */
export const transcriptText = (lines: readonly TranscriptLine[], reference: string): string =>
  [
    `Conversation ${reference}`,
    ...lines.map(({ at, by, name, text }) => {
      const when = new Date(at).toISOString().slice(0, 16).replace('T', ' ');
      return `[${when} UTC] ${name ?? NAMES[by]}: ${text}`;
    }),
  ].join('\n\n');
