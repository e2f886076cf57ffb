import { expect, test } from 'vitest';
import type { DeskConversation, DeskServerFrame } from '../../src/wire/desk.js';
import { CODE_KEN, message, newId, openDesk, snapshot, startRelay, visit } from './support.js';

const listed = (frames: DeskServerFrame[], id: string): DeskConversation | undefined =>
  frames
    .flatMap((frame) => (frame.t === 'conversation' && frame.conversation.id === id ? [frame.conversation] : []))
    .at(-1);

test('an agent who signs in sees the conversations, the newest first', async () => {
  const { url } = await startRelay();
  const visitor = await visit(url);
  const [a, b] = [newId(), newId()];
  await visitor.ask({ t: 'send', message: message(a, '  one\n two ') });
  await visitor.ask({ t: 'send', message: message(b, '🙂'.repeat(200)) });
  const { conversations } = (await openDesk(url)).welcome;
  expect(new Set(conversations.map((one) => one.id))).toEqual(new Set([a, b]));
  const previews = Object.fromEntries(conversations.map((one) => [one.id, one.preview]));
  expect(previews).toEqual({ [a]: 'one two', [b]: '🙂'.repeat(140) });
});

test('agents take, hand over and give back; the visitor sees who has it', async () => {
  const { url } = await startRelay();
  const visitor = await visit(url);
  const mia = await openDesk(url);
  const ken = await openDesk(url, CODE_KEN);
  const conversation = newId();
  await visitor.ask({ t: 'handoff', message: message(conversation, 'help'), snapshot, tags: [] });
  await mia.ask({ t: 'assign', conversation, agent: 'mia' });
  await mia.ask({ t: 'assign', conversation, agent: 'mia' });
  await mia.ask({ t: 'assign', conversation, agent: 'ken' });
  await ken.ask({ t: 'assign', conversation, agent: null });
  expect(await ken.answer({ t: 'assign', conversation, agent: 'nobody' })).toMatchObject({ code: 'not-found' });
  await Promise.all([visitor.settled(), mia.settled()]);
  const owners = visitor
    .events('conversation')
    .flatMap((event) =>
      event.type === 'conversation' ? [[event.conversation.status, event.conversation.assignee?.name]] : [],
    )
    .filter((owner, i, all) => `${owner}` !== `${all[i - 1]}`); // the same again says that it was delivered
  expect(owners).toEqual([
    ['waiting', undefined],
    ['open', 'Mia'],
    ['open', 'Ken'],
    ['waiting', undefined],
  ]);
  const names = visitor.messages().flatMap((one) => (one.parts[0]?.type === 'event' ? [one.parts[0].name] : []));
  expect(names).toEqual(['Mia', 'Ken']);
  expect(listed(mia.all, conversation)).toMatchObject({ status: 'waiting', assignee: null });
});

test("an agent's answer ends the waiting, and the next question starts it again", async () => {
  const { url } = await startRelay();
  const visitor = await visit(url);
  const desk = await openDesk(url);
  const conversation = newId();
  const state = async () =>
    (await desk.ask<{ conversation: DeskConversation }>({ t: 'load', conversation })).conversation;
  await visitor.ask({ t: 'handoff', message: message(conversation, 'help'), snapshot, tags: [] });
  const since = (await state()).waitingSince;
  await visitor.ask({ t: 'send', message: message(conversation, 'anyone?') });
  expect(await state()).toMatchObject({ waitingSince: since, unread: 2 });
  const reply = { t: 'reply', id: newId(), conversation, text: 'Here I am.' };
  const first = await desk.ask(reply);
  expect(await desk.ask(reply)).toEqual(first);
  expect(await state()).toMatchObject({
    waitingSince: null,
    status: 'open',
    preview: 'Here I am.',
    previewBy: 'agent',
  });
  await visitor.ask({ t: 'send', message: message(conversation, 'and?') });
  expect(await state()).toMatchObject({ waitingSince: expect.any(Number), previewBy: 'visitor' });
  await desk.ask({ t: 'resolve', conversation });
  expect(await state()).toMatchObject({ waitingSince: null, status: 'resolved' });
});

