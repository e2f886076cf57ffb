/**
 * The composition root: options in, handle out. It makes what everybody needs who looks at the messenger; what speaks,
 * keeps and connects, and what leads further, is joined in rooms.ts. Only these two and engine.ts know everyone.
 */

import { createActions } from './actions.js';
import type { Collector } from './context/collector.js';
import { createCurrent } from './core/current.js';
import { createEmitter } from './core/emitter.js';
import { SobaniError, toSobaniError } from './core/errors.js';
import { guard } from './core/guard.js';
import { type Lazy, lazy } from './core/lazy.js';
import { isReturning } from './core/mark.js';
import { has, localeOf, parseOptions, used } from './core/options.js';
import type { Transport } from './core/ports.js';
import { signal } from './core/signal.js';
import type { View } from './core/state.js';
import { createStore } from './core/store.js';
import type { Messenger, Options, Target } from './types.js';
import type { DrawNews } from './ui/host.js';
import type { Launcher } from './ui/launcher/launcher.js';
import type { MountOptions } from './ui/mount.js';

/** Makes our one element. The loader has drawn it already; from npm it is made here. */
export type LauncherOf = (options: Partial<Options>, onPress: () => void) => Launcher;

/** What draws, and what is only for those who draw. A page may do without, and draw by itself. */
export interface Face {
  launcherOf: LauncherOf;
  /** Returns its undo. */
  mount(given: MountOptions): () => void;
  /** Runs when what appears now has been painted. */
  afterPaint(run: () => void): void;
  rooms(): Promise<{ joinRooms: import('./drawn-rooms.js').JoinRooms }>;
  places(): Promise<Pick<typeof import('./ui/places/places.js'), 'createPlaces'>>;
}

/** The transport that the options name. Without one nothing ever leaves the page. */
const transportOf = async ({ transport, relay }: Options): Promise<Transport> =>
  transport ??
  (relay
    ? (await import('./transport/relay.js')).relayTransport({ url: relay })
    : import('./transport/memory.js').then((memory) => memory.memoryTransport({ continues: true })));

const isGesture = () => globalThis.navigator?.userActivation?.isActive !== false;

/** What gathers what the customer does. It begins when it is first asked for; the tag may have begun before. */
const collectorOf = (make: () => Promise<Collector>, isHere: () => unknown, begun?: Promise<Collector>) =>
  lazy<Collector>(async () => {
    const collector = (await begun?.catch(() => undefined)) ?? (await make());
    // asked for by what was under way when the messenger was destroyed
    if (!isHere()) collector.detach();
    return collector;
  });

/** What the parts of the composition root share. */
export type Parts = ReturnType<typeof assemble> & { collector: Lazy<Collector> };

function assemble(options: Options) {
  const store = createStore(options, localeOf(options));
  const { on, emit } = createEmitter(store);
  return {
    options,
    store,
    on,
    emit,
    onError: (error: SobaniError): void => void emit('error', { error }),
    transport: lazy(() => transportOf(options)),
    current: createCurrent(store),
    /** What is typed and not sent, by conversation. Another map when it is read anew, or somebody else is here. */
    drafts: signal(new Map<string, string>()),
    /** When the team answers, in a line of words; empty where nothing is said of it. */
    availability: signal(''),
    news: signal<DrawNews | null>(null),
    /** Whether the back end takes files; ours do, until a session says that it does not. */
    canAttach: signal(!options.transport || !!options.transport.capabilities.upload),
  };
}

/**
 * Returns the handle, and the guard of its methods for a call that is not one of them.
 * @throws SobaniError `invalid` with the option's name as path
 */
