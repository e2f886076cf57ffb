import { expect, test } from 'vitest';
import {
  Client,
  dial,
  FAST,
  message,
  newId,
  ORIGIN,
  openDesk,
  openSocket,
  snapshot,
  startRelay,
  visit,
} from './support.js';

type Receipt = { id: string; seq: number; at: number; cursor?: string; duplicate?: boolean };
type Page = { messages: { id: string; seq: number }[]; before: number | null };

test('a visitor writes, an agent answers, and the visitor sees it', async () => {
  const { url } = await startRelay();
  const visitor = await visit(url);
  const desk = await openDesk(url);
  const conversation = newId();
  const sent = message(conversation, 'Where is my order?');
  const receipt = await visitor.ask<Receipt>({ t: 'send', message: sent });
  expect(receipt).toEqual({ id: sent.id, seq: 1, at: expect.any(Number), cursor: `${visitor.epoch}:1` });
  expect(visitor.messages()).toEqual([
    {
      id: sent.id,
      conversation,
      author: { kind: 'visitor', id: visitor.person.id },
      parts: sent.parts,
      at: receipt.at,
      seq: 1,
    },
  ]);

  const reply = newId();
  const said = await desk.ask<Receipt>({ t: 'reply', id: reply, conversation, text: 'On its way.' });
  await visitor.event('message', (event: { message: { id: string } }) => event.message.id === reply);
  const [, assigned, answer] = visitor.messages();
  expect(assigned).toMatchObject({ seq: 2, author: { kind: 'system' }, parts: [{ event: 'assigned', name: 'Mia' }] });
  expect(answer).toEqual({
    id: reply,
    conversation,
    author: { kind: 'agent', id: 'mia', name: 'Mia' },
    parts: [{ type: 'text', text: 'On its way.' }],
    at: said.at,
    seq: 3,
  });
  expect(visitor.events('conversation').at(-1)).toMatchObject({
    conversation: { status: 'open', assignee: { kind: 'agent', id: 'mia', name: 'Mia' } },
  });
});

test('both socket paths are served', async () => {
  const { url } = await startRelay();
  const client = new Client(await openSocket(url, '/v1/socket', { origin: ORIGIN }));
  client.send({ t: 'hello', v: 1, app: 'shop' });
  expect(await client.next(() => true)).toMatchObject({ t: 'welcome', v: 1 });
});

test('what is sent right behind hello is answered after the welcome, in its order', async () => {
  const { url } = await startRelay();
  const client = await dial(url);
  const to = newId();
  client.send({ t: 'hello', v: 1, app: 'shop' });
  for (const r of [1, 2]) client.send({ t: 'send', r, message: message(to, `${r}`) });
  for (const r of [1, 2]) {
    expect(await client.next((it) => it.t !== 'welcome')).toMatchObject({ t: 'ok', r, data: { seq: r } });
  }
  expect(client.all[0]).toMatchObject({ t: 'welcome' });
});

test('the secret brings the same visitor back; an unknown or revoked one makes a new visitor', async () => {
  const { url } = await startRelay();
  const first = await visit(url);
  const again = await visit(url, { secret: first.secret });
  expect(again.person.id).toBe(first.person.id);
  expect(again.secret).toBe(first.secret);
  const wrong = `${first.secret.slice(0, -1)}${first.secret.endsWith('A') ? 'B' : 'A'}`;
  for (const secret of ['nonsense', wrong]) expect((await visit(url, { secret })).person.id).not.toBe(first.person.id);

  await first.ask({ t: 'revoke' });
  expect(await first.closed).toMatchObject({ code: 1000 });
  expect(await again.closed).toMatchObject({ code: 4401 });
  expect((await visit(url, { secret: first.secret })).person.id).not.toBe(first.person.id);
});

test('the same message sent again has the first receipt and is stored once', async () => {
  const { url } = await startRelay();
  const visitor = await visit(url);
  const sent = message(newId(), 'once');
  const first = await visitor.ask<Receipt>({ t: 'send', message: sent });
  await visitor.ask({ t: 'send', message: message(sent.conversation, 'between') });
  const second = await visitor.ask<Receipt>({ t: 'send', message: sent });
  expect(second).toEqual({ ...first, duplicate: true });
  const page = await visitor.ask<Page>({ t: 'history', conversation: sent.conversation, before: null, limit: 100 });
  expect(page.messages.map((one) => one.seq)).toEqual([1, 2]);
  expect(visitor.messages()).toHaveLength(2);
});

