/**
 * The second half of the composition root: joins the rooms that a first look does not need, each when it is needed, and
 * makes the calls of the handle that lead into them.
 */
import type { Handoff } from './core/conversations.js';
import { SobaniError } from './core/errors.js';
import { identify, logout } from './core/identity.js';
import { lazy } from './core/lazy.js';
import { isNobody, LEAVING, writeMarker } from './core/marker.js';
import type { HelpCentre } from './core/ports.js';
import { consentKey } from './core/rows.js';
import { createEngine } from './engine.js';
import type { Parts } from './messenger.js';
import type { Consent, Message, Messenger, Sent, Shared } from './types.js';

/** The calls of the handle, unguarded; and what the panel and the other half ask for. */
export interface Rooms
  extends Pick<
    Messenger,
    'identify' | 'logout' | 'consent' | 'set' | 'track' | 'endConversation' | 'search' | 'startFlow' | 'forget'
  > {
  /** What a returning visitor has stored is read. */
  ready: Promise<void>;
  /** The visitor has done something: from here on things may be stored. */
  act(): Promise<void>;
  wake(): void;
  /** Until `resume` nothing connects again. */
  disconnect(): void;
  resume(): void;
  /** `send`, told whether a gesture is behind it. */
  write(text: string, conversation: string | undefined, isAct: boolean): Promise<Sent>;
  /** What is typed there and not sent has changed. */
  drafted(conversation: string): void;
  /** The visitor is writing. */
  typing(conversation: string): void;
  seen(conversation: string): void;
  retry(id: string): void;
  discard(id: string): void;
  help(): Promise<HelpCentre | null>;
  earlier(conversation: string): Promise<boolean>;
  shared(): Promise<Shared>;
  /** Whether this part of what is known goes along from now on. */
  share(key: string, isOn: boolean): Promise<void>;
  /** The bot listens, where the host has one. */
  listen(): Promise<unknown>;
  leave(): Promise<void>;
}

async function fetchJson(url: string): Promise<unknown> {
  const answer = await fetch(url);
  if (!answer.ok) throw new SobaniError('unavailable', `${url} answered ${answer.status}.`, { retryable: true });
  return answer.json();
}

