import { cleanup, fireEvent, screen, waitFor, within } from '@testing-library/preact';
import axe from 'axe-core';
import { afterEach, describe, expect, test } from 'vitest';
import { addEntries, noHistory, rows } from '../../src/desk/history.js';
import type { DeskEntry } from '../../src/wire/desk.js';
import { card, conversation, createFakeRelay, MINUTE, message, NOW, press, showDesk, stopDesks } from './desk-relay.js';

afterEach(() => {
  cleanup();
  stopDesks();
});

const total = { amount: 3998, currency: 'EUR' };
const page = (id: number, path: string, title = path, at = NOW - (1000 - id) * 1000): DeskEntry => ({
  ...{ id, at, kind: 'page', title },
  url: `https://shop.example${path}`,
});
const event = (id: number, name: string): DeskEntry => ({
  id,
  at: NOW - (1000 - id) * 1000,
  kind: 'event',
  name,
  data: {},
});
const everything: DeskEntry[] = [
  { ...page(1, '/', 'Shop'), ms: 95_000, depth: 80 } as DeskEntry,
  { id: 2, at: NOW - 900_000, kind: 'product', name: 'Kettle', price: { amount: 1999, currency: 'EUR' } },
  {
    ...{ id: 3, at: NOW - 800_000, kind: 'cart', event: 'changed', items: 2, total },
    changes: [
      { name: 'Kettle', quantity: 2, was: 0 },
      { name: 'Mug', quantity: 1, was: 3 },
      { name: 'Tray', quantity: 0, was: 1 },
      { name: 'Spoon', quantity: 1, was: 0 },
      { name: 'Fork', quantity: 1, was: 0 },
    ],
  },
  { id: 4, at: NOW - 700_000, kind: 'order', order: 'SO-1', status: 'paid', total },
  { id: 5, at: NOW - 600_000, kind: 'trouble', type: 'rage-click', count: 4, detail: 'button "Pay"' },
  { id: 6, at: NOW - 500_000, kind: 'search', query: 'refund', hits: 0 },
  {
    id: 7,
    at: NOW - 400_000,
    kind: 'article',
    article: 'returns',
    title: 'Returning things',
    helpful: false,
    reason: 'No price',
  },
  { id: 8, at: NOW - 300_000, kind: 'event', name: 'plan-viewed', data: { plan: 'pro', seats: 3, none: null } },
  { id: 9, at: NOW - 200_000, kind: 'answer', conversation: 'a', question: 'What is it about?', answer: 'A refund' },
  { id: 10, at: NOW - 100_000, kind: 'conversation', event: 'handoff', conversation: 'b', text: 'asked' },
];

async function showTimeline(entries: DeskEntry[] = everything, pageSize = 50) {
  const relay = createFakeRelay([conversation('a'), conversation('b', { status: 'resolved' })]);
  relay.loads.set('a', { messages: [message(1, 'Hi')], card: card() });
  relay.timelines.set('a', entries);
  relay.setPageSize(pageSize);
  const shown = await showDesk(relay, { open: 'a' });
  const tab = await screen.findByRole('tab', { name: 'Timeline' });
  fireEvent.click(tab);
  const region = within(screen.getByRole('region', { name: 'Timeline' }));
  return { relay, region, tab, ...shown };
}

const told = () =>
  [...document.querySelectorAll('.happened-what')].map((what) =>
    what.querySelector('.line')?.textContent?.replaceAll('\u00a0', ' '),
  );

test('tells everything that happened, newest first, in words', async () => {
  const { region } = await showTimeline();
  await region.findByText('plan-viewed');
  expect(told()).toEqual([
    'Asked for a person',
    'Answered the bot',
    'Event plan-viewed',
    'Read Returning things',
    'Searched help for refund',
    'Clicked again and again, 4 ×',
    'Order SO-1paid',
    'Added Kettle × 2',
    'Looked at Kettle',
    'Shop',
  ]);
  const article = region.getByText('Returning things').closest('li')!;
  expect(article.textContent).toContain('It did not help“No price”');
  const cart = region.getByText('Mug', { exact: true }).closest('li')!;
  expect(cart.textContent).toContain('Mug 3 → 1');
  expect(cart.textContent).toContain('Removed Tray');
  expect(cart.textContent).toContain('and 2 more');
  expect(cart.textContent).toContain('€39.98');
  region.getByText('2 min · 80 % seen');
  region.getByText('Nothing was found');
  region.getByText('plan: pro · seats: 3');
  region.getByText('What is it about?');
});

