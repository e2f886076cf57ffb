import { cleanup, fireEvent, screen, waitFor, within } from '@testing-library/preact';
import { afterEach, expect, test } from 'vitest';
import { conversation, createFakeRelay, message, showDesk, stopDesks } from './desk-relay.js';

afterEach(() => {
  cleanup();
  stopDesks();
});

async function show(messages: ReturnType<typeof message>[]) {
  const relay = createFakeRelay([conversation('a')]);
  relay.loads.set('a', { messages });
  await showDesk(relay, { open: 'a' });
  return { relay, log: within(await screen.findByRole('log')) };
}
const answering = (seq: number, to: string) =>
  message(seq, 'Two weeks', 'agent', { parts: [{ type: 'text', text: 'Two weeks', to }] });

test('a message says which one it answers, also one that is not loaded', async () => {
  const { log } = await show([message(1, 'How long?'), answering(2, 'message-1'), answering(3, 'message-0')]);
  const quotes = [...document.querySelectorAll('.transcript .quoted')].map((it) => it.textContent);
  expect(quotes).toEqual(['In reply toName a: How long?', 'In reply toAn earlier message']);
  expect(log.getAllByText('Two weeks')).toHaveLength(2);
});

test('a reply to a message is sent with its id, and the next one is not', async () => {
  const { relay, log } = await show([message(1, 'How long?')]);
  fireEvent.click(log.getByRole('button', { name: 'Reply to this message of Name a' }));
  const quoted = () => document.querySelector('.composer .quoted');
  await waitFor(() => expect(quoted()?.textContent).toContain('Name a: How long?'));
  const field = screen.getByRole<HTMLTextAreaElement>('textbox', { name: 'Your reply' });
  const write = (text: string) => {
    fireEvent.input(field, { target: { value: text } });
    fireEvent.keyDown(field, { key: 'Enter' });
  };
  write('Two weeks');
  await waitFor(() => expect(relay.of('reply')).toHaveLength(1));
  await waitFor(() => expect(quoted()).toBeNull());
  await waitFor(() => expect(field.value).toBe(''));
  write('At most');
  await waitFor(() => expect(relay.of('reply')).toHaveLength(2));
  expect(relay.of('reply').map(({ text, to }) => [text, to])).toEqual([
    ['Two weeks', 'message-1'],
    ['At most', undefined],
  ]);
});

test('an address reads forwards whatever stands before it, and what is hidden in a long conversation makes no page longer', async () => {
  const text = '\u202eABC https://shop.example/kettle';
  await show([message(1, text), ...Array.from({ length: 60 }, (_, i) => answering(i + 2, 'message-1'))]);
  const [word] = document.querySelector('.transcript .text a')!.childNodes;
  const box = (at: number) => {
    const range = document.createRange();
    range.setStart(word!, at);
    range.setEnd(word!, at + 1);
    return range.getBoundingClientRect();
  };
  expect(box(1).left).toBeGreaterThan(box(0).left);
  const { scrollHeight, clientHeight } = document.querySelector('.transcript')!;
  expect(scrollHeight).toBeGreaterThan(clientHeight);
  expect(document.documentElement.scrollHeight).toBeLessThanOrEqual(document.documentElement.clientHeight);
});
