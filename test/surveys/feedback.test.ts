// @vitest-environment happy-dom
/** Answers to forms and surveys on their way: from the panel through the rooms to a back end in memory. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { SobaniError } from '../../src/core/errors.js';
import type { Session } from '../../src/core/ports.js';
import { memoryTransport } from '../../src/transport/memory.js';
import type { EventMap, Part } from '../../src/types.js';
import { newBrowser, openRooms } from '../storage/rooms-world.js';

const after = { id: 'after', kind: 'csat', text: { en: 'How did we do?' }, auto: 'resolved' };
const friends = { id: 'friends', kind: 'nps', text: 'Would you recommend us?', save: 'recommends' };
const rating = (more: object = {}) =>
  ({ type: 'rating', survey: 'after', kind: 'csat', score: 4, max: 5, text: '4 of 5', ...more }) as Part & {
    type: 'rating';
  };

const until = (check: () => void) => vi.waitFor(check, { timeout: 20_000 });

let backend: ReturnType<typeof memoryTransport>;
let page: ReturnType<typeof openRooms>;
let said: EventMap['survey'][];
function open(more: Partial<Session> = {}, rules: string | undefined = '/rules.json') {
  page = openRooms(backend, more, rules ? { rules } : {});
  said = [];
  page.emitter.on('survey', (detail) => said.push(detail));
}
const leave = () => page.rooms.leave();
const again = async (more: Partial<Session> = {}) => {
  await leave();
  open(more);
  await page.rooms.ready;
};
/** Surveys that are shown there. */
const surveys = (conversation: string) =>
  page.store
    .messages(conversation)
    .value.filter(({ parts }) => parts.some(({ type }) => type === 'survey'))
    .map(({ id, parts }) => ({ id, part: parts[0] as Part & { type: 'survey' } }));
const resolved = async (conversation: string) => {
  await until(() => expect(backend.backend.messages(conversation).length).toBeGreaterThan(0));
  backend.backend.resolve(conversation);
  await until(() => expect(page.store.conversation(conversation)?.status).toBe('resolved'));
};
const start = async () => (await page.say('My kettle leaks')).message.conversation;

beforeEach(() => {
  newBrowser();
  backend = memoryTransport();
  const answer = async () => new Response(JSON.stringify({ v: 1, rules: [], surveys: [after, friends] }));
  vi.stubGlobal('fetch', vi.fn(answer));
  open();
});
afterEach(async () => {
  await leave();
  vi.unstubAllGlobals();
});

describe('an answer in a conversation that goes on', () => {
  it('is a message like any other: kept, in order, and the back end has its rating', async () => {
    const conversation = await start();
    const parts: Part[] = [{ type: 'answers', to: 'm1', values: [], text: 'Colour: red' }];
    await page.rooms.answer(conversation, parts);
    await page.rooms.answer(conversation, [rating({ to: 'm2' })]);
    await until(() =>
      expect(backend.backend.messages(conversation).slice(-2)).toMatchObject([
        { author: { kind: 'visitor' }, parts },
        { author: { kind: 'visitor' }, parts: [rating({ to: 'm2' })] },
      ]),
    );
    expect(backend.backend.ratings()).toMatchObject([{ survey: 'after', conversation, score: 4 }]);
    expect(said).toEqual([{ survey: 'after', kind: 'csat', score: 4, max: 5, conversation }]);
  });

  it.each<[string, Part[], string]>([
    ['nothing', [], 'invalid'],
    ['what only others say', [{ type: 'text', text: 'x' }], 'invalid'],
    ['no words', [{ type: 'answers', to: 'm1', values: [], text: ' ' }], 'invalid'],
    ['too many words', [{ type: 'answers', to: 'm1', values: [], text: 'x'.repeat(10_001) }], 'too-large'],
  ])('is refused for %s, and nothing of it is kept', async (_name, parts, code) => {
    const conversation = await start();
    const before = page.store.messages(conversation).value.length;
    await expect(page.rooms.answer(conversation, parts)).rejects.toMatchObject({ code });
    expect(page.store.messages(conversation).value).toHaveLength(before);
  });
});

