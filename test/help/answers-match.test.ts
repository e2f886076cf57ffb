import { describe, expect, it } from 'vitest';
import type { Match } from '../../src/core/matcher.js';
import { createRest } from '../../src/help/answers/rest.js';
import { fakeClock } from '../../src/testing/fake-clock.js';
import { world } from '../matcher/world.js';
import { INTENTS, learn } from './answers-train.js';

const MANIFEST = { v: 1, locales: { en: 'answers-en.json', ja: 'answers-ja.json' }, fallback: 'en' };
/** A server with one model, whose intents may give something else. */
const serve =
  (change: (intent: (typeof INTENTS)[number]) => object = (intent) => intent) =>
  async (url: string) =>
    url.endsWith('answers.json') ? MANIFEST : { ...learn(), intents: INTENTS.map(change) };

describe('words are matched by the answer model', () => {
  it('to one answer where it is sure, and to nothing where it is about something else', async () => {
    const given = world();
    await expect(given.match('I want a refund')).resolves.toEqual({
      verdict: 'sure',
      intent: 'refund',
      confidence: expect.any(Number),
      article: 'refund',
    });
    await expect(given.match('ズワイガニ')).resolves.toEqual({ verdict: 'none' });
    await expect(given.match('')).resolves.toEqual({ verdict: 'none' });
  });

  it('to suggestions in between, and each title is an answer', async () => {
    const given = world();
    const unsure = (await given.match('can I pay on sunday when my parcel comes', 'cautious')) as Match;
    expect(unsure.verdict).toBe('unsure');
    const { suggestions } = unsure as Extract<Match, { verdict: 'unsure' }>;
    expect(suggestions.length).toBeLessThanOrEqual(3);
    for (const { intent, title, article } of suggestions) {
      expect(article).toBe(intent);
      await expect(given.match(` ${title.toUpperCase()}! `, 'cautious')).resolves.toEqual({
        verdict: 'sure',
        confidence: 1,
        intent,
        article,
      });
    }
  });

  it('more readily as it is set', async () => {
    const given = world();
    const texts = ['the parcel of my card', 'money on sunday', 'opening my package', 'declined delivery'];
    const rank = { sure: 0, unsure: 1, none: 2, said: 3 };
    for (const text of texts) {
      const [eager, balanced, cautious] = await Promise.all(
        (['eager', 'balanced', 'cautious'] as const).map(async (mode) => rank[(await given.match(text, mode)).verdict]),
      );
      expect(eager!).toBeLessThanOrEqual(balanced!);
      expect(balanced!).toBeLessThanOrEqual(cautious!);
    }
  });

  it('and nothing is given that there is not', async () => {
    const gone = world({ fetchJson: serve(({ article: _, ...intent }) => ({ ...intent, article: 'gone' })) });
    await expect(gone.match('I want a refund')).resolves.toEqual({ verdict: 'none' });
    const words = world({ fetchJson: serve((intent) => ({ ...intent, article: 'gone', answer: 'In 14 days.' })) });
    const sure = { verdict: 'sure', intent: 'refund', confidence: expect.any(Number) };
    await expect(words.match('I want a refund')).resolves.toEqual({ ...sure, answer: 'In 14 days.' });
    const toFlow = serve(({ article: _, ...intent }) => ({ ...intent, flow: 'returns' }));
    await expect(world({ fetchJson: toFlow }).match('I want a refund')).resolves.toEqual({ verdict: 'none' });
    await expect(world({ fetchJson: toFlow, flows: true }).match('I want a refund')).resolves.toEqual({
      ...sure,
      flow: 'returns',
    });
  });

  it('after one fetch and one training, another language with a model of its own', async () => {
    const given = world({ fetchJson: serve() });
    expect(given.fetched).toEqual([]);
    given.matching.prepare();
    await Promise.all([given.match('refund'), given.match('parcel')]);
    const base = 'https://shop.example/a/';
    expect(given.fetched).toEqual([`${base}answers.json`, `${base}answers-en.json`]);
    given.store.apply({ type: 'options', options: given.store.options.value, locale: 'ja' }, 'host');
    await given.match('refund');
    expect(given.fetched.slice(2)).toEqual([`${base}answers.json`, `${base}answers-ja.json`]);
  });

  it('or not, where it cannot be had; the next question tries again', async () => {
    let isDown = true;
    const given = world({
      fetchJson: async (url) => {
        if (isDown) throw new Error('down');
        return serve()(url);
      },
    });
    await expect(given.match('I want a refund')).resolves.toEqual({ verdict: 'none' });
    expect(given.errors).toMatchObject([{ code: 'unavailable', message: 'down' }]);
    isDown = false;
    await expect(given.match('I want a refund')).resolves.toMatchObject({ verdict: 'sure' });
  });

  it('or not in time', async () => {
    const given = world({ fetchJson: () => new Promise(() => {}) });
    const answer = given.match('I want a refund');
    await given.clock.advance(10_000);
    await expect(answer).resolves.toEqual({ verdict: 'none' });
  });

  it('and training ends with the page', async () => {
    const given = world({ fetchJson: serve() });
    const answer = given.match('I want a refund');
    given.matching.stop();
    await expect(answer).resolves.toEqual({ verdict: 'none' });
    expect(given.errors).toEqual([]);
  });
});

describe('why', () => {
  it('is told of the last question: what it was taken for, how surely, and which words counted', async () => {
    const given = world();
    await expect(given.matching.last()).resolves.toBeNull();
    await given.match('refund of a zebra');
    const why = (await given.matching.last())!;
    expect(why).toMatchObject({ text: 'refund of a zebra', mode: 'balanced', matcher: null });
    const { ranked, evidence, cut, sure, pieces } = why.model!;
    expect(ranked.map(({ intent }) => intent)).toHaveLength(3);
    expect(ranked[0]).toMatchObject({ intent: 'refund', title: 'refund' });
    expect([evidence, cut, sure].every(Number.isFinite)).toBe(true);
    expect(pieces.map(({ text }) => text)).toEqual(['refund', 'of', 'a', 'zebra']);
    expect(pieces[3]).toMatchObject({ known: false });
    expect(pieces[0]!.counts).toBeGreaterThan(pieces[1]!.counts);
  });

  it('is told of any other text as well, which leaves the last as it was', async () => {
    const given = world();
    await given.match('refund');
    await expect(given.matching.explain('track my delivery')).resolves.toMatchObject({ text: 'track my delivery' });
    await expect(given.matching.last()).resolves.toMatchObject({ text: 'refund' });
  });
});

describe('between two steps of a training', () => {
  it('the page has its turn after each slice, and not after each step', async () => {
    const clock = fakeClock();
    const rest = createRest(clock, new AbortController().signal);
    let turns = 0;
    const timer = setInterval(() => turns++, 0);
    await rest();
    const before = turns;
    await rest();
    await rest();
    expect(turns).toBe(before);
    await clock.advance(8);
    await rest();
    expect(turns).toBeGreaterThan(before);
    clearInterval(timer);
  });

  it('it ends where the messenger has left', async () => {
    const left = new AbortController();
    left.abort(new Error('left'));
    await expect(createRest(fakeClock(), left.signal)()).rejects.toThrow('left');
  });
});
