import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Matcher } from '../../src/core/matcher.js';
import { receive } from '../../src/matcher/receive.js';
import { fakeClock } from '../../src/testing/fake-clock.js';
import { type Reply, scriptedMatcher } from '../../src/testing/scripted-matcher.js';
import { QUESTION, world } from './world.js';

/** What the model says of it where no matcher is. */
const alone = await world().match();

describe('a matcher that stalls', () => {
  it.each<[what: string, reply: Reply, after: number]>([
    ['before the first piece', ['stall'], 10_000],
    ['as a promise', 'stall', 10_000],
    ['in the midst of its words', [{ confidence: 1, text: 'Well, ' }, 'stall'], 10_000],
    ['at the end', [{ confidence: 1, text: 'Well, ' }, { text: 'yes.' }, 'stall'], 10_000],
  ])('%s is waited for so long, and done without', async (_, reply, after) => {
    const matcher = scriptedMatcher([reply]);
    const given = world({ matcher });
    const { answer } = await given.begin();
    await given.clock.advance(after - 1);
    expect(given.errors).toEqual([]);
    await given.clock.advance(1);
    await expect(answer).resolves.toEqual(alone);
    expect(given.errors).toMatchObject([{ code: 'timeout', retryable: true }]);
    expect(given.shown()).toEqual([]);
    expect(given.posted).toEqual([]);
    expect(given.isTyping()).toBe(false);
    expect(given.clock.pending).toBe(0);
  });

  it('or dribbles, has a minute for all of it', async () => {
    const given = world({
      matcher: {
        name: 'Slow',
        async *match() {
          for (;;) {
            await new Promise<void>((go) => void given.clock.setTimeout(go, 9_000));
            yield { confidence: 1, text: '.' };
          }
        },
      },
    });
    const { answer } = await given.begin();
    await given.clock.advance(59_999);
    expect(given.shown()).toHaveLength(1);
    await given.clock.advance(1);
    await expect(answer).resolves.toEqual(alone);
    expect(given.errors).toMatchObject([{ code: 'timeout' }]);
    expect(given.shown()).toEqual([]);
  });

  it('or never ends, leaves the page its turns and is stopped', async () => {
    const clock = fakeClock();
    let pieces = 0;
    const stream = {
      [Symbol.asyncIterator]: () => ({ next: async () => ({ done: false, value: { n: pieces++ } }) }),
    };
    const { signal } = new AbortController();
    let turns = 0;
    const turning = setInterval(() => turns++, 0);
    const answer = receive(stream, { clock, signal, take() {} });
    const refused = expect(answer).rejects.toMatchObject({ code: 'too-large' });
    for (let i = 0; i < 400; i++) await clock.advance(1);
    await refused;
    clearInterval(turning);
    expect(pieces).toBe(10_001);
    expect(turns).toBeGreaterThan(10);
  });
});

describe('a matcher that lies or breaks', () => {
  const thrower: Matcher = {
    name: 'Thrower',
    match() {
      throw new TypeError('no');
    },
  };
  const text = 'Trust me.';
  it.each<[what: string, code: string, matcher: unknown]>([
    ['throws', 'unavailable', thrower],
    ['rejects', 'unavailable', scriptedMatcher([new Error('503')])],
    ['breaks off', 'unavailable', scriptedMatcher([[{ confidence: 1, text }, new Error('reset')]])],
    ['gives neither a promise nor a stream', 'invalid', { name: 'a', match: () => ({ confidence: 1, text }) }],
    ['is none', 'invalid', { name: 'a' }],
    ['has no name', 'invalid', { name: ' ', match: async () => ({ confidence: 1, text }) }],
    ['has a name that is too long', 'invalid', { ...scriptedMatcher([{ confidence: 1, text }]), name: 'a'.repeat(65) }],
    ['says nothing', 'invalid', scriptedMatcher([[]])],
    ['does not say how sure it is', 'invalid', scriptedMatcher([[{ text }]])],
    ['is sure of nothing', 'invalid', scriptedMatcher([{ confidence: 1, text: ' \n ' }])],
    ['names an intent that is none', 'invalid', scriptedMatcher([{ confidence: 1, intent: 'gold' }])],
    ['says too much', 'too-large', scriptedMatcher([[{ confidence: 1, text }, { text: 'x'.repeat(10_000) }]])],
    ...[Number.NaN, 2, -0.1, Number.POSITIVE_INFINITY, 'yes', '0.9', null, true, [1]].map(
      (confidence): [string, string, unknown] => [
        `is sure by ${String(confidence)}`,
        'invalid',
        scriptedMatcher([[{ confidence: 1, text }, { confidence: confidence as number }]]),
      ],
    ),
    ...[{ text: 7 }, { text: { toString: () => 'x' } }, { sources: 'x' }, { sources: [null] }, { intent: '../x' }].map(
      (piece): [string, string, unknown] => [
        `gives ${JSON.stringify(piece)}`,
        'invalid',
        scriptedMatcher([[{ confidence: 1, text }, piece as never]]),
      ],
    ),
    ...['text', 7, null, undefined].map((piece): [string, string, unknown] => [
      `gives ${piece} for a piece`,
      'invalid',
      scriptedMatcher([[{ confidence: 1, text }, piece as never]]),
    ]),
  ])('%s: %s', async (_, code, matcher) => {
    const given = world({ matcher: matcher as Matcher });
    await expect(given.match()).resolves.toEqual(alone);
    expect(given.errors.map((error) => error.code)).toEqual([code]);
    expect(given.shown()).toEqual([]);
    expect(given.posted).toEqual([]);
    expect(given.isTyping()).toBe(false);
  });

  it('without a model behind it leaves it to the help centre and a person', async () => {
    const given = world({ matcher: thrower, answers: false });
    await expect(given.match()).resolves.toEqual({ verdict: 'none' });
  });
});

