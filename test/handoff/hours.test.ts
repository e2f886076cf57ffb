import { expect, test, vi } from 'vitest';
import { officeHours } from '../../src/handoff/hours.js';

const file = { shop: { zone: 'Asia/Tokyo', week: { mon: ['09:00-17:00'] } } };

test('office hours are the option itself, or what is at its URL', async () => {
  const fetchJson = vi.fn(async () => file);
  const read = await officeHours({ hours: file }, fetchJson);
  expect(read).toMatchObject({ shop: { zone: 'Asia/Tokyo' } });
  expect(fetchJson).not.toHaveBeenCalled();
  expect(await officeHours({ hours: '/hours.json' }, fetchJson)).toEqual(read);
  expect(fetchJson).toHaveBeenCalledWith('/hours.json');
});

test('without the option nothing is fetched', async () => {
  const fetchJson = vi.fn();
  expect(await officeHours({}, fetchJson)).toBeNull();
  expect(fetchJson).not.toHaveBeenCalled();
});

test('what cannot be read is refused with its path', async () => {
  await expect(officeHours({ hours: '/hours.json' }, async () => ({ shop: { zone: 'Mars' } }))).rejects.toMatchObject({
    ...{ code: 'invalid', path: 'hours.shop.zone' },
  });
});
