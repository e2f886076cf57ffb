import { cleanup, fireEvent, screen, within } from '@testing-library/preact';
import { afterEach, expect, test } from 'vitest';
import { compare, rows } from '../../src/desk/lists.js';
import type { DeskCard, DeskConversation } from '../../src/wire/desk.js';
import { card, conversation, createFakeRelay, message, showDesk, stopDesks } from './desk-relay.js';

afterEach(() => {
  cleanup();
  stopDesks();
});

async function show(listed: Partial<DeskConversation>, told: Partial<DeskCard> = {}, more: DeskConversation[] = []) {
  const relay = createFakeRelay([conversation('a', listed), ...more]);
  relay.loads.set('a', { messages: [message(1, 'Hi')], card: card(told) });
  await showDesk(relay, { open: 'a' });
  await screen.findByText('Earlier conversations');
  const aside = within(screen.getByRole('complementary', { name: 'Customer' }));
  const section = (title: string) =>
    within(aside.getByRole('heading', { name: new RegExp(`^${title}`) }).parentElement!);
  return { relay, aside, section };
}

test('the card says why a person is asked for, how the customer writes, and how to call the conversation', async () => {
  const { section } = await show({
    ...{ reason: 'asked', team: 'orders', priority: 'high', tone: 'angry', language: 'ja' },
    intent: { id: 'parcel', confidence: 0.923 },
    reference: 'BVF9J8',
  });
  const facts = section('Conversation');
  const shown = ['asked', 'parcel (92 % sure)', 'orders', 'High', 'BVF9J8', 'Angry', 'Writes Japanese'];
  for (const text of shown) facts.getByText(text);
});

test('the card says what happened before, so that nobody has to ask again', async () => {
  const { section } = await show(
    {},
    {
      summary: {
        asked: ['Where is my parcel?', '<b>now</b>'],
        tried: [{ article: 'tracking', title: 'Follow your parcel' }],
        answered: [{ question: 'Which order?', answer: 'The kettle' }],
        collected: { order: '1042', isLate: true },
      },
    },
  );
  const before = section('Before you came');
  const shown = [
    'Where is my parcel?',
    '<b>now</b>',
    'Follow your parcel',
    'Which order?',
    'The kettle',
    '1042',
    'Yes',
  ];
  for (const text of shown) before.getByText(text);
});

test('what an older messenger did not tell is not on the card', async () => {
  const { aside, section } = await show({});
  expect(aside.queryByText('Before you came')).toBeNull();
  expect(aside.queryByRole('list', { name: 'Tone and language' })).toBeNull();
  expect(section('Conversation').queryByText('Priority')).toBeNull();
});

test('the list marks who is angry or in a hurry, until it is resolved', async () => {
  const list = [conversation('b', { tone: 'urgent' }), conversation('c', { tone: 'plain' })];
  await show({ tone: 'angry' }, {}, list);
  const inbox = within(screen.getByRole('region', { name: /^Conversations/ }));
  inbox.getByText('Angry');
  inbox.getByText('In a hurry');
  expect(inbox.queryByText('Plain')).toBeNull();
});

test('a reference finds its conversation in whatever list it is', async () => {
  const far = conversation('far', {
    status: 'resolved',
    reference: 'BVF9J8',
    person: { ...conversation('far').person, name: 'Aiko' },
  });
  await show({}, {}, [far]);
  const inbox = within(screen.getByRole('region', { name: /^Conversations/ }));
  expect(inbox.queryByText('Aiko')).toBeNull();
  const field = inbox.getByRole('textbox', { name: 'Filter' });
  for (const typed of ['BVF9J8', ' bvf-9j8']) {
    fireEvent.input(field, { target: { value: typed } });
    await inbox.findByText('Aiko');
    expect(inbox.getAllByRole('listitem')).toHaveLength(1);
  }
  fireEvent.input(field, { target: { value: 'BVF9J9' } });
  await inbox.findByText('Nothing here matches “BVF9J9”.');
});

test('high priority comes before normal, low after it; among equals who waits longest', () => {
  const of = (id: string, priority: DeskConversation['priority'], waitingSince: number) =>
    conversation(id, { priority, waitingSince });
  const all = [of('a', 'low', 1), of('b', 'normal', 3), of('c', 'urgent', 9), of('d', 'high', 8), of('e', 'normal', 2)];
  expect(rows(all, 'waiting', 'mara', '').map(({ id }) => id)).toEqual(['c', 'd', 'e', 'b', 'a']);
  // what is resolved is no longer urgent
  expect(compare('resolved', of('a', 'urgent', 1), of('b', 'low', 1))).toBe(-1);
});
