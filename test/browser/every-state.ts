/** Every screen and state that a scripted messenger can be brought into, by what it shows: in any language. */

import { waitFor } from '@testing-library/preact';
import { expect } from 'vitest';
import { SobaniError } from '../../src/core/errors.js';
import type { Part, Status } from '../../src/types.js';
import {
  AIKO,
  ARTICLES,
  BOT,
  CART,
  conversation,
  createPanelHost,
  type FakeHost,
  helpCentre,
  JOURNEY,
  known,
  MIKA,
  message,
  NOW,
  PAGE,
  SHARED,
} from './panel-host.js';
import { RETURN } from './panel-return-form.js';
import { press, type State, says, screen, talk } from './state-of.js';
import { STATES_OF_TALK } from './states-of-talk.js';

const lines = ARTICLES.map((article) => ({ ...article, collection: 'orders' }));
export const TOPICS = [{ id: 'orders', title: 'Orders and delivery', description: 'When it comes, and how.' }];
const TALK = () => [
  message(MIKA, [{ type: 'event', event: 'assigned', name: 'Mika Sato' }]),
  message(BOT, 'Hello'),
  message(AIKO, 'My jacket is too small', { state: 'read' }),
  message(BOT, [{ type: 'article', article: 'sizes', title: 'Find your size', description: 'Measure once.' }]),
  message({ kind: 'system' }, [{ type: 'gap', reason: 'lost' }]),
  message(BOT, [{ type: 'handoff' }]),
  message(MIKA, 'Hi, see https://example.com'),
  message(MIKA, [{ type: 'from-the-future' } as never]),
  message(BOT, [{ type: 'choices', text: 'Which?', choices: [{ id: 'a', label: 'This one' }] }]),
];

const REASONS = 'auth closed conflict expired forbidden internal invalid not-found rate storage too-large unavailable';
const STATES = ['queued', 'saved', 'sending', 'sent', 'delivered', 'read', 'failed'];
const survey = (scale: Extract<Part, { type: 'survey' }>['scale']): Part => ({
  ...{ type: 'survey', survey: scale, kind: 'custom', scale, text: 'How did we do?', comment: 'Why?' },
});

/** What is known of this visitor. */
export const KNOWN = [
  ...SHARED.parts,
  known('order', { id: '7', status: 'sent', total: { amount: 12_900, currency: 'EUR' } }, { isShared: false }),
  known('device', { platform: 'Linux', mobile: true, width: 390, height: 844, touch: true, timeZone: 'Asia/Tokyo' }),
  known('signals', [
    { type: 'rage-click', count: 3, detail: 'button', at: NOW },
    { type: 'form-error', count: 1, at: NOW },
  ]),
  known('visits', { count: 3, days: 2, since: NOW, earlier: 1 }, { source: 'journey' }),
  known('segments', ['new', 'returning', 'vip', 'at-risk'], { source: 'browser' }),
  known('articles', [{ title: 'Our sizes', at: NOW }], { source: 'page' }),
];

function share(it: FakeHost) {
  it.shared = async () => ({
    parts: KNOWN,
    sent: { at: NOW, snapshot: { v: 1, page: PAGE, cart: CART, journey: JOURNEY, locale: 'en' } as never },
  });
  it.state.view.value = { screen: 'share' };
}