describe('a survey with `save`', () => {
  const traits = async () => (await page.rooms.shared()).parts.find(({ key }) => key === 'traits');

  it('makes its score a trait that says where it comes from, and others make none', async () => {
    const conversation = await start();
    await page.rooms.answer(conversation, [rating({ to: 'm2' })]);
    await page.rooms.answer(conversation, [rating({ survey: 'friends', kind: 'nps', score: 9, max: 10, to: 'm3' })]);
    await until(async () =>
      expect(await traits()).toMatchObject({
        value: { recommends: 9 },
        each: { recommends: { source: 'survey', at: expect.any(Number) } },
      }),
    );
  });
});

describe('at the end of a conversation', () => {
  it('the survey that is for it is shown there once, and its answer is a rating and no message', async () => {
    const conversation = await start();
    await resolved(conversation);
    await until(() => expect(surveys(conversation)).toHaveLength(1));
    const [{ id, part }] = surveys(conversation) as [{ id: string; part: Part & { type: 'survey' } }];
    expect(part).toMatchObject({ survey: 'after', scale: 'faces', text: 'How did we do?' });
    const log = backend.backend.messages(conversation);
    await page.rooms.answer(conversation, [rating({ to: id, remark: 'Quick' })]);
    await until(() => expect(backend.backend.ratings()).toMatchObject([{ conversation, score: 4, remark: 'Quick' }]));
    expect(backend.backend.messages(conversation)).toEqual(log);
    expect(page.store.messages(conversation).value.at(-1)).toMatchObject({ parts: [{ type: 'rating', to: id }] });
    expect(said).toEqual([{ survey: 'after', kind: 'csat', score: 4, max: 5, remark: 'Quick', conversation }]);
  });

  it('it is shown again after a reload until it is answered, and not after that', async () => {
    const conversation = await start();
    await resolved(conversation);
    await until(() => expect(surveys(conversation)).toHaveLength(1));
    await again();
    await until(() => expect(surveys(conversation)).toHaveLength(1));
    await page.rooms.answer(conversation, [rating({ to: surveys(conversation)[0]!.id })]);
    await again();
    await page.rooms.answer(conversation, [rating({ to: 'm1' })]);
    expect(surveys(conversation)).toHaveLength(0);
    await until(() => expect(backend.backend.ratings()).toHaveLength(1));
  });

  it('nobody is asked who was asked that day, nor of conversations that ended before they looked', async () => {
    const first = await start();
    await resolved(first);
    await until(() => expect(surveys(first)).toHaveLength(1));
    const second = (await page.say('And the lid?', 'd'.repeat(22))).message.conversation;
    await resolved(second);
    await page.rooms.answer(first, [rating({ to: surveys(first)[0]!.id })]);
    expect(surveys(second)).toHaveLength(0);
  });

  it('nothing is asked, and no file fetched, where the host has no rules', async () => {
    await leave();
    vi.mocked(fetch).mockClear();
    open({}, '');
    const conversation = await start();
    await resolved(conversation);
    await page.rooms.answer(conversation, [rating()]);
    expect(fetch).not.toHaveBeenCalled();
    expect(surveys(conversation)).toEqual([]);
  });
});

describe('an answer that is no message', () => {
  it('waits on disk for the next connection, over a reload', async () => {
    const conversation = await start();
    await resolved(conversation);
    const cut = () => Promise.reject(new SobaniError('offline', 'cut', { retryable: true }));
    await again({ rate: cut });
    await page.rooms.answer(conversation, [rating()]);
    expect(said).toHaveLength(1);
    await again();
    await until(() => expect(backend.backend.ratings()).toMatchObject([{ conversation, survey: 'after' }]));
    expect(said).toEqual([]);
  });

  it('is let go where the back end takes none; the host is told all the same', async () => {
    const conversation = await start();
    await resolved(conversation);
    await again({ rate: undefined as never });
    await page.rooms.answer(conversation, [rating()]);
    expect(said).toHaveLength(1);
    await again();
    expect(backend.backend.ratings()).toEqual([]);
  });
});

describe('survey()', () => {
  it('says that there is no such survey, and what is wrong with the file', async () => {
    await expect(page.rooms.survey('nowhere')).rejects.toMatchObject({ code: 'not-found', path: 'id' });
    vi.mocked(fetch).mockImplementation(async () => new Response('{"surveys":[{}]}'));
    await again();
    await expect(page.rooms.survey('friends')).rejects.toMatchObject({ path: 'surveys[0].id' });
  });

  it('shows nothing while the panel is open', async () => {
    page.store.apply({ type: 'panel', isOpen: true }, 'host');
    expect(await page.rooms.survey('friends')).toBe(false);
  });
});
