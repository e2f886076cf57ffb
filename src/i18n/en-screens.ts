import type { en } from './en.js';
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
import type { enSettings } from './en-settings.js';
import type { enShare } from './en-share.js';
import type { enSurvey } from './en-survey.js';
import type { enTranscript } from './en-transcript.js';

/** Texts of the screens that follow the first one; they come with their code. */
export const enScreens = {
  share: 'What we share',
  bot: 'Automatic answers',
  waiting: 'Waiting for a person',
  resolved: 'Ended',
  help: 'Help',
  left: { one: '{n} character left', other: '{n} characters left' },
  over: { one: '{n} character too many', other: '{n} characters too many' },

  auth: 'Your sign-in was not accepted. Sign in again, then retry.',
  closed: 'This conversation has ended.',
  cancelled: 'You stopped the upload.',
  conflict: 'It was taken for another message. Edit it to send it as a new one.',
  expired: 'It waited for more than 7 days.',
  forbidden: 'This may not be sent here.',
  full: 'Too many messages are waiting to be sent. Send this one when some of them are gone.',
  gone: 'This conversation is no longer there.',
  invalid: 'It could not be read at our end. Change the text and try again.',
  rate: 'Too many messages at once. Wait a moment, then try again.',
  storage: 'It could not be stored. Try again in a while.',
  'too-large': 'The message is too long. Make it shorter.',
  unloaded: 'A part of the messenger could not be loaded. Check your connection and try again.',
  unreached: 'We could not be reached. Try again in a while.',

  connecting: 'Connecting…',
  offline: 'No connection.',
  stale: 'Not up to date: no connection.',
  paused: 'Your sign-in has expired. Please sign in again.',
  unavailable: 'Nothing can be sent from here now.',
  kept: 'What you write is saved on this device until it can be sent.',
  volatile: 'Not saved on this device: keep this page open.',
  keptHere: 'What you write is kept while this page is open.',

  conversations: 'Your conversations',
  unread: 'Unread',
  startNew: 'Start a new conversation',
  startNewWith: 'Continue in a new one',
  takenAlong: 'What you wrote comes along.',

  messages: 'Messages',
  earlier: 'Load earlier',
  newMessages: 'New messages',
  today: 'Today',
  yesterday: 'Yesterday',
  you: 'You',
  theBot: 'Bot',
  typing: '{name} is typing',
  cannotShow: 'This message cannot be shown here',
  handedOver: 'Handed over to a person',
  assigned: '{name} joined',
  reopened: 'Conversation reopened',

  lost: 'Some messages were lost at our end. Yours are sent again.',
  skipped: 'Some messages are not shown here.',
  loadSkipped: 'Load them',

  queued: 'Queued',
  saved: 'Saved on this device, not sent yet',
  notSaved: 'Not saved, keep this page open',
  sending: 'Sending',
  sent: 'Sent',
  delivered: 'Delivered',
  read: 'Seen',
  notSent: 'Not sent',
  notSentBecause: 'Not sent. {why}',
  edit: 'Edit',
  copy: 'Copy',
  copied: 'Copied',
  notCopied: 'This page may not copy. Select the text instead.',
  discard: 'Discard',

  article: 'Article',
  attach: 'Attach files',

  replyTo: 'Reply to {name}',
  replyingTo: 'Replying to {name}',
  replyToOwn: 'Reply to your message',
  replyingToOwn: 'Replying to your message',
  inReply: 'In reply to',
  earlierOne: 'An earlier message',
  noReply: 'Stop replying to this message',
  emoji: 'Add an emoji',
};

type English = typeof en &
  typeof enScreens &
  typeof enHelp &
  typeof enShare &
  typeof enMasking &
  typeof enParts &
  typeof enAttachments &
  typeof enSurvey &
  typeof enChannels &
  typeof enTranscript &
  typeof enEmoji &
  typeof enProactive &
  typeof enBot &
  typeof enMatcher &
  typeof enReach &
  typeof enAttention &
  typeof enConversations &
  typeof enHome &
  typeof enGone &
  typeof enHomeCards &
  typeof enNotifyMe &
  typeof enSettings &
  typeof enMoreParts;

export type Plural = Partial<Record<Intl.LDMLPluralRule, string>> & { other: string };

/** What a language file holds: every key, and plural forms where English has them. */
export type Strings = { [K in keyof English]: English[K] extends string ? string : Plural };
