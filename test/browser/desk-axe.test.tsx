import { cleanup, fireEvent, render, screen } from '@testing-library/preact';
import axe from 'axe-core';
import { afterEach, expect, test } from 'vitest';
import { SignIn } from '../../src/desk/components/SignIn.js';
import { card, conversation, createFakeRelay, mara, message, NOW, showDesk, stopDesks, tomas } from './desk-relay.js';

afterEach(() => {
  cleanup();
  stopDesks();
});

async function expectNoViolations(container: Element) {
  const { violations } = await axe.run(container, {
    runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
    // the page's own heading order and landmarks begin at the container here
    rules: { region: { enabled: false } },
  });
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' ')}`)).toEqual([]);
}

function fullRelay() {
  const relay = createFakeRelay([
    conversation('a', { unread: 3, tags: ['urgent', 'payment'], priority: 'urgent', online: true, team: 'Billing' }),
    conversation('b', { person: { id: 'b', verified: true, anonymous: false }, previewBy: 'bot' }),
    conversation('c', { status: 'open', assignee: tomas }),
  ]);
  const page = { url: 'https://shop.example/cart', title: 'Your cart', language: 'en' };
  const price = { amount: 8950, currency: 'EUR' };
  relay.loads.set('a', {
    messages: [
      message(1, 'Hello?'),
      message(2, '', 'bot', {
        parts: [{ type: 'choices', text: 'Choose', choices: [{ id: 'x', label: 'A refund' }] }],
      }),
      message(3, '', 'bot', { parts: [{ type: 'article', article: 'r', title: 'Returns', description: '30 days' }] }),
      message(4, '', 'system', { parts: [{ type: 'event', event: 'assigned', name: 'Mara' }] }),
      message(5, 'See https://shop.example/returns', 'agent', { author: { kind: 'agent', ...mara } }),
    ],
    notes: [{ id: 'n', conversation: 'a', by: tomas, text: 'Called the bank', at: NOW + 10 }],
    card: card({
      claims: { email: 'a@b.example' },
      snapshotAt: NOW,
      snapshot: {
        v: 1,
        page,
        locale: 'en',
        traits: { plan: 'Plus' },
        company: { id: 'c', name: 'Nordwool', plan: 'Business' },
        cart: { items: [{ id: '1', name: 'Jumper', price, url: '/p' }], total: price },
        order: { id: 'SO-1', status: 'paid', total: price, at: NOW },
        journey: [{ url: 'https://shop.example/', title: 'Shop', at: NOW }],
      },
      earlier: [{ id: 'z', status: 'resolved', at: NOW, preview: 'The other day' }],
    }),
  });
  return relay;
}

test('lists without an open conversation', async () => {
  const { container } = await showDesk(fullRelay());
  await expectNoViolations(container);
});

test('nobody waiting', async () => {
  const { container } = await showDesk(createFakeRelay());
  await expectNoViolations(container);
});

test('an open conversation with everything in it, while somebody types', async () => {
  const relay = fullRelay();
  const { container } = await showDesk(relay, { open: 'a' });
  relay.emit({ t: 'typing', conversation: 'a', author: { kind: 'visitor', name: 'Anna' }, on: true });
  await screen.findByText('Anna is typing…');
  await expectNoViolations(container);
});

test('writing a note, with the menu of agents open', async () => {
  const { container } = await showDesk(fullRelay(), { open: 'a' });
  fireEvent.click(await screen.findByRole('radio', { name: 'Private note' }));
  fireEvent.input(await screen.findByRole('textbox', { name: 'Your note' }), { target: { value: 'Hm' } });
  fireEvent.click(screen.getByRole('button', { name: 'Assign' }));
  await screen.findByRole('menu');
  await expectNoViolations(container);
});

test('a refused reply, and the lost connection', async () => {
  const relay = fullRelay();
  const { container } = await showDesk(relay, { open: 'a' });
  const field = await screen.findByRole('textbox', { name: 'Your reply' });
  relay.goDown();
  fireEvent.input(field, { target: { value: 'Hm' } });
  fireEvent.keyDown(field, { key: 'Enter' });
  await screen.findByRole('alert');
  await screen.findByText('Connection lost. Trying again…');
  await expectNoViolations(container);
});

test.each(['refused', 'unreachable', null] as const)('the sign-in screen (%s)', async (problem) => {
  const { container } = render(<SignIn problem={problem} onRetry={() => {}} />);
  await expectNoViolations(container);
});
