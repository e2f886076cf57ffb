/**
 * The second half of the composition root: joins the rooms that a first look does not need, each when it is needed, and
 * makes the calls of the handle that lead into them.
 */
import { joinAssist } from './assist.js';
import { joinConsents } from './consents.js';
import type { Collector } from './context/collector.js';
import { createTurns, type Turn } from './context/turns.js';
import { within } from './core/connection.js';
import type { Along, Handoff, Kept } from './core/conversations.js';
import { SobaniError, toSobaniError } from './core/errors.js';
import { fetchJson } from './core/fetch-json.js';
import { lazy } from './core/lazy.js';
import { has } from './core/options.js';
import type { HelpCentre } from './core/ports.js';
import { ratingPrefix } from './core/rows.js';
import type { Change } from './core/settings.js';
import * as TIMES from './core/times.js';
import type { Drawn } from './drawn-rooms.js';
import { createEngine } from './engine.js';
import type { Attachments } from './files.js';
import { collect, joinKnown } from './known.js';
import type { LauncherOf, Parts } from './messenger.js';
import { joinPeople } from './people.js';
import { joinReach } from './reach.js';
import type { Message, Messenger, Part, Scalar, Sent, Shared, Snapshot } from './types.js';

/** The calls of the handle, unguarded; and what the panel and the other half ask for. */
export interface Rooms
  extends Pick<
    Messenger,
    | 'identify'
    | 'logout'
    | 'consent'
    | 'set'
    | 'registerSource'
    | 'track'
    | 'endConversation'
    | 'search'
    | 'startFlow'
    | 'forget'
    | 'debug'
    | 'survey'
  > {
  /** What a returning visitor has stored is read. */
  ready: Promise<void>;
  /**
   * The visitor has done something: from here on things may be stored.
   * @param person of `store.cleared` at that moment: whoever comes later has not done it. Default: who is here
   */
  act(person?: number): Promise<void>;
  wake(): void;
  /** Until `resume` nothing connects again. */
  disconnect(): void;
  resume(): void;
  /** `send`, told whether a gesture is behind it. */
  write(text: string, conversation: string | undefined, isAct: boolean, along?: Along): Promise<Sent>;
  attachments(): Promise<Attachments>;
  /** Sends what the visitor answered to a form or a survey. */
  answer(conversation: string, parts: Part[]): Promise<void>;
  /** What is typed there and not sent has changed. */
  drafted(conversation: string): void;
  /** The visitor is writing. */
  typing(conversation: string): void;
  seen(conversation: string): void;
  retry(id: string): void;
  discard(id: string): void;
  help(): Promise<HelpCentre | null>;
  /** Makes what gathers what the customer does. */
  collect(): Promise<Collector>;
  earlier(conversation: string): Promise<boolean>;
  keep(conversation: string): Promise<Kept>;
  shared(): Promise<Shared>;
  /** Whether this part of what is known goes along from now on. */
  share(key: string, isOn: boolean): Promise<void>;
  choose(change: Change): Promise<void>;
  /** The bot listens, where the host has one. */
  listen(): Promise<unknown>;
  leave(): Promise<void>;
}

/**
 * @param launcher our one element, where it is on the page
 * @param drawn absent where the host draws
 */
