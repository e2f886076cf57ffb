import { cleanup, fireEvent, screen, waitFor, within } from '@testing-library/preact';
import axe from 'axe-core';
import { afterEach, expect, test } from 'vitest';
import { localTimeLabel } from '../../src/desk/format.js';
import type { DeskPersonNote } from '../../src/wire/desk.js';
import {
  card,
  conversation,
  createFakeRelay,
  mara,
  message,
  NOW,
  press,
  showDesk,
  stopDesks,
  tomas,
} from './desk-relay.js';

afterEach(() => {
  cleanup();
  stopDesks();
});

const note = (id: string, text: string, change: Partial<DeskPersonNote> = {}): DeskPersonNote => ({
  ...{ id, text, by: tomas, at: NOW, edited: false },
  ...change,
});

async function showCard(change: object = {}) {
  const relay = createFakeRelay([conversation('a'), conversation('b')]);
  const both = card(change);
  relay.loads.set('a', { messages: [message(1, 'Hi')], card: both });
  relay.loads.set('b', { messages: [message(1, 'Hi', 'visitor', { conversation: 'b' })], card: both });
  const shown = await showDesk(relay, { open: 'a' });
  await screen.findByText('Earlier conversations');
  return { relay, aside: within(screen.getByRole('complementary', { name: 'Customer' })), ...shown };
}

const field = () => screen.findByRole<HTMLTextAreaElement>('textbox', { name: 'Note about the customer' });
const write = async (text: string) => fireEvent.input(await field(), { target: { value: text } });

test('a note about the person is written, and stays in the field until the relay has it', async () => {
  const { relay, aside } = await showCard();
  fireEvent.click(aside.getByRole('button', { name: 'Add a note' }));
  expect(document.activeElement).toBe(await field());
  await write('Prefers the phone');
  relay.held.add('remark');
  fireEvent.click(aside.getByRole('button', { name: 'Save' }));
  const [ask] = relay.of('remark');
  expect(ask).toMatchObject({ conversation: 'a', text: 'Prefers the phone', id: expect.stringMatching(/^[\w-]{22}$/) });
  relay.refuse(ask!, 'unavailable', 'the store could not write');
  await aside.findByText('Not saved: the store could not write');
  expect((await field()).value).toBe('Prefers the phone');
  fireEvent.click(aside.getByRole('button', { name: 'Save' }));
  const again = relay.of('remark')[1]!;
  expect(again.id).toBe(ask!.id); // no second note
  relay.answer(again);
  await waitFor(() => expect(aside.queryByRole('textbox')).toBeNull());
  relay.emit({
    t: 'card',
    conversation: 'a',
    card: card({ notes: [note(ask!.id, 'Prefers the phone', { by: mara })] }),
  });
  await aside.findByText('Prefers the phone');
});

test('what is being written waits while the agent looks at another conversation', async () => {
  const { aside, desk } = await showCard();
  fireEvent.click(aside.getByRole('button', { name: 'Add a note' }));
  await write('Half a thou');
  desk.open('b');
  await screen.findByText('Earlier conversations');
  desk.open('a');
  await waitFor(async () => expect((await field()).value).toBe('Half a thou'));
});

test('notes of others are shown with author and time, changed, and deleted after a question', async () => {
  const { relay, aside } = await showCard({ notes: [note('n1', 'Likes tea'), note('n2', 'VIP', { edited: true })] });
  aside.getByText('Likes tea');
  expect(aside.getByText('VIP').closest('li')!.textContent).toContain('Tomás Oliveira · now · edited');
  fireEvent.click(aside.getByRole('button', { name: 'Edit the note “Likes tea”' }));
  expect((await field()).value).toBe('Likes tea');
  await write('Likes coffee');
  press(await field(), 'Enter', { ctrlKey: true });
  await waitFor(() => expect(relay.of('remark')).toMatchObject([{ id: 'n1', text: 'Likes coffee' }]));
  fireEvent.click(await aside.findByRole('button', { name: 'Delete the note “VIP”' }));
  const keep = await aside.findByRole('button', { name: 'Keep' });
  expect(document.activeElement).toBe(keep);
  fireEvent.click(keep);
  expect(relay.of('unremark')).toEqual([]);
  fireEvent.click(aside.getByRole('button', { name: 'Delete the note “VIP”' }));
  fireEvent.click(await aside.findByRole('button', { name: 'Delete' }));
  expect(relay.of('unremark')).toMatchObject([{ id: 'n2', conversation: 'a' }]);
});

