/**
 * How sure is sure enough, from the site's own questions: each is held out once and asked of a model that was trained on
 * the others. Where answers are compiled. Pure.
 */
import { best, evidence, lead, type Model, scores } from './classify.js';
import type { Calibration, Readiness } from './format.js';
import { type Example, rounded } from './prune.js';

/** What became of a question that was held out. */
export interface HeldOut extends Example {
  /** Places of the best three intents. */
  ranked: number[];
  evidence: number;
  /** Of each of `ranked`. */
  leads: number[];
}

const FOLDS = 5;
/** Share of right answers that is given up so that what is about something else is refused. */
const GIVEN_UP: Record<Readiness, number> = { cautious: 0.1, balanced: 0.05, eager: 0.0125 };
/** Fewer right answers than this say nothing about where to cut. */
const MIN_RIGHT = 20;
const MAX_KNOTS = 12;

/** Where too little could be measured. */
export const UNMEASURED: Calibration = {
  cuts: { cautious: 0.4, balanced: 0.25, eager: 0.1 },
  curve: [
    [-1, 0],
    [1, 1],
  ],
};

/** Asks each question of a model that `make` trained without it. Every fifth of an intent is in the same fold. */
export function holdOut(examples: Example[], make: (others: Example[]) => Model): HeldOut[] {
  const seen = new Map<number, number>();
  const folds = examples.map(({ intent }) => {
    const nth = seen.get(intent) ?? 0;
    seen.set(intent, nth + 1);
    return (nth + intent) % FOLDS;
  });
  const results: HeldOut[] = [];
  for (let fold = 0; fold < FOLDS; fold++) {
    const asked = examples.filter((_, i) => folds[i] === fold);
    if (!asked.length) continue;
    const model = make(examples.filter((_, i) => folds[i] !== fold));
    for (const example of asked) results.push({ ...example, ...ask(model, example.text) });
  }
  return results;
}

export function ask(model: Model, text: string): Omit<HeldOut, keyof Example> {
  const { scores: all, known } = scores(model, text);
  const ranked = best(all, 3);
  const leads = ranked.map((place, i) => lead(all[place]!, all[ranked[i ? 0 : 1] ?? -1] ?? -1));
  return { ranked, evidence: evidence(all[ranked[0]!]!, known), leads };
}

/** A rising curve through how often candidates with a lead were right: pools neighbours that fall (isotonic regression). */
function rising(candidates: [lead: number, right: boolean][]): Calibration['curve'] {
  const sorted = candidates.map(([x, right], i) => ({ x, right, i })).sort((a, b) => a.x - b.x || a.i - b.i);
  const least = Math.max(10, Math.ceil(sorted.length / MAX_KNOTS));
  const pools: { x: number; right: number; count: number }[] = [];
  for (let from = 0; from < sorted.length; from += least) {
    const part = sorted.slice(from, from + least);
    const rightOnes = part.filter(({ right }) => right).length;
    pools.push({ x: part.reduce((sum, { x }) => sum + x, 0), right: rightOnes, count: part.length });
    for (let at = pools.length - 1; at > 0; at--) {
      const [a, b] = [pools[at - 1]!, pools[at]!];
      if (a.right * b.count <= b.right * a.count) break;
      pools.splice(at - 1, 2, { x: a.x + b.x, right: a.right + b.right, count: a.count + b.count });
    }
  }
  // nothing is certain: as if one more had been seen, half right
  return pools.map(({ x, right, count }) => [rounded(x / count), rounded((right + 0.5) / (count + 1))]);
}

export function calibrate(results: HeldOut[]): Calibration {
  const right = results.filter(({ ranked, intent }) => ranked[0] === intent).map((result) => result.evidence);
  if (right.length < MIN_RIGHT) return UNMEASURED;
  right.sort((a, b) => a - b);
  const cut = (share: number) => rounded(right[Math.floor(share * right.length)]!);
  const { cautious, balanced, eager } = GIVEN_UP;
  return {
    cuts: { cautious: cut(cautious), balanced: cut(balanced), eager: cut(eager) },
    curve: rising(
      results.flatMap(({ ranked, leads, intent }) => leads.map((x, i): [number, boolean] => [x, ranked[i] === intent])),
    ),
  };
}
