import type { Flow, FlowFile } from '../../src/flows/format.js';

/** A flow that asks, branches, searches and hands over. */
export const shop: Flow = {
  id: 'shop',
  version: 3,
  trigger: { on: 'message' },
  start: 'hello',
  steps: {
    hello: { say: { en: 'Hello {{user.name|there}}!', ja: '{{user.name|お客様}}、こんにちは。' }, next: 'menu' },
    menu: {
      ask: {
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
    menu: { ask: { text: 'Hi!', options: [{ label: 'Returns', next: 'back' }], else: 'look' } },
    back: { say: 'Within 30 days.' },
    look: { search: { query: '{{message}}', limit: 2, found: 'Look:', next: 'back', none: 'menu' } },
  },
};

/** A flow with the other kinds of steps. */
export const care: Flow = {
  id: 'care',
  version: 2,
  title: 'Care',
  trigger: {
    on: 'event',
    event: 'declined',
    if: { 'cart.total.amount': { $gt: 0 } },
    every: 24,
    until: 'engaged',
    priority: 2,
  },
  start: 'intro',
  vars: { tries: 0 },
  steps: {
    intro: {
      say: {
        text: '@intro',
        image: { url: '/card.png', alt: 'A card', width: 320, height: 200 },
        card: { title: 'Your cart', text: 'Still there', url: '/cart?id={{cart.id}}' },
        delay: 400,
      },
      next: 'count',
    },
    count: { set: { tries: 1, note: 'for {{user.name|you}}' }, next: 'noted' },
    noted: { trait: { lastTrouble: 'vars.note' }, next: 'tracked' },
    tracked: { track: 'care_shown', data: { who: '{{user.name|somebody}}' }, next: 'ways' },
    ways: {
      split: {
        name: 'tone',
        ways: [
          { weight: 1, next: 'warm' },
          { weight: 1, next: 'plain' },
        ],
      },
    },
    warm: { say: 'We are sorry.', next: 'what' },
    plain: { say: 'It was declined.', next: 'what' },
    what: {
      match: { intents: { 'other-card': 'card' }, save: 'about', none: 'details', suggest: 'Is it one of these?' },
      next: 'solved',
    },
    card: { run: 'address', next: 'try' },
    try: {
      call: { name: 'retry', input: { order: '{{order.id|none}}' }, timeout: 900, save: 'retried', error: 'office' },
      next: 'pause',
    },
    pause: { wait: { ms: 5000, event: 'paid', timeout: 'office' }, next: 'solved' },
    details: {
      form: {
        title: 'Details',
        submit: 'Send',
        fields: [
          { name: 'bank', label: 'Bank', type: 'text', max: 40 },
          {
            name: 'kind',
            label: 'Card',
            type: 'select',
            options: [
              { value: 'visa', label: 'Visa' },
              { value: 'jcb', label: 'JCB' },
            ],
          },
          { name: 'news', label: 'News', type: 'checkbox', required: false },
          { name: 'email', label: 'Email', type: 'email', unless: 'traits.email' },
        ],
      },
      next: 'office',
    },
    office: { hours: { team: 'orders', open: 'person', closed: 'person' } },
    person: {
      handoff: { team: 'orders', tags: ['payment'], priority: 'high', away: 'We are asleep.', reason: 'declined' },
    },
    solved: { resolved: { yes: 'rate', no: 'person' } },
    rate: { csat: { scale: 'stars', save: 'score' }, next: 'over' },
    over: { goto: { flow: 'address', step: 'done' } },
  },
};

/** What `care` runs. */
export const address: Flow = {
  id: 'address',
  version: 1,
  trigger: { on: 'button' },
  start: 'known',
  steps: {
    known: { branch: [{ if: { 'traits.city': { $exists: true } }, next: 'done' }], next: 'city' },
    city: { ask: { text: 'Which city?', save: 'city', required: false }, next: 'done' },
    done: { if: { 'vars.city': { $exists: true } }, say: 'Noted: {{vars.city}}.', next: 'end' },
    end: { end: true },
  },
};

export const file: FlowFile = { v: 1, flows: [open, shop] };

/** A file with every kind of step. */
export const whole: FlowFile = {
  v: 1,
  messages: { en: { intro: 'Let us look at that, {{user.name|please}}.' }, ja: { intro: '確認いたします。' } },
  flows: [open, shop, care, address],
};
