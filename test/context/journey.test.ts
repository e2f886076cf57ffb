/** The journey of a visit as it is put together, and read back. Pure. */
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { goneOn, joined, parseJourney } from '../../src/context/journey.js';
import type { Visit } from '../../src/types.js';

const place = (path: string, at: number, more: Partial<Visit> = {}): Visit => ({
  ...{ url: `https://shop.example${path}`, title: path, at },
  ...more,
});
const anyPlace = fc
  .record({
    path: fc.constantFrom('/', '/mug', '/cart'),
    at: fc.integer({ min: 1, max: 60 }),
    ms: fc.option(fc.nat(9_000), { nil: undefined }),
    depth: fc.option(fc.nat(100), { nil: undefined }),
  })
  .map(({ path, at, ms, depth }) =>
    place(path, at, { ...(ms !== undefined && { ms }), ...(depth !== undefined && { depth }) }),
  );
const anyJourney = fc.array(anyPlace, { maxLength: 40 });
const keys = (journey: Visit[]) => journey.map(({ at, url }) => `${at} ${url}`);

describe('two journeys of one visit', () => {
  it('are one, in order, with each place once', () => {
    const home = place('/', 1, { ms: 5, depth: 20 });
    const later = { ...home, ms: 9, depth: 10, title: 'Home' };
    expect(joined([home, place('/cart', 3)], [later, place('/mug', 2)])).toEqual([
      place('/', 1, { ms: 9, depth: 20, title: 'Home' }),
      place('/mug', 2),
      place('/cart', 3),
    ]);
  });

  it('whatever is in them', () => {
    fc.assert(
      fc.property(anyJourney, anyJourney, (one, other) => {
        const all = joined(one, other);
        const known = keys([...one, ...other]);
        expect(new Set(keys(all)).size).toBe(all.length);
        expect(all.length).toBe(Math.min(30, new Set(known).size));
        const times = all.map(({ at }) => at);
        expect(times).toEqual([...times].sort((a, b) => a - b));
        // where they came in, and the newest
        const everyTime = [...one, ...other].map(({ at }) => at).sort((a, b) => a - b);
        expect([times[0], times.at(-1)]).toEqual([everyTime[0], everyTime.at(-1)]);
        // once more changes nothing
        expect(joined(all, all)).toEqual(all);
        if (new Set(known).size <= 30) {
          expect(joined(all, one)).toEqual(all.map((it) => ({ ...it, title: it.title })));
          expect(keys(joined(other, one)).sort()).toEqual(keys(all).sort());
        }
      }),
    );
  });
});

describe('the page that is loaded anew', () => {
  it('is still the same place, seen for longer', () => {
    const before = place('/mug', 5, { ms: 100, depth: 80 });
    const here = [place('/mug', 9, { ms: 30, depth: 40 }), place('/cart', 12)];
    expect(goneOn(before, here)).toEqual([place('/mug', 5, { ms: 130, depth: 80 }), place('/cart', 12)]);
  });

  it('is a place of its own where another came between, or nothing before', () => {
    const here = [place('/mug', 9, { ms: 30 })];
    expect(goneOn(place('/cart', 5), here)).toEqual(here);
    expect(goneOn(undefined, here)).toEqual(here);
    expect(goneOn(here[0], here)).toEqual(here);
    expect(goneOn(here[0], [])).toEqual([]);
  });
});

describe('a stored journey', () => {
  const golden = JSON.parse(readFileSync(new URL('../storage/golden/rows-v1.json', import.meta.url), 'utf8'));
  const row = golden.find(([key]: [string]) => key === 'j')[1];

  it('is read as an earlier version wrote it', () => {
    expect(parseJourney(row)).toEqual(row);
    expect(parseJourney({ last: 1, places: [] })).toEqual({ last: 1, places: [] });
  });

  it.each([
    undefined,
    null,
    7,
    [],
    {},
    { ...row, last: 'x' },
    { ...row, places: {} },
    { ...row, places: [{ ...row.places[0], at: -1 }] },
    { ...row, places: [{ ...row.places[0], url: 'x'.repeat(2_049) }] },
    { ...row, places: [{ ...row.places[0], ms: 'long' }] },
    { ...row, places: new Array(31).fill(row.places[0]) },
    { ...row, landing: 'x' },
    { ...row, landing: { url: 'x', ad: 'other' } },
  ])('is none where it is %j', (odd) => expect(parseJourney(odd)).toBeUndefined());

  it('brings nothing along that does not belong in it', () => {
    const odd = { ...row, more: 1, places: [{ ...row.places[0], secret: 'x' }], landing: { url: '/', gclid: 'x' } };
    expect(parseJourney(odd)).toEqual({ last: row.last, places: [row.places[0]], landing: { url: '/' } });
  });
});
