/** Where a text from elsewhere stands in a conversation: messages that have it in all the places of every kind of part. */
import type { Author, Part } from '../../../src/types.js';
import { idOf } from './site.js';

/** As a relay sends it: parts are what a hostile one makes of them. */
export interface Said {
  author: Author;
  parts: ({ type: string } & Record<string, unknown>)[];
}

const line = (text: string) => text.slice(0, 512);
const name = (text: string) => text.slice(0, 128);
const url = (text: string) => text.slice(0, 2048);
const visitor: Author = { kind: 'visitor' };
const bot: Author = { kind: 'bot' };
const picture = (it: string) => ({ url: url(it), alt: line(it) });
const price = { amount: 1250, currency: 'EUR' };
const lines = (it: string) => [{ id: name(it), name: line(it), price, quantity: 2, url: url(it) }];
const row = (it: string) => ({ title: line(it), text: it, url: url(it), image: picture(it) });
const buttons = (it: string) => [
  { label: line(it), url: url(it) },
  { label: line(it), flow: 'none' },
];
const asked = (it: string) => ({ name: name(it), label: line(it), text: it });

/** What of them a bot says; a type of `Part` that is not here or below does not compile. */
const SAID: Record<
  Exclude<Part['type'], 'gap' | 'text' | 'answers' | 'rating' | 'file'> | 'unknown',
  (it: string) => Record<string, unknown>
> = {
  // the buttons themselves stand below the last message alone
  choices: (it) => ({ text: it, choices: [{ id: it.slice(0, 64), label: line(it) }] }),
  article: (it) => ({ article: name(it), title: line(it), description: it }),
  sources: (it) => ({
    text: it,
    sources: [
      { title: line(it), article: name(it) },
      { title: line(it), url: url(it) },
      { title: line(it), url: 'https://example.com/' },
    ],
  }),
  handoff: (it) => ({ text: it, team: line(it), reason: line(it) }),
  event: (it) => ({ event: 'assigned', name: line(it) }),
  channels: (it) => ({
    ...{ reference: line(it), text: it },
    channels: ['phone', 'email', 'whatsapp', 'line', 'sms', line(it)].map((kind) => ({ kind, to: line(it) })),
  }),
  image: (it) => ({ ...picture(it), text: it }),
  card: row,
  carousel: (it) => ({ text: it, cards: [{ ...row(it), buttons: buttons(it) }, row(it)] }),
  list: (it) => ({ text: it, items: [row(it)] }),
  buttons: (it) => ({ text: it, buttons: buttons(it) }),
  order: (it) => ({ text: it, order: { id: name(it), status: line(it), total: price, items: lines(it) } }),
  cart: (it) => ({ text: it, cart: { items: lines(it), total: price } }),
  'date-picker': (it) => ({ ...asked(it), min: line(it), max: '2026-12-24', offers: [line(it), '2026-12-01T10:00'] }),
  'list-picker': (it) => ({
    ...asked(it),
    items: [{ value: line(it), title: line(it), text: it, image: picture(it) }],
    ...{ multiple: true, submit: line(it) },
  }),
  form: (it) => ({
    ...{ form: name(it), text: it, title: line(it), submit: line(it) },
    fields: ['text', 'email', 'url', 'select', 'multiselect', 'checkbox', 'consent'].map((type, i) => ({
      ...{ name: `${i}${it.slice(0, 100)}`, label: line(it), type, text: it },
      options: [{ value: line(it), label: line(it) }],
    })),
  }),
  survey: (it) => ({
    ...{ survey: name(it), kind: 'csat', scale: 'stars', text: it },
    ...{ comment: line(it), low: line(it), high: line(it), thanks: line(it) },
  }),
  unknown: (it) => ({ type: line(it), text: it, html: it, __html: it }),
};

/** What must be there when all of it is drawn: each from another file, which may come late. */
export const DRAWN = {
  panel:
    'article .card, .sources a, .line, .channels .reference, .picture, .sheet .words, .carousel .presses, .titles, .summary, .pick, .entry select, .asks .survey, .answers, .file, .rich, .quote',
  desk: '.article, .choices, .facts, .quoted, .file, .bubble',
};

/** As an agent or a bot may write it: by itself, and within marks that mean something. */
const written = (it: string): string[] => [
  it,
  `[${it}](https://example.com/)`,
  `[here](${it})`,
  `[here](<${it}> "${it}")`,
  `![${it}](${it})`,
  `**${it}** ~~_${it}_~~ \`${it}\``,
  `# ${it}\n- > ${it}\n1. ${it}`,
  `\`\`\`${it}\n${it}\n\`\`\`\n\n${it}`,
];

const file = (it: string, media: string, more: object = {}) => ({
  ...{ type: 'file', id: name(it), name: line(it), size: 1234, media, ...more },
});

/** A text in every place, as few messages: what a bot, an agent of that name, the visitor and the system itself say. */
export const saidOf = (it: string, i: number): Said[] => [
  { author: bot, parts: Object.entries(SAID).map(([type, of]) => ({ type, ...of(it) })) },
  {
    author: { kind: 'agent', id: line(it), name: line(it) },
    parts: [
      ...written(it).map((text) => ({ type: 'text', text })),
      file(it, line(it)),
      file(it, 'image/png', { width: 40, height: 30 }),
      file(it, 'audio/mpeg'),
    ],
  },
  {
    author: visitor,
    parts: [
      // in answer to the agent
      { type: 'text', text: it, to: idOf(i * 4 + 1) },
      { type: 'answers', to: 'm', text: it, values: [{ name: 'n', label: line(it), value: line(it), text: it }] },
      { type: 'rating', survey: name(it), kind: 'csat', score: 4, max: 5, remark: line(it), text: it },
    ],
  },
  { author: { kind: 'system', name: line(it) }, parts: [{ type: 'text', text: it }] },
];

/** All of them as buttons to press, as only the last message of a conversation has them. */
export const offered = (all: readonly string[]): Said => ({
  author: bot,
  parts: Array.from({ length: Math.ceil(all.length / 12) }, (_, i) => ({
    type: 'choices',
    choices: all.slice(i * 12, i * 12 + 12).map((it) => ({ id: it.slice(0, 64), label: line(it) })),
  })),
});

/** Nothing but the words of a person of that name, and of the visitor in answer to them. */
export const writtenBy = (it: string, i: number): Said[] => [
  { author: { kind: 'agent', id: line(it), name: line(it) }, parts: [{ type: 'text', text: it }] },
  { author: visitor, parts: [{ type: 'text', text: it, to: idOf(i * 2) }] },
];
