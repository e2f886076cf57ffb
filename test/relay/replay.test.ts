import { randomUUID } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createFeed } from '../../src/relay/feed.js';
import * as rules from '../../src/relay/rules.js';
import { FAST, message, newId, openDesk, startRelay, visit } from './support.js';

type Receipt = { seq: number; cursor?: string };

test('only what came after the cursor is replayed, then caught-up, then live', async () => {
  const { url } = await startRelay();
  const writer = await visit(url);
  const conversation = newId();
  const [, second] = [
    await writer.ask<Receipt>({ t: 'send', message: message(conversation, 'one') }),
    await writer.ask<Receipt>({ t: 'send', message: message(conversation, 'two') }),
    await writer.ask<Receipt>({ t: 'send', message: message(conversation, 'three') }),
  ];
  const reader = await visit(url, { secret: writer.secret }, { [conversation]: second.cursor! });
  await writer.ask({ t: 'send', message: message(conversation, 'four') });
  await reader.settled();
  expect(reader.all.flatMap((frame) => (frame.t === 'event' ? [frame.event.type] : []))).toEqual([
    'conversation',
    'message',
    'caught-up',
    'message',
  ]);
  expect(reader.messages().map((one) => one.seq)).toEqual([3, 4]);
});

test('conversations that no cursor names are replayed from their start', async () => {
  const { url } = await startRelay();
  const writer = await visit(url);
  const [a, b] = [newId(), newId()];
  const { cursor } = await writer.ask<Receipt>({ t: 'send', message: message(a, 'one') });
  await writer.ask({ t: 'send', message: message(b, 'two') });
  const reader = await visit(url, { secret: writer.secret }, { [a]: cursor! });
  expect(reader.messages().map((one) => one.conversation)).toEqual([b]);
});

test.each([
  ['of another life of the log', (_epoch: string) => `${newId()}:1`],
  ['beyond the log', (epoch: string) => `${epoch}:99`],
  ['that is no cursor', () => 'somewhere'],
])('a cursor %s is answered with reset and the whole log', async (_what, make) => {
  const { url } = await startRelay();
  const writer = await visit(url);
  const conversation = newId();
  await writer.ask({ t: 'send', message: message(conversation, 'one') });
  const reader = await visit(url, { secret: writer.secret }, { [conversation]: make(writer.epoch) });
  const events = reader.all.flatMap((frame) => (frame.t === 'event' ? [frame.event.type] : []));
  expect(events).toEqual(['reset', 'conversation', 'message', 'caught-up']);
});

test('a cursor for a conversation that is not there is answered with reset', async () => {
  const { url } = await startRelay();
  const visitor = await visit(url, {}, null);
  const gone = newId();
  await visitor.ask({ t: 'subscribe', after: { [gone]: `${visitor.epoch}:3` } });
  await visitor.event('caught-up');
  expect(visitor.events('reset')).toEqual([{ type: 'reset', conversation: gone }]);
});

test('more than is replayed at once is no invisible gap: reset, then the newest', async () => {
  const { url } = await startRelay({ limits: FAST });
  const writer = await visit(url);
  const conversation = newId();
  const { cursor } = await writer.ask<Receipt>({ t: 'send', message: message(conversation, '1') });
  await Promise.all(
    Array.from({ length: 320 }, (_, i) => writer.ask({ t: 'send', message: message(conversation, `${i + 2}`) })),
  );
  const reader = await visit(url, { secret: writer.secret }, { [conversation]: cursor! });
  expect(reader.events('reset')).toHaveLength(1);
  const places = reader.messages().map((one) => one.seq);
  expect([places.length, places[0], places.at(-1)]).toEqual([300, 22, 321]);
});

test('what happens during a long replay comes after it, whole and in order', async () => {
  const { url } = await startRelay({ limits: FAST });
  const writer = await visit(url, {}, null);
  const conversation = newId();
  const parts = Array(2).fill({ type: 'text', text: '€'.repeat(8_000) });
  const send = (more: object) => writer.ask({ t: 'send', message: { ...message(conversation, ''), ...more } });
  for (let i = 0; i < 300; i++) await send({ parts });

  // more than the network holds by itself: the replay has to pause for a reader who pauses
  const reader = await visit(url, { secret: writer.secret }, null);
  reader.socket.pause();
  reader.send({ t: 'subscribe', r: 1, after: {} });
  for (let i = 0; i < 50; i++) await send({ parts: [{ type: 'text', text: `${i}` }] });
  reader.socket.resume();
  await reader.event('message', (event: { message: { seq: number } }) => event.message.seq === 350);
  const places = reader.messages().map((one) => one.seq);
  expect(places).toEqual(Array.from({ length: places.length }, (_, i) => 351 - places.length + i));
  expect(places.length).toBeGreaterThanOrEqual(300);
  expect(reader.events('caught-up')).toHaveLength(1);
});

