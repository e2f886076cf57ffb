import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SobaniError } from '../../src/core/errors.js';
import { type Condition, lookup, matches, parseCondition } from '../../src/core/match.js';

const data = {
  user: { name: 'Aiko', age: 34, vip: true, email: null },
  cart: {
    items: [
      { id: 'mug', quantity: 2 },
      { id: 'bowl', quantity: 1 },
    ],
    total: { amount: 4200, currency: 'EUR' },
  },
  tags: ['new', 'sale'],
  page: { url: 'https://shop.example/cart' },
};

const table: [string, Condition, boolean][] = [
  ['nothing asked always holds', {}, true],
  ['a plain value is equality', { 'user.name': 'Aiko' }, true],
  ['a number is not its text', { 'user.age': '34' }, false],
  ['several paths must all hold', { 'user.name': 'Aiko', 'user.age': 35 }, false],
  ['a list equals the same list', { tags: ['new', 'sale'] }, true],
  ['a list in another order is another', { tags: ['sale', 'new'] }, false],
  ['an object equals one with its keys in another order', { 'cart.total': { currency: 'EUR', amount: 4200 } }, true],
  ['an object with less is another', { 'cart.total': { amount: 4200 } }, false],
  ['an object is not a list', { tags: { 0: 'new', 1: 'sale' } }, false],
  ['null equals what is missing', { 'user.phone': null }, true],
  ['a place in a list can be named', { 'cart.items.0.id': 'mug' }, true],
  ['the length of a list can be read', { 'cart.items.length': 2 }, true],
  ['$eq', { 'user.vip': { $eq: true } }, true],
  ['$ne', { 'user.vip': { $ne: true } }, false],
  ['$ne of what is missing', { 'user.phone': { $ne: '1' } }, true],
  ['$lt', { 'user.age': { $lt: 34 } }, false],
  ['$lte', { 'user.age': { $lte: 34 } }, true],
  ['$gt and $lt together', { 'user.age': { $gt: 30, $lt: 40 } }, true],
  ['$gte of text goes by code units', { 'user.name': { $gte: 'Ai' } }, true],
  ['what is missing is not less than anything', { 'user.visits': { $lt: 5 } }, false],
  ['a number is not compared with a text', { 'user.age': { $gt: '3' } }, false],
  ['$in', { 'user.name': { $in: ['Ken', 'Aiko'] } }, true],
  ['$in of a list: one in common is enough', { tags: { $in: ['sale', 'gone'] } }, true],
  ['$in of nothing', { 'user.name': { $in: [] } }, false],
  ['$nin', { 'user.name': { $nin: ['Ken'] } }, true],
  ['$exists true', { 'cart.total': { $exists: true } }, true],
  ['$exists true of null', { 'user.email': { $exists: true } }, false],
  ['$exists false', { company: { $exists: false } }, true],
  ['$not of a value', { 'user.age': { $not: { $lt: 18 } } }, true],
  ['$size', { tags: { $size: 2 } }, true],
  ['$size with a comparison', { tags: { $size: { $gt: 2 } } }, false],
  ['$size of text', { 'user.name': { $size: 4 } }, false],
  ['$elemMatch by paths', { 'cart.items': { $elemMatch: { id: 'bowl', quantity: { $lt: 2 } } } }, true],
  ['$elemMatch must hold within one', { 'cart.items': { $elemMatch: { id: 'bowl', quantity: 2 } } }, false],
  ['$elemMatch of plain values', { tags: { $elemMatch: { $eq: 'sale' } } }, true],
  ['$all', { tags: { $all: ['sale', 'new'] } }, true],
  ['$all with one missing', { tags: { $all: ['sale', 'old'] } }, false],
  ['$type string', { 'user.name': { $type: 'string' } }, true],
  ['$type array', { tags: { $type: 'array' } }, true],
  ['$type null', { 'user.email': { $type: 'null' } }, true],
  ['$and', { $and: [{ 'user.vip': true }, { 'user.age': 34 }] }, true],
  ['$or', { $or: [{ 'user.vip': false }, { 'user.age': 34 }] }, true],
  ['an empty $or holds', { $or: [] }, true],
  ['$nor', { $nor: [{ 'user.vip': false }, { 'user.age': 34 }] }, false],
  ['$not of a condition', { $not: { 'user.vip': true } }, false],
  ['a group beside a path: both must hold', { 'user.age': 34, $or: [{ 'user.vip': false }] }, false],
];

