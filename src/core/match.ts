/**
 * Conditions: GrowthBook's Mongo-style objects over plain data, as `{ "cart.total.amount": { "$gte": 5000 } }`.
 * Pure. Dotted paths read own properties only, and no method of the data is ever called. In words: docs/flows.md.
 */
import type { Json } from '../types.js';
import { asIs, asPrimitive, isIn, isObject, lower, typeOf, version } from './compare.js';
import { SobaniError } from './errors.js';
import * as LIMITS from './limits.js';
import { refuseRegex } from './linear-regex.js';

export type Condition = { [key: string]: Json };

type Operator = (actual: unknown, operand: Json) => boolean;

/** Keys that reach a prototype. */
const isUnsafeKey = (key: string): boolean => /^(__proto__|constructor|prototype)$/.test(key);

/** The value of an object's own property, or undefined. */
export const own = <T>(of: Record<string, T> | undefined, key: string): T | undefined =>
  typeof of === 'object' && of && Object.hasOwn(of, key) ? of[key] : undefined;

/** The value at a dotted path, or undefined. `items.0.id` reads a list. */
export const lookup = (data: unknown, path: string): unknown =>
  path.split('.').reduce(own as (of: unknown, key: string) => unknown, data);

const hasAll = (actual: unknown, operand: Json, fold = asIs): boolean =>
  Array.isArray(actual) && (operand as Json[]).every((one) => actual.some((each) => holds(one, each, fold)));

const OPERATORS: Record<string, Operator> = {
  $eq: (a, b) => a === b,
  $ne: (a, b) => a !== b,
  $lt: (a, b) => asPrimitive(a) < (b as string),
  $lte: (a, b) => asPrimitive(a) <= (b as string),
  $gt: (a, b) => asPrimitive(a) > (b as string),
  $gte: (a, b) => asPrimitive(a) >= (b as string),
  $veq: (a, b) => version(a) === version(b),
  $vne: (a, b) => version(a) !== version(b),
  $vlt: (a, b) => version(a) < version(b),
  $vlte: (a, b) => version(a) <= version(b),
  $vgt: (a, b) => version(a) > version(b),
  $vgte: (a, b) => version(a) >= version(b),
  $in: (a, b) => isIn(a, b),
  $nin: (a, b) => !isIn(a, b),
  $ini: (a, b) => isIn(a, b, lower),
  $nini: (a, b) => !isIn(a, b, lower),
  $all: (a, b) => hasAll(a, b),
  $alli: (a, b) => hasAll(a, b, lower),
  $size: (a, b) => Array.isArray(a) && holds(b, a.length),
  $elemMatch: (a, b) =>
    Array.isArray(a) && a.some((one) => one !== null && (isOperators(b) ? holds(b, one) : matches(b as never, one))),
  $exists: (a, b) => (a !== null) === b,
  $not: (a, b) => !holds(b, a),
  $regex: (a, b) => new RegExp(b as string).test(asPrimitive(a)),
  $regexi: (a, b) => new RegExp(b as string, 'i').test(asPrimitive(a)),
  $type: (a, b) => typeOf(a) === b,
};

const isAny: Operator = (data, all) =>
  !(all as Json[]).length || (all as Condition[]).some((one) => matches(one, data));

/** What stands in the place of a path. */
const GROUPINGS: Record<string, Operator> = {
  $and: (data, all) => (all as Condition[]).every((one) => matches(one, data)),
  $or: isAny,
  $nor: (data, all) => !isAny(data, all),
  $not: (data, one) => !matches(one as Condition, data),
};

/** Keys that are operators, of an object that has any. */
const isOperators = (value: unknown): value is Condition =>
  isObject(value) && Object.keys(value).some((key) => key[0] === '$');

/** Whether a value is as expected: by operators, or loosely equal. */
function holds(expected: Json, actual: unknown, fold = asIs): boolean {
  if (typeof expected === 'string') return fold(`${asPrimitive(actual)}`) === fold(expected);
  if (typeof expected === 'number') return Number(asPrimitive(actual)) === expected;
  if (typeof expected === 'boolean') return actual !== null && !!actual === expected;
  return isOperators(expected)
    ? Object.entries(expected).every(([name, operand]) => OPERATORS[name]!(actual, operand))
    : JSON.stringify(actual) === JSON.stringify(expected);
}

/** Whether the data, which are JSON, fulfil a condition that `parseCondition` let through. An empty condition always holds. */
export const matches = (condition: Condition, data: unknown): boolean =>
  Object.entries(condition).every(([key, value]) =>
    key[0] === '$' ? GROUPINGS[key]!(data, value) : holds(value, lookup(data, key) ?? null),
  );

export const refuse = (path: string, what: string): never => {
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

/** A dotted path that `lookup` may read. */
export const isPath = (path: unknown): path is string =>
  typeof path === 'string' && path.split('.').every((word) => word && !isUnsafeKey(word));

/** What must follow an operator: one of these types, or of `$type` one of these words. After the others, anything may. */
const OPERANDS: [operators: RegExp, types: string][] = [
  [/^\$(eq|ne|[lg]te?)$/, 'string, number, boolean, null'],
  [/^\$v/, 'string, number'],
  [/^\$(n?ini?|alli?)$/, 'array'],
  [/^\$regex/, 'string'],
  [/^\$exists/, 'boolean'],
  [/^\$elemMatch/, 'object'],
  [/^\$type/, 'string, number, boolean, null, array, object, undefined'],
];

function parseOperators(value: Json, path: string): void {
  if (!isOperators(value)) return;
  for (const [name, operand] of Object.entries(value)) {
    const at = `${path}.${name}`;
    if (!Object.hasOwn(OPERATORS, name)) refuse(at, `unknown operator; there are ${Object.keys(OPERATORS).join(' ')}`);
    const types = OPERANDS.find(([operators]) => operators.test(name))?.[1];
    const given = name === '$type' ? operand : typeOf(operand);
    if (types && !types.split(', ').some((type) => type === given)) refuse(at, `must be one of ${types}`);
    const refused = /^\$regex/.test(name) && refuseRegex(operand as string);
    if (refused) refuse(at, refused);
    if (/^\$all/.test(name)) (operand as Json[]).forEach((one, i) => void parseOperators(one, `${at}.${i}`));
    else if (name === '$elemMatch' && !isOperators(operand)) condition(operand, at);
    else if (/^\$(not|size|elemMatch)$/.test(name)) parseOperators(operand, at);
  }
}

function condition(json: unknown, path: string): Condition {
  if (!isObject(json)) return refuse(path, 'must be an object like {"cart.total.amount":{"$gte":5000}}');
  for (const [key, value] of Object.entries(json)) {
    const at = `${path}.${key}`;
    if (key[0] !== '$') {
      if (!isPath(key)) refuse(at, 'this path is not allowed');
      parseOperators(value as Json, at);
    } else if (!Object.hasOwn(GROUPINGS, key)) {
      refuse(at, `unknown operator; there are ${Object.keys(GROUPINGS).join(' ')}`);
    } else if (key === '$not') condition(value, at);
    else if (Array.isArray(value)) value.forEach((one, i) => void condition(one, `${at}.${i}`));
    else refuse(at, 'must be a list of conditions');
  }
  return json as Condition;
}

/** Throws `invalid`, with the path, unless `json` is a condition with known operators only, at most 12 deep. */
export function parseCondition(json: unknown, path = 'if'): Condition {
  parsePlain(json, path);
  return condition(json, path);
}