test('agents see who is here, and notes of each other', async () => {
  const { url } = await startRelay();
  const mia = await openDesk(url);
  const ken = await openDesk(url, CODE_KEN);
  const visitor = await visit(url);
  const conversation = newId();
  await visitor.ask({ t: 'send', message: message(conversation, 'hi') });
  await mia.next((frame) => frame.t === 'conversation' && frame.conversation.online);
  visitor.socket.close();
  await mia.next((frame) => frame.t === 'conversation' && !frame.conversation.online);
  const again = await visit(url, { secret: visitor.secret });
  await mia.next((frame) => frame.t === 'conversation' && frame.conversation.online);
  await ken.ask({ t: 'note', id: newId(), conversation, text: 'VIP' });
  expect(await mia.next((frame) => frame.t === 'note')).toMatchObject({ note: { text: 'VIP', by: { id: 'ken' } } });
  expect(await mia.answer({ t: 'note', id: newId(), conversation: newId(), text: 'x' })).toMatchObject({
    code: 'not-found',
  });
  await again.settled();
});

test('fresh context reaches the agents who look at the conversation', async () => {
  const { url } = await startRelay();
  const visitor = await visit(url);
  const [mia, ken] = [await openDesk(url), await openDesk(url, CODE_KEN)];
  const [conversation, earlier] = [newId(), newId()];
  await visitor.ask({ t: 'send', message: message(earlier, 'before') });
  await visitor.ask({ t: 'send', message: message(conversation, 'now') });
  const { card } = await mia.ask<{ card: object }>({ t: 'load', conversation });
  expect(card).toMatchObject({ snapshot: null, snapshotAt: null, earlier: [{ id: earlier, preview: 'before' }] });
  const page = { ...snapshot.page, url: 'https://shop.example/checkout' };
  await visitor.ask({ t: 'context', conversation, snapshot: { ...snapshot, page } });
  expect(await mia.next((frame) => frame.t === 'card')).toMatchObject({ conversation, card: { snapshot: { page } } });
  await ken.settled();
  expect(ken.all.filter((frame) => frame.t === 'card')).toEqual([]);
});

test('a malformed frame of the desk is refused like one of a visitor', async () => {
  const { url } = await startRelay();
  const desk = await openDesk(url);
  const reply = { t: 'reply', id: newId(), conversation: newId(), text: 'x' };
  for (const wrong of [
    { ...reply, text: '' },
    { ...reply, text: 7 },
    { ...reply, id: 'x' },
  ]) {
    expect(await desk.answer(wrong)).toMatchObject({ t: 'error', code: 'invalid' });
  }
  expect(await desk.answer({ ...reply, text: 'x'.repeat(10_001) })).toMatchObject({ code: 'too-large' });
  expect(await desk.answer(reply)).toMatchObject({ code: 'not-found' });
  desk.send('nonsense');
  expect(await desk.closed).toMatchObject({ code: 4400 });
});

test('the log holds no text, name, token, secret or code, whatever happens', async () => {
  const { url, log } = await startRelay({ limits: { messageBurst: 3 } });
  const { signToken } = await import('./tokens.js');
  const token = await signToken({ claims: { name: 'Ada Lovelace', email: 'ada@example.com', sub: 'ada!7' } });
  const visitor = await visit(url, { token });
  const desk = await openDesk(url);
  const conversation = newId();
  const marked = { ...snapshot, traits: { note: 'TRAIT!7' } };
  await visitor.ask({ t: 'handoff', message: message(conversation, 'TEXT!7'), snapshot: marked, tags: ['TAG!7'] });
  await desk.ask({ t: 'reply', id: newId(), conversation, text: 'REPLY!7' });
  await desk.ask({ t: 'note', id: newId(), conversation, text: 'NOTE!7' });
  for (let i = 0; i < 4; i++) await visitor.answer({ t: 'send', message: message(conversation, 'TEXT!7') });
  await visitor.answer({ t: 'send', message: message(conversation, 'TEXT!7', 'BAD-ID!7') });
  await visitor.answer({ t: 'send', message: message('BAD-ID!7', 'TEXT!7') });
  visitor.send('GARBAGE!7');
  await visitor.closed;
  await expect(visit(url, { token: `${token}x` })).rejects.toThrow('auth');
  const text = log.join('');
  expect(log.length).toBeGreaterThan(5);
  const secrets = [
    // no id or key can hold this mark by chance
    '!7',
    'Lovelace',
    'example.com',
    token.slice(0, 20),
    token.slice(-20),
    visitor.secret,
    'code-of-mia',
  ];
  for (const secret of secrets) expect(text).not.toContain(secret);
  for (const line of log) expect(() => JSON.parse(line)).not.toThrow();
});