test('what is stored while a replay begins is told once, whether the replay has read it or not', async () => {
  const to = newId();
  const [one, two, three] = [1, 2, 3].map((seq) => {
    const parts = [{ type: 'text' as const, text: `${seq}` }];
    return { id: newId(), conversation: to, author: { kind: 'visitor' as const, id: 'p' }, parts, at: seq, seq };
  });
  const owner = { app: 'shop', person: 'p', mayStart() {} };
  const sent = { id: one!.id, conversation: to, by: 'visitor' as const, parts: one!.parts };
  const first = rules.send(sent, owner)({ conversation: null, same: null, at: 1, snapshot: () => null });
  const row = { ...first!.conversation, lastSeq: 1 };
  const told: string[] = [];
  const send = ({ t, event }: { t: string; event?: { type: string; message?: { seq: number } } }) =>
    void told.push(event?.message ? `${event.message.seq}` : (event?.type ?? t));
  const connection = { isOpen: true, buffered: 0, send } as unknown as Parameters<typeof createFeed>[0];
  const store = {
    epoch: 'e',
    conversations: async () => [row],
    async messages() {
      for (const each of [two, three]) feed.offer({ type: 'message', message: each!, cursor: `e:${each!.seq}` });
      return [one!, two!];
    },
  } as unknown as Parameters<typeof createFeed>[1];
  const feed = createFeed(connection, store, 'p', { add() {} } as unknown as Parameters<typeof createFeed>[3]);
  await feed.subscribe({});
  expect(told).toEqual(['conversation', '1', '2', 'caught-up', '3']);
});

test('a receipt carries no cursor before the replay is over, so that nothing is skipped', async () => {
  const { url } = await startRelay();
  const visitor = await visit(url, {}, null);
  const receipt = await visitor.ask<Receipt>({ t: 'send', message: message(newId(), 'early') });
  expect(receipt).not.toHaveProperty('cursor');
});

test('a subscriber may subscribe again and is told everything again', async () => {
  const { url } = await startRelay();
  const visitor = await visit(url);
  await visitor.ask({ t: 'send', message: message(newId(), 'one') });
  await visitor.ask({ t: 'subscribe', after: {} });
  await visitor.event('caught-up');
  expect(visitor.messages().map((one) => one.seq)).toEqual([1, 1]);
});

test('the log, its epoch, sessions, notes and context survive a restart', async () => {
  const database = join(tmpdir(), `sobani-${randomUUID()}.db`);
  const before = await startRelay({ database });
  const writer = await visit(before.url);
  const conversation = newId();
  const sent = message(conversation, 'kept');
  const { cursor } = await writer.ask<Receipt>({ t: 'send', message: sent });
  const desk = await openDesk(before.url);
  await desk.ask({ t: 'note', id: newId(), conversation, text: 'a note' });
  await before.relay.close();
  expect(await writer.closed).toMatchObject({ code: 1012 });

  const { url } = await startRelay({ database });
  const again = await visit(url, { secret: writer.secret }, { [conversation]: cursor! });
  expect(again.person.id).toBe(writer.person.id);
  expect(again.epoch).toBe(writer.epoch);
  expect(again.messages()).toEqual([]);
  expect(await again.ask({ t: 'send', message: sent })).toMatchObject({ seq: 1, duplicate: true });
  const loaded = await (await openDesk(url)).ask<{ notes: object[] }>({ t: 'load', conversation });
  expect(loaded.notes).toMatchObject([{ text: 'a note', by: { id: 'mia', name: 'Mia' } }]);
});

test('after a restore the log has a new epoch, and old cursors are answered with reset', async () => {
  const database = join(tmpdir(), `sobani-${randomUUID()}.db`);
  const before = await startRelay({ database });
  const writer = await visit(before.url);
  const conversation = newId();
  const { cursor } = await writer.ask<Receipt>({ t: 'send', message: message(conversation, 'kept') });
  await before.relay.close();

  const { url } = await startRelay({ database, newEpoch: true });
  const again = await visit(url, { secret: writer.secret }, { [conversation]: cursor! });
  expect(again.epoch).not.toBe(writer.epoch);
  expect(again.events('reset')).toHaveLength(1);
  expect(again.messages()).toHaveLength(1);
});
