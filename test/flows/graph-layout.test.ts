/** How the playground lays out a flow. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { layOut, type Way } from '../../demo/playground/layout.js';

const SIZE = { width: 100, height: 40, gapX: 20, gapY: 30 };
const ways = (...all: string[]): Way[] => all.map((one) => ({ from: one[0]!, to: one[1]! }));
const place = (ids: string, ...all: string[]) => layOut([...ids], ways(...all), SIZE);

describe('the steps of a flow', () => {
  it('stand below each other as they follow, beside each other where they are choices', () => {
    const { places, isBack, width, height } = place('abcd', 'ab', 'ac', 'bd', 'cd');
    const y = (id: string) => places.get(id)!.y;
    expect([y('a'), y('b'), y('c'), y('d')]).toEqual([0, 70, 70, 140]);
    expect(Math.abs(places.get('b')!.x - places.get('c')!.x)).toBe(120);
    expect(places.get('a')!.x).toBe(places.get('d')!.x);
    expect([isBack, width, height]).toEqual([[false, false, false, false], 220, 180]);
  });

  it('are below all that leads to them, and what leads back is told', () => {
    const { places, isBack } = place('abc', 'ab', 'bc', 'ac', 'ca', 'bb');
    expect(['a', 'b', 'c'].map((id) => places.get(id)!.y)).toEqual([0, 70, 140]);
    expect(isBack).toEqual([false, false, false, true, true]);
  });

  it('lie apart and within the drawing, whatever leads where', () => {
    const id = fc.constantFrom(...'abcdefgh');
    fc.assert(
      fc.property(fc.array(fc.record({ from: id, to: id }), { maxLength: 30 }), (all) => {
        const drawn = layOut([...'abcdefgh'], all, SIZE);
        const placed = [...drawn.places.values()];
        expect(placed).toHaveLength(8);
        for (const [i, a] of placed.entries()) {
          expect(a.x >= -1 && a.x + SIZE.width <= drawn.width + 1 && a.y + SIZE.height <= drawn.height).toBe(true);
          for (const b of placed.slice(i + 1)) expect(a.y !== b.y || Math.abs(a.x - b.x) >= SIZE.width).toBe(true);
        }
        all.forEach(({ from, to }, i) => {
          if (!drawn.isBack[i]) expect(drawn.places.get(to)!.y).toBeGreaterThan(drawn.places.get(from)!.y);
        });
      }),
      { numRuns: 100 },
    );
  });
});
