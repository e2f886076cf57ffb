import { expect, test } from 'vitest';
import type { DeskAnswers, DeskCard, DeskServerFrame } from '../../src/wire/desk.js';
import { CODE_KEN, FAST, message, newId, openDesk, snapshot, startRelay, visit } from './support.js';
import { signToken } from './tokens.js';

type Desk = Awaited<ReturnType<typeof openDesk>>;
const cardOf = async (desk: Desk, conversation: string): Promise<DeskCard> =>
  (await desk.ask<DeskAnswers['load']>({ t: 'load', conversation })).card;
const nextCard = async (desk: Desk, want: (card: DeskCard) => boolean) =>
  (await desk.next<Extract<DeskServerFrame, { t: 'card' }>>((frame) => frame.t === 'card' && want(frame.card))).card;

test('agents note what they know of a person, in every conversation; each sees it at once', async () => {
  const { url } = await startRelay();
  const visitor = await visit(url);
  const [mia, ken] = [await openDesk(url), await openDesk(url, CODE_KEN)];
  const [one, two] = [newId(), newId()];
  for (const conversation of [one, two]) await visitor.ask({ t: 'send', message: message(conversation, 'hi') });
  await Promise.all([cardOf(mia, one), cardOf(ken, two)]);
  const id = newId();
  await mia.ask({ t: 'remark', id, conversation: one, text: 'Likes tea' });
  const written = { id, by: { id: 'mia', name: 'Mia' }, text: 'Likes tea', edited: false, at: expect.any(Number) };
  expect((await nextCard(ken, ({ notes }) => notes.length > 0)).notes).toEqual([written]);
  await ken.ask({ t: 'remark', id, conversation: two, text: 'Likes coffee' });
  const changed = { ...written, by: { id: 'ken', name: 'Ken' }, text: 'Likes coffee', edited: true };
  expect((await nextCard(mia, ({ notes }) => notes[0]?.edited === true)).notes).toEqual([changed]);
  await mia.ask({ t: 'unremark', id, conversation: two });
  expect((await nextCard(ken, ({ notes }) => !notes.length)).notes).toEqual([]);
  expect((await cardOf(mia, one)).notes).toEqual([]);
});

test('a note that is sent again is written once; too long, or one too many, is refused', async () => {
  const { url } = await startRelay();
  const visitor = await visit(url);
  const desk = await openDesk(url);
  const conversation = newId();
  await visitor.ask({ t: 'send', message: message(conversation, 'hi') });
  const note = { t: 'remark', id: newId(), conversation, text: 'once' };
  await desk.ask(note);
  await desk.ask(note);
  expect((await cardOf(desk, conversation)).notes).toMatchObject([{ text: 'once', edited: false }]);
  expect(await desk.answer({ ...note, text: 'x'.repeat(2_001) })).toMatchObject({ code: 'too-large' });
  expect(await desk.answer({ ...note, text: '' })).toMatchObject({ code: 'invalid' });
  expect(await desk.answer({ ...note, conversation: newId() })).toMatchObject({ code: 'not-found' });
  for (let i = 1; i < 100; i++) await desk.ask({ ...note, id: newId(), text: `${i}` });
  expect(await desk.answer({ ...note, id: newId() })).toMatchObject({ code: 'too-large' });
});

test('notes follow a visitor who becomes known, and never reach the visitor', async () => {
  const { url } = await startRelay();
  const visitor = await visit(url);
  const desk = await openDesk(url);
  const conversation = newId();
  await visitor.ask({ t: 'send', message: message(conversation, 'hi') });
  await cardOf(desk, conversation);
  await desk.ask({ t: 'remark', id: newId(), conversation, text: 'REMARK!7' });
  const known = await visit(url, { token: await signToken(), secret: visitor.secret });
  const { person, notes } = await nextCard(desk, (card) => card.person.verified);
  expect(person.id).toBe(known.person.id);
  expect(notes).toMatchObject([{ text: 'REMARK!7' }]);
  await known.ask({ t: 'history', conversation, before: null, limit: 10 });
  expect(JSON.stringify([visitor.all, known.all])).not.toContain('REMARK!7');
});

test('all earlier conversations of a person are there, a page at a time', async () => {
  const { url } = await startRelay({ limits: FAST });
  const token = await signToken();
  const [laptop, phone] = [await visit(url, { token }), await visit(url, { token })];
  const desk = await openDesk(url);
  const ids = Array.from({ length: 45 }, () => newId());
  for (const [i, id] of ids.entries()) {
    await (i % 2 ? laptop : phone).ask({ t: 'handoff', message: message(id, `n${i}`), snapshot, tags: [] });
  }
  const conversation = ids.at(-1)!;
  let { earlier, hasEarlier }: DeskAnswers['earlier'] = await cardOf(desk, conversation);
  const seen = [...earlier];
  while (hasEarlier) {
    const { id, at } = seen.at(-1)!;
    ({ earlier, hasEarlier } = await desk.ask({ t: 'earlier', conversation, before: { id, at } }));
    seen.push(...earlier);
  }
  expect(seen).toHaveLength(44);
  expect(new Set(seen.map(({ id }) => id))).toEqual(new Set(ids.slice(0, -1)));
  expect(seen.map(({ at }) => at)).toEqual(seen.map(({ at }) => at).sort((a, b) => b - a));
});
