/** What is true, and the one door through which it changes. */
import type { Author, Consent, Conversation, DeliveryState, Message, Options, Person, Status } from '../types.js';
import { countUnread, markReceipts, upsert } from './messages.js';
import type { Settings } from './settings.js';
import { type Signal, signal } from './signal.js';
import type { State, View } from './state.js';

/** Who caused an event. Rooms skip what they caused themselves. */
export type Origin = 'host' | 'visitor' | 'bot' | 'backend' | 'disk' | 'tab' | 'system';

export type StoreEvent =
  | { type: 'options'; options: Options; locale: string }
  | { type: 'status'; status: Status }
  | { type: 'durable'; durable: boolean }
  | { type: 'restored' }
  | { type: 'person'; person: Person | null }
  | { type: 'consent'; consent: Consent }
  | { type: 'settings'; settings: Settings }
  | { type: 'view'; view: View }
  | { type: 'panel'; isOpen: boolean }
  /** New, or changed: merged by id. */
  | { type: 'message'; message: Message }
  | {
      type: 'delivery';
      id: string;
      conversation: string;
      state: DeliveryState;
      reason?: string;
      seq?: number;
      at?: number;
    }
  | { type: 'discard'; id: string; conversation: string }
  | { type: 'conversation'; conversation: Conversation }
  | { type: 'typing'; conversation: string; author: Author | null }
  /** The log of this conversation starts anew; what waits to be sent stays. */
  | { type: 'reset'; conversation: string }
  /** Another person, or nobody: nothing of this one stays. */
  | { type: 'cleared' };

export type StoreListener = (event: StoreEvent, origin: Origin) => void;

export interface Store extends State {
  /**
   * The one door in. Events are applied in the order of the calls: one applied by a listener waits until every listener
   * has seen the event before it.
   */
  apply(event: StoreEvent, origin: Origin): void;
  listen(listener: StoreListener): () => void;
  /** One conversation, if it is known. */
  conversation(id: string): Conversation | undefined;
}

const NO_SETTINGS: Settings = {};
const NO_CONSENT: Consent = { functional: false, analytics: false };
const noConsent = ({ consentFrom }: Options): Consent =>
  consentFrom ? { ...NO_CONSENT, from: 'signals' } : NO_CONSENT;

export const newConversation = (id: string, at: number): Conversation => ({
  id,
  status: 'bot',
  readTo: 0,
  agentReadTo: 0,
  at,
});

export function createStore(options: Options, locale: string): Store {
  const state = {
    options: signal(options),
    locale: signal(locale),
    status: signal<Status>('idle'),
    durable: signal(true),
    restored: signal(false),
    person: signal<Person | null>(null),
    cleared: signal(0),
    consent: signal(noConsent(options)),
    settings: signal(NO_SETTINGS),
    unread: signal(0),
    isOpen: signal(false),
    view: signal<View>({ screen: 'home' }),
    conversations: signal<Conversation[]>([]),
  };
  const lists = new Map<string, Signal<Message[]>>();
  const typists = new Map<string, Signal<Author | null>>();
  const unread = new Map<string, number>();
  const listeners = new Set<StoreListener>();
  const queue: [StoreEvent, Origin][] = [];
  let draining = false;

  const at = <T>(map: Map<string, Signal<T>>, id: string, empty: T): Signal<T> => {
    const found = map.get(id) ?? signal(empty);
    map.set(id, found);
    return found;
  };
  const messages = (id: string) => at<Message[]>(lists, id, []);
  const typing = (id: string) => at<Author | null>(typists, id, null);
  const conversation = (id: string) => state.conversations.value.find((c) => c.id === id);

  const recount = (id: string) => {
    unread.set(id, countUnread(messages(id).value, conversation(id)?.readTo ?? 0));
    let sum = 0;
    for (const count of unread.values()) sum += count;
    state.unread.value = sum;
  };
  const setConversation = (next: Conversation) => {
    const known = conversation(next.id);
    const merged = known
      ? {
          ...next,
          readTo: Math.max(next.readTo, known.readTo),
          agentReadTo: Math.max(next.agentReadTo, known.agentReadTo),
          deliveredTo: Math.max(next.deliveredTo ?? 0, known.deliveredTo ?? 0),
          at: Math.max(next.at, known.at),
        }
      : next;
    const list = state.conversations.value.filter((c) => c.id !== next.id);
    list.push(merged);
    state.conversations.value = list.sort((a, b) => b.at - a.at);
    const own = messages(next.id);
    own.value = markReceipts(own.value, merged.deliveredTo ?? 0, merged.agentReadTo) as Message[];
    recount(next.id);
  };
  const setMessage = (message: Message) => {
    const list = messages(message.conversation);
    list.value = upsert(list.value, message);
    const known = conversation(message.conversation);
    setConversation({ ...(known ?? newConversation(message.conversation, message.at)), at: message.at });
    if (message.author.kind === 'agent') typing(message.conversation).value = null;
  };

  const reduce = (event: StoreEvent) => {
    switch (event.type) {
      case 'options':
        // in this order: who watches the options looks at the locale too
        state.locale.value = event.locale;
        state.options.value = event.options;
        if (state.consent.value === NO_CONSENT) state.consent.value = noConsent(event.options);
        return;
      case 'status':
      case 'durable':
      case 'person':
      case 'consent':
      case 'settings':
      case 'view':
        (state[event.type] as Signal<unknown>).value = (event as unknown as Record<string, unknown>)[event.type];
        return;
      case 'restored':
        state.restored.value = true;
        return;
      case 'panel':
        state.isOpen.value = event.isOpen;
        return;
      case 'message':
        return setMessage(event.message);
      case 'delivery': {
        const { type: _, ...change } = event;
        const known = messages(event.conversation).value.find((m) => m.id === event.id);
        if (known) setMessage({ ...known, ...change });
        return;
      }
      case 'discard': {
        const list = messages(event.conversation);
        list.value = list.value.filter((m) => m.id !== event.id);
        return;
      }
      case 'conversation':
        return setConversation(event.conversation);
      case 'typing':
        typing(event.conversation).value = event.author;
        return;
      case 'reset': {
        const list = messages(event.conversation);
        list.value = list.value.filter((m) => !m.seq);
        // its places are others now
        state.conversations.value = state.conversations.value.map((c) =>
          c.id === event.conversation ? { ...c, readTo: 0, agentReadTo: 0, deliveredTo: 0 } : c,
        );
        return recount(event.conversation);
      }
      case 'cleared':
        for (const list of lists.values()) list.value = [];
        for (const typist of typists.values()) typist.value = null;
        unread.clear();
        state.unread.value = 0;
        state.conversations.value = [];
        state.person.value = null;
        state.consent.value = noConsent(state.options.value);
        state.settings.value = NO_SETTINGS;
        state.view.value = { screen: 'home' };
        state.cleared.value++;
    }
  };

  return {
    ...state,
    messages,
    typing,
    conversation,
    listen(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    apply(event, origin) {
      queue.push([event, origin]);
      if (draining) return;
      draining = true;
      try {
        for (let next = queue.shift(); next; next = queue.shift()) {
          reduce(next[0]);
          for (const listener of [...listeners]) listener(...next);
        }
      } finally {
        draining = false;
      }
    },
  };
}
