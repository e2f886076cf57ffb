import { cleanup, fireEvent, screen, waitFor } from '@testing-library/preact';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import {
  conversation,
  createFakeRelay,
  type FakeRelay,
  message,
  NOW,
  press,
  showDesk,
  stopDesks,
} from './desk-relay.js';

let relay: FakeRelay;
beforeEach(async () => {
  relay = createFakeRelay([conversation('a'), conversation('b')]);
  await showDesk(relay, { open: 'a' });
  await screen.findByRole('log');
});
afterEach(() => {
  cleanup();
  stopDesks();
  vi.restoreAllMocks();
});

const reply = () => screen.getByRole<HTMLTextAreaElement>('textbox', { name: 'Your reply' });
const note = () => screen.findByRole<HTMLTextAreaElement>('textbox', { name: 'Your note' });
const write = (field: Element, value: string) => fireEvent.input(field, { target: { value } });
const openRow = (name: RegExp) => fireEvent.click(screen.getByRole('button', { name }));

test('a reply keeps its text until the relay has it', async () => {
  relay.held.add('reply');
  write(reply(), 'Hello Anna');
  press(reply(), 'Enter');
  await screen.findByRole('button', { name: 'Sending…' });
  expect(reply().value).toBe('Hello Anna');
  const [asked] = relay.of('reply');
  expect(asked).toMatchObject({ conversation: 'a', text: 'Hello Anna' });
  expect(asked!.id).toMatch(/^[\w-]{22}$/);
  relay.answer(asked!);
  await waitFor(() => expect(reply().value).toBe(''));
  expect(screen.getByRole('log').textContent).toContain('Hello Anna');
});

test('a refused reply stays, says why, and its retry is the same message', async () => {
  relay.held.add('reply');
  write(reply(), 'Hello Anna');
  press(reply(), 'Enter');
  relay.refuse(relay.of('reply')[0]!, 'rate', 'too many messages');
  expect((await screen.findByRole('alert')).textContent).toBe('Not sent: too many messages');
  expect(reply().value).toBe('Hello Anna');
  fireEvent.click(screen.getByRole('button', { name: 'Retry' }));
  const [first, second] = relay.of('reply');
  expect(second!.id).toBe(first!.id);
  relay.answer(second!);
  await waitFor(() => expect(reply().value).toBe(''));
});

test('a text that was changed after a failure is another message', async () => {
  relay.held.add('reply');
  write(reply(), 'One');
  press(reply(), 'Enter');
  relay.refuse(relay.of('reply')[0]!, 'internal', 'the relay failed');
  await screen.findByRole('button', { name: 'Retry' });
  write(reply(), 'Two');
  press(reply(), 'Enter');
  const [first, second] = relay.of('reply');
  expect(second!.id).not.toBe(first!.id);
});

test('a reply whose answer was lost is settled by the log', async () => {
  relay.held.add('reply');
  write(reply(), 'Once only');
  press(reply(), 'Enter');
  const { id } = relay.of('reply')[0]!;
  relay.goDown();
  await screen.findByRole('button', { name: 'Retry' });
  relay.loads.set('a', { messages: [message(1, 'Once only', 'agent', { id })] });
  relay.comeUp();
  await waitFor(() => expect(reply().value).toBe(''));
  expect(relay.of('reply')).toHaveLength(1);
});

test('without a connection nothing is lost', async () => {
  relay.goDown();
  write(reply(), 'Later');
  press(reply(), 'Enter');
  expect((await screen.findByRole('alert')).textContent).toContain('there is no connection');
  expect(reply().value).toBe('Later');
});

test('a note goes out as a note and never as a reply', async () => {
  write(reply(), 'For the customer');
  fireEvent.click(screen.getByRole('radio', { name: 'Private note' }));
  expect((await note()).value).toBe('');
  write(await note(), 'She called already');
  const button = screen.getByRole('button', { name: 'Add note' });
  expect(screen.queryByRole('button', { name: 'Send reply' })).toBeNull();
  fireEvent.click(button);
  await waitFor(() => expect(relay.of('note')).toHaveLength(1));
  expect(relay.of('note')[0]).toMatchObject({ conversation: 'a', text: 'She called already' });
  await screen.findByText('Note — only the team sees this');
  expect(relay.of('reply')).toEqual([]);
  fireEvent.click(screen.getByRole('radio', { name: 'Reply' }));
  await waitFor(() => expect(reply().value).toBe('For the customer'));
});

test('writing a note is not announced as typing; writing a reply is, at most every three seconds', async () => {
  const clock = vi.spyOn(performance, 'now').mockReturnValue(NOW);
  fireEvent.click(screen.getByRole('radio', { name: 'Private note' }));
  write(await note(), 'secret');
  expect(relay.of('typing')).toEqual([]);
  fireEvent.click(screen.getByRole('radio', { name: 'Reply' }));
  await waitFor(reply);
  write(reply(), 'H');
  write(reply(), 'He');
  clock.mockReturnValue(NOW + 2_999);
  write(reply(), 'Hel');
  expect(relay.of('typing')).toEqual([{ t: 'typing', conversation: 'a', on: true }]);
  clock.mockReturnValue(NOW + 3_001);
  write(reply(), 'Hell');
  expect(relay.of('typing')).toHaveLength(2);
  press(reply(), 'Enter');
  expect(relay.of('typing').at(-1)).toEqual({ t: 'typing', conversation: 'a', on: false });
});

test('Enter that ends a composition does not send, nor does Shift and Enter', () => {
  write(reply(), 'こんにちは');
  press(reply(), 'Enter', { isComposing: true });
  press(reply(), 'Enter', { keyCode: 229 });
  press(reply(), 'Enter', { shiftKey: true });
  expect(relay.of('reply')).toEqual([]);
  press(reply(), 'Enter');
  expect(relay.of('reply')).toHaveLength(1);
});

test('nothing but white space is not sent, and too long a text says so', async () => {
  write(reply(), ' \n ');
  press(reply(), 'Enter');
  write(reply(), 'x'.repeat(10_002));
  press(reply(), 'Enter');
  await screen.findByText('2 characters too long');
  expect(relay.of('reply')).toEqual([]);
});

test('each conversation keeps its own draft', async () => {
  write(reply(), 'To a');
  openRow(/Name b/);
  await waitFor(() => expect(screen.getByRole('heading', { level: 2 }).textContent).toBe('Name b'));
  expect(reply().value).toBe('');
  write(reply(), 'To b');
  openRow(/Name a/);
  await waitFor(() => expect(reply().value).toBe('To a'));
});
