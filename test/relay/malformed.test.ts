import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseDeskFrame } from '../../src/relay/desk-frames.js';
import { parseClientFrame } from '../../src/relay/frames.js';
import { dial, FAST, hello, message, newId, snapshot, startRelay, visit } from './support.js';

const frames = [
  { t: 'hello', v: 1, app: 'shop', locale: 'en' },
  { t: 'subscribe', r: 1, after: { a: 'b' } },
  { t: 'send', r: 2, message: message(newId(), 'hi') },
  { t: 'handoff', r: 3, message: message(newId(), 'hi'), snapshot: { ...snapshot, traits: { a: 1 } }, tags: ['x'] },
  { t: 'history', r: 4, conversation: newId(), before: null, limit: 10 },
  { t: 'conversations', r: 5 },
  { t: 'context', r: 6, conversation: newId(), snapshot },
  { t: 'close', r: 7, conversation: newId() },
  { t: 'withdraw', r: 8, parts: ['cart'] },
  { t: 'typing', conversation: newId(), on: true },
  { t: 'read', conversation: newId(), seq: 1 },
  { t: 'ping' },
];

const hostile = fc.oneof(
  fc.constantFrom(
    '__proto__',
    'constructor',
    'prototype',
    'toString',
    '\ud800',
    '\u0000',
    '',
    '-1',
    '1e999',
    NaN,
    null,
  ),
  fc.constantFrom<unknown>(-1, 1e308, 2 ** 53, true, [], {}, [[]], { __proto__: null }),
  fc.string(),
  fc.jsonValue(),
);

/** A valid frame with one place, anywhere in it, replaced, removed or added to. */
const mutated = fc
  .tuple(fc.constantFrom(...frames), fc.nat(), hostile, fc.constantFrom('set', 'cut', 'add'))
  .map(([frame, where, value, how]) => {
    const copy = structuredClone(frame) as Record<string, unknown>;
    const places: [Record<string, unknown>, string][] = [];
    const walk = (node: unknown) => {
      if (typeof node !== 'object' || node === null) return;
      for (const key of Object.keys(node)) {
        places.push([node as Record<string, unknown>, key]);
        walk((node as Record<string, unknown>)[key]);
      }
    };
    walk(copy);
    const [node, key] = places[where % places.length]!;
    if (how === 'cut') delete node[key];
    else if (how === 'set') node[key] = value;
    else
      return JSON.stringify(copy).replace(
        '{',
        `{"__proto__":${JSON.stringify(value) ?? 0},"constructor":{"prototype":{"polluted":1}},`,
      );
    return JSON.stringify(copy);
  });
const torn = fc.tuple(mutated, fc.nat(), fc.string()).map(([text, at, junk]) => {
  const place = at % text.length;
  return text.slice(0, place) + junk + text.slice(place + junk.length);
});
const anything = fc.oneof(mutated, torn, fc.string(), fc.json());

describe('the border', () => {
  test('sorts whatever arrives into a frame, a refusal, or no frame; it never throws and pollutes nothing', () => {
    const before = Object.getOwnPropertyNames(Object.prototype).sort();
    fc.assert(
      fc.property(anything, (text) => {
        for (const parse of [parseClientFrame, parseDeskFrame]) {
          const { frame, refused } = parse(text) as { frame?: object; refused?: { code: string; message: string } };
          if (refused) expect(['invalid', 'too-large']).toContain(refused.code);
          if (frame) expect(JSON.stringify(frame)).not.toContain('polluted');
        }
        expect({}).not.toHaveProperty('polluted');
      }),
      { numRuns: 5_000 },
    );
    expect(Object.getOwnPropertyNames(Object.prototype).sort()).toEqual(before);
  });

  test('takes every valid frame as it is, without what does not belong to it', () => {
    for (const frame of frames) expect(parseClientFrame(JSON.stringify({ ...frame, extra: 1 })).frame).toEqual(frame);
  });

  test('a refusal names the place and never repeats what was sent there', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 30 }), (secret) => {
        const frame = { t: 'send', r: 1, message: { ...message(newId(), 'x'), id: secret } };
        const { refused, r } = parseClientFrame(JSON.stringify(frame));
        expect([refused?.path, r]).toEqual(['message.id', 1]);
        expect(refused?.message).not.toContain(secret);
      }),
    );
  });
});

describe('the socket', () => {
  test('answers a malformed ask, and goes on', async () => {
    const { url } = await startRelay();
    const visitor = await visit(url);
    const bad = { ...message(newId(), 'x'), parts: [{ type: 'text', text: 7 }] };
    expect(await visitor.answer({ t: 'send', message: bad })).toMatchObject({
      code: 'invalid',
      path: 'message.parts[0].text',
    });
    for (const limit of [0, 101, 1.5, '10']) {
      const answer = await visitor.answer({ t: 'history', conversation: newId(), before: null, limit });
      expect(answer).toMatchObject({ code: 'invalid', path: 'limit' });
    }
    await visitor.settled();
  });

  test.each(['nonsense', '[]', 'null', '{}', '{"t":1}', '{"t":"unknown"}', '{"t":"__proto__"}', ''])(
    'closes with 4400 on %s, which is no frame',
    async (text) => {
      const { url } = await startRelay();
      const visitor = await visit(url);
      visitor.send(text);
      expect(await visitor.closed).toMatchObject({ code: 4400 });
      expect(visitor.all.at(-1)).toMatchObject({ t: 'error', code: 'invalid' });
    },
  );

  test('closes with 4400 on binary, on a frame before hello, and on a malformed hello', async () => {
    const { url } = await startRelay();
    const visitor = await visit(url);
    visitor.socket.send(Buffer.from('{"t":"ping"}'));
    expect(await visitor.closed).toMatchObject({ code: 4400 });
    for (const frame of [
      { t: 'typing', conversation: newId(), on: true },
      { t: 'conversations', r: 1 },
      { t: 'hello', v: 1 },
      { t: 'hello', v: 1, app: 7 },
    ]) {
      const client = await dial(url);
      client.send(frame);
      expect(await client.closed).toMatchObject({ code: 4400 });
    }
  });

  test('answers a ping before hello, which still has to come in time', async () => {
    const { url } = await startRelay({ limits: { silent: 200 } });
    const client = await dial(url);
    await client.settled();
    expect(await client.closed).toMatchObject({ code: 4408 });
  });

  test('serves others while it is fed garbage', async () => {
    const { url } = await startRelay({ limits: FAST });
    const neighbour = await visit(url);
    await fc.assert(
      fc.asyncProperty(fc.array(anything, { minLength: 1, maxLength: 20 }), async (texts) => {
        const { client } = await hello(url);
        for (const text of texts) client.send(text);
        await neighbour.settled();
        client.socket.terminate();
      }),
      { numRuns: 50 },
    );
    await neighbour.ask({ t: 'send', message: message(newId(), 'still here') });
  });
});
