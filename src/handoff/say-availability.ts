/** Whether somebody answers, and when a reply may be expected, in the visitor's own time and language. Pure; time is passed in. */
import { expectedReply, isOpen, nextClosing, nextOpening, type OfficeHours } from '../core/office-hours.js';
import { saySpan, sayWhen } from '../core/office-time.js';
import { translate } from '../i18n/translate.js';
import { joined } from './words.js';

export interface Moment {
  now: number;
  /** BCP 47. */
  locale: string;
  /** Default: whoever answers first. */
  team?: string | undefined;
  /** IANA, of the visitor. Default: the device's. */
  zone?: string;
}

/** One line of it. Closed for good, or for as long as can be seen, it says that much and no time. */
export function sayAvailability(hours: OfficeHours, { now, locale, team, zone }: Moment): string {
  const t = translate(locale);
  const say = (at: number) => sayWhen(at, now, t.locale, zone);
  if (!isOpen(hours, now, team)) {
    const opening = nextOpening(hours, now, team);
    return opening === undefined ? t('reach-away') : t('reach-from', { when: say(opening) });
  }
  const reply = expectedReply(hours, now, team);
  if (reply === undefined) return t('reach-away');
  // no time to reply in was promised
  if (reply === now) return t('reach-here');
  // where it closes before that, a span would be one that nobody counts
  const isLater = (nextClosing(hours, now, team) ?? reply) < reply;
  return isLater ? t('reach-by', { when: say(reply) }) : t('reach-within', { span: saySpan(reply - now, t.locale) });
}

/** What a hand-off says behind its own words, or, where nobody is there, behind what the flow has for that. */
export function sayHandoff(hours: OfficeHours, text: string, away: string | undefined, moment: Moment): string {
  const isAway = !isOpen(hours, moment.now, moment.team);
  return joined(translate(moment.locale), [(isAway && away) || text, sayAvailability(hours, moment)]);
}
