import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseVisits, visited } from '../../src/context/visits.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const noon = new Date(2026, 10, 29, 12).getTime();
const home = { url: 'https://shop.example/', title: 'Shop' };
const mug = { url: 'https://shop.example/mug', title: 'Mug' };

describe('visits', () => {
  it('begin with the first, and where it begins', () => {
    expect(visited(undefined, home, noon)).toEqual({ count: 1, days: 1, since: noon, last: noon, entry: home });
  });

  it('are the same one while pages follow within half an hour', () => {
    const first = visited(undefined, home, noon);
    expect(visited(first, mug, noon + 29 * MINUTE)).toMatchObject({ count: 1, days: 1, entry: home });
  });

  it('are another one after that, which begins where they are now', () => {
    const first = visited(undefined, home, noon);
    expect(visited(first, mug, noon + HOUR)).toEqual({
      ...first,
      count: 2,
      last: noon + HOUR,
      entry: mug,
    });
  });

  it('are on another day from midnight on, also within one', () => {
    const midnight = new Date(2026, 10, 30).getTime();
    const late = visited(undefined, home, midnight - 1);
    expect(visited(late, mug, midnight + 1)).toMatchObject({ count: 1, days: 2 });
    expect(visited(late, mug, midnight + 24 * HOUR)).toMatchObject({ count: 2, days: 2 });
  });

  it('never become fewer, whatever the clock does, and never more days than there were pages', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 40 * 24 * HOUR })), (times) => {
        let all = visited(undefined, home, noon);
        for (const [i, time] of times.entries()) {
          const next = visited(all, mug, noon + time);
          expect(next.count).toBeGreaterThanOrEqual(all.count);
          expect(next.days).toBeGreaterThanOrEqual(all.days);
          expect(next.days).toBeLessThanOrEqual(i + 2);
          expect(next.since).toBeLessThanOrEqual(all.since);
          all = next;
        }
      }),
    );
  });

  it('are read back as they were written, and not at all where the row is none', () => {
    const row = visited(undefined, home, noon);
    expect(parseVisits(JSON.parse(JSON.stringify(row)))).toEqual(row);
    for (const odd of [undefined, null, 7, {}, { ...row, count: 0 }, { ...row, entry: 'x' }, { ...row, last: 'x' }]) {
      expect(parseVisits(odd)).toBeUndefined();
    }
  });
});
