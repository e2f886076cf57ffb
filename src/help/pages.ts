/** For which pages of a site an article is: by patterns of their paths, or by a condition. */
import { SobaniError } from '../core/errors.js';
import type { ReadCondition } from './load.js';
import { isPagePattern } from './urls.js';

/** Whether a path is of that pattern (see urls.ts). A slash at the end of either makes no difference. */
export function isOfPage(pattern: string, path: string): boolean {
  const bare = (text: string) => text.replace(/(.)\/$/, '$1');
  const [first = '', ...rest] = bare(pattern).split('*');
  const here = bare(path);
  const last = rest.pop();
  if (last === undefined) return here === first;
  if (!here.startsWith(first)) return false;
  let at = first.length;
  for (const part of rest) {
    const found = here.indexOf(part, at);
    if (found < 0) return false;
    at = found + part.length;
  }
  return here.length - last.length >= at && here.endsWith(last);
}

/**
 * Reads what an article says of its pages: what it gives tells whether it is for the page of that path. Without `read` a
 * condition does not hold.
 * @throws SobaniError `invalid` with the path of what was wrong
 */
export function parsePages(json: unknown, path: string, read: ReadCondition | undefined): (here: string) => boolean {
  if (!Array.isArray(json)) return read?.(json, path) ?? (() => false);
  const wrong = json.findIndex((one) => !isPagePattern(one));
  if (wrong < 0) return (here) => json.some((pattern) => isOfPage(pattern, here));
  throw new SobaniError('invalid', `${path}.${wrong}: is no path; run sobani build-help again`, {
    path: `${path}.${wrong}`,
  });
}