describe('a matcher that injects', () => {
  const posted = async (pieces: object) => {
    const given = world({ matcher: scriptedMatcher([pieces as Reply]) });
    await given.match();
    expect(given.errors).toEqual([]);
    return given.posted[0]!.parts;
  };

  it('says plain text, whatever is written in it', async () => {
    const text = '<img src=x onerror=alert(1)> [click](javascript:alert(1)) {{user.email}} Ignore all rules.';
    const [part, ...rest] = await posted({ confidence: 1, text });
    expect(part).toEqual({ type: 'text', text });
    expect(rest).toHaveLength(1);
  });

  it('has no other fields: no part, author, flow or hand-off of its own', async () => {
    const parts = await posted({
      ...{ confidence: 1, text: 'a', type: 'handoff', author: { kind: 'agent', name: 'Mia' }, status: 'open' },
      ...{ parts: [{ type: 'handoff' }, { type: 'event', event: 'resolved' }], flow: 'refund', role: 'system' },
    });
    expect(parts.map(({ type }) => type)).toEqual(['text', 'sources']);
  });

  it('says nothing by what it inherits', async () => {
    const given = world({
      matcher: scriptedMatcher([
        Object.create({ confidence: 1, text: 'inherited' }),
        JSON.parse('{"__proto__": {"confidence": 1, "text": "proto"}, "constructor": {"text": "x"}}'),
      ]),
    });
    await given.match();
    await given.match();
    expect(given.posted).toEqual([]);
    expect({}).not.toHaveProperty('confidence');
  });

  it('cites articles that there are, and pages of the web; the rest is left out', async () => {
    const [, part] = await posted({
      confidence: 1,
      text: 'a',
      sources: [
        { title: 'Win a prize', article: 'refund' },
        { title: 'No such article', article: 'gold' },
        { title: 'Fallback', article: 'gold', url: 'https://shop.example/terms#a' },
        { title: 'Script', url: 'javascript:alert(1)' },
        { title: 'Data', url: 'data:text/html,x' },
        { title: 'Path', url: '/terms' },
        { title: 'Spoof', url: 'https://shop.example@evil.example/' },
        { title: 'Turned \u202egpj.exe', url: 'http://a.example' },
      ],
    });
    expect(part).toMatchObject({
      sources: [
        { title: 'About refund', article: 'refund' },
        { title: 'Fallback', url: 'https://shop.example/terms#a' },
        { title: 'Turned gpj.exe', url: 'http://a.example/' },
      ],
    });
  });

  it('cannot hide characters, nor leave half of one', async () => {
    const [part] = await posted([{ confidence: 1, text: 'a\u202eb\0c\r\n\td \ud83d' }, { text: '\udc4d \ud83d' }]);
    expect(part).toEqual({ type: 'text', text: 'abc\n\td \ud83d\udc4d' });
  });

  it('with anything at all does no harm', async () => {
    const key = fc.constantFrom('text', 'confidence', 'intent', 'sources', '__proto__', 'type', 'parts');
    const value = fc.oneof(
      fc.jsonValue(),
      fc.constantFrom(0.9, 1, Number.NaN, 'refund'),
      fc.string(),
      fc.array(fc.record({ title: fc.string(), article: fc.string(), url: fc.webUrl() }), { maxLength: 9 }),
    );
    const piece = fc.oneof(fc.anything(), fc.dictionary(key, value));
    await fc.assert(
      fc.asyncProperty(fc.array(piece, { maxLength: 5 }), async (pieces) => {
        const given = world({ matcher: scriptedMatcher([pieces as never]), answers: false });
        const found = await given.match(QUESTION);
        for (const { parts, author } of given.posted) {
          expect(author).toEqual({ kind: 'bot', name: 'Scripted' });
          expect(parts.map(({ type }) => type)).toEqual(['text', 'sources']);
        }
        expect(given.shown()).toHaveLength(given.posted.length);
        const { verdict } = found;
        expect(verdict === 'said').toBe(given.posted.length === 1);
        if (given.errors.length) expect(verdict).toBe('none');
      }),
      { numRuns: 200 },
    );
  });
});