describe('conditions', () => {
  it.each(table)('%s', (_, condition, expected) => {
    expect(matches(parseCondition(condition), data)).toBe(expected);
  });

  it('reads no property that is inherited', () => {
    for (const path of [
      'constructor',
      'toString',
      'user.constructor.name',
      '__proto__.x',
      'tags.map',
      'user.name.length',
    ]) {
      expect(lookup(data, path), path).toBeUndefined();
    }
  });

  const refused: [unknown, string][] = [
    [null, 'if'],
    [[], 'if'],
    [{ $regex: '^a' }, 'if.$regex'],
    [{ name: { $regex: '^a' } }, 'if.name.$regex'],
    [{ name: { $eq: 1, other: 2 } }, 'if.name.other'],
    [{ $or: { a: 1 } }, 'if.$or'],
    [{ $and: [{ a: 1 }, 'b'] }, 'if.$and.1'],
    [{ $not: 1 }, 'if.$not'],
    [{ a: { $in: 'x' } }, 'if.a.$in'],
    [{ a: { $exists: 1 } }, 'if.a.$exists'],
    [{ a: { $type: 1 } }, 'if.a.$type'],
    [{ a: { $all: [{ $huge: 1 }] } }, 'if.a.$all.0.$huge'],
    [{ a: { $not: { $where: 'x' } } }, 'if.a.$not.$where'],
    [{ a: { $elemMatch: { b: { $where: 'x' } } } }, 'if.a.$elemMatch.b.$where'],
    [{ 'a.__proto__.b': 1 }, 'if.a.__proto__.b'],
    [{ 'a..b': 1 }, 'if.a..b'],
    [JSON.parse('{"a":{"__proto__":{"b":1}}}'), 'if.a.__proto__'],
    [JSON.parse(`${'{"$not":'.repeat(40)}{}${'}'.repeat(40)}`), `if${'.$not'.repeat(12)}`],
  ];
  it.each(refused)('refuses %j and says where', (condition, path) => {
    expect(() => parseCondition(condition)).toThrow(SobaniError);
    expect(() => parseCondition(condition)).toThrow(expect.objectContaining({ code: 'invalid', path }));
  });

  const leaf = fc.oneof(
    fc.integer({ min: -3, max: 3 }),
    fc.constantFrom('', 'a', 'b', 'ab'),
    fc.boolean(),
    fc.constant(null),
  );
  const operator = fc.constantFrom('$eq', '$ne', '$lt', '$lte', '$gt', '$gte', '$in', '$nin', '$exists');

  it('agrees with a plain reading of the comparison operators', () => {
    const plainly = (op: string, actual: unknown, expected: unknown): boolean => {
      const missing = actual === undefined || actual === null;
      const equal = (a: unknown, b: unknown) => JSON.stringify(a ?? null) === JSON.stringify(b ?? null);
      const numbers = typeof actual === 'number' && typeof expected === 'number';
      const texts = typeof actual === 'string' && typeof expected === 'string';
      const [a, b] = [actual as number, expected as number];
      switch (op) {
        case '$eq':
          return equal(actual, expected);
        case '$ne':
          return !equal(actual, expected);
        case '$lt':
          return (numbers || texts) && a < b;
        case '$lte':
          return (numbers || texts) && a <= b;
        case '$gt':
          return (numbers || texts) && a > b;
        case '$gte':
          return (numbers || texts) && a >= b;
        case '$in':
          return (expected as unknown[]).some((one) => equal(actual, one));
        case '$nin':
          return !(expected as unknown[]).some((one) => equal(actual, one));
        default:
          return missing !== expected;
      }
    };
    fc.assert(
      fc.property(
        operator,
        fc.option(leaf, { nil: undefined }),
        leaf,
        fc.array(leaf),
        fc.boolean(),
        (op, actual, one, many, yes) => {
          const expected = op.endsWith('in') ? many : op === '$exists' ? yes : one;
          const condition = parseCondition({ 'a.b': { [op]: expected } });
          const given = actual === undefined ? { a: {} } : { a: { b: actual } };
          expect(matches(condition, given)).toBe(plainly(op, actual, expected));
        },
      ),
      { numRuns: 2000 },
    );
  });

  it('either refuses or decides, whatever it is given', () => {
    const key = fc.constantFrom(
      'a',
      'a.b',
      '$and',
      '$or',
      '$not',
      '$in',
      '$all',
      '$size',
      '$elemMatch',
      '$gt',
      '__proto__',
    );
    const anything = fc.letrec((tie) => ({
      value: fc.oneof(
        { maxDepth: 5 },
        leaf,
        fc.array(tie('value'), { maxLength: 3 }),
        fc.dictionary(key, tie('value'), { maxKeys: 3 }),
      ),
    })).value;
    fc.assert(
      fc.property(anything, anything, (condition, given) => {
        try {
          parseCondition(condition);
        } catch (thrown) {
          expect(thrown).toBeInstanceOf(SobaniError);
          return;
        }
        expect(typeof matches(condition as Condition, given)).toBe('boolean');
      }),
      { numRuns: 2000 },
    );
  });
});
