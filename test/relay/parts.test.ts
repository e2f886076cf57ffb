import { describe, expect, it } from 'vitest';
import { parseClientFrame } from '../../src/relay/frames.js';
import { laterParts, ownParts } from '../wire/frames-fixture.js';

const id = 'Xc7Qm2kP0sVbN4tRw9eLyA';
const send = (by: string, ...parts: unknown[]) =>
  parseClientFrame(JSON.stringify({ t: 'send', r: 1, message: { id, conversation: id, by, parts } }));

describe('a visitor', () => {
  it('says texts, answers and ratings, as they are', () => {
    const parts = [{ type: 'text', text: 'Hi' }, ...ownParts];
    expect(send('visitor', ...parts).frame).toMatchObject({ message: { parts } });
  });

  it.each([
    ...laterParts,
    { type: 'choices', choices: [{ id: 'a', label: 'A' }] },
    { type: 'article', article: 'returns', title: 'Returns' },
    { type: 'handoff', text: 'A person takes over' },
    { type: 'event', event: 'resolved' },
  ])('cannot speak as the bot or the back end: $type', (part) => {
    expect(send('visitor', { type: 'text', text: 'Hi' }, part).refused).toMatchObject({
      code: 'invalid',
      path: 'message.parts[1].type',
    });
  });
});

describe('the bot on their device', () => {
  it('says all but what is the visitor’s own and the back end’s', () => {
    expect(send('bot', ...laterParts).frame).toMatchObject({ message: { parts: laterParts } });
    for (const part of [...ownParts, { type: 'event', event: 'resolved' }]) {
      expect(send('bot', part).refused).toMatchObject({ code: 'invalid' });
    }
  });
});

const rating = { type: 'rating', survey: 's', kind: 'csat', score: 4, max: 5, text: '4 of 5' };
const form = { type: 'form', form: 'f', fields: [{ name: 'a', label: 'A', type: 'text' }] };

it.each<[string, string, object, string]>([
  ['a score over its best', 'visitor', { ...rating, score: 6 }, 'invalid'],
  ['a score below nothing', 'visitor', { ...rating, score: -1 }, 'invalid'],
  ['half a score', 'visitor', { ...rating, score: 1.5 }, 'invalid'],
  ['a scale without end', 'visitor', { ...rating, max: 1_000 }, 'invalid'],
  ['a remark that is too long', 'visitor', { ...rating, remark: 'x'.repeat(1_001) }, 'too-large'],
  ['a survey of an odd name', 'visitor', { ...rating, survey: '../s' }, 'invalid'],
  [
    'a value that is an object',
    'visitor',
    { ...ownParts[0], values: [{ name: 'a', label: 'A', value: {} }] },
    'invalid',
  ],
  [
    'a value that is too long',
    'visitor',
    { ...ownParts[0], values: [{ name: 'a', label: 'A', value: 'x'.repeat(1_001) }] },
    'too-large',
  ],
  ['a form without a field', 'bot', { ...form, fields: [] }, 'invalid'],
  ['a form of too many fields', 'bot', { ...form, fields: Array(21).fill(form.fields[0]) }, 'too-large'],
  ['a field of no type', 'bot', { ...form, fields: [{ name: 'a', label: 'A', type: 'password' }] }, 'invalid'],
  ['a carousel without a card', 'bot', { type: 'carousel', text: '', cards: [] }, 'invalid'],
  ['a carousel of too many', 'bot', { type: 'carousel', text: '', cards: Array(11).fill({ title: 'A' }) }, 'too-large'],
  ['a button to an odd flow', 'bot', { type: 'buttons', text: '', buttons: [{ label: 'A', flow: '' }] }, 'invalid'],
  ['an order of no number', 'bot', { type: 'order', text: '', order: { id: '' } }, 'invalid'],
  ['a sum of no currency', 'bot', { type: 'cart', text: '', cart: { items: [], total: { amount: 1 } } }, 'invalid'],
  ['a day that is none', 'bot', { type: 'date-picker', name: 'd', label: 'D', text: '', offers: ['soon'] }, 'invalid'],
  ['a list of nothing', 'bot', { type: 'list-picker', name: 'l', label: 'L', text: '', items: [] }, 'invalid'],
  ['an address that is too long', 'bot', { type: 'image', url: `/${'x'.repeat(2_048)}`, alt: '' }, 'too-large'],
  ['a picture without width', 'bot', { type: 'image', url: '/a', alt: '', width: 0 }, 'invalid'],
])('%s is refused', (_name, by, part, code) => {
  expect(send(by, part).refused?.code).toBe(code);
});
