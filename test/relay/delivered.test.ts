import { randomUUID } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { parseConversation } from '../../src/wire/parse.js';
import { message, newId, openDesk, startRelay, visit } from './support.js';

type Visitor = Awaited<ReturnType<typeof visit>>;

/** How far the visitor was told that an agent's desk has it. */
const deliveredTo = (visitor: Visitor) =>
  visitor
    .events('conversation')
    .flatMap((event) => (event.type === 'conversation' ? [event.conversation.deliveredTo ?? 0] : []))
    .at(-1);

const send = (visitor: Visitor, conversation: string, text: string) =>
  visitor.ask<{ seq: number }>({ t: 'send', message: message(conversation, text) });

test('a message is delivered once the desk of an agent was sent it, and the visitor is told', async () => {
  const { url } = await startRelay();
  const visitor = await visit(url);
  const conversation = newId();
  const desk = await openDesk(url);
  const { seq } = await send(visitor, conversation, 'is anybody there?');
  await desk.next((frame) => frame.t === 'message');
  await vi.waitFor(() => expect(deliveredTo(visitor)).toBe(seq));
  // the agent's answer is not the visitor's to be delivered, and leaves no hole
  await desk.ask({ t: 'reply', id: newId(), conversation, text: 'yes' });
  const second = await send(visitor, conversation, 'good');
  await vi.waitFor(() => expect(deliveredTo(visitor)).toBe(second.seq));
  const [listed] = await visitor.ask<{ deliveredTo: number; agentReadTo: number }[]>({ t: 'conversations' });
  expect(listed).toMatchObject({ deliveredTo: second.seq, agentReadTo: 0 });
});

test('while no agent is signed in nothing is delivered; what was written then is, when an agent looks at it', async () => {
  const database = join(tmpdir(), `sobani-${randomUUID()}.db`);
  const before = await startRelay({ database });
  const first = await visit(before.url);
  const conversation = newId();
  await send(first, conversation, 'one');
  const desk = await openDesk(before.url);
  await send(first, conversation, 'two');
  await desk.next((frame) => frame.t === 'message');
  await Promise.all([first.settled(), desk.settled()]);
  // the second one reached the desk, the first one did not: delivered to the first place that is missing
  expect(deliveredTo(first)).toBe(0);
  expect(JSON.stringify(first.all)).not.toContain('deliveredTo');

  await desk.ask({ t: 'load', conversation });
  await vi.waitFor(() => expect(deliveredTo(first)).toBe(2));
  await before.relay.close();

  const after = await startRelay({ database });
  const again = await visit(after.url, { secret: first.secret });
  expect(deliveredTo(again)).toBe(2);
});

test('a client that reads the conversation keeps the mark, and does without it', () => {
  const row = { id: 'c', status: 'open', readTo: 0, agentReadTo: 0, at: 1 };
  expect(parseConversation({ ...row, deliveredTo: 3 }, '')).toEqual({ ...row, deliveredTo: 3 });
  expect(parseConversation(row, '')).toEqual(row);
  expect(() => parseConversation({ ...row, deliveredTo: '3' }, '')).toThrow('deliveredTo');
});
