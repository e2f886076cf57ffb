import { randomUUID } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from '@photostructure/sqlite';
import { describe, expect, it, test } from 'vitest';
import { referenceOf } from '../../src/core/reference.js';
import type { HandoffDetails } from '../../src/types.js';
import type { DeskAnswers, DeskServerFrame } from '../../src/wire/desk.js';
import { message, newId, openDesk, snapshot, startRelay, visit } from './support.js';

const details: HandoffDetails = {
  summary: {
    asked: ['Where is my parcel?'],
    tried: [{ article: 'tracking', title: 'Where is my parcel?' }],
    answered: [{ question: 'Which order?', answer: 'The kettle' }],
    collected: { order: '1042', isLate: true, days: 3 },
  },
  intent: { id: 'parcel', confidence: 0.92 },
  language: 'ja',
  tone: 'angry',
  priority: 'high',
};

async function handed(more: object = {}, options: Parameters<typeof startRelay>[0] = {}) {
  const relay = await startRelay(options);
  const visitor = await visit(relay.url);
  const conversation = newId();
  const ask = (again: object, id = newId()) => ({
    ...{ t: 'handoff', message: message(conversation, 'a person, please', id), snapshot, tags: [] },
    ...again,
  });
  const answer = await visitor.answer(ask(more));
  const desk = await openDesk(relay.url);
  const load = () => desk.ask<DeskAnswers['load']>({ t: 'load', conversation });
  return { ...relay, visitor, desk, conversation, ask, answer, load };
}

describe('what is told with a hand-off', () => {
  it('is on the desk: in the list what an agent looks for, on the card what happened before', async () => {
    const { desk, conversation, load } = await handed(details);
    const { summary, ...listed } = details;
    const row = { ...listed, reference: referenceOf(conversation) };
    expect(desk.welcome.conversations).toMatchObject([row]);
    const loaded = await load();
    expect(loaded.conversation).toMatchObject(row);
    expect(loaded.card.summary).toEqual(summary);
  });

  it('may be missing, of an older messenger', async () => {
    const { conversation, load } = await handed();
    const { conversation: row, card } = await load();
    expect(row).toMatchObject({ tone: null, language: null, intent: null, priority: 'normal' });
    expect(row.reference).toBe(referenceOf(conversation));
    expect(card.summary).toBeNull();
  });

  it('is replaced by what the next one tells, while an agent looks', async () => {
    const { visitor, desk, ask, load } = await handed(details);
    await load();
    await visitor.ask(
      ask({ tone: 'plain', summary: { asked: ['Hello again'], tried: [], answered: [], collected: {} } }),
    );
    const { card } = await desk.next<Extract<DeskServerFrame, { t: 'card' }>>(({ t }) => t === 'card');
    expect(card.summary?.asked).toEqual(['Hello again']);
    expect((await load()).conversation).toMatchObject({ tone: 'plain', priority: 'normal', intent: null });
  });

  it('never makes a conversation less urgent than its tags', async () => {
    const { load } = await handed({ priority: 'low', tags: ['vip'] });
    expect((await load()).conversation.priority).toBe('urgent');
  });

  it('has the reference that follows from the conversation, whatever the device says', async () => {
    const { conversation, load } = await handed({ reference: 'BCD234' });
    expect((await load()).conversation.reference).toBe(referenceOf(conversation));
  });

  it('is never told to the visitor', async () => {
    const { visitor, conversation } = await handed(details);
    await visitor.ask({ t: 'conversations' });
    await visitor.ask({ t: 'history', conversation, before: null, limit: 10 });
    await visitor.settled();
    expect(JSON.stringify(visitor.all)).not.toMatch(/angry|kettle/i);
  });

  it('goes with the person', async () => {
    const database = join(tmpdir(), `sobani-${randomUUID()}.db`);
    const { visitor, relay } = await handed(details, { database });
    await visitor.ask({ t: 'erase' });
    await relay.close();
    const reader = new DatabaseSync(database);
    expect(reader.prepare('SELECT * FROM handoff').all()).toEqual([]);
    reader.close();
  });

  it('is left out where it is damaged, and said so; the conversation is shown all the same', async () => {
    const database = join(tmpdir(), `sobani-${randomUUID()}.db`);
    const { relay, conversation } = await handed(details, { database });
    await relay.close();
    const other = new DatabaseSync(database);
    other.exec("UPDATE handoff SET details = replace(details, 'angry', 'plain')");
    other.close();
    const { url, log } = await startRelay({ database });
    const { welcome } = await openDesk(url);
    expect(welcome.conversations).toMatchObject([{ id: conversation, tone: null }]);
    expect(log.join('')).toContain('a stored handoff is damaged');
  });
});

test.each<[object, string]>([
  [{ tone: 'cross' }, 'tone'],
  [{ priority: 9 }, 'priority'],
  [{ intent: { id: 'parcel', confidence: 1.1 } }, 'intent.confidence'],
  [{ intent: 'parcel' }, 'intent'],
  [{ language: 'x'.repeat(65) }, 'language'],
  [{ summary: { ...details.summary, asked: ['x'.repeat(201)] } }, 'summary.asked[0]'],
  [{ summary: { ...details.summary, collected: { a: { b: 1 } } } }, 'summary.collected.a'],
  [{ summary: { asked: [] } }, 'summary.tried'],
  [
    { summary: { ...details.summary, answered: Array(20).fill({ question: 'あ'.repeat(200), answer: 'x' }) } },
    'summary',
  ],
])('%j is refused with its path, and nothing of it is stored', async (more, path) => {
  const { answer, desk } = await handed(more);
  expect(answer).toMatchObject({ t: 'error', path });
  expect(desk.welcome.conversations).toEqual([]);
});

test('other ways to reach the team are a part that the visitor’s bot may show, and nothing else is in it', async () => {
  const { url } = await startRelay();
  const visitor = await visit(url);
  const part = {
    type: 'channels',
    reference: 'BCD234',
    text: 'Call us',
    channels: [{ kind: 'phone', to: '+81312345678' }],
  };
  const send = (change: object) => {
    const said = message(newId(), '', newId(), 'bot');
    return visitor.answer({ t: 'send', message: { ...said, parts: [{ ...part, ...change }] } });
  };
  expect(await send({ channels: [{ kind: 'phone', to: '+81312345678', more: 1 }] })).toMatchObject({ t: 'ok' });
  await visitor.event('message');
  expect(visitor.messages()[0]!.parts).toEqual([part]);
  for (const channels of [[], [{ kind: 'phone', to: 'javascript:alert(1)' }], [{ kind: 'fax', to: '+81312345678' }]]) {
    expect(await send({ channels })).toMatchObject({ t: 'error', code: expect.stringMatching(/invalid|too-large/) });
  }
});
