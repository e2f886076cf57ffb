/**
 * Conditions: GrowthBook's Mongo-style objects over plain data, as `{ "cart.total.amount": { "$gte": 5000 } }`.
 * Pure. Dotted paths read own properties only, and no method of the data is ever called. In words: docs/flows.md.
 */
import type { Json } from '../types.js';
import { asIs, bare, isIn, isObject, lower, typeOf, version } from './compare.js';
import { SobaniError } from './errors.js';
import type { Group, Groups } from './groups.js';
import * as LIMITS from './limits.js';
import { refuseRegex } from './linear-regex.js';

export type Condition = { [key: string]: Json };

type Operator = (actual: unknown, operand: Json, groups: Groups) => boolean;

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

const groupOf = (groups: Groups, id: string): Group | undefined => (Object.hasOwn(groups, id) ? groups[id] : undefined);

/** A group that is unknown is empty; one that is a condition has no members to be in, or not in. */
function isMember(actual: unknown, id: Json, groups: Groups): boolean | undefined {
  const group = groupOf(groups, id as string) ?? [];
  const values = Array.isArray(group) ? group : group.type === 'list' && group.values;
  return values ? isIn(actual, values) : undefined;
}

const hasAll = (actual: unknown, operand: Json, groups: Groups, fold = asIs): boolean =>
  Array.isArray(actual) && (operand as Json[]).every((one) => actual.some((each) => holds(one, each, groups, fold)));

const OPERATORS: Record<string, Operator> = {
  $eq: (a, b) => a === b,
  $ne: (a, b) => a !== b,
  $lt: (a, b) => bare(a) < bare(b),
  $lte: (a, b) => bare(a) <= bare(b),
  $gt: (a, b) => bare(a) > bare(b),
  $gte: (a, b) => bare(a) >= bare(b),
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
  $inGroup: (a, b, groups) => isMember(a, b, groups) === true,
  $notInGroup: (a, b, groups) => isMember(a, b, groups) === false,
  $all: (a, b, groups) => hasAll(a, b, groups),
  $alli: (a, b, groups) => hasAll(a, b, groups, lower),
  $size: (a, b, groups) => Array.isArray(a) && holds(b, a.length, groups),
  $elemMatch(a, b, groups) {
    const fits = (one: unknown) => (isOperators(b) ? holds(b, one, groups) : matches(b as never, one, groups));
    return Array.isArray(a) && a.some((one) => one !== null && fits(one));
  },
  $exists: (a, b) => (a !== null) === b,
  $not: (a, b, groups) => !holds(b, a, groups),
  $regex: (a, b) => new RegExp(b as string).test(bare(a)),
  $regexi: (a, b) => new RegExp(b as string, 'i').test(bare(a)),
  $type: (a, b) => typeOf(a) === b,
};

const isAny: Operator = (data, all, groups) =>
  !(all as Json[]).length || (all as Condition[]).some((one) => matches(one, data, groups));

/** What stands in the place of a path. */
const GROUPINGS: Record<string, Operator> = {
  $and: (data, all, groups) => (all as Condition[]).every((one) => matches(one, data, groups)),
  $or: isAny,
  $nor: (data, all, groups) => !isAny(data, all, groups),
  $not: (data, one, groups) => !matches(one as Condition, data, groups),
  $savedGroup(data, reference, groups) {
    const { id, attributeKey } = reference as { id: string; attributeKey?: string };
    const group = groupOf(groups, id);
    if (!group || Array.isArray(group)) return false;
    return group.type === 'list'
      ? isIn(lookup(data, attributeKey ?? group.attributeKey) ?? null, group.values)
      : matches(group.condition, data, groups);
  },
};

/** Keys that are operators, of an object that has any. */
const isOperators = (value: unknown): value is Condition =>
  isObject(value) && Object.keys(value).some((key) => key[0] === '$');

/** Whether a value is as expected: by operators, or loosely equal. */
function holds(expected: Json, actual: unknown, groups: Groups, fold = asIs): boolean {
  if (typeof expected === 'string') return fold(`${bare(actual)}`) === fold(expected);
  if (typeof expected === 'number') return Number(bare(actual)) === expected;
  if (typeof expected === 'boolean') return actual !== null && !!actual === expected;
  return isOperators(expected)
    ? Object.entries(expected).every(([name, operand]) => OPERATORS[name]!(actual, operand, groups))
    : JSON.stringify(actual) === JSON.stringify(expected);
}

/**
 * Whether the data, which are JSON, fulfil a condition that `parseCondition` let through. An empty condition always holds.
 * `groups`: those that conditions may name, as `parseGroups` let them through.
 */
export const matches = (condition: Condition, data: unknown, groups: Groups = {}): boolean =>
  Object.entries(condition).every(([key, value]) =>
    key[0] === '$' ? GROUPINGS[key]!(data, value, groups) : holds(value, lookup(data, key) ?? null, groups),
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
  [/^\$(regexi?|\w*Group)$/, 'string'],
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
    else if (key === '$savedGroup') {
      if (!isObject(value) || typeof value.id !== 'string' || !isPath(value.attributeKey ?? 'a')) {
        refuse(at, 'must be an object like {"id":"regulars"}, where attributeKey may be a path');
      }
    } else if (Array.isArray(value)) value.forEach((one, i) => void condition(one, `${at}.${i}`));
    else refuse(at, 'must be a list of conditions');
  }
  return json as Condition;
}

/** Throws `invalid`, with the path, unless `json` is a condition with known operators only, at most 12 deep. */
export function parseCondition(json: unknown, path = 'if'): Condition {
  parsePlain(json, path);
  return condition(json, path);
}
