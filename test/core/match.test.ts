import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SobaniError } from '../../src/core/errors.js';
import { type Condition, lookup, matches, parseCondition } from '../../src/core/match.js';

const data = {
  user: { name: 'Aiko', age: 34, vip: true, email: null, zip: '8001' },
  app: { version: 'v1.10.0', next: '2.0.0-rc.1' },
  marks: [null, 1],
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
  ['a number equals its text', { 'user.age': '34' }, true],
  ['a text equals its number', { 'user.zip': 8001 }, true],
  ['true is whatever is there', { 'user.name': true }, true],
  ['false is not what is missing', { 'user.phone': false }, false],
  ['several paths must all hold', { 'user.name': 'Aiko', 'user.age': 35 }, false],
  ['a list equals the same list', { tags: ['new', 'sale'] }, true],
  ['a list in another order is another', { tags: ['sale', 'new'] }, false],
  ['an object equals the same object', { 'cart.total': { amount: 4200, currency: 'EUR' } }, true],
  ['an object with its keys in another order is another', { 'cart.total': { currency: 'EUR', amount: 4200 } }, false],
  ['an object with less is another', { 'cart.total': { amount: 4200 } }, false],
  ['an object is not a list', { tags: { 0: 'new', 1: 'sale' } }, false],
  ['null equals what is missing', { 'user.phone': null }, true],
  ['a place in a list can be named', { 'cart.items.0.id': 'mug' }, true],
  ['the length of a list can be read', { 'cart.items.length': 2 }, true],
  ['$eq', { 'user.vip': { $eq: true } }, true],
  ['$ne', { 'user.vip': { $ne: true } }, false],
  ['$eq tells a number from its text', { 'user.age': { $eq: '34' } }, false],
  ['$ne of what is missing', { 'user.phone': { $ne: '1' } }, true],
  ['$lt', { 'user.age': { $lt: 34 } }, false],
  ['$lte', { 'user.age': { $lte: 34 } }, true],
  ['$gt and $lt together', { 'user.age': { $gt: 30, $lt: 40 } }, true],
  ['$gte of text goes by code units', { 'user.name': { $gte: 'Ai' } }, true],
  ['what is missing counts as zero', { 'user.visits': { $lt: 5, $gte: 0 } }, true],
  ['a number is compared with the number in a text', { 'user.age': { $gt: '4' } }, true],
  ['a text without a number in it is neither more nor less', { 'user.name': { $gt: 1 } }, false],
  ['$veq', { 'app.version': { $veq: '1.10.0' } }, true],
  ['$vne', { 'app.version': { $vne: '1.10.0' } }, false],
  ['$vgt goes by numbers, not by digits', { 'app.version': { $vgt: '1.9.9' } }, true],
  ['$vgte', { 'app.version': { $vgte: '1.10.1' } }, false],
  ['$vlt: a release follows its candidates', { 'app.next': { $vlt: '2.0.0' } }, true],
  ['$vlte', { 'app.version': { $vlte: 2 } }, true],
  ['$veq of what is missing is 0', { 'app.none': { $veq: '0' } }, true],
  ['$in', { 'user.name': { $in: ['Ken', 'Aiko'] } }, true],
  ['$in of a list: one in common is enough', { tags: { $in: ['sale', 'gone'] } }, true],
  ['$in of nothing', { 'user.name': { $in: [] } }, false],
  ['$in tells a number from its text', { 'user.age': { $in: ['34'] } }, false],
  ['$in null of what is missing', { 'user.phone': { $in: [null] } }, true],
  ['$ini has no regard to case', { 'user.name': { $ini: ['AIKO'] } }, true],
  ['$ini of a list', { tags: { $ini: ['SALE', 1] } }, true],
  ['$nini', { 'user.name': { $nini: ['AIKO'] } }, false],
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
  ['$elemMatch passes over null', { marks: { $elemMatch: { $lt: 1 } } }, false],
  ['$alli', { tags: { $alli: ['SALE', 'New'] } }, true],
  ['$all minds case', { tags: { $all: ['SALE'] } }, false],
  ['$regex', { 'page.url': { $regex: '^https://[^/]+/cart' } }, true],
  ['$regex minds case', { 'page.url': { $regex: '/CART$' } }, false],
  ['$regexi does not', { 'page.url': { $regexi: '/CART$' } }, true],
  ['$all', { tags: { $all: ['sale', 'new'] } }, true],
  ['$all with one missing', { tags: { $all: ['sale', 'old'] } }, false],
  ['$type string', { 'user.name': { $type: 'string' } }, true],
  ['$type array', { tags: { $type: 'array' } }, true],
  ['$type of what is missing is null', { 'user.phone': { $type: 'null' } }, true],
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

  it('reads a path that is named like a method', () => {
    expect(matches(parseCondition({ toString: 'x' }), {})).toBe(false);
    expect(matches(parseCondition({ toString: 'x' }), { toString: 'x' })).toBe(true);
  });

  it('calls no method that the data bring', () => {
    const hostile = { a: { toString: 1, valueOf: 1, toJSON: 1 }, b: [[null, { toString: null }], true] };
    expect(matches(parseCondition({ a: '[object Object]', b: ',[object Object],true' }), hostile)).toBe(true);
    expect(matches(parseCondition({ a: { $not: { $lt: 1 }, $nini: ['x'] }, b: { $regex: '^,' } }), hostile)).toBe(true);
  });

  const refused: [unknown, string][] = [
    [null, 'if'],
    [[], 'if'],
    [{ $regex: '^a' }, 'if.$regex'],
    [{ name: { $regex: '(a+)+$' } }, 'if.name.$regex'],
    [{ name: { $not: { $regexi: '(?=a)' } } }, 'if.name.$not.$regexi'],
    [{ name: { $regex: 1 } }, 'if.name.$regex'],
    [{ a: { $eq: [1] } }, 'if.a.$eq'],
    [{ a: { $gt: {} } }, 'if.a.$gt'],
    [{ a: { $vgt: true } }, 'if.a.$vgt'],
    [{ a: { $ini: 'x' } }, 'if.a.$ini'],
    [{ a: { $alli: ['x', { $in: 1 }] } }, 'if.a.$alli.1.$in'],
    [{ a: { $inGroup: 'x' } }, 'if.a.$inGroup'],
    [{ a: { $elemMatch: 1 } }, 'if.a.$elemMatch'],
    [{ a: { $elemMatch: { $or: [] } } }, 'if.a.$elemMatch.$or'],
    [{ a: { $type: 'text' } }, 'if.a.$type'],
    [{ $savedGroup: { id: 'x' } }, 'if.$savedGroup'],
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
      '$regex',
      '$savedGroup',
      'toString',
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
