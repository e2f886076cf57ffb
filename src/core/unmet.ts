/** Why a condition does not hold: which parts of it, and what is there instead. For developers. Pure. */
import type { Json } from '../types.js';
import { isObject } from './compare.js';
import { type Condition, lookup, matches } from './match.js';

export interface Unmet {
  /** A path of the data; of `$or`, `$nor`, `$not` and the like that word. */
  path: string;
  /** What the condition wants there: the operators that do not hold, or the value. */
  wants: Json;
  /** What is there; undefined where nothing is, and of those words. */
  is: unknown;
}

const isOperators = (value: Json): value is Condition =>
  isObject(value) && Object.keys(value).some((key) => key[0] === '$');

/** Empty where it holds. The condition must be one that `parseCondition` let through. */
export function unmet(condition: Condition, data: unknown): Unmet[] {
  return Object.entries(condition).flatMap(([key, value]): Unmet[] => {
    if (matches({ [key]: value }, data)) return [];
    if (key === '$and') return (value as Condition[]).flatMap((one) => unmet(one, data));
    if (key[0] === '$') return [{ path: key, wants: value, is: undefined }];
    const wants = isOperators(value)
      ? Object.fromEntries(
          Object.entries(value).filter(([name, operand]) => !matches({ [key]: { [name]: operand } }, data)),
        )
      : value;
    return [{ path: key, wants, is: lookup(data, key) }];
  });
}
