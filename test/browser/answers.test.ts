import { expect, test } from 'vitest';
import { makeGolden } from '../help/answers-golden.js';
import { hashOfScores } from '../help/answers-many.js';
import golden from '../help/golden/answers.json?raw';
import hash from '../help/golden/answers-scores.txt?raw';

test('the browser learns the same model from the same questions as Node does, and scores to the same bit', () => {
  expect(`${JSON.stringify(makeGolden(), null, 1)}\n`).toBe(golden);
});

test('some hundred questions in many scripts have the same scores as in Node, to the last bit', () => {
  expect(hashOfScores()).toBe(hash.trim());
});