test('a filter asks for its kind alone, and leaves out what else comes in', async () => {
  const { relay, region } = await showTimeline();
  fireEvent.click(await region.findByRole('radio', { name: 'Cart, orders' }));
  await waitFor(() => expect(told()).toEqual(['Order SO-1paid', 'Added Kettle × 2']));
  expect(relay.of('timeline').at(-1)).toMatchObject({ conversation: 'a', before: null, kinds: ['cart', 'order'] });
  const order = { ...everything[3]!, id: 30, at: NOW, order: 'SO-2' };
  relay.emit({ t: 'happened', person: 'person-a', entries: [page(31, '/later'), order] });
  await waitFor(() => expect(told()).toEqual(['Order SO-2paid', 'Order SO-1paid', 'Added Kettle × 2']));
  fireEvent.click(region.getByRole('radio', { name: 'Help' }));
  await waitFor(() => expect(told()).toHaveLength(2));
});

test('while the customer moves it moves; another’s moves are not shown', async () => {
  const { relay, region } = await showTimeline([page(1, '/first')]);
  await region.findByText('/first', { selector: '.line' });
  relay.emit({ t: 'happened', person: 'person-b', entries: [page(2, '/of-another')] });
  relay.emit({ t: 'happened', person: 'person-a', entries: [page(3, '/second', 'Second')] });
  await waitFor(() => expect(told()).toEqual(['Second', '/first']));
  const trouble = { id: 4, at: NOW, kind: 'trouble', type: 'dead-click', count: 1 } as const;
  relay.emit({ t: 'happened', person: 'person-a', entries: [trouble] });
  relay.emit({ t: 'happened', person: 'person-a', entries: [{ ...trouble, count: 3 }] });
  await waitFor(() => expect(told()[0]).toBe('Clicked, and nothing happened, 3 ×'));
  expect(told()).toHaveLength(3);
});

test('what came while the details were shown is counted, until the agent looks', async () => {
  const { relay, tab } = await showTimeline([]);
  fireEvent.click(screen.getByRole('tab', { name: 'Details' }));
  relay.emit({ t: 'happened', person: 'person-a', entries: [page(1, '/a'), page(2, '/b')] });
  await screen.findByRole('tab', { name: /2 new entries/ });
  fireEvent.click(tab);
  await screen.findByRole('tab', { name: 'Timeline' });
  expect(told()).toEqual(['/b', '/a']);
});

test('what is older is loaded when it is asked for, without a gap', async () => {
  const entries = Array.from({ length: 7 }, (_, i) => event(i + 1, `event ${i + 1}`));
  const { region } = await showTimeline(entries, 3);
  const more = await region.findByRole('button', { name: 'Load older entries' });
  await waitFor(() => expect(told()).toHaveLength(3));
  fireEvent.click(more);
  await waitFor(() => expect(told()).toHaveLength(6));
  fireEvent.click(region.getByRole('button', { name: 'Load older entries' }));
  await waitFor(() => expect(told()).toEqual(Array.from({ length: 7 }, (_, i) => `Event event ${7 - i}`)));
  expect(region.queryByRole('button', { name: 'Load older entries' })).toBeNull();
});

test('when something was withdrawn, or a visitor became known, it is loaded again', async () => {
  const { relay, region } = await showTimeline();
  await region.findByText('plan-viewed');
  relay.timelines.set('a', [page(1, '/left')]);
  relay.emit({ t: 'rewritten', person: 'person-b' });
  relay.emit({ t: 'rewritten', person: 'person-a' });
  await waitFor(() => expect(told()).toEqual(['/left']));
});

test('many pages in a row are folded, and unfold by keyboard', async () => {
  const pages = Array.from({ length: 9 }, (_, i) => page(i + 1, `/${i + 1}`));
  const { region } = await showTimeline([...pages, { ...everything[5]!, at: NOW }]);
  const rest = await region.findByRole('button', { name: '8 more pages' });
  expect(told()).toEqual(['Searched help for refund', '/9']);
  expect(rest.getAttribute('aria-expanded')).toBe('false');
  rest.focus();
  fireEvent.click(rest);
  await waitFor(() => expect(told()).toHaveLength(10));
  expect(document.activeElement?.getAttribute('aria-expanded')).toBe('true');
});

test('says when there is nothing, and offers to try again when it failed', async () => {
  const { relay, region } = await showTimeline([]);
  await region.findByText('Nothing has happened yet, or nothing was shared.');
  relay.held.add('timeline');
  fireEvent.click(region.getByRole('radio', { name: 'Trouble' }));
  relay.refuse(relay.of('timeline').at(-1)!, 'internal', 'the relay failed');
  const again = await region.findByRole('button', { name: 'Try again' });
  relay.held.delete('timeline');
  fireEvent.click(again);
  await region.findByText('Nothing of this kind.');
  expect(relay.of('timeline').at(-1)).toMatchObject({ kinds: ['trouble'] });
});

