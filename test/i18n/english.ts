import { en } from '../../src/i18n/en.js';
import { enAttachments } from '../../src/i18n/en-attachments.js';
import { enAttention } from '../../src/i18n/en-attention.js';
import { enBot } from '../../src/i18n/en-bot.js';
import { enChannels } from '../../src/i18n/en-channels.js';
import { enConversations } from '../../src/i18n/en-conversations.js';
import { enEmoji } from '../../src/i18n/en-emoji.js';
import { enGone } from '../../src/i18n/en-gone.js';
import { enHelp } from '../../src/i18n/en-help.js';
import { enHome } from '../../src/i18n/en-home.js';
import { enHomeCards } from '../../src/i18n/en-home-cards.js';
import { enMasking } from '../../src/i18n/en-masking.js';
import { enMatcher } from '../../src/i18n/en-matcher.js';
import { enMoreParts } from '../../src/i18n/en-more-parts.js';
import { enNotifyMe } from '../../src/i18n/en-notify-me.js';
import { enParts } from '../../src/i18n/en-parts.js';
import { enProactive } from '../../src/i18n/en-proactive.js';
import { enReach } from '../../src/i18n/en-reach.js';
import { enScreens, type Strings } from '../../src/i18n/en-screens.js';
import { enSettings } from '../../src/i18n/en-settings.js';
import { enShare } from '../../src/i18n/en-share.js';
import { enSurvey } from '../../src/i18n/en-survey.js';
import { enTranscript } from '../../src/i18n/en-transcript.js';

/** A file each of what follows the first screen. */
export const later: Record<string, string | object>[] = [
  ...[
    enScreens,
    enHelp,
    enShare,
    enMasking,
    enParts,
    enSurvey,
    enChannels,
    enTranscript,
    enProactive,
    enBot,
    enMatcher,
    enAttachments,
    enAttention,
    enConversations,
    enEmoji,
    enGone,
    enHome,
    enHomeCards,
    enNotifyMe,
    enSettings,
  ],
  enReach,
  enMoreParts,
];

/** All English texts there are. */
export const english = Object.assign({}, en, ...later) as Strings;
