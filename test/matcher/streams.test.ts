import { describe, expect, it } from 'vitest';
import type { Match, MatcherChunk } from '../../src/core/matcher.js';
import { type Reply, scriptedMatcher } from '../../src/testing/scripted-matcher.js';
import { ASKED, QUESTION, world } from './world.js';

const LINE = 'An automated answer by Scripted';

describe('an answer of the host’s matcher', () => {
  it('is shown as it is said, with who says it, and posted once it is whole', async () => {
    const seen: string[][] = [];
    const look = () => seen.push(given.shown());
    const reply: Reply = [
      look,
      { confidence: 0.9 },
      look,
      { text: 'That is ' },
      look,
      { text: 'our bank.', sources: [{ title: 'x', article: 'payment' }] },
      look,
    ];
    const given = world({ matcher: scriptedMatcher([reply]) });
    await expect(given.match()).resolves.toEqual({ verdict: 'said', confidence: 0.9 });
    expect(seen).toEqual([[], [], [`That is | ${LINE}`], [`That is our bank. | ${LINE}`]]);
    expect(given.shown()).toEqual([`That is our bank. | ${LINE}`]);
    expect(given.posted.map(({ parts }) => parts)).toEqual([
      [
        { type: 'text', text: 'That is our bank.' },
        { type: 'sources', text: LINE, sources: [{ title: 'About payment', article: 'payment' }] },
      ],
    ]);
    expect(given.store.messages('c').value.at(-1)).not.toHaveProperty('partial');
    expect(given.errors).toEqual([]);
  });

  it('may come in one piece', async () => {
    const matcher = scriptedMatcher([{ confidence: 0.65, text: ' Yes. ' }], 'Ada');
    const given = world({ matcher, answers: false, locale: 'ja-JP' });
    await expect(given.match()).resolves.toEqual({ verdict: 'said', confidence: 0.65 });
    expect(given.shown()).toEqual(['Yes. | Adaによる自動回答です']);
  });

  it('is typed while there is nothing to show', async () => {
    const typed: boolean[] = [];
    const look = () => typed.push(given.isTyping());
    const given = world({ matcher: scriptedMatcher([[look, { confidence: 1, text: 'a' }, look]]) });
    await given.match();
    expect([...typed, given.isTyping()]).toEqual([true, false, false]);
  });

  it('is not shown before it says how sure it is, and below the setting not at all', async () => {
    const pieces: MatcherChunk[] = [{ text: 'Perhaps ' }, { text: 'this.' }];
    const seen: string[][] = [];
    const look = () => seen.push(given.shown());
    const given = world({ matcher: scriptedMatcher([[...pieces, look, { confidence: 0.64 }, look]]) });
    const { verdict } = await given.match();
    expect(verdict).toMatch(/unsure|none/);
    expect(given.posted).toEqual([]);
    expect(seen.flat()).toEqual([]);
    const eager = world({ matcher: scriptedMatcher([[...pieces, { confidence: 0.64 }]]) });
    await expect(eager.match(QUESTION, 'eager')).resolves.toMatchObject({ verdict: 'said' });
    expect(eager.shown()).toEqual([`Perhaps this. | ${LINE}`]);
  });

  it('is taken off the screen when it is sure no more', async () => {
    const seen: string[][] = [];
    const look = () => seen.push(given.shown());
    const reply: Reply = [{ confidence: 0.9, text: 'Certainly' }, look, { confidence: 0.1 }, look];
    const given = world({ matcher: scriptedMatcher([reply]) });
    await given.match();
    expect(seen).toEqual([[`Certainly | ${LINE}`], []]);
    expect(given.shown()).toEqual([]);
    expect(given.posted).toEqual([]);
  });

  it('is asked with what was said before, and what the model takes it for', async () => {
    const matcher = scriptedMatcher([]);
    const given = world({ matcher });
    given.say('I want my money back', { id: 'r'.padEnd(22, '0') });
    await given.match('I want my money back', 'cautious');
    const [{ signal, candidates, ...request }] = matcher.asked as [(typeof matcher.asked)[0]];
    expect(request).toEqual({
      text: 'I want my money back',
      locale: 'en',
      mode: 'cautious',
      history: [{ by: 'visitor', text: QUESTION }],
    });
    expect(candidates[0]).toEqual({ intent: 'refund', title: 'refund', confidence: expect.any(Number) });
    expect(candidates.length).toBeLessThanOrEqual(3);
    // what it still does, it does for nobody
    expect(signal.aborted).toBe(true);
  });

  it('is not asked for where a suggestion is pressed', async () => {
    const matcher = scriptedMatcher([{ confidence: 1, text: 'a' }]);
    const given = world({ matcher });
    given.say('Hours', { id: 'r'.padEnd(22, '0') });
    await expect(given.match('Hours')).resolves.toEqual({
      verdict: 'sure',
      confidence: 1,
      intent: 'hours',
      article: 'hours',
    });
    expect(matcher.asked).toEqual([]);
  });

  it('is not asked for where the visitor has said nothing', async () => {
    const matcher = scriptedMatcher([{ confidence: 1, text: 'a' }]);
    const given = world({ matcher });
    await given.match('words of a flow');
    given.store.apply({ type: 'cleared' }, 'system');
    await given.match();
    expect(matcher.asked).toEqual([]);
    expect(given.posted).toEqual([]);
  });

  it('is not said twice when it is asked for again, as after a reload', async () => {
    const matcher = scriptedMatcher([
      { confidence: 1, text: 'a' },
      { confidence: 1, text: 'b' },
    ]);
    const given = world({ matcher });
    await given.match();
    await expect(given.match()).resolves.toMatchObject({ verdict: 'said' });
    expect(given.posted.map(({ id }) => id)).toEqual([[...ASKED].reverse().join('')]);
    expect(matcher.asked).toHaveLength(1);
  });

  it('that names an intent gives what is written for it', async () => {
    const given = world({ matcher: scriptedMatcher([{ confidence: 0.7, intent: 'refund' }]) });
    await expect(given.match()).resolves.toEqual({
      verdict: 'sure',
      intent: 'refund',
      confidence: 0.7,
      article: 'refund',
    });
    const unsure = world({ matcher: scriptedMatcher([{ confidence: 0.2, intent: 'hours' }]) });
    const { suggestions } = (await unsure.match()) as Extract<Match, { verdict: 'unsure' }>;
    expect(suggestions[0]).toEqual({ intent: 'hours', title: 'hours', article: 'hours' });
    const alone = world({ matcher: scriptedMatcher([{ confidence: 0.7, intent: 'my-own' }]), answers: false });
    await expect(alone.match()).resolves.toEqual({ verdict: 'sure', intent: 'my-own', confidence: 0.7 });
  });
});

