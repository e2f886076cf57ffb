/** Which rows of a long list are drawn: those near the view. Pure; places and heights in pixels. */

/** Height of a row that was not drawn yet, where nothing is known of others. */
const GUESS = 64;
/** How far beyond the view rows are drawn. */
const LEAD = 800;
/** Rows that are drawn before anything is measured. */
const FIRST = 24;

export interface Range {
  from: number;
  /** The row after the last. */
  to: number;
}

/** The last rows. */
export const tail = (count: number): Range => ({ from: Math.max(0, count - FIRST), to: count });

/** How high a row is likely to be that was not measured: as the others are. */
export function guessOf(heights: ReadonlyMap<string, number>): number {
  let sum = 0;
  for (const height of heights.values()) sum += height;
  return heights.size ? sum / heights.size : GUESS;
}

/**
 * Where each row begins, and at the end where the last one ends. `guess` is the height of what was not measured: with another
 * one all places are others, and what is drawn stands where it stood.
 */
export function topsOf(ids: readonly string[], heights: ReadonlyMap<string, number>, guess: number): number[] {
  const tops = [0];
  let top = 0;
  for (const id of ids) {
    top += heights.get(id) ?? guess;
    tops.push(top);
  }
  return tops;
}

/** The row at a place; the first above all, the last below. */
function rowAt(tops: readonly number[], y: number): number {
  let low = 0;
  let high = tops.length - 2;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (tops[middle]! <= y) low = middle;
    else high = middle - 1;
  }
  return Math.max(0, low);
}

const around = (tops: readonly number[], top: number, height: number, lead: number): Range => ({
  from: rowAt(tops, top - lead),
  to: Math.min(tops.length - 1, rowAt(tops, top + height + lead) + 1),
});

/** The rows to draw for a view; those that are drawn now where they are enough and not many more. */
export function rangeFor(tops: readonly number[], drawn: Range, top: number, height: number): Range {
  const least = around(tops, top, height, LEAD / 2);
  const most = around(tops, top, height, LEAD * 2);
  const fits = drawn.from <= least.from && drawn.to >= least.to && drawn.from >= most.from && drawn.to <= most.to;
  return fits ? drawn : around(tops, top, height, LEAD);
}

/** What is drawn in order: numbers of rows, and before each that does not follow the one before the height of what is left out. */
export function drawnRows(
  tops: readonly number[],
  { from, to }: Range,
  pinned: readonly number[],
): { row: number; space: number }[] {
  const count = tops.length - 1;
  const rows = new Set(pinned.filter((row) => row >= 0 && row < count));
  for (let row = from; row < to; row++) rows.add(row);
  let end = 0;
  return [...rows]
    .sort((a, b) => a - b)
    .map((row) => {
      const space = tops[row]! - tops[end]!;
      end = row + 1;
      return { row, space };
    });
}
