/** Intents whose questions read like another's, by asking each question of a model that was trained without it. Pure. */
import type { HeldOut } from '../help/answers/calibrate.js';

/** By the places of the intents. */
export interface Collision {
  intent: number;
  /** What these questions of it were taken for. */
  other: number;
  questions: string[];
}

/** Fewer than these, in number and as a share of the intent's questions, may be chance. */
const LEAST = 2;
const LEAST_SHARE = 0.1;

/** Intents that were taken for others, those with the most such questions first. */
export function findCollisions(heldOut: readonly HeldOut[]): Collision[] {
  const all = new Map<number, number>();
  const pairs = new Map<string, Collision>();
  for (const { intent, text, ranked } of heldOut) {
    all.set(intent, (all.get(intent) ?? 0) + 1);
    const other = ranked[0];
    if (other === undefined || other === intent) continue;
    const pair = pairs.get(`${intent} ${other}`) ?? { intent, other, questions: [] };
    pair.questions.push(text);
    pairs.set(`${intent} ${other}`, pair);
  }
  return [...pairs.values()]
    .filter(({ intent, questions }) => questions.length >= Math.max(LEAST, LEAST_SHARE * all.get(intent)!))
    .sort((a, b) => b.questions.length - a.questions.length || a.intent - b.intent || a.other - b.other);
}
