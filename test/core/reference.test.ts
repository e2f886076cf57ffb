import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readReference, referenceOf } from '../../src/core/reference.js';

test('a reference is six letters and digits that nobody takes for others, and the same for the same conversation', () => {
  fc.assert(
    fc.property(fc.string(), (id) => {
      expect(referenceOf(id)).toMatch(/^[2-9BCDFGHJKMNPQRSTVWXYZ]{6}$/);
      expect(referenceOf(id)).toBe(referenceOf(id));
    }),
  );
  expect(referenceOf('qjJo4QLOD5FCEZnxbyA6KA')).toBe('BVF9J8');
});

test('ten thousand conversations have as many references, or nearly', () => {
  const ids = Array.from({ length: 10_000 }, (_, i) => `${i}`.padEnd(22, 'x'));
  expect(new Set(ids.map(referenceOf)).size).toBeGreaterThan(9_990);
});

test.each(['BCD234', 'bcd234', 'bcd 234', ' BCD-234 ', '#BCD234'])(
  '%j is read as the reference that it is',
  (typed) => {
    expect(readReference(typed)).toBe('BCD234');
  },
);

test.each(['', 'BCD23', 'BCD2345', 'ABC234', 'BCD10L', 'refund', 'ÄBCD23'])('%j is none', (typed) => {
  expect(readReference(typed)).toBeUndefined();
});
