import { expect, test } from 'vitest';
import { all, faults } from '../mutants/all.mjs';

test('each planted bug finds its one place in the code, and the tests that are to catch it are there', () => {
  expect(all.length).toBeGreaterThanOrEqual(30);
  expect(faults()).toEqual([]);
});
