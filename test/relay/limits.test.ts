import { describe, expect, test } from 'vitest';
import * as LIMITS from '../../src/core/limits.js';
import { FAST, type Loose, message, newId, openDesk, signIn, snapshot, startRelay, visit } from './support.js';
import { signToken } from './tokens.js';

const part = (text: string) => [{ type: 'text', text }];

describe('sizes', () => {
  const conversation = newId();
  const base = { id: newId(), conversation, by: 'visitor' };
  const traits = (n: number, key = 'k', value: unknown = 1) =>
    Object.fromEntries(Array.from({ length: n }, (_, i) => [`${key}${i}`, value]));
  const handoff = (more: object) => ({
    t: 'handoff',
    message: { ...base, parts: part('x') },
    snapshot,
    tags: [],
    ...more,
  });
  const choice = { id: 'a', label: 'A' };
  const over: [string, Loose, string][] = [
    [
      'text by length',
      { t: 'send', message: { ...base, parts: part('x'.repeat(LIMITS.text + 1)) } },
      'message.parts[0].text',
    ],
    [
      'text by bytes',
      { t: 'send', message: { ...base, parts: part('𝒳'.repeat(8_193).slice(0, 10_000) + '€'.repeat(5_000)) } },
      'message.parts[0].text',
    ],
    ['parts', { t: 'send', message: { ...base, parts: Array(LIMITS.parts + 1).fill(part('x')[0]) } }, 'message.parts'],
    [
      'choices',
      {
        t: 'send',
        message: { ...base, by: 'bot', parts: [{ type: 'choices', choices: Array(LIMITS.choices + 1).fill(choice) }] },
      },
      'message.parts[0].choices',
    ],
    ['context keys', handoff({ snapshot: { ...snapshot, traits: traits(LIMITS.contextKeys + 1) } }), 'snapshot.traits'],
    [
      'a context key',
      handoff({ snapshot: { ...snapshot, traits: { ['k'.repeat(65)]: 1 } } }),
      `snapshot.traits.${'k'.repeat(65)}`,
    ],
    [
      'a context value',
      handoff({ snapshot: { ...snapshot, traits: { note: 'x'.repeat(513) } } }),
      'snapshot.traits.note',
    ],
    ['the context', handoff({ snapshot: { ...snapshot, traits: traits(20, 'k', 'x'.repeat(500)) } }), 'snapshot'],
    [
      'the journey',
      handoff({ snapshot: { ...snapshot, journey: Array(31).fill({ url: '/', title: '', at: 1 }) } }),
      'snapshot.journey',
    ],
    ['tags', handoff({ tags: Array(21).fill('t') }), 'tags'],
  ];
  test.each(over)('%s over its limit is refused whole, with the place', async (_what, frame, path) => {
    const { url } = await startRelay();
    const visitor = await visit(url);
    expect(await visitor.answer(frame)).toMatchObject({ t: 'error', code: 'too-large', path });
    expect(await visitor.ask({ t: 'conversations' })).toEqual([]);
  });

  test('what is just within is taken', async () => {
    const { url } = await startRelay({ limits: FAST });
    const visitor = await visit(url);
    await visitor.ask({ t: 'send', message: message(newId(), 'x'.repeat(LIMITS.text)) });
    await visitor.ask({ t: 'send', message: message(newId(), '€'.repeat(LIMITS.text)) });
    const full = { ...snapshot, traits: traits(LIMITS.contextKeys, 'k', 'x'.repeat(100)) };
    await visitor.ask({ t: 'handoff', message: message(newId(), 'x'), snapshot: full, tags: Array(20).fill('t') });
  });

  test('a frame nested too deeply is refused and the connection stays', async () => {
    const { url } = await startRelay();
    const visitor = await visit(url);
    visitor.send(`{"t":"send","r":1,"message":${'['.repeat(12)}${']'.repeat(12)}}`);
    expect(await visitor.next((frame) => frame.t === 'error')).toMatchObject({ code: 'too-large' });
    await visitor.settled();
  });

  test('a frame over 64 KiB closes the connection', async () => {
    const { url } = await startRelay();
    const visitor = await visit(url);
    visitor.send(JSON.stringify({ t: 'ping', filler: 'x'.repeat(LIMITS.frame) }));
    expect(await visitor.closed).toMatchObject({ code: 1009 });
  });

  test('limits may be lowered', async () => {
    const { url } = await startRelay({ limits: { text: 5, frame: 1_000 } });
    const visitor = await visit(url);
    const sent = message(newId(), 'longer');
    expect(await visitor.answer({ t: 'send', message: sent })).toMatchObject({
      code: 'too-large',
      path: 'message.parts[0].text',
    });
    visitor.send(JSON.stringify({ t: 'ping', filler: 'x'.repeat(1_000) }));
    expect(await visitor.closed).toMatchObject({ code: 1009 });
  });

  test('a token over 8 KiB is refused', async () => {
    const { url } = await startRelay();
    const token = await signToken({ claims: { filler: 'x'.repeat(8_192) } });
    await expect(visit(url, { token })).rejects.toThrow('too-large');
  });

  test('a reader too slow to follow is let go with 1013', async () => {
    const { url, log } = await startRelay({ limits: { ...FAST, buffered: 64 * 1024 } });
    const reader = await visit(url);
    const writer = await visit(url, { secret: reader.secret });
    reader.socket.pause();
    const conversation = newId();
    const isLetGo = () => log.some((line) => line.includes('reads too slowly'));
    for (let i = 0; i < 2_000 && !isLetGo(); i++) {
      await writer.ask({ t: 'send', message: message(conversation, '€'.repeat(10_000)) });
    }
    reader.socket.resume();
    expect(await reader.closed).toMatchObject({ code: 1013 });
    await writer.settled();
  });
});

