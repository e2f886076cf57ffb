/** Changes of a snapshot as a list: RFC 6902 with `add`, `remove` and `replace` alone, below the whole. */
import { SobaniError } from '../core/errors.js';
import type { PatchOperation } from '../core/ports.js';

/** Operations of one patch. */
export const MOST_OPERATIONS = 100;

const INDEX = /^(0|[1-9]\d{0,5})$/;

/**
 * A copy with the changes made, in their order; what is given stays as it is. It is no snapshot before it is parsed as one.
 * @throws SobaniError `conflict` with the path, where one of them leads nowhere: it was made for another state
 */
export function applyPatch(before: unknown, patch: readonly PatchOperation[]): unknown {
  const after = JSON.parse(JSON.stringify(before)) as unknown;
  for (const [i, operation] of patch.entries()) {
    const nowhere = (): never => {
      throw new SobaniError('conflict', 'the patch does not fit what is stored; send the whole', {
        path: `patch[${i}].path`,
      });
    };
    const { op, path } = operation;
    const names = path.split('/').map((name) => name.replace(/~1/g, '/').replace(/~0/g, '~'));
    // before the first slash there is nothing; of what is inherited there is nothing either
    if (names.length < 2 || names.shift() !== '' || names.includes('__proto__')) nowhere();
    const last = names.pop()!;
    const isThere = (holder: object, name: string) =>
      Object.hasOwn(holder, name) && (!Array.isArray(holder) || INDEX.test(name));
    let holder = after as Record<string, unknown>;
    for (const name of names) {
      if (!isThere(holder, name)) nowhere();
      holder = holder[name] as typeof holder;
      if (typeof holder !== 'object' || holder === null) nowhere();
    }
    if (op !== 'add' && !isThere(holder, last)) nowhere();
    if (!Array.isArray(holder)) {
      if (op === 'remove') delete holder[last];
      else holder[last] = operation.value;
      continue;
    }
    const at = op === 'add' && last === '-' ? holder.length : INDEX.test(last) ? Number(last) : nowhere();
    if (at > holder.length) nowhere();
    holder.splice(at, op === 'add' ? 0 : 1, ...(op === 'remove' ? [] : [operation.value]));
  }
  return after;
}
