import { cleanup, fireEvent, screen, waitFor, within } from '@testing-library/preact';
import axe from 'axe-core';
import { afterEach, expect, test } from 'vitest';
import type { DeskEntry, DeskRating } from '../../src/wire/desk.js';
import { card, conversation, createFakeRelay, message, NOW, showDesk, stopDesks } from './desk-relay.js';

afterEach(() => {
  cleanup();
  stopDesks();
});

const rating = (id: string, more: Partial<DeskRating> = {}): DeskRating => ({
  ...{ id, conversation: 'a', survey: 'after', kind: 'csat', score: 4, max: 5, at: NOW - 60_000 },
  ...more,
});

async function show(parts: unknown[], ratings: unknown[] = []) {
  const relay = createFakeRelay([conversation('a'), conversation('b', { status: 'resolved' })]);
  const messages = parts.map((part, i) => ({ ...message(i + 1, '', i % 2 ? 'visitor' : 'bot'), parts: [part] }));
  relay.loads.set('a', { messages, card: card({ ratings: ratings as DeskRating[] }) });
  const entry: DeskEntry = {
    ...{ id: 1, at: NOW, kind: 'rating', survey: 'after', type: 'nps', score: 0, max: 10, remark: 'Slow' },
  };
  relay.timelines.set('a', [entry]);
  const shown = await showDesk(relay, { open: 'a' });
  const log = within(await screen.findByRole('log'));
  return { relay, log, ...shown };
}

test('what was sent and answered is there in words, and no picture is loaded', async () => {
  const { log } = await show([
    { type: 'image', url: 'https://shop.example/kettle.png', alt: 'A kettle' },
    { type: 'answers', to: 'm1', values: [{ name: 'a', label: 'E-mail', value: 'aiko@example.com' }], text: 'x' },
    {
      ...{ type: 'card', title: 'Copper kettle', text: '1.2 litres', url: 'https://shop.example/kettle' },
      image: { url: 'javascript:alert(1)', alt: 'Its lid' },
    },
    {
      type: 'answers',
      to: 'm1',
      values: [
        { name: 'b', label: 'Parts', value: ['lid', 'base'] },
        { name: 'c', label: 'Gift', value: false },
      ],
      text: 'x',
    },
    { type: 'form', form: 'return', title: 'Return', fields: [{ name: 'a', label: 'Why', type: 'text' }] },
    { type: 'rating', survey: 'after', kind: 'csat', score: 4, max: 5, remark: 'Quick', text: '4 of 5' },
    { type: 'survey', survey: 'after', kind: 'csat', scale: 'faces', text: 'How was it?' },
  ]);
  expect((await log.findByText('Picture: A kettle')).getAttribute('href')).toBe('https://shop.example/kettle.png');
  expect(log.getByText('Picture: Its lid').tagName).toBe('SPAN');
  expect(document.querySelector('.transcript img')).toBeNull();
  expect(log.getByText('Copper kettle').getAttribute('href')).toBe('https://shop.example/kettle');
  for (const words of ['aiko@example.com', 'lid, base', 'No', 'Return', 'Why', 'Quick']) log.getByText(words);
  expect(log.getByText('Satisfaction').parentElement!.textContent).toContain('4 of 5');
  log.getByText('Asked for a rating (after). How was it?');
  const { violations } = await axe.run(document.body);
  expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
});

test('a part that cannot be read is shown by its text', async () => {
  const { log } = await show([
    { type: 'rating', survey: 'after', kind: 'toString', score: -1, text: 'Four of five' },
    { type: 'form', fields: 'x', text: 'Tell us' },
  ]);
  await log.findByText('Four of five');
  log.getByText('Tell us');
});

test('the card has what the customer rated, in whatever conversation', async () => {
  const { relay } = await show(
    [],
    [
      rating('r1', { remark: 'Quick and kind' }),
      rating('r2', { conversation: null, survey: 'friends', kind: 'nps', score: 9, max: 10 }),
      rating('r3', { conversation: 'b', kind: 'custom', score: 0, max: 1 }),
      { ...rating('r4'), score: 'many' },
    ],
  );
  const section = within((await screen.findByRole('heading', { name: 'Ratings' })).closest('section')!);
  expect(section.getAllByRole('listitem')).toHaveLength(3);
  section.getByText('Quick and kind');
  section.getByText('9 of 10');
  section.getByText(/in no conversation/);
  section.getByText('Not good');
  fireEvent.click(section.getByRole('button', { name: 'Open that conversation' }));
  await waitFor(() => expect(relay.sent).toContainEqual(expect.objectContaining({ t: 'load', conversation: 'b' })));
});

test('the timeline tells of ratings, among the conversations', async () => {
  await show([]);
  fireEvent.click(await screen.findByRole('tab', { name: 'Timeline' }));
  const region = within(screen.getByRole('region', { name: 'Timeline' }));
  fireEvent.click(region.getByLabelText('Conversations'));
  await region.findByText('0 of 10');
  region.getByText('Slow');
});

test('cards, lists, sums and what was offered are there in words, and no picture is loaded', async () => {
  const eur = (amount: number) => ({ amount, currency: 'EUR' });
  const image = { url: 'https://shop.example/kettle.png', alt: 'A kettle' };
  const { log } = await show([
    { type: 'carousel', text: 'Two that fit\nCopper', cards: [{ title: 'Copper', text: '1.2 l', url: '/1', image }] },
    { type: 'list', text: 'Our shops', items: [{ title: 'Kyoto', text: 'By appointment' }] },
    { type: 'buttons', text: '', buttons: [{ label: 'Track', url: 'https://shop.example/t' }, { label: 'Again' }] },
    {
      ...{ type: 'order', text: '\nHK-1' },
      order: { id: 'HK-1', status: 'shipped', items: [{ id: 'a', name: 'Cup', price: eur(2_400), quantity: 2 }] },
    },
    { type: 'cart', text: 'In it', cart: { items: [], total: eur(0) } },
    { type: 'date-picker', name: 'd', label: 'Day', text: 'When?', offers: ['2026-12-03T15:30'] },
    { type: 'date-picker', name: 'e', label: 'Day', text: 'Which day?' },
    { type: 'list-picker', name: 'l', label: 'Broken', text: 'What?', items: [{ value: 'lid', title: 'The lid' }] },
  ]);
  await log.findByText('Two that fit');
  const lines = (name: string) => within(log.getByRole('list', { name })).getByRole('listitem').textContent;
  expect([lines('Cards shown'), lines('Lines shown')]).toEqual(['Copper: 1.2 l', 'Kyoto: By appointment']);
  expect(log.getByText('Track').getAttribute('href')).toBe('https://shop.example/t');
  for (const words of ['HK-1', 'shipped', '2 × Cup', '€48.00', '0 items', '€0.00', 'Again']) log.getByText(words);
  for (const words of ['When?', '2026-12-03 15:30', 'Any day', 'What?', 'The lid']) log.getByText(words);
  // the lines that follow the first are for whoever cannot draw the part
  expect(log.queryByText(/Two that fit\s/)).toBeNull();
  expect(document.querySelector('.transcript img')).toBeNull();
  const { violations } = await axe.run(document.body);
  expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
});

test('one whose content is none is shown by its text', async () => {
  const { log } = await show([
    { type: 'carousel', text: 'Three kettles' },
    { type: 'cart', text: 'Your cart', cart: { items: [], total: { amount: 1, currency: '€' } } },
  ]);
  await log.findByText('Three kettles');
  log.getByText('Your cart');
});
