import { describe, expect, it } from 'vitest';
import { parseCondition } from '../../src/core/match.js';
import { unmet } from '../../src/core/unmet.js';

const data = { cart: { total: { amount: 4200 } }, user: { name: 'Aiko' }, tags: ['a'] };
const why = (condition: object) => unmet(parseCondition(condition), data);

describe('why a condition does not hold', () => {
  it('is nothing where it holds', () => {
    expect(why({})).toEqual([]);
    expect(why({ 'user.name': 'Aiko', 'cart.total.amount': { $gt: 1 } })).toEqual([]);
  });

  it('is each path that is not as wanted, with the operators that fail and what is there', () => {
    expect(
      why({ 'user.name': 'Ben', 'cart.total.amount': { $gte: 20000, $lt: 90000 }, 'order.status': 'sent' }),
    ).toEqual([
      { path: 'user.name', wants: 'Ben', is: 'Aiko' },
      { path: 'cart.total.amount', wants: { $gte: 20000 }, is: 4200 },
      { path: 'order.status', wants: 'sent', is: undefined },
    ]);
  });

  it('is told of all that must hold one by one, and of choices as a whole', () => {
    const choice = [{ 'user.name': 'Ben' }, { 'user.name': 'Cleo' }];
    expect(why({ $and: [{ tags: { $size: 2 } }, { 'user.name': 'Aiko' }], $or: choice })).toEqual([
      { path: 'tags', wants: { $size: 2 }, is: ['a'] },
      { path: '$or', wants: choice, is: undefined },
    ]);
  });
});
