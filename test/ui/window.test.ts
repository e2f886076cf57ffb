import fc from 'fast-check';
import { expect, it, test } from 'vitest';
import { drawnRows, guessOf, rangeFor, tail, topsOf } from '../../src/ui/conversation/window.js';

const ids = (count: number) => Array.from({ length: count }, (_, i) => `${i}`);

test('what was not measured is as high as the others are', () => {
  const measured = new Map([
    ['1', 100],
    ['3', 20],
  ]);
  expect(guessOf(new Map())).toBe(64);
  expect(guessOf(measured)).toBe(60);
  expect(topsOf(ids(3), new Map(), 64)).toEqual([0, 64, 128, 192]);
  expect(topsOf(ids(4), measured, 60)).toEqual([0, 60, 160, 220, 240]);
  expect(topsOf([], new Map(), 64)).toEqual([0]);
});

test('before anything is measured it is the last that are drawn', () => {
  expect(tail(10_000)).toEqual({ from: 9_976, to: 10_000 });
  expect(tail(3)).toEqual({ from: 0, to: 3 });
});

const list = fc.record({
  heights: fc.array(fc.integer({ min: 10, max: 600 }), { minLength: 1, maxLength: 300 }),
  top: fc.double({ min: -100, max: 100_000, noNaN: true }),
  height: fc.integer({ min: 1, max: 900 }),
});
const topsFor = (heights: number[]) =>
  topsOf(ids(heights.length), new Map(heights.map((height, i) => [`${i}`, height])), 64);

it('draws all that is in view, and no more than a few views', () => {
  fc.assert(
    fc.property(list, fc.nat(300), fc.nat(300), ({ heights, top, height }, a, b) => {
      const tops = topsFor(heights);
      const drawn = { from: Math.min(a, b), to: Math.max(a, b) };
      const { from, to } = rangeFor(tops, drawn, top, height);
      for (const [i] of heights.entries()) {
        const isSeen = tops[i + 1]! > top && tops[i]! < top + height;
        if (isSeen) expect(i >= from && i < to).toBe(true);
      }
      expect(tops[to]! - tops[from]!).toBeLessThanOrEqual(height + 2 * 1_600 + 2 * 600);
      // and is content with that
      expect(rangeFor(tops, { from, to }, top, height)).toEqual({ from, to });
    }),
  );
});

it('leaves as much room as the rows have that it does not draw', () => {
  fc.assert(
    fc.property(list, fc.array(fc.integer({ min: -1, max: 400 })), ({ heights, top, height }, pinned) => {
      const tops = topsFor(heights);
      const range = rangeFor(tops, { from: 0, to: 0 }, top, height);
      const rows = drawnRows(tops, range, [...pinned, heights.length - 1]);
      expect(rows.map(({ row }) => row)).toEqual([...new Set(rows.map(({ row }) => row))].sort((x, y) => x - y));
      const drawn = rows.reduce((sum, { row, space }) => sum + space + heights[row]!, 0);
      expect(drawn).toBe(tops.at(-1));
      for (const row of pinned)
        if (row >= 0 && row < heights.length) expect(rows.some((it) => it.row === row)).toBe(true);
    }),
  );
});
