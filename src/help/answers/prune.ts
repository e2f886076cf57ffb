/**
 * Trains on many questions where the model is compiled, and keeps the weights that matter most: trained on all features,
 * the largest kept, trained again on those alone, rounded. Pure.
 */
import { features } from './features.js';
import { fitIntent, type Rows } from './fit.js';
import { MOST_VALUE } from './format.js';

/** A question and the place of its intent in the list. */
export interface Example {
  text: string;
  intent: number;
}

export interface PruneOptions {
  /** Weights to keep. */
  keep: number;
  /** Bits of a feature. */
  bits: number;
}

/** Weights by feature and intent, and what they are multiplied by. */
export interface Pruned {
  bits: number;
  /** By feature: intents and their weights. Words that have none are there as well. */
  table: Map<number, [intent: number, value: number][]>;
  scales: number[];
  biases: number[];
}

/** Questions that must have a feature for it to be looked at. */
const MIN_QUESTIONS = 3;
const ROUNDS = { first: 12, again: 60 };

/** Rounded so that its decimal form is short and means the same number everywhere. */
export const rounded = (x: number): number => Number(x.toPrecision(6));

export function prune(examples: Example[], intents: number, { keep, bits }: PruneOptions): Pruned {
  const cut = 24 - bits;
  const texts = examples.map(({ text }) => features(text));
  const lists = texts.map(({ ids }) => [...new Set(ids.map((id) => id >>> cut))]);
  const count = new Map<number, number>();
  for (const list of lists) for (const id of list) count.set(id, (count.get(id) ?? 0) + 1);
  const ids = [...count.keys()].filter((id) => count.get(id)! >= MIN_QUESTIONS).sort((a, b) => a - b);
  const place = new Map(ids.map((id, i) => [id, i]));
  const size = Float64Array.from(texts, (text) => 1 / Math.sqrt(text.ids.length || 1));
  const having = ids.map(() => new Set<number>());
  lists.forEach((list, i) => {
    for (const id of list) having[place.get(id) ?? -1]?.add(examples[i]!.intent);
  });
  // a feature of few intents says more
  const weigh = Float64Array.from(having, (set) => Math.sqrt(intents / set.size));
  const toRows = (wanted: (place: number) => boolean): Rows => {
    const start = new Int32Array(lists.length + 1);
    const square = new Float64Array(lists.length);
    const found: number[] = [];
    lists.forEach((list, i) => {
      for (const id of list) {
        const at = place.get(id);
        if (at === undefined || !wanted(at)) continue;
        found.push(at);
        square[i]! += weigh[at]! * size[i]! * size[i]!;
      }
      start[i + 1] = found.length;
    });
    return { start, features: Int32Array.from(found), size, weigh, square };
  };
  const whole = toRows(() => true);
  // how much a feature moves scores: its weight, times how much of it there is in a question
  const spread = new Float64Array(ids.length);
  lists.forEach((_, i) => {
    for (let p = whole.start[i]!; p < whole.start[i + 1]!; p++) spread[whole.features[p]!]! += size[i]! * size[i]!;
  });
  const moved = new Float32Array(intents * ids.length);
  const weights = new Float64Array(ids.length);
  const own = (intent: number) => (question: number) => examples[question]!.intent === intent;
  for (let intent = 0; intent < intents; intent++) {
    fitIntent(whole, own(intent), weights, ROUNDS.first);
    for (let i = 0; i < ids.length; i++) moved[intent * ids.length + i] = Math.abs(weights[i]!) * Math.sqrt(spread[i]!);
  }
  const least = moved.length > keep ? moved.slice().sort()[moved.length - keep]! : 0;
  const pruned: Pruned = { bits, table: new Map(), scales: [], biases: [] };
  for (const { words } of texts) {
    for (const word of words) if ((count.get(word >>> cut) ?? 0) >= MIN_QUESTIONS) pruned.table.set(word >>> cut, []);
  }
  for (let intent = 0; intent < intents; intent++) {
    const isKept = (at: number) => moved[intent * ids.length + at]! >= least && moved[intent * ids.length + at]! > 0;
    const bias = fitIntent(toRows(isKept), own(intent), weights, ROUNDS.again);
    const scale = rounded(weights.reduce((most, weight) => Math.max(most, Math.abs(weight)), 0) / MOST_VALUE);
    ids.forEach((id, at) => {
      const value = scale ? Math.round(weights[at]! / scale) : 0;
      if (!value) return;
      const row = pruned.table.get(id);
      if (row) row.push([intent, value]);
      else pruned.table.set(id, [[intent, value]]);
    });
    pruned.scales.push(scale);
    pruned.biases.push(rounded(bias));
  }
  return pruned;
}
