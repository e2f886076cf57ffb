/**
 * Conditions: Mongo-style objects over plain data, as `{ "cart.total.amount": { "$gte": 5000 } }`.
 * Pure. Dotted paths read own properties only. In words, with the table of operators: docs/flows.md.
 */
import type { Json } from '../types.js';
import { SobaniError } from './errors.js';
import * as LIMITS from './limits.js';

export type Condition = { [key: string]: Json };

type Operator = (actual: unknown, expected: Json) => boolean;

const isObject = (value: unknown): value is Record<string, Json> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Keys that reach a prototype. */
const isUnsafeKey = (key: string): boolean => /^(__proto__|constructor|prototype)$/.test(key);

/** The value at a dotted path, or undefined. `items.0.id` reads a list. */
export function lookup(data: unknown, path: string): unknown {
  let value = data;
  for (const key of path.split('.')) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined;
    value = (value as Record<string, unknown>)[key];
  }
  return value;
}

/** Equal as JSON, whatever the order of keys. What is missing equals null. */
function same(a: unknown, b: unknown): boolean {
  if (typeof a !== 'object' || typeof b !== 'object' || !a || !b) return (a ?? null) === (b ?? null);
  const keys = Object.keys(a);
  return (
    Array.isArray(a) === Array.isArray(b) &&
    keys.length === Object.keys(b).length &&
    keys.every((key) => Object.hasOwn(b, key) && same(a[key as never], b[key as never]))
  );
}

/** -1, 0 or 1 of two numbers or two strings; NaN of anything else, so that no comparison holds. */
const order = (a: unknown, b: unknown): number =>
  typeof a === typeof b && (typeof a === 'number' || typeof a === 'string')
    ? Number(a > (b as typeof a)) - Number(a < (b as typeof a))
    : Number.NaN;

const list = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);

const isIn: Operator = (actual, expected) =>
  list(expected).some((one) => same(actual, one) || list(actual).some((each) => same(each, one)));

const OPERATORS: Record<string, Operator> = {
  $eq: same,
  $ne: (a, b) => !same(a, b),
  $lt: (a, b) => order(a, b) < 0,
  $lte: (a, b) => order(a, b) <= 0,
  $gt: (a, b) => order(a, b) > 0,
  $gte: (a, b) => order(a, b) >= 0,
  $in: isIn,
  $nin: (a, b) => !isIn(a, b),
  $exists: (a, b) => ((a ?? null) !== null) === b,
  $not: (a, b) => !holds(b, a),
  $size: (a, b) => Array.isArray(a) && holds(b, a.length),
  $elemMatch: (a, b) =>
    list(a).some((each) => (isOperators(b) ? holds(b, each) : matches(b as unknown as Condition, each))),
  $all: (a, b) => Array.isArray(a) && list(b).every((one) => a.some((each) => holds(one as Json, each))),
  $type: (a, b) => (a === null ? 'null' : Array.isArray(a) ? 'array' : typeof a) === b,
};

const GROUPS: Record<string, (data: unknown, conditions: Condition[]) => boolean> = {
  $and: (data, all) => all.every((one) => matches(one, data)),
  $or: (data, all) => !all.length || all.some((one) => matches(one, data)),
  $nor: (data, all) => !all.some((one) => matches(one, data)),
};

const isOperators = (value: unknown): value is Condition =>
  isObject(value) && Object.keys(value).some((key) => key[0] === '$');

/** Whether a value is as expected: by operators, or equal. */
const holds = (expected: Json, actual: unknown): boolean =>
  isOperators(expected)
    ? Object.entries(expected).every(([name, value]) => OPERATORS[name]!(actual, value))
    : same(actual, expected);

/** Whether the data fulfil a condition that `parseCondition` let through. An empty condition always holds. */
export function matches(condition: Condition, data: unknown): boolean {
  return Object.entries(condition).every(([key, value]) => {
    if (key === '$not') return !matches(value as Condition, data);
    const group = GROUPS[key];
    return group ? group(data, value as Condition[]) : holds(value, lookup(data, key));
  });
}

const refuse = (path: string, what: string): never => {
  throw new SobaniError('invalid', `${path}: ${what}`, { path });
};

/** Throws `invalid`, with the path, when data holds a key that reaches a prototype or nests deeper than `depth`. */
export function parsePlain(json: unknown, path: string, depth: number = LIMITS.depth): void {
  if (typeof json !== 'object' || !json) return;
  if (!depth) refuse(path, 'is nested too deep');
  for (const key of Object.keys(json)) {
    const at = path ? `${path}.${key}` : key;
    if (isUnsafeKey(key)) refuse(at, 'this key is not allowed');
    parsePlain(json[key as never], at, depth - 1);
  }
}

function parseExpected(value: Json, path: string): void {
  if (!isOperators(value)) return;
  for (const [name, expected] of Object.entries(value)) {
    const at = `${path}.${name}`;
    if (!Object.hasOwn(OPERATORS, name)) refuse(at, `unknown operator; there are ${Object.keys(OPERATORS).join(' ')}`);
    const type = /^\$(n?in|all)$/.test(name) ? 'array' : { $exists: 'boolean', $type: 'string' }[name];
    if (type && !OPERATORS.$type!(expected, type)) refuse(at, `must be of type ${type}`);
    if (name === '$elemMatch' && !isOperators(expected)) condition(expected, at);
    else if (name === '$all') list(expected).forEach((one, i) => void parseExpected(one as Json, `${at}.${i}`));
    else if (/^\$(not|size|elemMatch)$/.test(name)) parseExpected(expected, at);
  }
}

function condition(json: unknown, path: string): Condition {
  if (!isObject(json)) return refuse(path, 'must be an object like {"cart.total.amount":{"$gte":5000}}');
  for (const [key, value] of Object.entries(json)) {
    const at = `${path}.${key}`;
    if (key === '$not') condition(value, at);
    else if (Object.hasOwn(GROUPS, key)) {
      if (!Array.isArray(value)) return refuse(at, 'must be a list of conditions');
      value.forEach((one, i) => void condition(one, `${at}.${i}`));
    } else if (key[0] === '$') refuse(at, `unknown operator; there are ${Object.keys(GROUPS).join(' ')} $not`);
    else if (key.split('.').some((word) => !word || isUnsafeKey(word))) refuse(at, 'this path is not allowed');
    else parseExpected(value, at);
  }
  return json;
}

/** Throws `invalid`, with the path, unless `json` is a condition with known operators only, at most 12 deep. */
export function parseCondition(json: unknown, path = 'if'): Condition {
  parsePlain(json, path);
  return condition(json, path);
}
