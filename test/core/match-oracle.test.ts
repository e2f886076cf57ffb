/**
 * Conditions against GrowthBook's own: random data and conditions must be decided alike. `SOBANI_CONDITIONS` says how many.
 * Left out is where ours departs on purpose: what is inherited, what is refused, saved groups, and regular expressions beyond the subset.
 */
import { evalCondition } from '@growthbook/growthbook';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import * as LIMITS from '../../src/core/limits.js';
import { matches, parseCondition } from '../../src/core/match.js';

const RUNS = Number(process.env.SOBANI_CONDITIONS ?? 10_000);

const number = fc.oneof(fc.integer({ min: -2, max: 3 }), fc.constantFrom(0.5, -0, 10, 1e21));
const text = fc.constantFrom(
  ...['', 'a', 'A', 'ab', 'AB', 'b', 'É', 'é', '0', '1', '2', '10', ' 1 ', '0x1', '1e0', 'null', 'true', 'false'],
  ...['1,2', 'a,b', '[object Object]', '1.2.3', 'v1.2.3', '1.2.10', '1.2.3-rc.1', '1.2.3+build', '1.2', '/a/b', 'a\nb'],
);
const scalar = fc.oneof(
  { arbitrary: text, weight: 3 },
  { arbitrary: number, weight: 3 },
  fc.boolean(),
  fc.constant(null),
);
const name = fc.constantFrom('a', 'b', 'c');
const { value } = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 2, depthSize: 'small' },
    scalar,
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(name, tie('value'), { maxKeys: 2, noNullPrototype: true }),
  ),
}));
const data = fc.record({ a: value, b: value, c: value }, { requiredKeys: [], noNullPrototype: true });
const path = fc.constantFrom('a', 'b', 'c', 'a.a', 'a.b', 'b.c', 'a.0', 'b.1.a', 'a.length', 'd');
const regex = fc.constantFrom('a', '^a', 'b$', '^[^/]*/', '^.*b', '1|é', '\\d', 'A.?B', 'ul{2}', ',', '/', '\\.', '^$');

const list = fc.array(value, { maxLength: 3 });
const texts = fc.array(fc.oneof(text, value), { maxLength: 3 });
const record = (key: string, operand: fc.Arbitrary<unknown>) => operand.map((one) => ({ [key]: one }));

const { condition } = fc.letrec((tie) => ({
  operators: fc
    .array(
      fc.oneof(
        { maxDepth: 3, depthSize: 'small' },
        ...['$eq', '$ne', '$lt', '$lte', '$gt', '$gte'].map((key) => record(key, scalar)),
        ...['$veq', '$vne', '$vlt', '$vlte', '$vgt', '$vgte'].map((key) => record(key, fc.oneof(text, number))),
        ...['$in', '$nin'].map((key) => record(key, list)),
        ...['$ini', '$nini'].map((key) => record(key, texts)),
        ...['$regex', '$regexi'].map((key) => record(key, regex)),
        record('$exists', fc.boolean()),
        record('$type', fc.constantFrom('string', 'number', 'boolean', 'null', 'array', 'object', 'undefined')),
        ...['$all', '$alli'].map((key) => record(key, fc.array(tie('expected'), { maxLength: 2 }))),
        record('$size', fc.oneof(fc.integer({ min: 0, max: 3 }), tie('operators'))),
        record('$not', tie('expected')),
        record('$elemMatch', fc.oneof(tie('operators'), tie('condition').filter(isPlainElement))),
      ),
      { minLength: 1, maxLength: 2 },
    )
    .map((all) => Object.assign({}, ...all)),
  expected: fc.oneof({ maxDepth: 3, depthSize: 'small' }, value, tie('operators')),
  condition: fc
    .array(
      fc.oneof(
        { maxDepth: 3, depthSize: 'small' },
        ...[1, 2, 3, 4].map(() => fc.tuple(path, tie('expected')).map(([key, one]) => ({ [key]: one }))),
        ...['$and', '$or', '$nor'].map((key) => record(key, fc.array(tie('condition'), { maxLength: 2 }))),
        record('$not', tie('condition')),
      ),
      { maxLength: 2 },
    )
    .map((all) => Object.assign({}, ...all)),
}));

/** One with a path in it: of others GrowthBook makes operators on the element. */
function isPlainElement(one: unknown): boolean {
  const keys = Object.keys(one as object);
  return !keys.length || keys.every((key) => key[0] !== '$');
}

const depth = (json: unknown): number =>
  typeof json === 'object' && json ? 1 + Math.max(0, ...Object.values(json).map(depth)) : 0;

it(`decides ${RUNS} random conditions as GrowthBook does`, () => {
  const seen = new Map<string, number>();
  fc.assert(
    fc.property(
      condition.filter((one) => depth(one) <= LIMITS.depth),
      data,
      (asked, given) => {
        const expected = evalCondition(given as never, asked as never);
        expect(matches(parseCondition(asked), given)).toBe(expected);
        for (const operator of new Set(JSON.stringify(asked).match(/"\$\w+"/g))) {
          seen.set(`${operator} ${expected}`, (seen.get(`${operator} ${expected}`) ?? 0) + 1);
        }
      },
    ),
    { numRuns: RUNS },
  );
  // every operator was there, in conditions that hold and in others
  expect(seen.size).toBe(2 * 28);
  expect(Math.min(...seen.values())).toBeGreaterThan(RUNS / 2000);
});
