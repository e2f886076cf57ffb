import { randomUUID } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from '@photostructure/sqlite';
import { expect, test } from 'vitest';
import { parseAnswer, parseFrame } from '../../src/desk/parse.js';
import type { DeskAnswers } from '../../src/wire/desk.js';
import { FAST, message, newId, openDesk, snapshot, startRelay, visit } from './support.js';
import { signToken } from './tokens.js';

const rating = (more: object = {}) => ({ id: newId(), survey: 'after', kind: 'csat', score: 4, max: 5, ...more });

/** A visitor who asked for a person, and an agent who looks at it. */
async function talking(limits: object = FAST, database = ':memory:') {
  const relay = await startRelay({ limits, database });
  const visitor = await visit(relay.url);
  const desk = await openDesk(relay.url);
  const conversation = newId();
  await visitor.ask({ t: 'handoff', message: message(conversation, 'Help!'), snapshot, tags: [] });
  const load = () => desk.ask<DeskAnswers['load']>({ t: 'load', conversation });
  await load();
  const timeline = async () => {
    const answer = await desk.ask<DeskAnswers['timeline']>({
      t: 'timeline',
      conversation,
      before: null,
      kinds: ['rating'],
    });
    expect(parseAnswer('timeline', answer)).toEqual(answer);
    return answer.entries;
  };
  return { ...relay, visitor, desk, conversation, load, timeline };
}
const ratings = async (load: () => Promise<DeskAnswers['load']>) => (await load()).card.ratings;

test('a message with a rating is the rating of its conversation, in the card and the timeline of whoever looks', async () => {
  const { visitor, desk, conversation, load, timeline } = await talking();
  const { id: _, ...rest } = rating({ remark: 'Quick\u0000 and kind' });
  const said = { ...message(conversation, ''), parts: [{ type: 'rating', ...rest, text: '4 of 5' }] };
  await visitor.ask({ t: 'send', message: said });
  await visitor.ask({ t: 'send', message: said });
  const card = await desk.next((frame) => frame.t === 'card' && frame.card.ratings.length > 0);
  expect(parseFrame(JSON.stringify(card))).toMatchObject({
    card: { ratings: [{ ...rest, id: said.id, conversation }] },
  });
  const happened = await desk.next((frame) => frame.t === 'happened' && frame.entries[0]?.kind === 'rating');
  expect(parseFrame(JSON.stringify(happened))).toEqual(happened);
  expect(await ratings(load)).toHaveLength(1);
  expect(await timeline()).toMatchObject([{ kind: 'rating', type: 'csat', score: 4, max: 5, conversation }]);
});

test('a conversation that has ended, and none at all, are rated without a message, once', async () => {
  const { visitor, desk, conversation, load, timeline } = await talking();
  await visitor.ask({ t: 'close', conversation });
  const [ended, alone] = [rating(), rating({ survey: 'friends', kind: 'nps', score: 0, max: 10 })];
  for (let i = 0; i < 2; i++) {
    await visitor.ask({ t: 'rate', conversation, rating: ended });
    await visitor.ask({ t: 'rate', conversation: null, rating: alone });
  }
  await desk.next((frame) => frame.t === 'card' && frame.card.ratings.length === 2);
  expect(await ratings(load)).toMatchObject([
    { survey: 'friends', conversation: null, score: 0 },
    { survey: 'after', conversation, score: 4 },
  ]);
  expect(await timeline()).toHaveLength(2);
  expect((await load()).conversation.status).toBe('resolved');
  expect((await load()).messages.at(-1)?.parts[0]?.type).toBe('event');
});

test('somebody else’s conversation is as one that does not exist', async () => {
  const { url, conversation, load } = await talking();
  const stranger = await visit(url);
  for (const other of [conversation, newId()]) {
    const answer = await stranger.answer({ t: 'rate', conversation: other, rating: rating() });
    expect(answer).toMatchObject({ t: 'error', code: 'not-found' });
  }
  expect(await ratings(load)).toEqual([]);
});

test('ratings are counted', async () => {
  const { visitor } = await talking({ ratingsPerMinute: 1 });
  await visitor.ask({ t: 'rate', conversation: null, rating: rating() });
  const answer = await visitor.answer({ t: 'rate', conversation: null, rating: rating() });
  expect(answer).toMatchObject({ t: 'error', code: 'rate', retryAfter: expect.any(Number) });
});

test('what a visitor rated is the user’s whom they turn out to be', async () => {
  const { url, visitor, load } = await talking();
  await visitor.ask({ t: 'rate', conversation: null, rating: rating({ remark: 'before' }) });
  const user = await visit(url, { token: await signToken(), secret: visitor.secret });
  await user.ask({ t: 'rate', conversation: null, rating: rating({ remark: 'after' }) });
  expect((await ratings(load)).map(({ remark }) => remark)).toEqual(['after', 'before']);
});

test('ratings that are taken back, and those of whoever is erased, are gone', async () => {
  const database = join(tmpdir(), `sobani-${randomUUID()}.db`);
  const { visitor, conversation, load, timeline } = await talking(FAST, database);
  const stored = () => {
    const reader = new DatabaseSync(database);
    const rows = ['rating', 'happening'].map((table) => reader.prepare(`SELECT * FROM ${table}`).all());
    reader.close();
    return JSON.stringify(rows);
  };
  await visitor.ask({ t: 'rate', conversation, rating: rating({ remark: 'SECRET' }) });
  expect(stored()).toContain('SECRET');
  await visitor.ask({ t: 'withdraw', parts: ['ratings'] });
  expect(await ratings(load)).toEqual([]);
  expect(await timeline()).toEqual([]);
  expect(stored()).not.toContain('SECRET');
  await visitor.ask({ t: 'rate', conversation: null, rating: rating({ remark: 'SECRET' }) });
  await visitor.ask({ t: 'erase' });
  expect(stored()).not.toContain('SECRET');
});
