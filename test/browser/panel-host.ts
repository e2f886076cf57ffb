/** A messenger of which only the panel is real: signals to set, calls to look at, answers to script. */

import { FILE_TYPES } from '../../src/core/file-types.js';
import * as LIMITS from '../../src/core/limits.js';
import type { Article, HelpCentre } from '../../src/core/ports.js';
import type { Settings } from '../../src/core/settings.js';
import { type Signal, signal } from '../../src/core/signal.js';
import type { State, View } from '../../src/core/state.js';
import { onAccent } from '../../src/theme/accent.js';
import { adopt, styleSheet } from '../../src/theme/adopt.js';
import hostCss from '../../src/theme/host.css?inline';
import type {
  Author,
  Consent,
  Conversation,
  Json,
  Message,
  Messenger,
  Options,
  Part,
  Person,
  SendOptions,
  Shared,
  SharedPart,
  Status,
} from '../../src/types.js';
import type { Actions, Attachments, PanelHost } from '../../src/ui/host.js';
import { renderPanel } from '../../src/ui/panel/panel.js';

export const NOW = Date.UTC(2026, 10, 20, 10, 0);
export const MIKA: Author = { kind: 'agent', id: 'a1', name: 'Mika Sato' };
export const BOT: Author = { kind: 'bot' };
export const AIKO: Author = { kind: 'visitor' };

let count = 0;
/** A message; `at` grows with each. */
export function message(author: Author, what: string | Part[], more: Partial<Message> = {}): Message {
  count++;
  return {
    id: `m${count}`.padEnd(22, '0'),
    conversation: 'c1',
    author,
    parts: typeof what === 'string' ? [{ type: 'text', text: what }] : what,
    at: NOW + count * 1000,
    seq: count,
    ...more,
  };
}

export const conversation = (more: Partial<Conversation> = {}): Conversation => ({
  id: 'c1',
  status: 'open',
  assignee: MIKA,
  readTo: 0,
  agentReadTo: 0,
  at: NOW,
  ...more,
});

export const ARTICLES: Article[] = [
  {
    id: 'returns',
    title: 'How returns work',
    description: 'Thirty days, free of charge, and the money is back within a week.',
    tags: [],
    locale: 'en',
    body: [
      {
        p: [
          'You have ',
          { b: ['30 days'] },
          ' to send anything back. See ',
          { a: 'article:sizes', in: ['our sizes'] },
          '.',
        ],
      },
      { h: 2, in: ['What to do'] },
      {
        ol: [
          [{ p: ['Open ', { a: '/orders', in: ['your orders'] }, '.'] }],
          [{ p: ['Choose ', { i: ['Return'] }, '.'] }],
        ],
      },
      { quote: [{ p: ['Keep the box until the jacket fits.'] }] },
      { pre: 'RETURN-CODE: 4711' },
      {
        table: [
          [['Country'], ['Days']],
          [['Japan'], ['5']],
          [['Germany'], ['3']],
        ],
      },
      { img: '/label.png', alt: 'The label on the box', w: 320, h: 160 },
      { hr: 1 },
      { p: ['Write to ', { a: 'mailto:help@example.com', in: ['help@example.com'] }, '.'] },
    ],
  },
  {
    id: 'sizes',
    title: 'Find your size',
    description: 'Measure once, wear for years.',
    tags: [],
    locale: 'en',
    body: [{ p: ['Our sizes run true.'] }],
  },
  {
    id: 'shipping',
    title: 'Delivery times and costs',
    description: 'Where we deliver, how fast, and what it costs.',
    tags: [],
    locale: 'en',
    body: Array.from({ length: 30 }, (_, i) => ({ p: [`Paragraph ${i + 1}.`] })),
  },
];

export const helpCentre = (articles = ARTICLES): HelpCentre => ({
  locale: 'en',
  list: () => articles,
  search: (query) =>
    articles
      .filter(({ title, description }) => `${title} ${description}`.toLowerCase().includes(query.toLowerCase()))
      .map(({ id, title, description, locale }) => ({ id, title, description, locale, score: 1 })),
  article: (id) => articles.find((article) => article.id === id),
});

/** One thing that is known, of the host and shared unless it says otherwise. */
export const known = (key: string, value: Json, more: Partial<SharedPart> = {}): SharedPart => ({
  key,
  category: 'functional',
  source: 'host',
  at: NOW,
  value,
  isShared: true,
  ...more,
});

const SHOP = 'https://shop.example';
const eur = (amount: number) => ({ amount, currency: 'EUR' });
export const PAGE = { url: `${SHOP}/kettles/copper`, title: 'Copper kettle', language: 'en' };
export const CART = {
  items: [
    { id: 'KET-12', name: 'Copper kettle', price: eur(129_00), url: '/kettles/copper' },
    { id: 'TOW-3', name: 'Tea towel', price: eur(12_50), quantity: 2 },
  ],
  total: eur(154_00),
};
export const JOURNEY = ['Home', 'Kettles', 'Iron kettle', 'Copper kettle', 'Delivery', 'Copper kettle', 'Cart'].map(
  (title, i) => ({ url: `${SHOP}/${title.toLowerCase().replace(' ', '/')}`, title, at: NOW + i * 60_000 }),
);

