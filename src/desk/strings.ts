import { cardStrings } from './strings-card.js';
import { fileStrings } from './strings-files.js';
import { richStrings } from './strings-rich.js';

/** All words of the desk. */
const by = (name?: string) => (name ? ` by ${name}` : '');

export const strings = {
  title: 'Sobani desk',
  waitingTitle: (count: number) => (count ? `(${count}) Sobani desk` : 'Sobani desk'),

  signIn: {
    working: 'Signing in…',
    heading: 'Sign in to the desk',
    missing: 'Open the link that the relay printed when it started. It looks like this:',
    refusedHeading: 'This link is no longer good',
    refused:
      'A link is good until the relay starts again. Open the link that the relay printed when it started. It looks like this:',
    example: '…/desk/#code=…',
    unreachableHeading: 'The relay does not answer',
    unreachable: 'Check that it is running, then try again. Your link was kept.',
    retry: 'Try again',
  },

  connection: {
    lost: 'Connection lost. Trying again…',
    lostMore: 'You can read everything; nothing can be sent right now.',
    retry: 'Try now',
    connecting: 'Connecting…',
    refused: 'You were signed out.',
    refusedMore: 'Open the link that the relay printed when it started, here in this tab: what you have written stays.',
  },

  lists: {
    label: 'Lists',
    waiting: 'Waiting',
    mine: 'Mine',
    open: 'Open',
    bot: 'With the bot',
    resolved: 'Resolved',
    unread: (count: number) => `${count} with something new`,
  },
  empty: {
    waiting: ['Nobody is waiting', 'Conversations that ask for a person appear here, the longest wait first.'],
    mine: ['Nothing on your plate', 'Take a conversation and it stays here until it is resolved.'],
    open: ['No open conversations', 'Conversations that a teammate has taken appear here.'],
    bot: ['The bot is idle', 'Conversations that the bot answers by itself appear here. You can take one at any time.'],
    resolved: ['Nothing resolved yet', 'Resolved conversations are kept here. They can be reopened.'],
  },
  inbox: {
    conversations: (list: string) => `Conversations: ${list}`,
    filter: 'Filter',
    filterHint: 'Name, text, tag or reference',
    clear: 'Clear filter',
    noMatch: (filter: string) => `Nothing here matches “${filter}”.`,
    unread: (count: number) => (count === 1 ? '1 unread message' : `${count} unread messages`),
    urgent: 'Urgent',
    online: 'Online now',
    waiting: 'Waiting for',
    team: 'Team: ',
    bot: 'Bot: ',
    signedInAs: 'Signed in as',
  },

  person: {
    unnamed: (end: string) => `Visitor ${end}`,
    verified: 'Verified',
    verifiedWhy: 'Your site signed who this is, and the relay checked the signature.',
    notVerified: 'Not verified',
    notVerifiedWhy: 'Nothing proves who this is. Do not share account details before you have checked.',
  },

  thread: {
    none: 'No conversation is open',
    noneMore: 'Pick one from the list.',
    keys: [
      ['↑ ↓', 'j k', 'Move in the list'],
      ['Enter', '', 'Open it'],
      ['/', '', 'Filter the list'],
      ['Esc', '', 'Back to the list'],
    ],
    loading: 'Loading the conversation…',
    failed: 'The conversation could not be loaded.',
    retry: 'Try again',
    gone: 'This conversation is no longer there.',
    truncated: 'Earlier messages are not shown.',
    transcript: 'Transcript',
    newMessages: 'New messages',
    seen: 'Seen',
    sent: 'Sent',
    typing: (name: string) => `${name} is typing…`,
    bot: 'Bot',
    system: 'System',
    agent: 'Agent',
    visitor: 'The visitor',
    article: 'Help article',
    choices: 'Offered choices',
    card: 'Card',
    form: 'A form',
    fields: 'Asked for',
    survey: (id: string) => `Asked for a rating (${id}).`,
    picture: (alt: string) => `Picture: ${alt || 'without a description'}`,
    note: 'Note — only the team sees this',
    inReply: 'In reply to',
    earlierOne: 'An earlier message',
    replyTo: (name: string) => `Reply to this message of ${name}`,
    noContent: 'A message that this desk cannot show',
  },
  events: {
    handoff: (team?: string, reason?: string) =>
      `Handed to a person${team ? ` in ${team}` : ''}${reason ? `: ${reason}` : ''}`,
    assigned: (name?: string) => (name ? `Assigned to ${name}` : null),
    resolved: (name?: string) => `Resolved${by(name)}`,
    reopened: (name?: string) => `Reopened${by(name)}`,
  },

  actions: {
    take: 'Take',
    assign: 'Assign',
    assignTo: 'Assign to',
    unassign: 'Nobody: back to waiting',
    you: (name: string) => `${name} (you)`,
    resolve: 'Resolve',
    reopen: 'Reopen',
    card: 'Customer details',
    closeCard: 'Close customer details',
    failed: (message: string) => `That did not work: ${message}`,
    dismiss: 'Dismiss',
  },
  status: {
    bot: 'With the bot',
    waiting: 'Waiting',
    open: 'Open',
    openMine: 'Yours',
    openWith: (name: string) => `With ${name}`,
    resolved: 'Resolved',
  },

  composer: {
    mode: 'Kind of message',
    reply: 'Reply',
    note: 'Private note',
    replyPlaceholder: (name: string) => `Reply to ${name}`,
    notePlaceholder: 'Write a note. Only the team sees it.',
    replyLabel: 'Your reply',
    noteLabel: 'Your note',
    sendReply: 'Send reply',
    noReply: 'Reply to no message in particular',
    addNote: 'Add note',
    sending: 'Sending…',
    keys: 'Enter sends, Shift + Enter starts a new line',
    failed: (message: string) => `Not sent: ${message}`,
    retry: 'Retry',
    tooLong: (over: number) => `${over.toLocaleString('en')} characters too long`,
    resolved: 'This conversation is resolved. Reopen it to reply.',
  },

  ...cardStrings,
  ...richStrings,
  ...fileStrings,

  time: {
    now: 'now',
    today: 'Today',
    yesterday: 'Yesterday',
    minutes: (n: number) => `${n}m`,
    hours: (n: number) => `${n}h`,
    days: (n: number) => `${n}d`,
  },

  errors: {
    offline: 'there is no connection to the relay.',
    timeout: 'the relay did not answer in time.',
    unreadable: 'the relay’s answer could not be read. Reload the page.',
  },
} as const;
