/** What the messenger says of the team's hours and of other ways to reach it. */
import { enReach } from '../i18n/en-reach.js';
import { addEnglish, type Translate } from '../i18n/translate.js';
import type { Channel } from '../types.js';

addEnglish(enReach);

/** Sentences one behind the other. */
export const joined = ({ locale }: Translate, sentences: readonly string[]): string =>
  sentences.filter(Boolean).join(/^(ja|zh)\b/.test(locale) ? '' : ' ');

/** Channels in a line of plain words, for where they are not drawn as buttons. */
export function listChannels(t: Translate, channels: readonly Channel[]): string {
  const isRtl = t.locale.startsWith('ar');
  // isolated, or the groups of a number would stand in reverse
  const listed = channels.map(({ kind, to }) => `${t(`kind-${kind}`)} ${isRtl ? `\u2066${to}\u2069` : to}`);
  return listed.join(isRtl ? '، ' : ', ');
}