export function joinRooms(parts: Parts, messenger: Messenger): Rooms {
  const { store, emit, onError } = parts;
  const engine = createEngine(parts);
  const { accounts, conversations, storage, vault, ready, act, acted } = engine;
  const { clock } = accounts;
  if (store.status.value === 'stopped') accounts.disconnect();

  const context = lazy(async () => {
    const [{ attachContext }, collector] = await Promise.all([import('./context/context.js'), parts.collector()]);
    return attachContext({ store, collector, now: clock.date, onError });
  });
  const help = lazy<HelpCentre | null>(async () => {
    const { help: url } = store.options.value;
    if (!url) return null;
    const { loadHelp } = await import('./help/load.js');
    const centre = await loadHelp(new URL(url, location.href).href, store.locale.value, fetchJson);
    return {
      ...centre,
      search(query, limit) {
        const hits = centre.search(query, limit);
        emit('search', { query, hits: hits.length });
        return hits;
      },
    };
  });
  const bot = lazy(async () => {
    const { flows: url } = store.options.value;
    if (!url) return null;
    const [{ attachFlows }, { createFlowHost }, { snapshot, data }] = await Promise.all([
      import('./flows/attach.js'),
      import('./flows/host.js'),
      context(),
    ]);
    const host = createFlowHost({
      store,
      conversations,
      help,
      snapshot: () => {
        agree();
        return snapshot();
      },
      data,
      disk: () => accounts.scope.disk,
      now: clock.date,
      onHandoff: (detail) => emit('handoff', detail),
      onError,
    });
    return attachFlows(host, new URL(url, location.href).href, fetchJson);
  });
  const told = lazy(async () => {
    const [{ keepTold }, it] = await Promise.all([import('./context/keep-told.js'), context()]);
    // a tab does not take the connection for that
    const session = () => {
      const { session: now } = accounts.scope.connection;
      return now?.subscribe ? now : null;
    };
    return keepTold({ context: it, store, clock, session });
  });
  const isPersons = () => store.conversations.value.some(({ status }) => status === 'waiting' || status === 'open');
  const unlisten = store.listen((event) => {
    // another help centre, or another language of it
    if (event.type === 'options') help.reset();
    if ((event.type === 'status' || event.type === 'conversation') && store.status.value === 'online' && isPersons()) {
      told().catch(() => {});
    }
  });

  const setConsent = (consent: Consent) => {
    store.apply({ type: 'consent', consent }, 'host');
    void accounts.scope.disk.write([[consentKey, consent]]);
    return consent;
  };
  /** Whoever writes, or answers the bot, lets go along what the host knows. */
  const agree = () => {
    const { value } = store.consent;
    if (!value.functional) setConsent({ ...value, functional: true });
  };
  const onUnsent = (unsent: Message[]) => emit('logout', { unsent });
  /** Somebody has acted in another tab since this page was loaded, or since it let go of whoever was here. */
  const join = async () => {
    await ready;
    if (!isNobody(parts.options)) await act();
  };
  const leaveAccount = async () => {
    await join().catch(onError);
    await accounts.leaving;
    const isShared = accounts.shared !== undefined;
    // tabs that store nothing are told by the marker all the same
    if (!isShared) writeMarker(parts.options, { epoch: LEAVING, tickets: [] });
    const leaving = logout(accounts, onUnsent);
    accounts.leaving = leaving
      .then(async ({ erased, revoked }) => {
        const isErased = await erased;
        if (!isShared) writeMarker(parts.options, null);
        accounts.shared?.leave();
        accounts.shared = undefined;
        // the next visitor's storage is not touched before they act either
        if (isShared && isErased) await (await storage()).removeEmpty().catch(() => {});
        // a disk that hangs is not waited for, and removed once it lets go of what it has
        else if (isShared) void revoked.then(async () => (await storage()).removeLeft());
        await vault.close();
        acted.reset();
      })
      .catch(onError);
    await accounts.leaving;
    const { unsent, revoked } = await leaving;
    return { unsent, revoked: await revoked };
  };
  /** Before the visitor speaks where no person listens: undefined when the bot does, else how to ask for a person. */
  const beforeWords = async (conversation: string): Promise<Handoff | undefined> => {
    agree();
    if (await bot().catch(onError)) return undefined;
    const { snapshot } = await context();
    emit('handoff', { conversation, tags: [] });
    return { snapshot: snapshot(), tags: [] };
  };
  const isTrue = (promise: Promise<void> | undefined) =>
    (promise ?? Promise.reject()).then(
      () => true,
      () => false,
    );

  return {
    help,
    listen: bot,
    ready,
    act,
    wake: accounts.wake,
    disconnect: accounts.disconnect,
    resume: accounts.resume,
    drafted: engine.drafted,
    typing: (conversation) => accounts.scope.typing(conversation),
    seen: (conversation) => accounts.scope.seen(conversation),
    retry: (id) => accounts.scope.delivery.retry(id),
    discard: (id) => accounts.scope.delivery.discard(id),
    shared: async () => (await context()).shared(),
    async share(key, isOn) {
      const [{ switchPart }, known] = await Promise.all([import('./context/consent.js'), context()]);
      await act();
      setConsent(switchPart(store.consent.value, known.shared().parts, key, isOn));
    },
    async write(text, asked = conversations.current(), isAct) {
      const { scope } = accounts;
      if (isAct) await act();
      await (acted.made ?? ready);
      // asked for before what is kept was read
      const conversation = conversations.isGuess(asked) ? conversations.current() : asked;
      // while no person has it, the bot must be listening before the words are said, or a person be asked for
      const isBots = (store.conversation(conversation)?.status ?? 'bot') === 'bot';
      const handoff = isBots ? await beforeWords(conversation) : undefined;
      if (scope.isClosed) throw new SobaniError('auth', 'Whoever wrote this is not signed in any more.');
      return conversations.write(text, conversation, handoff);
    },
    async earlier(conversation) {
      const { session } = accounts.scope.connection;
      const oldest = store.messages(conversation).value.find((m) => m.seq)?.seq;
      if (!session || !oldest || oldest === 1) return false;
      const page = await session.history({ conversation, before: oldest, limit: 50 });
      for (const message of page.messages) accounts.scope.receive(message);
      return page.before !== null;
    },
    async leave() {
      unlisten();
      (await bot.made?.catch(() => null))?.stop();
      (await told.made?.catch(() => null))?.();
      (await context.made?.catch(() => null))?.detach();
      told.reset();
      bot.reset();
      context.reset();
      await ready;
      // an act under way ends first, and one that comes after this opens nothing
      acted.made ??= Promise.resolve();
      await acted.made.catch(() => {});
      engine.leave();
      accounts.disconnect();
      await vault.close();
    },
    async identify(how) {
      for (;;) {
        // what was written in another tab goes along
        await join();
        accounts.again = false;
        try {
          return await identify(accounts, how, onUnsent);
        } catch (error) {
          if (!accounts.again) throw error;
        }
      }
    },
    logout: leaveAccount,
    async forget() {
      await ready;
      const erased = await isTrue(accounts.scope.connection.session?.erase?.());
      await leaveAccount();
      await (await storage()).remove();
      // not even a ticket
      writeMarker(parts.options, null);
      return { erased };
    },
    async consent(change) {
      const { changeConsent } = await import('./context/consent.js');
      await act();
      return setConsent(changeConsent(store.consent.value, change));
    },
    async set(change) {
      (await context()).set(change);
    },
    async track(name, data = {}) {
      if (typeof name !== 'string' || !name || name.length > 64) {
        throw new SobaniError('invalid', 'track() needs a name of 1 to 64 characters.', { path: 'name' });
      }
      emit('track', { name, data });
      accounts.scope.connection.session?.event?.(name, data);
    },
    search: async (query) => (await help())?.search(query) ?? [],
    async startFlow(id) {
      void messenger.open('conversation');
      const flows = await bot();
      if (!flows) throw new SobaniError('not-found', 'There are no flows; set the option flows.', { path: 'id' });
      await flows.start(id, conversations.current());
    },
    async endConversation(id = conversations.current()) {
      if (!store.conversation(id)) {
        throw new SobaniError('not-found', 'There is no such conversation.', { path: 'id' });
      }
      const { session } = accounts.scope.connection;
      if (!session) {
        throw new SobaniError('offline', 'A conversation can be ended while connected; try again then.', {
          retryable: true,
        });
      }
      if (!session.close)
        throw new SobaniError('unsupported', 'This back end does not let visitors end conversations.');
      await session.close(id);
    },
  };
}
