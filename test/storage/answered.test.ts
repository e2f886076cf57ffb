// @vitest-environment happy-dom
/** What a customer has told a flow is asked by none on the pages that follow, and is nobody else's. */
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { openStorage } from '../../src/storage/open-storage.js';
import { memoryTransport } from '../../src/transport/memory.js';
import type { Options } from '../../src/types.js';
import { verify } from '../core/world.js';
import { newBrowser, openRooms } from './rooms-world.js';

const note = {
  id: 'note',
  version: 1,
  trigger: { on: 'message' },
  start: 'plan',
  steps: { plan: { trait: { plan: 'vars.message' }, next: 'end' }, end: { end: true } },
};
const FLOWS = { v: 1, flows: [note] };

let page: ReturnType<typeof openRooms>;
let transport: ReturnType<typeof memoryTransport>;
const open = () => {
  page = openRooms(transport, {}, { flows: '/flows.json' });
};
const load = async () => {
  await page.rooms.leave();
  page.collector.detach();
  open();
  await page.rooms.ready;
};
const traits = async () => {
  const { parts } = await page.rooms.shared();
  return parts.find(({ key }) => key === 'traits')?.value;
};
const answer = async () => {
  await page.rooms.write('pro', undefined, true);
  await vi.waitFor(async () => expect(await stored()).toHaveLength(1));
  expect(await traits()).toEqual({ plan: 'pro' });
};
/** Whose rows have it. */
const stored = async () => {
  const { disk } = openStorage({ app: 'shop' } as Options);
  const rows = await disk!.load('');
  disk!.close!();
  return rows.flatMap(([key]) => (key.endsWith('/q') ? key.slice(0, -2) : []));
};

beforeEach(() => {
  vi.stubGlobal('fetch', async () => Response.json(FLOWS));
  newBrowser();
  transport = memoryTransport({ verify });
  open();
});
afterEach(async () => {
  await page.rooms.leave();
  vi.unstubAllGlobals();
});

it('is known on the pages that follow, with who has asked', async () => {
  await answer();
  await load();
  const { parts } = await page.rooms.shared();
  expect(parts.find(({ key }) => key === 'traits')).toMatchObject({ value: { plan: 'pro' }, source: 'flow' });
});

it('comes along when they become known', async () => {
  await answer();
  await page.identify('aiko');
  await vi.waitFor(async () => expect(await stored()).toEqual(['u:aiko']));
  await load();
  await page.identify('aiko');
  await vi.waitFor(async () => expect(await traits()).toEqual({ plan: 'pro' }));
});

it.each([
  ['signs out', () => page.rooms.logout()],
  ['is forgotten', () => page.rooms.forget()],
  ['is followed by another user', () => page.identify('ben')],
])('is gone with somebody who %s, here and on the pages that follow', async (_, leave) => {
  await page.identify('aiko');
  await answer();
  await leave();
  expect(await traits()).toBeUndefined();
  expect(await stored()).toEqual([]);
  await load();
  expect(await traits()).toBeUndefined();
  await page.identify('ben');
  expect(await traits()).toBeUndefined();
});