test('opens the conversation that an entry is about', async () => {
  const { relay, region } = await showTimeline();
  const links = await region.findAllByRole('button', { name: 'Open that conversation' });
  expect(links).toHaveLength(1); // the answer was given in the one that is open
  fireEvent.click(links[0]!);
  await waitFor(() => expect(relay.of('load').at(-1)).toMatchObject({ conversation: 'b' }));
});

test('the arrow keys move between the tabs', async () => {
  const { tab } = await showTimeline();
  tab.focus();
  press(tab, 'ArrowLeft');
  const details = screen.getByRole('tab', { name: 'Details' });
  expect(document.activeElement).toBe(details);
  expect(details.getAttribute('aria-selected')).toBe('true');
  press(details, 'ArrowRight');
  expect(document.activeElement).toBe(tab);
});

test('hostile words are only words here too, and what this desk cannot read is left out', async () => {
  const evil = '<img src=x onerror="window.pwned=1">';
  const { region, container } = await showTimeline([
    { id: 1, at: NOW, kind: 'page', url: 'javascript:alert(1)', title: evil },
    { id: 2, at: NOW, kind: 'teleported', to: 'Mars' } as never,
    { id: 3, at: NOW, kind: 'event', name: evil, data: { [evil]: evil } },
    { id: 4, at: NOW, kind: 'cart', event: 'found', changes: [], items: 1, total: { amount: 1, currency: 'x' } },
  ]);
  await region.findAllByText(evil);
  expect(told()).toHaveLength(2);
  expect(container.querySelector('.card img, .card a')).toBeNull();
});

test('it passes the accessibility rules', async () => {
  const pages = Array.from({ length: 6 }, (_, i) => page(20 + i, `/${i}`));
  const { region, container } = await showTimeline([...everything, ...pages]);
  await region.findByText('plan-viewed');
  const { violations } = await axe.run(container, {
    runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
    rules: { region: { enabled: false } },
  });
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' ')}`)).toEqual([]);
});

describe('the rows', () => {
  const shape = (entries: DeskEntry[]) =>
    rows([...entries].sort((a, b) => b.at - a.at)).map((row) =>
      row.row === 'day' ? 'day' : row.row === 'rest' ? row.lines.map(({ times }) => times) : row.line.times,
    );
  const noon = new Date(2026, 4, 5, 12).getTime();
  const at = (minutes: number) => noon + minutes * MINUTE;
  const seen = (id: number, path: string, minutes: number) => page(id, path, path, at(minutes));

  test('the same page again and again is one line', () => {
    expect(shape([seen(1, '/a', 1), seen(2, '/a', 2), seen(3, '/a', 3), seen(4, '/b', 4)])).toEqual(['day', 1, 3]);
  });

  test('three different pages are shown, the fourth folds them away behind the newest', () => {
    const three = [seen(1, '/a', 1), seen(2, '/b', 2), seen(3, '/c', 3)];
    expect(shape(three)).toEqual(['day', 1, 1, 1]);
    expect(shape([...three, seen(4, '/d', 4)])).toEqual(['day', 1, [1, 1, 1]]);
  });

  test('what happens in between ends a row of pages, and so does midnight', () => {
    const pages = [seen(1, '/a', 1), seen(2, '/b', 2), seen(4, '/c', 4), seen(5, '/d', 5)];
    expect(shape([...pages, { ...event(3, 'x'), at: at(3) }])).toEqual(['day', 1, 1, 1, 1, 1]);
    expect(shape([...pages, seen(6, '/e', 13 * 60)])).toEqual(['day', 1, 'day', 1, [1, 1, 1]]);
  });

  test('the folded part keeps its key while newer pages come', () => {
    const keys = (n: number) =>
      rows(Array.from({ length: n }, (_, i) => seen(n - i, `/${n - i}`, n - i)))
        .filter(({ row }) => row === 'rest')
        .map(({ key }) => key);
    expect(keys(5)).toEqual(keys(9));
  });

  test('an entry from before what is loaded is left for its page', () => {
    const history = { ...noHistory, entries: [event(9, 'nine')], before: { at: event(9, '').at, id: 9 } };
    expect(addEntries(history, [event(3, 'three'), event(12, 'twelve')]).map(({ id }) => id)).toEqual([12, 9]);
    expect(addEntries({ ...history, before: null }, [event(3, 'three')]).map(({ id }) => id)).toEqual([9, 3]);
  });
});