describe('nobody waits for an answer any more', () => {
  const begun: Reply = [{ confidence: 1, text: 'Well, ' }, 'stall'];
  const overs: [string, (given: ReturnType<typeof world>) => void][] = [
    [
      'when a person has the conversation',
      ({ store }) =>
        store.apply({ type: 'conversation', conversation: { ...store.conversation('c')!, status: 'open' } }, 'backend'),
    ],
    ['when a person is asked for', ({ say }) => say('Talk to a person', { id: 'p' })],
    ['when somebody else is here', ({ store }) => store.apply({ type: 'cleared' }, 'system')],
    ['when the messenger leaves the page', ({ matching }) => matching.stop()],
  ];
  it.each(overs)('%s', async (_, end) => {
    const matcher = scriptedMatcher([begun]);
    const given = world({ matcher });
    const { answer } = await given.begin();
    expect(given.shown()).toEqual([`Well, | ${LINE}`]);
    end(given);
    await expect(answer).resolves.toEqual({ verdict: 'none' });
    expect(given.shown()).toEqual([]);
    expect(given.posted).toEqual([]);
    expect(given.errors).toEqual([]);
    await given.clock.advance(0);
    expect(matcher.ended).toBe(1);
    expect(given.clock.pending).toBe(0);
  });

  it('but other words of the visitor’s let it go on', async () => {
    let go = () => {};
    const gate = new Promise<void>((resolve) => {
      go = resolve;
    });
    const given = world({
      matcher: scriptedMatcher([[{ confidence: 1, text: 'Well, ' }, () => gate, { text: 'yes.' }]]),
    });
    const { answer } = await given.begin();
    given.say('Are you there?', { id: 'p' });
    go();
    await expect(answer).resolves.toMatchObject({ verdict: 'said' });
    expect(given.shown()).toEqual([`Well, yes. | ${LINE}`]);
  });
});
