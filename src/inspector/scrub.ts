/** Plain data of whatever is looked at, without what nobody may read over a developer's shoulder. */
import type { findSensitive as Find } from '../context/context.js';

const HIDDEN = '[secret]';
/** Names whose value is one, whatever it looks like. */
const NAMED = /^(?:secret|token|password|authorization|tickets?)$/i;
/** As deep, and as many members, as anything of ours has; a host's data may refer to itself. */
const DEEPEST = 10;
const MOST = 200;

export type Scrub = (value: unknown) => unknown;

/** @param secrets those that are known by their value: the session's, tokens */
export function createScrub(secrets: () => Iterable<string>, findSensitive: typeof Find): Scrub {
  const hide = (given: string): string => {
    let text = given;
    for (const secret of secrets()) if (secret) text = text.replaceAll(secret, HIDDEN);
    let out = '';
    let from = 0;
    for (const { kind, start, end } of findSensitive(text)) {
      if (kind !== 'secret') continue;
      out += text.slice(from, start) + HIDDEN;
      from = end;
    }
    return out + text.slice(from);
  };
  const scrub = (value: unknown, depth: number): unknown => {
    if (typeof value === 'string') return hide(value);
    if (typeof value === 'bigint' || typeof value === 'symbol') return String(value);
    if (typeof value === 'function' || value === undefined) return undefined;
    if (typeof value !== 'object' || value === null) return value;
    if (depth > DEEPEST) return '…';
    if (Array.isArray(value)) return value.slice(0, MOST).map((one) => scrub(one, depth + 1) ?? null);
    const isError = value instanceof Error;
    const members = isError ? { ...value, name: value.name, message: value.message } : value;
    const named = (name: string, one: unknown) =>
      NAMED.test(name) && one && typeof one !== 'boolean' ? HIDDEN : scrub(one, depth + 1);
    // what an error came from may be anything, and says little that its message does not
    const entries = Object.entries(members).filter(([name]) => !(isError && name === 'cause'));
    return Object.fromEntries(entries.slice(0, MOST).map(([name, one]) => [hide(name), named(name, one)]));
  };
  return (value) => {
    try {
      return scrub(value, 0);
    } catch {
      return '[unreadable]';
    }
  };
}
