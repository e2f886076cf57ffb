import fc from 'fast-check';
import { expect, it } from 'vitest';
import { backoff } from '../../src/core/backoff.js';
import * as TIMES from '../../src/core/times.js';

const attempts = fc.integer({ min: 0, max: 2000 });
const chance = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });

it('waits longer each time, never over the cap and never under a tenth', () => {
  fc.assert(
    fc.property(attempts, chance, (attempt, random) => {
      const ceiling = Math.min(TIMES.backoffCap, TIMES.backoffFirst * 2 ** attempt);
      const wait = backoff(attempt, () => random);
      expect(wait).toBeGreaterThanOrEqual(ceiling / 10);
      expect(wait).toBeLessThanOrEqual(ceiling);
    }),
  );
});

it('spreads a crowd over the whole of the wait', () => {
  expect(backoff(0, () => 0)).toBe(50);
  expect(backoff(0, () => 0.999)).toBeCloseTo(500, 0);
  expect(backoff(3, () => 0.5)).toBe(2200);
});