export function createMessenger(given: Options, face: Face, begun?: Promise<Collector>) {
  const options = used(parseOptions(given) as Options);
  if (!options.app) throw new SobaniError('invalid', 'The option app is needed.', { path: 'app' });
  /** Those that were left by `destroy`: what is under way in them needs none of its own. */
  let left: typeof rooms.made;
  const collector = collectorOf(
    async () => (await (left ?? rooms())).collect(),
    () => ui,
    begun,
  );
  const parts = { ...assemble(options), collector };
  const { store, emit, onError, current, drafts, availability, news, canAttach } = parts;
  const call = guard((detail) => emit('error', detail));
  const failed = (error: unknown) => onError(toSobaniError(error));
  const rooms = lazy(async () => {
    // it is needed as soon as they are there
    if (options.relay) parts.transport().catch(() => {});
    return (await face.rooms()).joinRooms(parts, messenger, () => ui?.launcher);
  });
  const places = lazy(async () => {
    const it = await face.places();
    if (!ui) throw new SobaniError('unavailable', 'It was destroyed.');
    return it.createPlaces(store, ui.launcher, onError);
  });
  /** A call that is made by the rooms. */
  const later = <N extends LaterName>(name: N) =>
    call(async (...args: Parameters<Messenger[N]>) =>
      ((await rooms())[name] as (...a: typeof args) => ReturnType<Messenger[N]>)(...args),
    ) as Messenger[N];

  const begin = async () => {
    draw();
    // not if it was destroyed before that
    if ((await isReturning(options)) && ui) await (await rooms()).ready;
    store.apply({ type: 'restored' }, 'disk');
    emit('ready', {});
  };

  store.listen((event) => {
    const view = store.view.value;
    // nor when it was destroyed while things were read
    if (view.screen !== 'conversation' || !ui) return;
    if (event.type === 'view') {
      // where the visitor may speak, somebody must listen
      rooms()
        .then((r) => r.listen())
        .catch(onError);
    }
    if (event.type !== 'restored' || !current.isGuess(view.id)) return;
    // who asked for the conversation before it was read, or known whose it is, meant the one that goes on
    const last = store.conversations.value.find(({ id, status }) => status !== 'resolved' && id !== view.id);
    if (last) store.apply({ type: 'view', view: { ...view, id: last.id } }, 'disk');
  });
  /** The visitor has done something, which allows to store. */
  const act = () => {
    const { value: person } = store.cleared;
    rooms()
      .then((r) => r.act(person))
      .catch(() => {});
  };
  /** The same, once they see what they want to see. */
  const actSoon = () => {
    const { value: person } = store.cleared;
    // not if it was destroyed, or they have signed out, before that
    face.afterPaint(() => ui && person === store.cleared.value && act());
  };

  const actions = createActions(store, drafts, rooms, current, (url) => emit('link', { url }));
  /** @throws SobaniError `unsupported` where that module is left out */
  const need = (module: string) => {
    if (!has(store.options.value, module)) {
      throw new SobaniError('unsupported', 'The option modules leaves it out.', { path: 'modules' });
    }
  };
  const viewOf = (target: Target): View => {
    if (target === 'conversation') return { screen: target, id: current.current() };
    if (target === 'help') return { screen: target, query: '' };
    if (/^(home|share|settings|conversations)$/.test(target as string)) return { screen: target } as View;
    const { conversation, article, collection, search } = Object(target) as Record<string, string | undefined>;
    if (conversation) return { screen: 'conversation', id: conversation };
    if (article) return { screen: 'article', id: article };
    if (collection) return { screen: 'collection', id: collection };
    if (search !== undefined) return { screen: 'help', query: search };
    throw new SobaniError('invalid', 'No such target.', { path: 'target' });
  };
  const open = (target?: Target) => {
    if (target) {
      const view = viewOf(target);
      if (/^conv|share/.test(view.screen)) need('chat|bot');
      if (/^(help|coll|art)/.test(view.screen)) need('help');
      actions.go(view, !store.isOpen.value);
    }
    if (!store.isOpen.value) store.apply({ type: 'panel', isOpen: true }, 'host');
    // the browser can tell whether a gesture is behind the call
    if (isGesture()) actSoon();
  };
  const close = () => {
    if (store.isOpen.value) store.apply({ type: 'panel', isOpen: false }, 'host');
  };
  /** As the host wants it; what the visitor has chosen goes before it. */
  let asked = options;
  const renew = () => {
    const next = used({ ...asked, ...store.settings.value });
    store.apply({ type: 'options', options: next, locale: localeOf(next) }, 'host');
  };
  store.settings.subscribe(renew);
  const update = (change: Partial<Options>) => {
    asked = { ...asked, ...parseOptions(change) };
    renew();
  };
  const show = (isShown: boolean) => {
    ui?.launcher.show(isShown);
    emit(isShown ? 'show' : 'hide', {});
  };

  let ui: { launcher: Launcher; unmount(): void } | undefined;
  let isShutDown = false;
  const draw = () => {
    const launcher = face.launcherOf(store.options.value, () => void messenger.toggle());
    const host = { messenger, state: store, drafts, availability, news, canAttach, actions, onError };
    const page = {
      wake: () => rooms.made?.then((r) => r.wake()),
      disconnect: () => rooms.made?.then((r) => r.disconnect()),
      // a page that comes back from the bfcache stays shut down if it was
      resume: () => isShutDown || rooms.made?.then((r) => r.resume()),
    };
    const lead = () => void places().catch(failed);
    ui = { launcher, unmount: face.mount({ launcher, host, page, onAct: act, onPlaces: lead }) };
  };
  const endCollector = () => {
    const ended = collector.made?.then((c) => c.detach()).catch(() => {});
    collector.reset();
    return ended;
  };
  const shutdown = () => {
    close();
    isShutDown = true;
    ui?.launcher.show(false);
    void rooms.made?.then((r) => r.disconnect());
    store.apply({ type: 'status', status: 'stopped' }, 'host');
  };

  const messenger: Messenger = {
    unread: store.unread,
    status: store.status,
    on(event, listener) {
      // whoever comes late still learns that it is ready
      if (event === 'ready' && store.restored.value) queueMicrotask(() => listener({} as never));
      return parts.on(event, listener);
    },
    boot: call((change = {}) => {
      update(change);
      if (!ui) {
        void endCollector();
        void begin().catch(failed);
      }
      if (!isShutDown) return;
      isShutDown = false;
      ui?.launcher.show(store.options.value.launcher);
      store.apply({ type: 'status', status: 'idle' }, 'host');
      void rooms.made?.then((r) => r.resume());
    }),
    update: call(update),
    shutdown: call(shutdown),
    destroy: call(async () => {
      shutdown();
      places.made?.then((it) => it.leave()).catch(() => {});
      places.reset();
      ui?.unmount();
      ui = undefined;
      // booted again meanwhile it joins rooms of its own
      left = rooms.made;
      rooms.reset();
      await Promise.all([left?.then((r) => r.leave()), endCollector()]);
    }),
    open: call(open),
    close: call(close),
    toggle: call(() => (store.isOpen.value ? close() : open())),
    show: call(() => show(true)),
    hide: call(() => show(false)),
    mount: call(async (box) => (await places()).mount(box)),
    moveTo: call(async (into) => (await places()).moveTo(into)),
    setLocale: call((locale) => update({ locale })),
    debug: later('debug'),
    survey: later('survey'),
    send: call(async (text, { conversation, replyTo } = {}) => {
      const isAct = isGesture();
      need('chat|bot');
      return (await rooms()).write(text, conversation, isAct, replyTo === undefined ? {} : { to: replyTo });
    }),
    newConversation: call(() => {
      const id = current.create();
      open({ conversation: id });
      return id;
    }),
    showArticle: call((id) => open({ article: id })),
    identify: later('identify'),
    logout: later('logout'),
    consent: later('consent'),
    set: later('set'),
    registerSource: later('registerSource'),
    track: later('track'),
    endConversation: later('endConversation'),
    search: later('search'),
    startFlow: later('startFlow'),
    forget: later('forget'),
  };
  void begin().catch(failed);
  // what speaks first is wanted before anybody asks, though not before the page is drawn
  store.options.subscribe(({ rules }) => rules && face.afterPaint(() => ui && rooms().catch(failed)));
  return { messenger, call };
}

type LaterName = keyof Messenger & keyof import('./rooms.js').Rooms;