export const SHARED: Shared = {
  parts: [
    known('page', PAGE, { category: 'necessary', source: 'page' }),
    known('cart', CART, { source: 'shopify' }),
    known('traits', { plan: 'Tea club', memberSince: 2021 }),
    known('journey', JOURNEY, { category: 'analytics', source: 'journey', isShared: false }),
  ],
  sent: null,
};

type Writable<T> = {
  [K in keyof T]: T[K] extends (id: string) => { readonly value: infer V }
    ? (id: string) => Signal<V>
    : T[K] extends { readonly value: infer V }
      ? Signal<V>
      : never;
};

export interface FakeHost extends PanelHost {
  state: Writable<State>;
  drafts: Signal<Map<string, string>>;
  availability: Signal<string>;
  canAttach: Signal<boolean>;
  /** What is asked about files. By default those sent are at `/picture.png`, and none waits. */
  files: Attachments;
  /** Every call, as `name(arguments)` in JSON. */
  calls: string[];
  /** Scripted: what `send` does. By default it appends the message as `sending`. */
  sends: ((text: string, conversation: string) => Promise<void>) | undefined;
  /** Scripted: what happens before an answer is appended. By default nothing. */
  answers: ((parts: Part[], conversation: string) => Promise<void>) | undefined;
  earlier: () => Promise<boolean>;
  /** Whether the page lets the browser follow a link. */
  follows: boolean;
  /** Null where no transcript can be mailed, as by default. */
  mail: ((id: string, to: string) => Promise<void>) | null;
  help: () => Promise<HelpCentre | null>;
  /** What is known. By default `SHARED`, as `share` has changed it. */
  shared: () => Promise<Shared>;
  share: (key: string, isOn: boolean) => Promise<void>;
  /** What `forget` does; before it everybody is forgotten here, as by the store. */
  forget: () => Promise<{ erased: boolean }>;
  /** Replaces the messages of a conversation. */
  show(messages: Message[], id?: string): void;
  add(...messages: Message[]): void;
  /** Where the visitor writes. */
  field(): HTMLTextAreaElement;
  /** Sets the text of that as a paste or an input method does, without keys. */
  write(text: string): void;
  /** What the host was told of. */
  errors: Error[];
  /** Rejects where choosing fails. */
  chooses: (() => Promise<void>) | undefined;
  element: HTMLElement;
  panel: HTMLElement;
  /** Draws it; `unmount` takes it away. */
  mount(): void;
  unmount(): void;
}

