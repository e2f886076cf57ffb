/** Says whether somebody answers, on screen and with a hand-off, and offers other ways to reach the team where nobody does. */
import { type SobaniError, toSobaniError } from '../core/errors.js';
import { expectedReply, isOpen, type OfficeHours } from '../core/office-hours.js';
import type { Clock } from '../core/ports.js';
import type { Signal } from '../core/signal.js';
import type { Store } from '../core/store.js';
import { translate } from '../i18n/translate.js';
import type { Channel, Conversation, Message, Part } from '../types.js';
import { parseChannels } from './parse-channels.js';
import { sayAvailability, sayHandoff } from './say-availability.js';
import { joined, listChannels } from './words.js';

export interface AvailabilityHost {
  store: Store;
  clock: Clock;
  /** Null where the host has none: then nothing is said of times. */
  hours: OfficeHours | null;
  /** The option `channels`, as the host gave it. */
  channels: unknown;
  /** What is on screen of it. */
  line: Signal<string>;
  /** This tab speaks for all that show the same conversations. */
  isSpeaker(): boolean;
  /** Short name of a conversation. */
  referenceOf(conversation: string): string;
  /** Appends a message by the bot. */
  post(conversation: string, parts: Part[]): Promise<unknown>;
  onError(error: SobaniError): void;
}

export interface Availability {
  /** A bot's message that asks for a person, with what is to be said of times and other ways. */
  complete(message: { conversation: string; parts: Part[] }, team?: string, away?: string): Part[];
  /** The visitor has asked for a person in their own words: says what `complete` would, where nobody is there. */
  answer(conversation: string): void;
  /** Says anew what is on screen. */
  look(): void;
  /** Other ways, as a part of a message; none where the host has none. */
  offer(conversation: string): Part[];
  detach(): void;
}

/** Between two looks at the clock while the panel is open. */
const MINUTE = 60_000;
/** Without a time to reply in, and at the least, a visitor waits this long before they are offered something else. */
const PATIENCE = 10 * MINUTE;

function readChannels({ channels, onError }: AvailabilityHost): Channel[] {
  try {
    return channels ? parseChannels(channels) : [];
  } catch (thrown) {
    onError(toSobaniError(thrown));
    return [];
  }
}

const teamOf = (messages: readonly Message[]): string | undefined =>
  messages
    .flatMap(({ parts }) => parts)
    .reduce<string | undefined>((team, part) => (part.type === 'handoff' && part.team) || team, undefined);

export function attachAvailability(host: AvailabilityHost): Availability {
  const { store, clock, hours, line } = host;
  const channels = readChannels(host);
  /** Conversations in which other ways were offered from here. */
  const offered = new Set<string>();
  let undoTimer = () => {};
  let isOver = false;

  const moment = (team: string | undefined) => ({ now: clock.date(), locale: store.locale.value, team });
  const isAway = (team: string | undefined) => hours !== null && !isOpen(hours, clock.date(), team);
  const offer = (conversation: string, isLate: boolean): Part[] => {
    if (!channels.length) return [];
    offered.add(conversation);
    const reference = host.referenceOf(conversation);
    const t = translate(store.locale.value);
    // behind the first line is what is drawn otherwise where it can be
    const listed = joined(t, [t('reach-reference', { reference }), listChannels(t, channels)]);
    return [
      {
        type: 'channels',
        reference,
        text: `${t(isLate ? 'reach-late' : 'reach-otherwise')}\n${listed}`,
        channels: channels.map((channel) => ({ ...channel })),
      },
    ];
  };
  const say = (conversation: string, parts: Part[]) => {
    host.post(conversation, parts).catch((thrown) => host.onError(toSobaniError(thrown)));
  };

  /** When the visitor has waited for too long; undefined where that does not come, or is no matter any more. */
  function dueAt({ id, status }: Conversation): number | undefined {
    const messages = store.messages(id).value;
    const isOffered = offered.has(id) || messages.some(({ parts }) => parts.some(({ type }) => type === 'channels'));
    if (status !== 'waiting' || isOffered) return undefined;
    // what nobody has answered: whoever writes again waits no less
    const open = messages.slice(messages.map(({ author }) => author.kind).lastIndexOf('agent') + 1);
    const asked =
      open.find(({ parts }) => parts.some(({ type }) => type === 'handoff')) ??
      open.find(({ author }) => author.kind === 'visitor');
    if (!asked) return undefined;
    const reply = hours ? expectedReply(hours, asked.at, teamOf(messages)) : undefined;
    return Math.max(reply ?? 0, asked.at + PATIENCE);
  }

  function show(): void {
    const view = store.view.value;
    const id = view.screen === 'conversation' ? view.id : '';
    const isOver = store.conversation(id)?.status === 'resolved';
    const isSaid = hours && !isOver && /^(home|conversation)$/.test(view.screen);
    line.value = isSaid ? sayAvailability(hours, moment(id ? teamOf(store.messages(id).value) : undefined)) : '';
  }

  function look(): void {
    if (isOver) return;
    undoTimer();
    show();
    const now = clock.date();
    let wait = store.isOpen.value && hours ? MINUTE : Number.POSITIVE_INFINITY;
    for (const conversation of channels.length ? store.conversations.value : []) {
      const due = dueAt(conversation);
      if (due === undefined) continue;
      if (due > now) wait = Math.min(wait, due - now);
      else if (host.isSpeaker()) say(conversation.id, offer(conversation.id, true));
    }
    // a longer one is not taken by browsers
    if (wait < 2 ** 31) undoTimer = clock.setTimeout(look, wait);
  }

  const unlisten = store.listen((event) => {
    if (/^(view|panel|conversation|status|options|restored)$/.test(event.type)) look();
  });
  look();

  return {
    complete({ conversation, parts }, team, away) {
      if (!hours) return parts;
      const said = parts.map((part) =>
        part.type === 'handoff' ? { ...part, text: sayHandoff(hours, part.text ?? '', away, moment(team)) } : part,
      );
      return isAway(team) ? [...said, ...offer(conversation, false)] : said;
    },
    answer(conversation) {
      const isSaid = store.messages(conversation).value.some(({ author }) => author.kind === 'bot');
      if (!hours || isSaid || !isAway(undefined)) return;
      const t = translate(store.locale.value);
      const when = sayAvailability(hours, moment(undefined));
      const text = joined(t, [...new Set([t('reach-away'), when, t('reach-stays')])]);
      say(conversation, [{ type: 'text', text }, ...offer(conversation, false)]);
    },
    look,
    offer: (conversation) => offer(conversation, false),
    detach() {
      isOver = true;
      undoTimer();
      unlisten();
      line.value = '';
    },
  };
}