test('the same id with another content, or by another author, is a conflict', async () => {
  const { url } = await startRelay();
  const visitor = await visit(url);
  const desk = await openDesk(url);
  const sent = message(newId(), 'one');
  await visitor.ask({ t: 'send', message: sent });
  const other = { ...sent, parts: [{ type: 'text', text: 'two' }] };
  expect(await visitor.answer({ t: 'send', message: other })).toMatchObject({ code: 'conflict', path: 'message.id' });
  expect(await visitor.answer({ t: 'send', message: { ...sent, by: 'bot' } })).toMatchObject({ code: 'conflict' });
  const { id, conversation } = sent;
  expect(await desk.answer({ t: 'reply', id, conversation, text: 'one' })).toMatchObject({ code: 'conflict' });
});

test('a repeated id is recognised also when the conversation has ended', async () => {
  const { url } = await startRelay();
  const visitor = await visit(url);
  const sent = message(newId(), 'last words');
  const first = await visitor.ask<Receipt>({ t: 'send', message: sent });
  await visitor.ask({ t: 'close', conversation: sent.conversation });
  expect(await visitor.ask<Receipt>({ t: 'send', message: sent })).toEqual({ ...first, duplicate: true });
  const more = message(sent.conversation, 'more');
  expect(await visitor.answer({ t: 'send', message: more })).toMatchObject({ code: 'closed' });
});

test('fifty senders at once leave a log without gaps, in one order for all', async () => {
  const { url } = await startRelay({ limits: { ...FAST, connectionsPerVisitor: 60 } });
  const first = await visit(url);
  const senders = await Promise.all(Array.from({ length: 50 }, () => visit(url, { secret: first.secret })));
  const conversation = newId();
  const receipts = await Promise.all(
    senders.flatMap((sender, i) =>
      [1, 2, 3, 4].map((n) => sender.ask<Receipt>({ t: 'send', message: message(conversation, `${i}-${n}`) })),
    ),
  );
  const places = receipts.map((receipt) => receipt.seq).sort((a, b) => a - b);
  expect(places).toEqual(Array.from({ length: 200 }, (_, i) => i + 1));
  await Promise.all(senders.map((sender) => sender.settled()));
  const order = senders[0]!.messages().map((one) => one.id);
  expect(order).toHaveLength(200);
  for (const sender of senders) expect(sender.messages().map((one) => one.id)).toEqual(order);
  const texts = senders[0]!.messages().flatMap((one) => (one.parts[0]?.type === 'text' ? [one.parts[0].text] : []));
  for (let i = 0; i < 50; i++) {
    expect(texts.filter((text) => text.startsWith(`${i}-`))).toEqual([1, 2, 3, 4].map((n) => `${i}-${n}`));
  }
});

test('every tab of a visitor sees every message, the sender included', async () => {
  const { url } = await startRelay();
  const one = await visit(url);
  const two = await visit(url, { secret: one.secret });
  const sent = message(newId(), 'hello');
  await one.ask({ t: 'send', message: sent });
  await Promise.all([one.settled(), two.settled()]);
  expect(one.messages()).toEqual(two.messages());
  expect(one.messages()).toHaveLength(1);
});

test('a hand-off stores message, context and tags as one, and waits for a person', async () => {
  const { url } = await startRelay();
  const visitor = await visit(url);
  const desk = await openDesk(url);
  const conversation = newId();
  await visitor.ask({ t: 'send', message: message(conversation, 'help') });
  const request = {
    message: { ...message(conversation, ''), by: 'bot', parts: [{ type: 'handoff', team: 'billing' }] },
    snapshot: { ...snapshot, cart: { items: [], total: { amount: 1999, currency: 'EUR' } } },
    tags: ['billing', 'vip'],
    team: 'billing',
    reason: 'asked for a person',
  };
  await visitor.ask({ t: 'handoff', ...request });
  expect(visitor.events('conversation').at(-1)).toMatchObject({ conversation: { status: 'waiting' } });
  const loaded = await desk.ask<{ conversation: object; card: object; messages: unknown[] }>({
    t: 'load',
    conversation,
  });
  expect(loaded.conversation).toMatchObject({
    status: 'waiting',
    tags: ['billing', 'vip'],
    team: 'billing',
    reason: 'asked for a person',
    priority: 'urgent',
    waitingSince: expect.any(Number),
    unread: 1,
    online: true,
    person: { anonymous: true, verified: false },
  });
  expect(loaded.card).toMatchObject({ snapshot: request.snapshot, snapshotAt: expect.any(Number), claims: {} });
  expect(loaded.messages).toHaveLength(2);
});

