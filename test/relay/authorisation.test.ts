import { expect, test } from 'vitest';
import { Client, message, newId, openDesk, openSocket, signIn, startRelay, visit } from './support.js';

test('what only the server may decide is not taken from a client', async () => {
  const { url } = await startRelay();
  const visitor = await visit(url);
  const conversation = newId();
  const sent = { ...message(conversation, 'hi'), seq: 99, at: 1, author: { kind: 'agent', name: 'Boss' }, app: 'bank' };
  expect(await visitor.ask({ t: 'send', message: sent })).toMatchObject({ seq: 1 });
  await visitor.settled();
  const [stored] = visitor.messages();
  expect(stored?.author).toEqual({ kind: 'visitor', id: visitor.person.id });
  expect(stored?.at).toBeGreaterThan(1e12);
  expect(Object.keys(stored!).sort()).toEqual(['at', 'author', 'conversation', 'id', 'parts', 'seq']);
  for (const by of ['agent', 'system']) {
    expect(await visitor.answer({ t: 'send', message: { ...message(conversation, 'x'), by } })).toMatchObject({
      code: 'invalid',
      path: 'message.by',
    });
  }
  const forged = { ...message(conversation, 'x'), parts: [{ type: 'event', event: 'resolved', name: 'Mia' }] };
  expect(await visitor.answer({ t: 'send', message: forged })).toMatchObject({ code: 'invalid' });
});

test('a private note never reaches a visitor, live, in replay or in history', async () => {
  const { url } = await startRelay();
  const visitor = await visit(url);
  const desk = await openDesk(url);
  const conversation = newId();
  const note = 'careful, this customer is upset';
  await visitor.ask({ t: 'send', message: message(conversation, 'hi') });
  const id = newId();
  const saved = await desk.ask({ t: 'note', id, conversation, text: note });
  expect(await desk.ask({ t: 'note', id, conversation, text: note })).toEqual(saved);
  await desk.ask({ t: 'reply', id: newId(), conversation, text: 'Hello!' });
  const later = await visit(url, { secret: visitor.secret });
  await visitor.ask({ t: 'history', conversation, before: null, limit: 100 });
  await visitor.ask({ t: 'conversations' });
  await Promise.all([visitor.settled(), later.settled()]);
  for (const client of [visitor, later]) {
    expect(JSON.stringify(client.all)).not.toContain('upset');
    expect(client.messages().map((one) => one.seq)).toEqual([1, 2, 3]);
  }
  const loaded = await desk.ask<{ notes: object[] }>({ t: 'load', conversation });
  expect(loaded.notes).toMatchObject([{ id, text: note, by: { id: 'mia', name: 'Mia' } }]);
});

test('the desk is open to no one without a session, and its frames are not served to visitors', async () => {
  const { url } = await startRelay();
  for (const session of ['', 'guess', 'x'.repeat(43)]) {
    const client = new Client(await openSocket(url, '/desk/v1/socket'));
    client.send({ t: 'hello', session });
    expect(await client.closed).toMatchObject({ code: 4401 });
  }
  const early = new Client(await openSocket(url, '/desk/v1/socket'));
  early.send({ t: 'load', r: 1, conversation: newId() });
  expect(await early.closed).toMatchObject({ code: 4400 });
  const visitor = await visit(url);
  visitor.send({ t: 'load', r: 1, conversation: newId() });
  expect(await visitor.closed).toMatchObject({ code: 4400 });
  expect(await signIn(url, 'x'.repeat(32))).toMatchObject({ code: 'auth' });
});
