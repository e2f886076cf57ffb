import { expect } from 'vitest';
import { SobaniError } from '../../src/core/errors.js';
import type { Snapshot } from '../../src/types.js';
import type { Ask, ClientFrame } from '../../src/wire/frames.js';

export const message = {
  id: 'm1',
  conversation: 'c1',
  author: { kind: 'agent', id: 'ann', name: 'Ann' },
  parts: [
    { type: 'text', text: 'Hello' },
    { type: 'choices', text: 'Which?', choices: [{ id: 'a', label: 'This' }] },
    { type: 'article', article: 'returns', title: 'Returns', description: 'How to' },
    { type: 'handoff', text: 'To a person', team: 'sales', reason: 'asked' },
    { type: 'event', event: 'assigned', text: 'Ann took it', name: 'Ann' },
  ],
  at: 1_700_000_000_000,
  seq: 3,
};
/** Of those that may be left out, one has all and the other none. */
const kettle = { id: 'k', name: 'Kettle', price: { amount: 1_999, currency: 'EUR' }, quantity: 2, url: '/k' };
export const laterParts = [
  { type: 'image', url: '/a.png', alt: 'A', width: 2, height: 1, text: 'A picture' },
  { type: 'card', title: 'A', text: 'B', url: '/a', image: { url: '/a.png', alt: 'A', width: 2, height: 1 } },
  { type: 'card', title: 'A' },
  {
    ...{ type: 'form', form: 'f', text: 'Tell us', title: 'A form', submit: 'Go' },
    fields: [
      { name: 'a', label: 'A', type: 'select', options: [{ value: 'x', label: 'X' }], required: true },
      { name: 'b', label: 'B', type: 'number', min: -1, max: 1.5 },
    ],
  },
  {
    ...{ type: 'survey', survey: 's', kind: 'nps', scale: '0-10', text: 'Well?', comment: 'Why?' },
    ...{ low: 'No', high: 'Yes', thanks: 'Thanks' },
  },
  {
    ...{ type: 'carousel', text: 'Two' },
    cards: [{ title: 'A', text: 'B', url: '/a', buttons: [{ label: 'C', reply: 'D' }] }, { title: 'E' }],
  },
  { type: 'list', text: 'Shops', items: [{ title: 'A', image: { url: '/a.png', alt: 'A', width: 2, height: 1 } }] },
  { type: 'buttons', text: 'Next', buttons: [{ label: 'A', url: '/a' }, { label: 'B', flow: 'b' }, { label: 'C' }] },
  {
    ...{ type: 'order', text: 'Yours' },
    order: { id: 'o', status: 'shipped', total: { amount: 3_998, currency: 'EUR' }, items: [kettle], at: 1 },
  },
  { type: 'order', text: '', order: { id: 'o' } },
  { type: 'cart', text: 'In it', cart: { items: [kettle], total: { amount: 3_998, currency: 'EUR' } } },
  {
    ...{ type: 'date-picker', name: 'd', label: 'Day', text: 'When?', min: '2026-12-01', max: '2026-12-31' },
    offers: ['2026-12-03', '2026-12-04T15:30'],
  },
  {
    ...{ type: 'list-picker', name: 'l', label: 'Broken', text: 'What?', multiple: true, min: 1, max: 2, submit: 'Go' },
    items: [{ value: 'lid', title: 'The lid', text: 'Copper' }],
  },
];
export const ownParts = [
  {
    ...{ type: 'answers', to: 'm1', text: 'A: x' },
    values: [
      { name: 'a', label: 'A', value: 'x' },
      { name: 'b', label: 'B', value: 1.5 },
      { name: 'c', label: 'C', value: true },
      { name: 'd', label: 'D', value: ['x', 'y'] },
    ],
  },
  { type: 'rating', survey: 's', kind: 'csat', to: 'm1', score: 4, max: 5, remark: 'Good', text: '4 of 5' },
];
const conversation = {
  id: 'c1',
  status: 'open',
  assignee: { kind: 'agent', name: 'Ann' },
  readTo: 2,
  agentReadTo: 3,
  at: 1_700_000_000_000,
};