test('resolving, reopening and closing are lines of the transcript that both sides see', async () => {
  const { url } = await startRelay();
  const visitor = await visit(url);
  const desk = await openDesk(url);
  const conversation = newId();
  await visitor.ask({ t: 'send', message: message(conversation, 'hi') });
  await desk.ask({ t: 'resolve', conversation });
  expect(await desk.answer({ t: 'reply', id: newId(), conversation, text: 'x' })).toMatchObject({ code: 'closed' });
  expect(await desk.answer({ t: 'assign', conversation, agent: 'mia' })).toMatchObject({ code: 'closed' });
  await desk.ask({ t: 'reopen', conversation });
  await visitor.ask({ t: 'send', message: message(conversation, 'thanks') });
  await visitor.ask({ t: 'close', conversation });
  await visitor.ask({ t: 'close', conversation });
  await visitor.settled();
  const lines = visitor.messages().map(({ author, parts }) => [author.kind, parts[0]]);
  expect(lines).toEqual([
    ['visitor', { type: 'text', text: 'hi' }],
    ['system', { type: 'event', event: 'resolved', name: 'Mia' }],
    ['system', { type: 'event', event: 'reopened', name: 'Mia' }],
    ['visitor', { type: 'text', text: 'thanks' }],
    ['system', { type: 'event', event: 'resolved' }],
  ]);
  const states = visitor
    .events('conversation')
    .map((event) => event.type === 'conversation' && event.conversation.status)
    .filter((status, i, all) => status !== all[i - 1]); // the same again says that it was delivered
  expect(states).toEqual(['bot', 'resolved', 'waiting', 'resolved']);
});

test('read marks of both sides only move forward, and reach the other tabs', async () => {
  const { url } = await startRelay();
  const visitor = await visit(url);
  const tab = await visit(url, { secret: visitor.secret });
  const desk = await openDesk(url);
  const conversation = newId();
  for (const text of ['a', 'b', 'c']) await visitor.ask({ t: 'send', message: message(conversation, text) });
  visitor.send({ t: 'read', conversation, seq: 2 });
  await tab.event('conversation', (event: { conversation: { readTo: number } }) => event.conversation.readTo === 2);
  visitor.send({ t: 'read', conversation, seq: 1 });
  desk.send({ t: 'read', conversation, seq: 999 });
  await tab.event('conversation', (e: { conversation: { agentReadTo: number } }) => e.conversation.agentReadTo === 3);
  const [row] = await visitor.ask<{ readTo: number; agentReadTo: number }[]>({ t: 'conversations' });
  expect(row).toMatchObject({ readTo: 2, agentReadTo: 3 });
  const { conversation: listed } = await desk.ask<{ conversation: object }>({ t: 'load', conversation });
  expect(listed).toMatchObject({ unread: 0, readTo: 2 });
  // not beyond what there is: the next answer would be read before it is there
  visitor.send({ t: 'read', conversation, seq: 999 });
  const beyond = await tab.event(
    'conversation',
    (e: { conversation: { readTo: number } }) => e.conversation.readTo > 2,
  );
  expect(beyond).toMatchObject({ event: { conversation: { readTo: 3 } } });
});

test('typing goes both ways and is never stored', async () => {
  const { url } = await startRelay();
  const visitor = await visit(url);
  const desk = await openDesk(url);
  const conversation = newId();
  await visitor.ask({ t: 'send', message: message(conversation, 'hi') });
  visitor.send({ t: 'typing', conversation, on: true });
  expect(await desk.next((frame) => frame.t === 'typing')).toMatchObject({ conversation, author: { kind: 'visitor' } });
  desk.send({ t: 'typing', conversation, on: true });
  await visitor.event('typing');
  expect(visitor.events('typing')).toEqual([
    { type: 'typing', conversation, author: { kind: 'agent', id: 'mia', name: 'Mia' }, on: true },
  ]);
  const page = await visitor.ask<Page>({ t: 'history', conversation, before: null, limit: 100 });
  expect(page.messages).toHaveLength(1);
});
