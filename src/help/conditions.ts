/** Judges articles' conditions. A file of its own: it is fetched where a help centre has any. */
import { matches, parseCondition } from '../core/match.js';
import type { ReadCondition } from './load.js';

/** `data`: what conditions are about, as it is now. */
export const judgeBy =
  (data: () => unknown): ReadCondition =>
  (json, path) => {
    const condition = parseCondition(json, path);
    return () => matches(condition, data());
  };
