import type { Flow, FlowFile } from '../../src/flows/format.js';

/** A flow with every kind of step. */
export const shop: Flow = {
  id: 'shop',
  version: 3,
  trigger: { on: 'message' },
  start: 'hello',
  steps: {
    hello: { say: { en: 'Hello {{user.name|there}}!', ja: '{{user.name|お客様}}、こんにちは。' }, next: 'menu' },
    menu: {
      choices: {
        text: { en: 'What is it about?', ja: 'ご用件は？' },
        options: [
          { label: { en: 'My order', ja: '注文について' }, next: 'email', tag: 'order' },
          { label: { en: 'Something else', ja: 'その他' }, next: 'question' },
          { label: 'Just looking', next: 'bye' },
        ],
      },
    },
    email: { ask: { text: 'Which email?', save: 'email', type: 'email', unless: 'user.email' }, next: 'number' },
    number: {
      ask: { text: 'How many items, {{vars.email}}?', save: 'count', type: 'number', min: 1, max: 99 },
      next: 'route',
    },
    route: { branch: [{ if: { 'vars.count': { $gte: 10 } }, next: 'bulk' }], next: 'person' },
    bulk: { tag: 'bulk', next: 'phone' },
    phone: { ask: { text: 'Your number?', save: 'phone', type: 'phone', invalid: 'Digits, please.' }, next: 'person' },
    question: { ask: { text: 'What do you need?', save: 'question', min: 3 }, next: 'look' },
    look: { search: { query: 'vars.question', found: 'This may help:', next: 'bye', none: 'person' } },
    person: { handoff: { text: 'One moment, {{user.name|please}}.', team: 'sales', reason: 'shop' } },
    bye: { say: 'Goodbye!', next: 'stop' },
    stop: { end: true },
  },
};

/** A menu whose other text goes on, without a fixed answer. */
export const open: Flow = {
  id: 'open',
  version: 1,
  trigger: { on: 'conversation', if: { 'page.url': { $ne: '/none' } } },
  start: 'menu',
  steps: {
    menu: { choices: { text: 'Hi!', options: [{ label: 'Returns', next: 'back' }], else: 'look' } },
    back: { say: 'Within 30 days.' },
    look: { search: { query: '{{message}}', limit: 2, found: 'Look:', next: 'back', none: 'menu' } },
  },
};

export const file: FlowFile = { v: 1, flows: [open, shop] };