export function joinRooms(
  parts: Parts,
  messenger: Messenger,
  launcher: () => ReturnType<LauncherOf> | undefined = () => undefined,
  drawn?: Drawn,
): Rooms {
  const { store, emit, onError } = parts;
  const turns = createTurns();
  /** Whoever was here has gone, by this turn or in another tab: what is known of them goes too, and then the host is told. */
  const gone = (unsent: Message[], cause?: Turn) => {
    known.forget(turns.gone(cause));
    // the tag may have begun to gather before there was a messenger
    const collector = parts.options.context ? parts.collector() : parts.collector.made;
    collector?.then((it) => it.renew()).catch(onError);
    emit('logout', { unsent });
  };
  const engine = createEngine(parts, gone);
  const { accounts, conversations, vault, ready, act, acted } = engine;
  const { clock } = accounts;
  if (store.status.value === 'stopped') accounts.disconnect();

  const known = joinKnown(parts, engine, turns, () => help());
  const { context, noteOf, forget } = known;
  const track = (name: string, data: Record<string, Scalar>) => {
    emit('track', { name, data });
    if (store.consent.value.analytics) accounts.scope.connection.session?.event?.(name, data);
  };
  const consents = joinConsents(parts, engine, {
    collector: parts.collector,
    known: async () => (await context.made?.catch(() => null))?.shared().parts ?? [],
  });
  const { agree } = consents;
  const assist = joinAssist(parts, engine, messenger, {
    context: () => context(),
    agree,
    track,
    hours: () => reach.hours(),
    channels: (conversation) => reach.channels(conversation),
    survey: async (id) => (store.options.value.rules ? (await feedback()).part(id) : undefined),
    trait: noteOf('flow'),
  });
  const { help, bot } = assist;
  /** The rules file, for what is said unasked and for its surveys. */
  const rules = lazy(async () => {
    const { rules: url } = store.options.value;
    return url ? fetchJson(new URL(url, globalThis.location?.href).href) : null;
  });
  const feedback = lazy(async () => {
    const [room] = await Promise.all([import('./feedback.js'), ready]);
    return room.joinFeedback(parts, engine, {
      ...{ agree, listen: bot, rules, trait: noteOf('survey') },
      root: () => launcher()?.root,
      draw: drawn?.survey,
    });
  });
  // some are asked when a conversation has ended
  if (parts.options.rules) feedback().catch(onError);
  /** What was answered while nobody could be told. */
  const tellRatings = async () => {
    if ((await accounts.scope.disk.load(ratingPrefix)).length) await (await feedback()).tell();
  };
  void ready.then(tellRatings).catch(() => {});
  const reach = joinReach(parts, engine, messenger, {
    ...{ flow: (id) => assist.flow(id), isSpeaker: () => !!own(), draw: drawn?.attention },
  });
  const inspector = lazy(async () => drawn!.inspector());
  const outreach = lazy(async () => {
    const { joinOutreach } = await drawn!.outreach();
    return joinOutreach(parts, engine, messenger, {
      ...{ context, help, launcher, rules },
      hours: () => reach.hours(),
      showSurvey: async (id) => (await feedback()).survey(id),
    });
  });
  /** What is said unasked, where the host has rules for it. */
  const followRules = () => {
    if (drawn && store.options.value.rules) outreach().catch(onError);
  };
  followRules();
  // also what is tracked before the rules are in force
  const untracked = parts.on('track', (detail) => void outreach.made?.then((it) => it.track(detail)).catch(() => {}));
  const told = lazy(async () => {
    const [{ keepTold }, it] = await Promise.all([import('./context/keep-told.js'), context()]);
    return keepTold({ context: it, store, clock, session: own });
  });
  /** The session where it is held by this tab: for what follows no tab takes the connection. */
  const own = () => {
    const { session } = accounts.scope.connection;
    return session?.subscribe ? session : null;
  };
  const isPersons = () => store.conversations.value.some(({ status }) => status === 'waiting' || status === 'open');
  const unlisten = store.listen((event) => {
    // another help centre, or another language of it
    if (event.type === 'options') {
      assist.renew();
      rules.reset();
      consents.followSignals();
      followRules();
    }
    // each visit counts of somebody who has agreed to that, and their journey goes on
    if (event.type === 'consent' && event.consent.analytics) context().catch(onError);
    if (/^(status|conversation)$/.test(event.type) && own() && isPersons()) told().catch(() => {});
    if (event.type === 'status' && own()) {
      parts.canAttach.value = !!own()!.upload;
      consents.tell().catch(() => {});
      tellRatings().catch(() => {});
    }
  });
  /** What is known for a person to be told; what cannot be had in time holds no words up. */
  const situation = async (): Promise<Snapshot> => {
    try {
      return (await within(context(), TIMES.situation, clock, 'The context')).snapshot();
    } catch (error) {
      onError(toSobaniError(error));
      const { value: locale } = store.locale;
      return { v: 1, page: { url: globalThis.location?.origin ?? 'about:blank', title: '', language: locale }, locale };
    }
  };
  /** Before the visitor speaks where no person listens: undefined when the bot does, else how to ask for a person. */
  const beforeWords = async (conversation: string): Promise<Handoff | undefined> => {
    agree();
    if ((await bot().catch(onError)) || !has(store.options.value, 'chat')) return undefined;
    reach.prepare();
    emit('handoff', { conversation, tags: [] });
    return { snapshot: await situation(), tags: [] };
  };
  return {
    ...joinPeople(parts, engine, { turns, gone, forget }),
    help,
    collect: () => collect(parts.options),
    listen: bot,
    ready,
    act,
    wake: accounts.wake,
    disconnect: accounts.disconnect,
    resume: accounts.resume,
    answer: async (conversation, parts) => (await feedback()).answer(conversation, parts),
    survey: async (id) => (await feedback()).survey(id),
    drafted: engine.drafted,
    typing: (conversation) => accounts.scope.typing(conversation),
    seen: (conversation) => accounts.scope.seen(conversation),
    retry: (id) => accounts.scope.delivery.retry(id),
    discard: (id) => accounts.scope.delivery.discard(id),
    choose: (change) => reach.choose(change),
    shared: async () => (await context()).shared(),
    async share(key, isOn) {
      await context();
      await consents.switch(key, isOn);
    },
    attachments: engine.attachments,
    async write(text, asked = conversations.current(), isAct, along) {
      const { scope } = accounts;
      if (isAct) await act();
      await (acted.made ?? ready);
      // asked for before what is kept was read
      const conversation = conversations.isGuess(asked) ? conversations.current() : asked;
      // while no person has it, the bot must be listening before the words are said, or a person be asked for
      const isBots = (store.conversation(conversation)?.status ?? 'bot') === 'bot';
      const handoff = isBots ? await beforeWords(conversation) : undefined;
      if (scope.isClosed) throw new SobaniError('auth', 'Whoever wrote this is not signed in any more.');
      return conversations.write(text, conversation, handoff, along);
    },
    earlier: (conversation) => accounts.scope.earlier(conversation),
    keep: async (conversation) => conversations.keep(conversation),
    debug: async (isOpen = true) =>
      (await inspector()).inspect(
        isOpen && {
          ...{ root: launcher()?.root, ...parts, ...engine, context },
          ...{ flow: assist.flow, answers: assist.answers, rules: async () => (await outreach.made)?.look() },
        },
      ),
    async leave() {
      unlisten();
      (await inspector.made?.catch(() => null))?.inspect(false);
      await reach.leave();
      (await outreach.made?.catch(() => null))?.stop();
      outreach.reset();
      await assist.leave();
      (await feedback.made?.catch(() => null))?.leave();
      feedback.reset();
      (await told.made?.catch(() => null))?.();
      await consents.leave();
      await known.leave();
      untracked();
      told.reset();
      await ready;
      // an act under way ends first, and one that comes after this opens nothing
      acted.made ??= Promise.resolve();
      await acted.made.catch(() => {});
      engine.leave();
      accounts.disconnect();
      await vault.close();
    },
    consent: consents.change,
    async set(change) {
      const { now } = turns;
      (await context()).set(change, now);
    },
    async registerSource(source) {
      const [it, collector] = await Promise.all([import('./context/register.js'), parts.collector()]);
      return it.registerSource(collector, source, onError);
    },
    async track(name, data = {}) {
      if (typeof name !== 'string' || !name || name.length > 64) {
        throw new SobaniError('invalid', 'track() needs a name of 1 to 64 characters.', { path: 'name' });
      }
      track(name, data);
    },
    search: async (query) => (await help())?.search(query) ?? [],
    startFlow: assist.startFlow,
    endConversation: (id = conversations.current()) => conversations.end(id),
  };
}
