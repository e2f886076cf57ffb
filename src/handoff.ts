/**
 * Part of the composition root: what goes along when a person is asked for, whether somebody answers, and by what other ways the
 * team is reached. Each comes when it is needed.
 */
import { nanoid } from 'nanoid';
import type { within } from './core/connection.js';
import type { Completed, Draft, Handoff, HandoffDraft } from './core/conversations.js';
import { toSobaniError } from './core/errors.js';
import type { fetchJson } from './core/fetch-json.js';
import { lazy } from './core/lazy.js';
import type { OfficeHours } from './core/office-hours.js';
import type { Engine } from './engine.js';
import { loadLanguage } from './i18n/translate.js';
import type { Parts } from './messenger.js';
import type { Json } from './types.js';

interface Known {
  /** What the flow in this conversation holds. */
  vars(conversation: string): Promise<unknown>;
  /** This tab holds the connection. */
  isSpeaker(): boolean;
  // what is of another file: to be had from there costs each visitor one more
  within: typeof within;
  fetchJson: typeof fetchJson;
  referenceOf(conversation: string): string;
}

/** Milliseconds that each thing may take which goes along. */
const PATIENCE = 2_000;

/** Languages in which the page, or the visitor's browser, is at home. */
const pageLocales = () =>
  [
    ...[...(globalThis.document?.querySelectorAll<HTMLLinkElement>('link[hreflang]') ?? [])].map(
      (link) => link.hreflang,
    ),
    ...(globalThis.navigator?.languages ?? []),
  ]
    .filter((locale) => /^[a-z]{2,3}(-\w{2,8})*$/i.test(locale))
    .slice(0, 50);

export function joinHandoff({ store, availability, onError }: Parts, engine: Engine, known: Known) {
  const { accounts, conversations } = engine;
  const { vars, isSpeaker, within, fetchJson, referenceOf } = known;
  const { clock } = accounts;
  const failed = (thrown: unknown) => {
    onError(toSobaniError(thrown));
    return null;
  };
  const hours = lazy<OfficeHours | null>(async () => {
    const { hours: given } = store.options.value;
    if (!given) return null;
    const { officeHours } = await import('./handoff/hours.js');
    return officeHours(
      { hours: typeof given === 'string' ? new URL(given, globalThis.location?.href).href : given },
      fetchJson,
    );
  });
  const isWanted = () => store.options.value.hours || store.options.value.channels;
  /** The words for it; without them, English. */
  const speak = () => loadLanguage(store.locale.value).catch(() => {});
  const room = lazy(async () => {
    const { channels } = store.options.value;
    if (!isWanted()) return null;
    const [it, found] = await Promise.all([import('./handoff/availability.js'), hours().catch(failed), speak()]);
    return it.attachAvailability({
      ...{ store, clock, hours: found, channels, line: availability, isSpeaker, referenceOf, onError },
      post: (conversation, parts) =>
        conversations.post({ id: nanoid(22), conversation, author: { kind: 'bot' }, parts, at: clock.date() }),
    });
  });

  /** What cannot be had in time is done without. */
  const had = <T>(made: Promise<T>) => within(made, PATIENCE, clock, 'What goes along').catch(failed);
  async function complete(message: Draft, { away, vars: held }: HandoffDraft, asked: Handoff): Promise<Completed> {
    const { conversation, author, parts } = message;
    const fetched = [had(import('./handoff/assemble.js')), had(room()), held ?? had(vars(conversation))] as const;
    const [assembly, there, kept] = await Promise.all(fetched);
    const { tags, team, reason, snapshot, ...said } = asked;
    const details = assembly?.assemble({
      ...{ said, messages: [...store.messages(conversation).value, message] },
      vars: Object(kept) as Record<string, Json>,
      locales: [store.locale.value, ...pageLocales()],
    });
    const handoff = { ...asked, ...details };
    if (author.kind === 'visitor') return { message, handoff, after: () => there?.answer(conversation) };
    return { message: { ...message, parts: there?.complete(message, team, away) ?? parts }, handoff };
  }

  const look = () => {
    const isWaiting = store.conversations.value.some(({ status }) => status === 'waiting');
    if (isWanted() && (store.isOpen.value || isWaiting)) room().catch(failed);
  };
  const leave = () => {
    void room.made?.then((it) => it?.detach()).catch(() => {});
    room.reset();
    hours.reset();
  };
  let before = store.options.value;
  const unlisten = store.listen(({ type }) => {
    const { value: now } = store.options;
    if (now.hours !== before.hours || now.channels !== before.channels) leave();
    before = now;
    if (/^(options|panel|conversation)$/.test(type)) look();
    // in another language, once that is there
    if (type === 'options')
      speak().then(
        async () => (await room.made)?.look(),
        () => {},
      );
  });
  look();
  return {
    /** When the team answers; null where the host does not say. */
    hours,
    /** Other ways to reach the team, as a part of a message; none where the host has none. */
    channels: async (conversation: string) => (await room().catch(failed))?.offer(conversation) ?? [],
    complete,
    leave() {
      unlisten();
      leave();
    },
  };
}
