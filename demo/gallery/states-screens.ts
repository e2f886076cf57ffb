/** The screens beside the conversation. */
import { BEN, BOT, idOf, MIKA, replay, TALK, YOU } from './log.js';
import type { State } from './stage.js';
import type { Words } from './words.js';

const all = (w: Words) => [
  ...replay({
    lines: [
      [BOT, w.hello],
      [YOU, w.small],
      [MIKA, w.sorry],
    ],
    seen: 2,
  }),
  ...replay({
    id: idOf('older'),
    lines: [
      [YOU, w.where],
      [BEN, w.soon],
    ],
    ago: 1500,
    assignee: BEN,
  }),
  ...replay({
    id: idOf('oldest'),
    lines: [
      [YOU, w.asks],
      [BOT, w.care],
    ],
    status: 'resolved',
    ago: 20_000,
    assignee: null,
  }),
];
const hours = (isOpen: boolean) => ({
  hours: { shop: { zone: 'UTC', week: isOpen ? { 'mon-sun': ['00:00-24:00'] } : { mon: ['03:00-03:01'] }, reply: 30 } },
});
const context = async ({ messenger, words }: Parameters<NonNullable<State['act']>>[0]) =>
  messenger.set({
    cart: {
      items: [
        { id: 'tetsubin', name: words.kettle, price: { amount: 24_800, currency: 'EUR' }, quantity: 1 },
        { id: 'yunomi', name: words.cup, price: { amount: 2_900, currency: 'EUR' }, quantity: 2 },
      ],
      total: { amount: 30_600, currency: 'EUR' },
    },
    traits: { customer: 'club', memberSince: 2021 },
  });

export const SCREENS: Record<string, State> = {
  'home/new': { title: 'Home, for somebody new', at: 'home', isNew: true, options: () => hours(true), until: '.card' },
  'home/returning': {
    title: 'Home, with conversations',
    at: 'home',
    log: all,
    options: () => hours(false),
    until: 'ul .card',
  },
  'home/cards': {
    title: 'Home, with cards and news of the site',
    at: 'home',
    log: (w) => all(w).slice(0, 4),
    options: (w) => ({
      greeting: `${w.hello}`,
      cards: [
        { title: w.cardBook, text: w.cardBookText, image: '/pictures/kyusu.svg', target: { url: '/studio' } },
        { title: w.returns, target: { article: 'returns' } },
      ],
    }),
    rules: (w) => ({
      news: [
        {
          id: 'n',
          title: w.news,
          text: w.newsText,
          image: { url: '/pictures/tetsubin.svg', alt: w.kettle },
          action: { article: 'returns' },
        },
      ],
    }),
    until: '.card.item',
  },
  'home/offline': {
    title: 'Home, offline',
    at: 'home',
    log: all,
    script: { connect: ['ok', 'hang', 'hang'] },
    until: 'ul .card',
    act: ({ transport }) => transport.close(),
    done: '.notice',
  },
  conversations: { title: 'Conversations', at: 'conversations', log: all, until: '[part=conversations] li' },
  'conversations/search': {
    title: 'Conversations, searched',
    at: 'conversations',
    log: all,
    until: '[part=conversations] input',
    act: ({ write, words }) => write('[part=conversations] input', words.kettle.split(' ').at(-1)!),
    done: 'mark',
  },
  'conversations/none-found': {
    title: 'Conversations, none found',
    at: 'conversations',
    log: all,
    until: '[part=conversations] input',
    act: ({ write }) => write('[part=conversations] input', 'zebra'),
    done: '[part=conversations] [aria-live]:not(:empty)',
  },
  'conversations/none': { title: 'No conversations', at: 'conversations', until: '[part=conversations]' },
  help: { title: 'Help', at: 'help', until: '[part=help] ul .card' },
  'help/collection': { title: 'A collection', at: { collection: 'orders' }, until: '[part=help] ul .card' },
  'help/article': {
    title: 'An article',
    at: { article: 'shipping' },
    until: '.prose',
  },
  'help/article-end': {
    title: 'The end of an article, which did not help',
    at: { article: 'shipping' },
    until: '.prose',
    async act({ root, find }) {
      await find('button[aria-pressed]');
      [...root.querySelectorAll<HTMLElement>('button[aria-pressed]')].at(-1)!.click();
      (await find('form input')).scrollIntoView({ block: 'center' });
    },
  },
  'help/found': {
    title: 'Help, searched',
    at: 'help',
    until: '.search input',
    act: ({ write, words }) => write('.search input', words.sought),
    done: '[part=help] mark',
  },
  'help/none-found': { title: 'Help, nothing found', at: { search: 'zebra' }, until: '[part=help] p' },
  'help/gone': { title: 'An article that is not there', at: { article: 'nowhere' }, until: '[part=article] p' },
  'help/failed': {
    title: 'Help that cannot be had',
    at: 'help',
    options: (_w, at) => ({ help: at('nowhere.json') }),
    until: '.blank button',
  },
  settings: {
    title: 'Settings',
    at: 'settings',
    until: '[part=settings]',
    options: () => ({ attention: ['sound', 'notifications'] }),
  },
  share: {
    title: 'What is shared',
    at: 'home',
    log: all,
    until: '.card',
    async act(stage) {
      await context(stage);
      await stage.messenger.open('share');
    },
    done: '.told',
  },
  'share/erase': {
    title: 'Everything is to be deleted',
    at: 'share',
    log: all,
    until: '.told',
    async act({ root }) {
      [...root.querySelectorAll<HTMLElement>('button.card')].at(-1)!.click();
    },
    done: 'button.bad',
  },
  gone: { title: 'A conversation that is not there', at: { conversation: idOf('nowhere') }, until: '[part=panel] p' },
  transcript: {
    title: 'A conversation to keep',
    at: { conversation: TALK },
    log: (w) =>
      replay({
        lines: [
          [YOU, w.small],
          [MIKA, w.sorry],
          [YOU, w.thanks],
        ],
        status: 'resolved',
      }),
    until: '.ended button',
  },
};
