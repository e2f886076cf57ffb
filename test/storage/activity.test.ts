// @vitest-environment happy-dom
/** What the rooms tell of a visit: what was tracked, and what a host's source told, goes along with what is written. */
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { newBrowser, openRooms } from './rooms-world.js';

let page: ReturnType<typeof openRooms>;
beforeEach(() => {
  newBrowser();
  page = openRooms();
});
afterEach(() => page.rooms.leave());

it('what was tracked before anything was written goes along with consent to analytics', async () => {
  await page.rooms.track('wishlist', { item: 'mug' });
  await page.rooms.consent({ analytics: true });
  const { snapshot } = await page.say('Hello');
  expect(snapshot).toMatchObject({
    visits: { count: 1, days: 1, earlier: 0 },
    segments: ['new'],
  });
  await page.rooms.track('checkout', { step: 2 });
  const { parts } = await page.rooms.shared();
  expect(parts.find(({ key }) => key === 'events')).toMatchObject({
    category: 'analytics',
    isShared: true,
    value: [
      { name: 'wishlist', data: { item: 'mug' } },
      { name: 'checkout', data: { step: 2 } },
    ],
  });
});

it('without that consent nothing of it goes along', async () => {
  await page.rooms.track('wishlist', { item: 'mug' });
  const { snapshot } = await page.say('Hello');
  expect(Object.keys(snapshot).filter((key) => /events|visits|segments/.test(key))).toEqual([]);
});

it('what a host’s source told goes along, until it is taken back', async () => {
  const end = vi.fn();
  const undo = await page.rooms.registerSource({
    name: 'loyalty',
    category: 'functional',
    start(tell) {
      tell({ 'x-points': 7 });
      return end;
    },
  });
  expect((await page.say('Hello')).snapshot).toHaveProperty('x-points', 7);
  undo();
  expect(end).toHaveBeenCalledTimes(1);
  const { parts } = await page.rooms.shared();
  expect(parts.map(({ key }) => key)).not.toContain('x-points');
});