describe('rates', () => {
  test('messages over the burst are refused with the time to wait, and nothing is stored', async () => {
    const { url } = await startRelay();
    const visitor = await visit(url);
    const conversation = newId();
    const answers = await Promise.all(
      Array.from({ length: 15 }, (_, i) => visitor.answer({ t: 'send', message: message(conversation, `${i}`) })),
    );
    const refused = answers.filter((answer) => answer.t === 'error');
    expect(answers.slice(0, 10).every((answer) => answer.t === 'ok')).toBe(true);
    expect(refused.length).toBeGreaterThanOrEqual(4);
    for (const answer of refused) expect(answer).toMatchObject({ code: 'rate', retryAfter: expect.any(Number) });
    // the bot on the visitor's device is counted for itself
    await visitor.ask({ t: 'send', message: message(conversation, 'bot', newId(), 'bot') });
    const page = await visitor.ask<{ messages: unknown[] }>({ t: 'history', conversation, before: null, limit: 100 });
    expect(page.messages).toHaveLength(15 - refused.length + 1);
  });

  test('five new conversations an hour', async () => {
    const { url } = await startRelay();
    const visitor = await visit(url);
    for (let i = 0; i < 5; i++) await visitor.ask({ t: 'send', message: message(newId(), 'x') });
    const answer = await visitor.answer({ t: 'send', message: message(newId(), 'x') });
    expect(answer).toMatchObject({ code: 'rate' });
    expect(await visitor.ask<unknown[]>({ t: 'conversations' })).toHaveLength(5);
  });

  test('twenty context updates a minute', async () => {
    const { url } = await startRelay();
    const visitor = await visit(url);
    const conversation = newId();
    await visitor.ask({ t: 'send', message: message(conversation, 'x') });
    for (let i = 0; i < 20; i++) await visitor.ask({ t: 'context', conversation, snapshot });
    expect(await visitor.answer({ t: 'context', conversation, snapshot })).toMatchObject({ code: 'rate' });
  });

  test('six new sessions by token a minute, while a reconnect with its own secret is free', async () => {
    const { url } = await startRelay();
    const token = await signToken();
    const first = await visit(url, { token });
    for (let i = 0; i < 9; i++) (await visit(url, { token, secret: first.secret }, null)).socket.terminate();
    for (let i = 0; i < 5; i++) (await visit(url, { token }, null)).socket.terminate();
    await expect(visit(url, { token })).rejects.toThrow('"rate"');
  });

  test('one typing notice in three seconds passes, and its end once', async () => {
    const { url } = await startRelay();
    const visitor = await visit(url);
    const desk = await openDesk(url);
    const conversation = newId();
    await visitor.ask({ t: 'send', message: message(conversation, 'x') });
    for (const on of [true, true, false, false, true]) visitor.send({ t: 'typing', conversation, on });
    for (const on of [true, true, false, false, true]) desk.send({ t: 'typing', conversation, on });
    await Promise.all([visitor.settled(), desk.settled()]);
    await Promise.all([visitor.settled(), desk.settled()]);
    expect(desk.all.flatMap((frame) => (frame.t === 'typing' ? [frame.on] : []))).toEqual([true, false]);
    expect(visitor.events('typing').map((event) => event.type === 'typing' && event.on)).toEqual([true, false]);
  });

  test('a socket that floods is closed with 4429', async () => {
    const { url } = await startRelay({ limits: { framesPerMinute: 50 } });
    const visitor = await visit(url);
    for (let i = 0; i < 60; i++) visitor.send({ t: 'ping' });
    expect(await visitor.closed).toMatchObject({ code: 4429 });
  });

  test('guessing sign-in codes is slowed down', async () => {
    const { url } = await startRelay({ limits: { signInsPerMinute: 3 } });
    for (let i = 0; i < 3; i++) expect(await signIn(url, 'wrong')).toMatchObject({ code: 'auth' });
    expect(await signIn(url)).toMatchObject({ code: 'rate' });
  });
});