export const STATES_OF: Record<string, State> = {
  'home, new': { set: () => {}, until: 'button.share' },
  'home, of somebody known by name': {
    set(it) {
      it.state.person.value = { id: 'u1', name: 'Aiko Mori' } as never;
      it.state.conversations.value = [conversation(), conversation({ id: 'c2', status: 'waiting' })];
      it.show([message(MIKA, 'Hello'), message(AIKO, 'My jacket is too small')]);
      it.state.durable.value = false;
      it.availability.value = 'We usually reply within 30 minutes.';
      it.help = async () => ({ ...helpCentre(), suggested: () => lines, recent: () => lines });
    },
    until: 'ul .card',
  },
  ...Object.fromEntries(
    (['connecting', 'offline', 'paused', 'unavailable'] satisfies Status[]).map((status) => [
      `home, ${status}`,
      {
        set(it: FakeHost) {
          it.state.status.value = status;
          it.state.conversations.value = [conversation()];
          it.show([message(AIKO, 'Hello', { state: 'queued' })]);
        },
        until: '.notice',
      },
    ]),
  ),
  'a conversation': {
    set(it) {
      talk(TALK())(it);
      it.state.typing('c1').value = MIKA;
    },
    until: '.asks, [role=log] button',
  },
  'a conversation that waits, offline': {
    set(it) {
      talk(TALK(), { status: 'waiting' })(it);
      it.state.status.value = 'offline';
      it.earlier = () => Promise.reject(new Error('no'));
    },
    until: '.notice',
  },
  'a conversation that has ended': { set: talk(TALK(), { status: 'resolved' }), until: '[role=log]' },
  'what was skipped': {
    set: talk([message({ kind: 'system' }, [{ type: 'gap', reason: 'skipped' }]), message(MIKA, 'Hello', { seq: 90 })]),
    until: '[role=log]',
  },
  ...Object.fromEntries(
    STATES.map((state) => [
      `a message that is ${state}`,
      { set: talk([message(AIKO, 'Hello', { state } as never)]), until: '[role=log]' },
    ]),
  ),
  'every reason for which a message is not sent': {
    set: talk(REASONS.split(' ').map((reason) => message(AIKO, 'Hello', { state: 'failed', reason } as never))),
    until: '[role=log]',
  },
  'a draft that is too long': {
    set: talk([message(MIKA, 'Hello')]),
    next: [(it) => it.write('x'.repeat(10_003)), '.refusal p.error'],
  },
  'a draft with a card number': {
    set: talk([message(MIKA, 'Hello')]),
    next: [(it) => it.write('My card is 4111 1111 1111 1111.'), '.masking button'],
  },
  'a draft that was refused': {
    set(it) {
      talk([message(MIKA, 'Hello')])(it);
      it.sends = () => Promise.reject(new SobaniError('closed', 'over'));
    },
    next: [
      async (it) => {
        it.write('Hello?');
        const button = it.panel.querySelector<HTMLButtonElement>('[part=send]')!;
        await waitFor(() => expect(button.disabled).toBe(false));
        button.click();
      },
      '.refusal [role=alert]:not(:empty)',
    ],
  },
  'pictures and cards': {
    set: says(
      { type: 'image', url: 'https://elsewhere.example/a.png', alt: 'A kettle' },
      { type: 'card', title: 'Copper kettle', text: 'It sings.', url: '/kettles/copper' },
      { type: 'sources', text: 'Made by a machine', sources: [{ title: 'Our sizes', article: 'sizes' }] } as never,
    ),
    until: '.sheet .words',
  },
  'a form': { set: says(RETURN), until: '.form [type=submit]' },
  'a form that was filled in badly': {
    set: says(RETURN),
    until: '.form [type=submit]',
    next: [press('form.fields [type=submit], .form [type=submit]'), '[aria-invalid]'],
  },
  'a form of a conversation that has ended': {
    set: talk([message(BOT, [RETURN])], { status: 'resolved' }),
    until: '.form .small',
  },
  'other ways to reach the team': {
    set: says({
      ...{ type: 'channels', reference: 'BVF9J8', text: 'You can also reach us here.' },
      channels: [
        { kind: 'phone', to: '+81312345678' },
        { kind: 'email', to: 'help@example.com' },
        { kind: 'whatsapp', to: '+81312345678' },
        { kind: 'line', to: '@kumo' },
        { kind: 'sms', to: '+81312345678' },
      ],
    }),
    until: '.channels a',
  },
  ...Object.fromEntries(
    (['faces', 'stars', 'thumbs', '0-10'] as const).map((scale) => [
      `a survey by ${scale}`,
      {
        set: says(survey(scale)),
        until: '[type=radio]',
        next: [press('[type=radio]'), '.survey [type=submit]'] as State['next'],
      },
    ]),
  ),
  'a survey that was answered': {
    set: talk([
      message(BOT, [{ ...survey('faces') }], { id: 's'.repeat(22) }),
      message(AIKO, [
        { ...{ type: 'rating', survey: 'faces', kind: 'custom', score: 4, max: 5 }, to: 's'.repeat(22) } as never,
      ]),
    ]),
    until: '.thanks',
  },
  help: {
    set: screen(
      { screen: 'help', query: '' },
      { list: () => [...lines, ARTICLES[0]!], collections: TOPICS, popular: () => lines, recent: () => lines },
    ),
    until: 'ul .card',
  },
  'a topic': {
    set: screen({ screen: 'collection', id: 'orders' }, { list: () => lines, collections: TOPICS }),
    until: 'ul .card',
  },
  'a topic that is gone': { set: screen({ screen: 'collection', id: 'x' }, { collections: TOPICS }), until: 'p' },
  'what was found': {
    set: screen(
      { screen: 'help', query: 'sizess' },
      { meant: () => 'sizes', search: () => helpCentre().search('sizes') },
    ),
    until: '[part=help] p',
  },
  'nothing found': { set: screen({ screen: 'help', query: 'eels' }), until: 'p' },
  'help that cannot be had': {
    set(it) {
      it.help = () => Promise.reject(new Error('no'));
      it.state.view.value = { screen: 'help', query: '' };
    },
    until: '.blank button',
  },
  'an article': {
    set: screen({ screen: 'article', id: 'returns' }, { related: () => lines, feedback: () => {} }),
    until: '.prose',
    next: [press('button[aria-pressed]'), 'form input'],
  },
  'an article that is gone': { set: screen({ screen: 'article', id: 'x' }), until: 'p' },
  'what we share': { set: share, until: '.told' },
  'what we share, where all is to be deleted': {
    set(it) {
      share(it);
      it.state.status.value = 'offline';
    },
    until: '.told',
    next: [(it) => [...it.panel.querySelectorAll<HTMLElement>('button.card')].at(-1)!.click(), 'button.bad'],
  },
  'what we share, where nothing is known': {
    set(it) {
      it.shared = async () => ({ parts: [], sent: null });
      it.state.view.value = { screen: 'share' };
    },
    until: '.told',
  },
  ...STATES_OF_TALK,
};

/** Draws one of them in a locale; resolves when it is there. */
export async function draw(
  { set, until = 'textarea', next }: State,
  locale: string,
  wait: (selector: string) => Promise<unknown>,
  direction = 'ltr',
): Promise<FakeHost> {
  const host = createPanelHost();
  made.push(host);
  host.state.locale.value = locale;
  host.element.dir = direction;
  set(host);
  host.mount();
  const there = (selector: string) => wait(selector);
  await there(until);
  if (next) {
    await next[0](host);
    await there(next[1]);
  }
  return host;
}

/** What was drawn, to be taken away. */
export const made: FakeHost[] = [];
