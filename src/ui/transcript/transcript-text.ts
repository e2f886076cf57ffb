import type { Translate } from '../../i18n/translate.js';
import type { Message, Options } from '../../types.js';
import { clock, day, nameOf, plain } from '../conversation/words.js';
import { number } from '../kit/gate.js';
import { teamName } from '../panel/words.js';

export interface TranscriptOf {
  messages: readonly Message[];
  options: Options;
  reference: string;
  /** Nothing precedes the first message. */
  isWhole: boolean;
}

/** A conversation as plain text: who said what, and when by the visitor's own clock. */
export function transcriptText(t: Translate, { messages, options, reference, isWhole }: TranscriptOf): string {
  const lines = [t('transcriptOf', { name: teamName(t, options), reference })];
  if (!isWhole) lines.push('', t('notWhole'));
  let last = '';
  for (const message of messages) {
    const today = day(t, message.at);
    if (today !== last)
      lines.push('', new Date(number(message.at)).toLocaleDateString(t.locale, { dateStyle: 'full' }), '');
    last = today;
    const isUnsent = message.author?.kind === 'visitor' && !message.seq;
    const who = nameOf(t, options, message.author) + (isUnsent ? ` (${t('unsent')})` : '');
    lines.push(`[${clock(t, message.at)}] ${who}: ${plain(t, message)}`);
  }
  // a file of text ends its last line, and some programs know UTF-8 by its mark alone
  return `\ufeff${lines.join('\n')}\n`;
}
