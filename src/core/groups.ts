/** Groups that conditions name: values to be among, and segments, which are conditions of their own. Pure. */
import { isObject } from './compare.js';
import * as LIMITS from './limits.js';
import { type Condition, isPath, parseCondition, parsePlain, refuse } from './match.js';

type Value = string | number;

const MAX_GROUPS = 100;

/**
 * A list of values serves `$inGroup`. One with its `attributeKey` also `$savedGroup`, which looks whether the value at that
 * path is in it. A condition serves `$savedGroup`.
 */
export type Group =
  | Value[]
  | { type: 'list'; attributeKey: string; values: Value[] }
  | { type: 'condition'; condition: Condition };

export type Groups = Record<string, Group>;

function parseGroup(json: unknown, path: string): void {
  const values = (all: unknown, at: string) => {
    if (!Array.isArray(all)) refuse(at, 'must be a list of texts and numbers');
    const stray = (all as unknown[]).findIndex((one) => !/^(string|number)$/.test(typeof one));
    if (stray >= 0) refuse(`${at}.${stray}`, 'must be a text or a number');
  };
  if (Array.isArray(json)) values(json, path);
  else if (!isObject(json)) refuse(path, 'must be a list, or an object with a type');
  else if (json.type === 'condition') parseCondition(json.condition, `${path}.condition`);
  else if (json.type === 'list') {
    if (!isPath(json.attributeKey)) refuse(`${path}.attributeKey`, 'must be a path like user.email');
    values(json.values, `${path}.values`);
  } else refuse(`${path}.type`, 'must be list or condition');
}

/** Ids that are named anywhere in a condition. */
function named(json: unknown): string[] {
  if (typeof json !== 'object' || !json) return [];
  return Object.entries(json).flatMap(([key, value]) => (key === '$savedGroup' ? [String(value?.id)] : named(value)));
}

/** Throws `invalid`, with the path, unless `json` is groups by id, none of which leads back to itself. */
export function parseGroups(json: unknown, path = 'groups'): Groups {
  parsePlain(json, path, LIMITS.depth + 3);
  if (!isObject(json)) return refuse(path, 'must be an object of groups');
  if (Object.keys(json).length > MAX_GROUPS) refuse(path, `there may be ${MAX_GROUPS}`);
  for (const [id, group] of Object.entries(json)) parseGroup(group, `${path}.${id}`);
  const done = new Map<string, boolean>();
  const visit = (id: string): void => {
    if (done.get(id) === false) refuse(`${path}.${id}`, 'comes back to itself');
    if (done.has(id) || !Object.hasOwn(json, id)) return;
    done.set(id, false);
    named(json[id]).forEach(visit);
    done.set(id, true);
  };
  Object.keys(json).forEach(visit);
  return json as Groups;
}
