import { within } from '@testing-library/preact';
import { afterEach, expect, it, vi } from 'vitest';
import { userEvent } from 'vitest/browser';
import {
  AIKO,
  BOT,
  conversation,
  createPanelHost,
  type FakeHost,
  MIKA,
  message,
  openConversation,
} from './panel-host.js';

let host: FakeHost;
const panel = () => within(host.panel);
const focused = () => host.root.activeElement;
afterEach(() => host.unmount());

/** A key is a gesture; without one the panel takes the focus from nobody. */
const press = async (name: string) => {
  const button = await panel().findByRole('button', { name });
  await userEvent.keyboard('{Shift}');
  button.focus();
  expect(focused()).toBe(button);
  await userEvent.keyboard('{Enter}');
};

it('leads the focus to the composer when a choice was taken by key', async () => {
  host = openConversation([
    message(BOT, [{ type: 'choices', text: 'Which?', choices: [{ id: 'a', label: 'This one' }] }]),
  ]);
  await press('This one');
  await panel().findByText('This one', { selector: '.own *' });
  await vi.waitFor(() => expect(focused()).toBe(host.field()));
});

it('leads it there when the button that sends has nothing more to send', async () => {
  host = openConversation([message(MIKA, 'Hello')]);
  await panel().findByText('Hello');
  host.write('Good morning');
  await press('Send');
  await vi.waitFor(() => expect(focused()).toBe(host.field()));
});

it('leads it to what goes on when a conversation ends while one writes', async () => {
  host = openConversation([message(MIKA, 'Hello')]);
  await panel().findByText('Hello');
  await userEvent.keyboard('{Shift}');
  host.field().focus();
  host.state.conversations.value = [conversation({ status: 'resolved' })];
  const next = await panel().findByRole('button', { name: 'Start a new conversation' });
  await vi.waitFor(() => expect(focused()).toBe(next));
});

it('leads it to the panel where nothing is to be written, so that Escape is heard', async () => {
  host = createPanelHost();
  host.state.view.value = { screen: 'conversations' };
  host.state.conversations.value = [conversation(), conversation({ id: 'c2' })];
  host.show([message(AIKO, 'First')]);
  host.mount();
  await userEvent.keyboard('{Shift}');
  const card = await panel().findByRole('button', { name: /First/ });
  card.focus();
  host.state.conversations.value = [];
  await vi.waitFor(() => expect(focused()).toBe(host.panel));
  await userEvent.keyboard('{Escape}');
  expect(host.calls).toContain('close()');
});

it('leaves it to who moved it, and takes none that the page has', async () => {
  host = openConversation([
    message(BOT, [{ type: 'choices', text: 'Which?', choices: [{ id: 'a', label: 'This one' }] }]),
  ]);
  const outside = document.createElement('input');
  document.body.append(outside);
  await userEvent.keyboard('{Shift}');
  (await panel().findByRole('button', { name: 'This one' })).focus();
  outside.focus();
  host.show([message(MIKA, 'Never mind')]);
  await panel().findByText('Never mind');
  await new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)));
  expect(document.activeElement).toBe(outside);
  outside.remove();
});
