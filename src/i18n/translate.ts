import { en } from './en.js';
import type { enAttachments } from './en-attachments.js';
import type { enAttention } from './en-attention.js';
import type { enBot } from './en-bot.js';
import type { enChannels } from './en-channels.js';
import type { enConversations } from './en-conversations.js';
import type { enEmoji } from './en-emoji.js';
import type { enGone } from './en-gone.js';
import type { enHelp } from './en-help.js';
import type { enHome } from './en-home.js';
import type { enHomeCards } from './en-home-cards.js';
import type { enMasking } from './en-masking.js';
import type { enMatcher } from './en-matcher.js';
import type { enMoreParts } from './en-more-parts.js';
import type { enNotifyMe } from './en-notify-me.js';
import type { enParts } from './en-parts.js';
import type { enProactive } from './en-proactive.js';
import type { enReach } from './en-reach.js';
import type { enScreens, Plural, Strings } from './en-screens.js';
import type { enSettings } from './en-settings.js';
import type { enShare } from './en-share.js';
import type { enSurvey } from './en-survey.js';
import type { enTranscript } from './en-transcript.js';
import { languages } from './languages.js';

export interface Translate {
  (key: keyof Strings, params?: Record<string, string | number>): string;
  /** BCP 47, in the language of the texts. */
  locale: string;
}

const loaded: Partial<Record<string, Strings>> = { en: en as Strings };

/** Gives English the texts of the further screens; their code brings them along. */
export function addEnglish(
  texts:
    | typeof enScreens
    | typeof enHelp
    | typeof enShare
    | typeof enMasking
    | typeof enParts
    | typeof enAttachments
    | typeof enSurvey
    | typeof enChannels
    | typeof enTranscript
    | typeof enEmoji
    | typeof enProactive
    | typeof enBot
    | typeof enMatcher
    | typeof enReach
    | typeof enAttention
    | typeof enConversations
    | typeof enHome
    | typeof enGone
    | typeof enHomeCards
    | typeof enNotifyMe
    | typeof enSettings
    | typeof enMoreParts,
): void {
  Object.assign(loaded.en!, texts);
}

/** A page may call its language anything; what is none is English. */
function localeOf(locale: string): Intl.Locale {
  try {
    return new Intl.Locale(locale);
  } catch {
    return new Intl.Locale('en');
  }
}

/**
 * The language of ours that serves a locale: `ja` for `ja-JP`, `en` where there is none. Also for Chinese in traditional
 * characters: whoever reads those is not served by the simplified ones.
 */
export function languageOf(locale: string): string {
  const own = localeOf(locale);
  const { language } = own;
  // looked up only where it decides, since the first time takes a phone some frames;
  // a subtag in lower case is no name of what objects inherit
  return language in languages && !(language === 'zh' && own.maximize().script === 'Hant') ? language : 'en';
}

/** Whether `translate` has the texts of this locale already. */
export const isLoaded = (locale: string): boolean => languageOf(locale) in loaded;

/** Fetches the texts of a locale. Rejects when they cannot be had; then English is used. */
export async function loadLanguage(locale: string): Promise<void> {
  const language = languageOf(locale);
  loaded[language] ??= (await languages[language]!()).strings;
}

/** Texts for a locale, in English where its language is not loaded. Make it once a locale, not once a use. */
export function translate(locale: string): Translate {
  const language = isLoaded(locale) ? languageOf(locale) : 'en';
  let plurals: Intl.PluralRules | undefined;

  const t = (key: keyof Strings, params: Record<string, string | number> = {}) => {
    // a text of the further screens may be asked for before they are there
    let text: string | Plural = loaded[language]![key] ?? '';
    if (typeof text !== 'string') {
      plurals ??= new Intl.PluralRules(language);
      text = text[plurals.select(+params.n!)] ?? text.other;
    }
    return text.replace(/\{(\w+)\}/g, (_hole, name) => `${params[name]?.toLocaleString(t.locale)}`);
  };
  // regional conventions only in the language of the texts: no French weekday in an English line
  const whole = `${localeOf(locale)}`;
  t.locale = whole.startsWith(language) ? whole : language;
  return t;
}
