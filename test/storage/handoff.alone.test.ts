// @vitest-environment happy-dom
/** What goes along with a request for a person, and what holds none up. */
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { referenceOf } from '../../src/core/reference.js';
import type { Options } from '../../src/types.js';
import { newBrowser, openRooms } from './rooms-world.js';

let page: ReturnType<typeof openRooms>;
beforeEach(() => {
  newBrowser();
  page = openRooms();
});
afterEach(async () => {
  vi.doUnmock('../../src/handoff/assemble.js');
  vi.unstubAllGlobals();
  await page.rooms.leave();
});
const set = (options: Partial<Options>) =>
  page.store.apply({ type: 'options', options: { app: 'shop', ...options }, locale: 'en' }, 'host');
const shown = (id: string) => page.store.messages(id).value.map(({ parts }) => parts.map(({ type }) => type));

it('the visitor’s own words go with a summary, their tone, language and a reference', async () => {
  const { message, ...told } = await page.say('Where is my parcel? This is unacceptable.', 'c'.repeat(22));
  expect(told).toMatchObject({
    summary: { asked: ['Where is my parcel? This is unacceptable.'] },
    ...{ tone: 'angry', priority: 'high', language: 'en', reference: referenceOf(message.conversation) },
  });
});

it('a person is asked for all the same where what makes that cannot be had', async () => {
  vi.doMock('../../src/handoff/assemble.js', () => {
    throw new Error('no connection');
  });
  const told = await page.say('a person, please');
  expect(told.message.parts).toEqual([{ type: 'text', text: 'a person, please' }]);
  expect(told).not.toHaveProperty('summary');
});

it('hours are read, and said to whoever writes at night', async () => {
  const fetchJson = vi.fn(async () => new Response(JSON.stringify({ shop: { zone: 'UTC', week: {} } })));
  vi.stubGlobal('fetch', fetchJson);
  set({ hours: '/hours.json', channels: { phone: '+81312345678' } });
  expect(fetchJson).not.toHaveBeenCalled();
  const { message } = await page.say('hello');
  await vi.waitFor(() => expect(shown(message.conversation)).toEqual([['text'], ['text', 'channels']]));
  expect(fetchJson).toHaveBeenCalledTimes(1);
});

it('hours that cannot be read hold nothing up', async () => {
  set({ hours: { shop: { zone: 'Mars', week: {} } } });
  expect(await page.say('hello')).toMatchObject({ tone: 'plain' });
});

it('without the options nothing is fetched', async () => {
  const fetchJson = vi.fn();
  vi.stubGlobal('fetch', fetchJson);
  page.store.apply({ type: 'panel', isOpen: true }, 'visitor');
  await page.say('hello');
  expect(fetchJson).not.toHaveBeenCalled();
});
