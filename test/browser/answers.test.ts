import { expect, test } from 'vitest';
import { makeGolden } from '../help/answers-golden.js';
import golden from '../help/golden/answers.json?raw';

test('the browser learns the same model from the same questions as Node does, and scores to the same bit', () => {
  expect(`${JSON.stringify(makeGolden(), null, 1)}\n`).toBe(golden);
});
