/** The conversation: its parts, its states, and where one writes. */
import type { Part } from '../../src/types.js';
import { BEN, BOT, idOf, MIKA, replay, SYSTEM, TALK, YOU } from './log.js';
import * as parts from './more-parts.js';
import { refusal, type Stage, type State } from './stage.js';
import { chat, says, talk } from './talks.js';
import type { Words } from './words.js';

const send = ({ messenger, words }: Stage) => messenger.send(words.reply, { conversation: TALK });
const draft =
  (text: (words: Words) => string) =>
  ({ write, words }: Stage) =>
    write('textarea', text(words));
const survey =
  (scale: Extract<Part, { type: 'survey' }>['scale']) =>
  (w: Words): Part[] => [
    {
      type: 'survey',
      survey: scale,
      kind: scale === '0-10' ? 'nps' : 'csat',
      scale,
      text: scale === '0-10' ? w.recommend : w.rate,
      comment: w.better,
      ...(scale === '0-10' && { low: w.never, high: w.surely }),
    },
  ];
const file = (id: string, name: string, media: string, size: number, more = {}): Part => ({
  type: 'file',
  id: idOf(id),
  name,
  media,
  size,
  ...more,
});

export const CONVERSATION: Record<string, State> = {
  'conversation/new': { title: 'A new conversation', at: 'conversation', isNew: true },
  conversation: talk('A conversation', chat),
  'conversation/typing': talk('Somebody types', (w) => chat(w).slice(0, 5), {
    act: ({ transport }) => transport.emit({ type: 'typing', conversation: TALK, author: MIKA, on: true }),
    done: '.typing',
  }),
  'conversation/waiting': talk('It waits for a person', (w) => chat(w).slice(0, 3), {
    talk: { status: 'waiting', assignee: null },
  }),
  'conversation/ended': talk('It has ended', (w) => [...chat(w), [SYSTEM, [{ type: 'event', event: 'resolved' }]]], {
    talk: { status: 'resolved' },
    until: '.ended button',
  }),
  'conversation/failed': talk('A message that was refused', (w) => chat(w).slice(0, 5), {
    script: { send: [refusal('forbidden')] },
    act: send,
    done: '.failed',
  }),
  'conversation/sending': talk('A message on its way', (w) => chat(w).slice(0, 5), {
    script: { send: ['hang'] },
    act: send,
    done: '.own .state',
  }),
  'conversation/offline': talk('Offline, with a message that waits', (w) => chat(w).slice(0, 5), {
    script: { connect: ['ok', 'hang', 'hang'] },
    async act(stage) {
      stage.transport.close();
      await stage.find('.notice');
      await send(stage);
    },
    done: '.own .state',
  }),
  'conversation/connecting': {
    title: 'Connecting',
    at: 'conversation',
    isNew: true,
    script: { connect: ['hang'] },
    act: ({ messenger, words }) => messenger.send(words.small),
    done: '.own',
  },
  'conversation/paused': {
    title: 'The sign-in has run out',
    at: 'conversation',
    isNew: true,
    act: ({ messenger }) =>
      void messenger.identify({ getToken: () => Promise.reject(new Error('no')) }).catch(() => {}),
    done: '.notice',
  },
  'conversation/unavailable': {
    title: 'The back end refuses',
    at: 'conversation',
    isNew: true,
    script: { connect: [refusal('forbidden')] },
    act: ({ messenger, words }) => void messenger.send(words.small).catch(() => {}),
    done: '.notice',
  },
  'conversation/sent': talk('Sent, not seen yet', (w) => chat(w).slice(0, 6), { talk: { read: 4 } }),
  'conversation/reply': talk('An answer to one message', (w) => [
    ...chat(w).slice(0, 5),
    [YOU, [{ type: 'text', text: w.reply, to: idOf('talk-4') }]],
  ]),
  'conversation/replying': talk('Writing an answer to one message', (w) => chat(w).slice(0, 5), {
    async act({ root, find }) {
      await find('.acts');
      [...root.querySelectorAll<HTMLElement>('.acts button:first-child')].at(-1)!.click();
    },
    done: '.replying',
  }),
  'conversation/days': talk('Over several days', (w) => chat(w), { log: (w) => replay({ lines: chat(w), ago: 3000 }) }),
  'conversation/streaming': {
    title: 'An answer as it is written',
    at: 'conversation',
    options: (w) => ({
      matcher: {
        name: w.name,
        async *match() {
          yield { confidence: 1, text: w.care.slice(0, 60) };
          await new Promise(() => {});
        },
      },
    }),
    act: ({ messenger, words }) => messenger.send(words.asks),
    done: '[part=message]:not(.own) .bubble',
  },
  'parts/choices': says(
    'Replies to choose',
    (w) => [
      {
        type: 'choices',
        text: w.hello,
        choices: [w.where, w.returns, w.product].map((label, i) => ({ id: `${i}`, label })),
      },
    ],
    { talk: { status: 'bot' }, until: '.choices button' },
  ),
  'parts/article': says('An article and sources', (w) => [
    { type: 'text', text: w.care },
    {
      type: 'sources',
      text: w.made,
      sources: [
        { title: w.kettle, article: 'warranty' },
        { title: w.returns, url: 'https://hinoki.example/care' },
      ],
    },
    { type: 'article', article: 'returns', title: w.returns, description: w.cardText },
  ]),
  'parts/card': says(
    'A card with a picture',
    (w) => [
      {
        type: 'card',
        title: w.kettle,
        text: w.cardText,
        url: '/products/tetsubin',
        image: { url: '/pictures/tetsubin.svg', alt: w.kettle, width: 400, height: 300 },
      },
    ],
    { until: '[role=log] .sheet' },
  ),
  'parts/picture': says('Pictures, of the site and of elsewhere', (w) => [
    { type: 'image', url: '/pictures/yunomi.svg', alt: w.cup, width: 400, height: 300 },
    { type: 'image', url: 'https://elsewhere.example/a.png', alt: w.kettle, width: 400, height: 120 },
  ]),
  'parts/files': talk('Files', (w) => [
    [
      YOU,
      [{ type: 'text', text: w.picture }, file('p', 'lid.jpg', 'image/jpeg', 812_000, { width: 400, height: 300 })],
    ],
    [
      MIKA,
      [
        file('f', 'Return label HK-20421.pdf', 'application/pdf', 82_000),
        file('s', 'call.mp3', 'audio/mpeg', 1_200_000),
      ],
    ],
  ]),
  'parts/form': says('A form', (w) => [form(w)], { until: '.form [type=submit]' }),
  'parts/form-wrong': says('A form that was filled in badly', (w) => [form(w)], {
    until: '.form [type=submit]',
    act: ({ press }) => press('.form [type=submit]'),
    done: '[aria-invalid]',
  }),
  'parts/carousel': says('Cards side by side', (w) => [parts.carousel(w)], { until: '.arrows' }),
  'parts/list': says('A list, and buttons', (w) => [parts.list(w), parts.buttons(w)], { until: '.several button' }),
  'parts/order': says('An order', (w) => [parts.order(w)], { until: '.summary' }),
  'parts/cart': says('A cart with many lines', (w) => [parts.cart(w)], { until: '.summary button' }),
  'parts/date-picker': says('Times to choose from, or another day', (w) => [parts.times(w)], {
    until: 'input[type=date]',
  }),
  'parts/list-picker': says('One of a list', (w) => [parts.pick(w)], { until: 'input[type=radio]' }),
  'parts/list-picker-several': says('Several of a list', (w) => [parts.pick(w, true)], {
    until: 'input[type=checkbox]',
  }),
  'parts/consent': says('A form that asks for consent and a time', (w) => [parts.consent(w)], {
    until: '.form [type=submit]',
  }),
  'parts/several': says(
    'Several of these',
    (w) => [parts.carousel(w), parts.list(w), parts.order(w), parts.times(w), parts.pick(w), parts.buttons(w)],
    { until: '.arrows' },
  ),
  'parts/channels': says(
    'Other ways to reach the team',
    (w) => [
      {
        type: 'channels',
        reference: 'BVF9J8',
        text: w.reach,
        channels: [
          { kind: 'phone', to: '+493012345678' },
          { kind: 'email', to: 'hello@hinoki.example' },
          { kind: 'whatsapp', to: '+493012345678' },
          { kind: 'line', to: '@hinoki' },
          { kind: 'sms', to: '+493012345678' },
        ],
      },
    ],
    { until: '.channels a' },
  ),
  'parts/unknown': talk('A part of a later version', (w) => [
    [MIKA, [{ type: 'hologram', text: w.newsText } as never, { type: 'hologram' } as never]],
    [BEN, w.thanks],
  ]),
  ...Object.fromEntries(
    (['faces', 'stars', 'thumbs', '0-10', '1-7'] as const).map((scale) => [
      `survey/${scale}`,
      says(`A survey by ${scale}`, survey(scale), {
        until: '[type=radio]',
        act: ({ root }) => [...root.querySelectorAll<HTMLElement>('[type=radio]')].at(-1)!.click(),
        done: '.survey [type=submit]',
      }),
    ]),
  ),
  'survey/answered': talk(
    'A survey that was answered',
    (w) => [
      [BOT, survey('stars')(w)],
      [YOU, [{ type: 'rating', survey: 'stars', kind: 'csat', score: 4, max: 5, to: idOf('talk-0'), text: '4/5' }]],
    ],
    { until: '.thanks' },
  ),
  'composer/draft': talk('A draft of several lines', chat, { act: draft((w) => w.long.repeat(2) + w.thanks) }),
  'composer/too-long': talk('A draft that is too long', chat, {
    act: draft(({ long }) => long.repeat(1 + Math.ceil(10_000 / long.length))),
    done: '.refusal .error',
  }),
  'composer/masking': talk('A draft with a card number', chat, {
    act: draft((w) => w.masked),
    done: '.masking button',
  }),
  'composer/emoji': talk('Emoji', chat, {
    act: ({ press }) => press('.emoji'),
    done: '[role=dialog] [role=grid], .picker',
  }),
};

function form(w: Words): Part {
  return {
    ...{ type: 'form', form: 'return', text: w.forms, title: w.formTitle, submit: w.send },
    fields: [
      { name: 'order', label: w.order, type: 'text', required: true },
      { name: 'email', label: w.email, type: 'email', required: true },
      {
        name: 'why',
        label: w.why,
        type: 'select',
        required: true,
        options: [
          { value: 'a', label: w.damaged },
          { value: 'b', label: w.changed },
        ],
      },
      {
        name: 'things',
        label: w.things,
        type: 'multiselect',
        options: [
          { value: 'a', label: w.kettle },
          { value: 'b', label: w.cup },
        ],
      },
      { name: 'day', label: w.day, type: 'date' },
      { name: 'agree', label: w.agree, type: 'checkbox', required: true },
    ],
  };
}