/** One of each, with the ask that it answers. */
export const frames: [name: string, frame: object, asked?: Ask['t']][] = [
  ['welcome', { t: 'welcome', v: 1, person: { id: 'p', verified: true, name: 'Jo' }, secret: 's', epoch: 'e' }],
  ['an answer without data', { t: 'ok', r: 1, data: null }, 'close'],
  ['a receipt', { t: 'ok', r: 1, data: { id: 'm1', seq: 3, at: 5, cursor: 'e:3', duplicate: true } }, 'send'],
  ['a page', { t: 'ok', r: 1, data: { messages: [message], before: null } }, 'history'],
  ['a page in the middle', { t: 'ok', r: 1, data: { messages: [], before: 7 } }, 'history'],
  ['the name of a state', { t: 'ok', r: 1, data: 'one' }, 'context'],
  ['conversations', { t: 'ok', r: 1, data: [conversation] }, 'conversations'],
  ['a refusal', { t: 'error', r: 1, code: 'rate', message: 'slower', path: 'message', retryAfter: 5 }],
  ['an error of the connection', { t: 'error', code: 'auth', message: 'expired' }],
  ['a message', { t: 'event', event: { type: 'message', message, cursor: 'e:3' } }],
  [
    'a message of later parts',
    {
      t: 'event',
      event: { type: 'message', message: { ...message, parts: [...laterParts, ...ownParts] }, cursor: 'e:3' },
    },
  ],
  ['a conversation', { t: 'event', event: { type: 'conversation', conversation } }],
  ['caught-up', { t: 'event', event: { type: 'caught-up' } }],
  ['typing', { t: 'event', event: { type: 'typing', conversation: 'c1', author: { kind: 'agent' }, on: true } }],
  ['reset', { t: 'event', event: { type: 'reset', conversation: 'c1' } }],
  ['pong', { t: 'pong' }],
];

/** What went wrong, or null. Anything but a SobaniError `invalid` fails the test. */
export function refusalOf(run: () => unknown): SobaniError | null {
  try {
    run();
    return null;
  } catch (error) {
    expect(error).toBeInstanceOf(SobaniError);
    expect((error as SobaniError).code).toBe('invalid');
    return error as SobaniError;
  }
}

export const prototypeKeys = () => Reflect.ownKeys(Object.prototype).map(String);

const id = 'Xc7Qm2kP0sVbN4tRw9eLyA';
const outgoing = { id, conversation: id, by: 'visitor', parts: [{ type: 'text', text: 'Hello' }] };
const snapshot: Snapshot = {
  v: 1,
  page: { url: 'https://shop.example/', title: 'Shop', language: 'en' },
  locale: 'en',
  traits: { plan: 'gold', age: 3, is: true, none: null },
  cart: {
    items: [{ id: 'a', name: 'A', price: { amount: 1, currency: 'EUR' } }],
    total: { amount: 1, currency: 'EUR' },
  },
};
/** One of each that a visitor's messenger sends. */
export const clientFrames: ClientFrame[] = [
  { t: 'hello', v: 1, app: 'shop', locale: 'en', secret: 's' },
  { t: 'subscribe', r: 1, after: { [id]: 'e:3' } },
  { t: 'send', r: 2, message: outgoing as never },
  { t: 'handoff', r: 3, message: outgoing as never, snapshot, tags: ['x'], team: 'sales', reason: 'asked' },
  { t: 'history', r: 4, conversation: id, before: 9, limit: 10 },
  { t: 'conversations', r: 5 },
  { t: 'context', r: 6, conversation: id, snapshot },
  { t: 'send', r: 8, message: { ...outgoing, parts: ownParts } as never },
  { t: 'send', r: 9, message: { ...outgoing, by: 'bot', parts: laterParts } as never },
  {
    t: 'rate',
    r: 10,
    conversation: null,
    rating: { id, survey: 's', kind: 'nps', score: 9, max: 10, remark: 'Why not' },
  },
  { t: 'close', r: 7, conversation: id },
  { t: 'typing', conversation: id, on: true },
  { t: 'read', conversation: id, seq: 1 },
  { t: 'ping' },
];
