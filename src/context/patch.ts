/** What has changed between two snapshots, as the shortest patch that is easily found. */
import type { PatchOperation, SnapshotChange } from '../core/ports.js';
import type { Json, Snapshot } from '../types.js';
import { MOST_OPERATIONS } from '../wire/patch.js';

const text = (value: unknown) => JSON.stringify(value);
const isSame = (a: unknown, b: unknown) => text(a) === text(b);
const shortest = (...all: PatchOperation[][]) => all.reduce((a, b) => (text(b).length < text(a).length ? b : a));
const isObject = (value: Json): value is Json[] | { [key: string]: Json } =>
  typeof value === 'object' && value !== null;

function fields(before: { [key: string]: Json }, after: { [key: string]: Json }, path: string): PatchOperation[] {
  const ops: PatchOperation[] = [];
  for (const key of new Set([...Object.keys(before), ...Object.keys(after)])) {
    const to = `${path}/${key.replace(/~/g, '~0').replace(/\//g, '~1')}`;
    if (!Object.hasOwn(after, key)) ops.push({ op: 'remove', path: to });
    else if (!Object.hasOwn(before, key)) ops.push({ op: 'add', path: to, value: after[key] });
    else ops.push(...change(before[key]!, after[key]!, to));
  }
  return ops;
}

/** Without the first `lost`, what both have at the beginning and at the end stays. */
function items(all: Json[], after: Json[], path: string, lost: number): PatchOperation[] {
  const ops = all.slice(0, lost).map((): PatchOperation => ({ op: 'remove', path: `${path}/0` }));
  const before = all.slice(lost);
  const most = Math.min(before.length, after.length);
  let start = 0;
  while (start < most && isSame(before[start], after[start])) start++;
  let end = 0;
  while (end < most - start && isSame(before.at(-1 - end), after.at(-1 - end))) end++;
  for (let i = start; i < most - end; i++) ops.push(...change(before[i]!, after[i]!, `${path}/${i}`));
  for (let i = most; i < before.length; i++) ops.push({ op: 'remove', path: `${path}/${most - end}` });
  for (let i = most - end; i < after.length - end; i++) ops.push({ op: 'add', path: `${path}/${i}`, value: after[i] });
  return ops;
}

function change(before: Json, after: Json, path: string): PatchOperation[] {
  if (isSame(before, after)) return [];
  const whole: PatchOperation[] = [{ op: 'replace', path, value: after }];
  if (!isObject(before) || !isObject(after) || Array.isArray(before) !== Array.isArray(after)) return whole;
  if (!Array.isArray(before)) return shortest(whole, fields(before, after as { [key: string]: Json }, path));
  const list = after as Json[];
  // of a list that has lost its oldest, the first is found further on
  const lost = Math.max(0, list.length ? before.findIndex((one) => isSame(one, list[0])) : 0);
  return shortest(whole, items(before, list, path, 0), items(before, list, path, lost));
}

/** The operations that make the one of the other. Both are plain JSON. */
export const diff = (before: object, after: object): PatchOperation[] =>
  fields(before as { [key: string]: Json }, after as { [key: string]: Json }, '');

const bytes = (value: unknown) => new TextEncoder().encode(text(value)).length;

/** What leads from the state that a back end calls `base` to this snapshot; undefined where the whole is as short. */
export function changeOf(base: string, before: Snapshot, after: Snapshot): SnapshotChange | undefined {
  const patch = diff(before, after);
  const isShort = patch.length <= MOST_OPERATIONS && bytes({ base, patch }) < bytes({ snapshot: after });
  return isShort ? { base, patch } : undefined;
}