test('Escape gives a note up, and one that is too long cannot be saved', async () => {
  const { aside, relay } = await showCard();
  fireEvent.click(aside.getByRole('button', { name: 'Add a note' }));
  await write('x'.repeat(2_003));
  await aside.findByText('3 characters too long');
  press(await field(), 'Enter', { ctrlKey: true });
  press(await field(), 'Escape');
  await waitFor(() => expect(document.activeElement).toBe(aside.getByRole('button', { name: 'Add a note' })));
  expect(relay.of('remark')).toEqual([]);
});

const page = { url: 'https://shop.example/', title: 'Shop', language: 'en' };

test('the language and the local time of the customer stand under the name', async () => {
  const device = { platform: 'Android', timeZone: 'Asia/Tokyo' };
  const { aside } = await showCard({ snapshot: { v: 1, page, locale: 'ja', device } });
  aside.getByText('Japanese');
  aside.getByText(`${localTimeLabel('Asia/Tokyo', Date.now())} for them`);
});

test('the local time names the day where it is another one', () => {
  const at = new Date(2026, 4, 5, 12).getTime();
  const labels = ['Pacific/Kiritimati', 'Pacific/Pago_Pago'].map((zone) => localTimeLabel(zone, at));
  // 25 hours apart, so that at least one of them is on another day than this machine
  expect(labels.some((label) => /^[A-Z][a-z]{2} \d\d:\d\d$/.test(label))).toBe(true);
  expect(localTimeLabel(Intl.DateTimeFormat().resolvedOptions().timeZone, at)).toBe('12:00');
});

test('what the team’s own system knows is shown as its own; without it, that is said and can be asked again', async () => {
  const facts = { plan: 'gold', orders: 12, churn: null };
  const { relay, aside } = await showCard({ enriched: { state: 'pending' } });
  aside.getByText('Asking your system…');
  relay.emit({ t: 'card', conversation: 'a', card: card({ enriched: { state: 'failed' } }) });
  await aside.findByText('Your system is not available now.');
  fireEvent.click(aside.getByRole('button', { name: 'Ask again' }));
  expect(relay.of('enrich')).toMatchObject([{ conversation: 'a' }]);
  relay.emit({ t: 'card', conversation: 'a', card: card({ enriched: { state: 'ready', facts, at: NOW } }) });
  const section = within((await aside.findByRole('heading', { name: /From your system/ })).parentElement!);
  section.getByText('gold');
  section.getByText('verified');
  expect(section.queryByText('churn')).toBeNull();
  relay.emit({ t: 'card', conversation: 'a', card: card({ enriched: { state: 'ready', facts: {}, at: NOW } }) });
  await waitFor(() => expect(aside.queryByRole('heading', { name: /From your system/ })).toBeNull());
});

test('earlier conversations are there to the first; new ones come in', async () => {
  const old = (id: string, ago: number) => ({ id, status: 'resolved' as const, at: NOW - ago, preview: `Then ${id}` });
  const { relay, aside } = await showCard({ earlier: [old('x', 1000)], hasEarlier: true });
  relay.setOlder([old('y', 2000), old('z', 3000)]);
  fireEvent.click(aside.getByRole('button', { name: 'Show older conversations' }));
  await aside.findByText('Then z');
  expect(relay.of('earlier')).toMatchObject([{ conversation: 'a', before: { id: 'x', at: NOW - 1000 } }]);
  expect(aside.queryByRole('button', { name: 'Show older conversations' })).toBeNull();
  const person = { id: 'person-a', verified: false, anonymous: true };
  relay.emit({ t: 'conversation', conversation: conversation('new', { person, preview: 'Just begun' }) });
  await aside.findByText('Just begun');
  relay.emit({ t: 'card', conversation: 'a', card: card({ earlier: [old('x', 1000)], hasEarlier: true }) });
  await waitFor(() => expect(aside.queryByText('Just begun')).toBeNull());
  aside.getByText('Then z'); // what was loaded stays
});

test('notes and the facts of the own system pass the accessibility rules', async () => {
  const enriched = { state: 'ready', facts: { plan: 'gold' }, at: NOW };
  const { aside, container } = await showCard({ enriched, notes: [note('n1', 'Likes tea'), note('n2', 'VIP')] });
  fireEvent.click(aside.getByRole('button', { name: 'Delete the note “VIP”' }));
  fireEvent.click(aside.getByRole('button', { name: 'Add a note' }));
  await field();
  const { violations } = await axe.run(container, {
    runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
    rules: { region: { enabled: false } },
  });
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' ')}`)).toEqual([]);
});