export function createPanelHost(options: Partial<Options> = {}, accent = '#3d5afe'): FakeHost {
  const element = document.createElement('sobani-messenger');
  const root = element.attachShadow({ mode: 'open' });
  adopt(root, styleSheet(hostCss));
  element.style.setProperty('--sobani-accent', accent);
  element.style.setProperty('--sobani-on-accent', onAccent(accent));
  element.setAttribute('theme', options.theme ?? 'light');
  element.setAttribute('side', options.side ?? 'end');
  const panel = document.createElement('div');
  panel.setAttribute('part', 'panel');
  root.append(panel);

  const messages = new Map<string, Signal<Message[]>>();
  const typing = new Map<string, Signal<Author | null>>();
  const of = <T>(map: Map<string, Signal<T>>, id: string, first: T) => {
    if (!map.has(id)) map.set(id, signal(first));
    return map.get(id)!;
  };
  const state = {
    options: signal<Options>({ app: 'shop', name: 'Kumo', help: '/help.json', ...options }),
    locale: signal('en'),
    status: signal<Status>('online'),
    durable: signal(true),
    restored: signal(true),
    person: signal<Person | null>(null),
    cleared: signal(0),
    consent: signal<Consent>({ functional: true, analytics: false }),
    settings: signal<Settings>({}),
    unread: signal(0),
    isOpen: signal(true),
    view: signal<View>({ screen: 'home' }),
    conversations: signal<Conversation[]>([]),
    messages: (id: string) => of<Message[]>(messages, id, []),
    typing: (id: string) => of<Author | null>(typing, id, null),
  };

  const drafts = signal(new Map<string, string>());
  const availability = signal('');
  const past: View[] = [];
  const note = (name: string, ...values: unknown[]) =>
    host.calls.push(`${name}(${values.map((v) => JSON.stringify(v)).join()})`);
  const actions: Actions = {
    go(view) {
      note('go', view);
      if (state.view.value.screen !== view.screen || view.screen === 'article') past.push(state.view.value);
      state.view.value = view;
    },
    back() {
      note('back');
      state.view.value = past.pop() ?? { screen: 'home' };
    },
    draft(id, words) {
      note('draft', id, words);
      drafts.value.set(id, words);
    },
    typing: (id) => void note('typing', id),
    link(url) {
      note('link', url);
      return host.follows;
    },
    seen: (id) => void note('seen', id),
    earlier: () => host.earlier(),
    keep: async (id) => ({
      reference: 'BVF9J8',
      ...(host.mail && { mail: (to: string) => host.mail!(id, to) }),
    }),
    retry: (id) => void note('retry', id),
    discard: (id) => void note('discard', id),
    wake: () => void note('wake'),
    async answer(id, parts) {
      note('answer', id, parts);
      await host.answers?.(parts, id);
      const status = host.state.conversations.value.find((it) => it.id === id)?.status;
      host.add(message(AIKO, parts, { conversation: id, ...(status !== 'resolved' && { state: 'sent' }) }));
    },
    current: () => state.conversations.value.find(({ status }) => status !== 'resolved')?.id ?? 'new',
    // whatever a test writes to, but what it calls unknown
    isKnown: (id) => !id.startsWith('unknown'),
    async choose(change) {
      note('choose', change);
      await host.chooses?.();
      const all = Object.entries({ ...state.settings.value, ...change }).filter(([, value]) => value !== undefined);
      state.settings.value = Object.fromEntries(all);
    },
    help: () => host.help(),
    attachments: async () => host.files,
    async sendFiles(id, words, { files = [] }) {
      note(
        'sendFiles',
        id,
        words,
        files.map(({ part }) => part.name),
      );
      await host.sends?.(words, id);
      return { id: 'x'.repeat(22), conversation: id, state: 'queued' };
    },
    shared: () => {
      note('shared');
      return host.shared();
    },
    share: (key, isOn) => {
      note('share', key, isOn);
      return host.share(key, isOn);
    },
  };
  const messenger = {
    async send(text: string, { conversation: id = actions.current(), replyTo }: SendOptions = {}) {
      note('send', text, id, ...(replyTo ? [replyTo] : []));
      if (host.sends) await host.sends(text, id);
      else {
        const own = message(AIKO, text, { conversation: id, state: 'sending' });
        delete own.seq;
        state.messages(id).value = [...state.messages(id).value, own];
      }
      return { id: 'x'.repeat(22), conversation: id, state: 'queued' };
    },
    async close() {
      note('close');
      state.isOpen.value = false;
    },
    async startFlow(id: string) {
      note('startFlow', id);
    },
    async newConversation() {
      note('newConversation');
      return 'c2';
    },
    async forget() {
      note('forget');
      state.conversations.value = [];
      state.view.value = { screen: 'home' };
      state.cleared.value++;
      return host.forget();
    },
  } as unknown as Messenger;

  let shared = SHARED;
  let undo: (() => void) | undefined;
  const host: FakeHost = {
    messenger,
    state,
    drafts,
    availability,
    news: signal(null),
    canAttach: signal(false),
    files: {
      limits: async () => ({ bytes: LIMITS.attachment, types: Object.keys(FILE_TYPES) }),
      held: async () => null,
      progress: signal(new Map()),
      cancel: (id) => void note('cancel', id),
      source: async (conversation, id) => {
        note('source', conversation, id);
        return { url: '/picture.png', expires: 300_000 };
      },
    },
    actions,
    onError: (error) => void host.errors.push(error),
    root,
    calls: [],
    errors: [],
    chooses: undefined,
    sends: undefined,
    answers: undefined,
    earlier: async () => false,
    follows: true,
    mail: null,
    help: async () => helpCentre(),
    shared: async () => shared,
    async share(key, isShared) {
      const parts = shared.parts.map((part) => (part.key === key ? { ...part, isShared } : part));
      shared = { ...shared, parts };
    },
    forget: async () => ({ erased: true }),
    show(shown, id = 'c1') {
      state.messages(id).value = shown;
    },
    add(...more) {
      state.messages('c1').value = [...state.messages('c1').value, ...more];
    },
    field: () => panel.querySelector('textarea')!,
    write(text) {
      host.field().value = text;
      host.field().dispatchEvent(new InputEvent('input', { bubbles: true }));
    },
    element,
    panel,
    mount() {
      document.documentElement.append(element);
      undo = renderPanel(host, panel);
    },
    unmount() {
      undo?.();
      element.remove();
    },
  };
  return host;
}

/** The same, drawn, with this conversation on screen. */
export function openConversation(
  messages: Message[],
  more: Partial<Conversation> = {},
  options: Partial<Options> = {},
): FakeHost {
  const host = createPanelHost(options);
  host.state.conversations.value = [conversation(more)];
  host.show(messages);
  host.state.view.value = { screen: 'conversation', id: 'c1' };
  host.mount();
  return host;
}
