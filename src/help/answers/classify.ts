/**
 * Ranks the intents that a text may be about. Nothing but + − × ÷ and square roots touches a number, and sums are of whole
 * numbers as far as they go, so that every engine gives the same bits. Pure.
 */
import { features } from './features.js';
import type { Calibration, Intent, Readiness } from './format.js';

/** Of the text form, once trained: what is weighed is how alike a text is to each question. */
export interface Questions {
  /** How much it says that two texts share a feature, by row; `rare` is that of one that no question has. */
  weigh: Uint8Array;
  rare: number;
  /** One over the length of each question. */
  size: Float64Array;
  /** What question `q` counts for which intents: from `from[q]` up to `from[q + 1]`. */
  from: Int32Array;
  intents: Uint16Array;
  amounts: Float64Array;
}

/** A sparse table from features to what is summed up: intents by their weights, or questions. */
export interface Model {
  intents: Intent[];
  calibration: Calibration;
  /** Bits of a feature that count. */
  bits: number;
  /** Row by feature. One without weights says that the word is known. */
  rows: Map<number, number>;
  /** Row `r` is from `start[r]` up to `start[r + 1]`. */
  start: Int32Array;
  /** Intent or question in each place. */
  slots: Uint16Array;
  biases: Float64Array;
  questions?: Questions;
  /** Of the weights form: the weight in each place, and what the sum of an intent is multiplied by. */
  values?: Int8Array;
  scales?: Float64Array;
}

export interface Ranked {
  intent: Intent;
  /** 0 to 1: how often an intent with such a lead was right when questions of the site were held out. */
  confidence: number;
  /** Above 0: its model takes the question for one of its own. */
  score: number;
}

/** `sure`: the first intent may be acted upon. `unsure`: offer the first three. `none`: it is about something else. */
export type Verdict = 'sure' | 'unsure' | 'none';

export interface Classified {
  verdict: Verdict;
  /** The best three, or fewer. */
  ranked: Ranked[];
  /** Score of the first and how many of the words are known, weighed together; what is compared with `cut`. */
  evidence: number;
  cut: number;
}

/** How many are ranked. */
const SHOWN = 3;
/** Weight of the share of known words. */
const KNOWN = 0.5;
/** Confidence from which one answer is given, and not three suggestions. */
export const SURE: Record<Readiness, number> = { cautious: 0.8, balanced: 0.65, eager: 0.5 };

/** How much a question counts that has this share in common with a text: all for 1, and less than half for a half. */
export const alike = (share: number): number => share * Math.sqrt(share);

/** Score by intent, and the share of the words that the model knows. */
export function scores(model: Model, text: string): { scores: Float64Array; known: number } {
  const { rows, start, slots, values, scales, questions, biases, bits } = model;
  const all = biases.length;
  const { ids, words } = features(text);
  const sums = new Int32Array(questions ? questions.size.length : all);
  let square = 0;
  for (const id of ids) {
    const row = rows.get(id >>> (24 - bits));
    const weight = !questions ? 1 : row === undefined ? questions.rare : questions.weigh[row]!;
    square += weight;
    if (row === undefined) continue;
    for (let at = start[row]!, end = start[row + 1]!; at < end; at++)
      sums[slots[at]!]! += values ? values[at]! : weight;
  }
  const length = Math.sqrt(square || 1);
  const out = biases.slice();
  sums.forEach((sum, slot) => {
    if (!sum) return;
    if (questions) {
      const { size, from, intents, amounts } = questions;
      const much = alike((sum * size[slot]!) / length);
      for (let at = from[slot]!, end = from[slot + 1]!; at < end; at++) out[intents[at]!]! += much * amounts[at]!;
    } else out[slot]! += (sum * scales![slot]!) / length;
  });
  const known = words.filter((word) => rows.has(word >>> (24 - bits))).length;
  return { scores: out, known: known / (words.length || 1) };
}

/** Score and share of known words as one: below the cut, a question is none of the intents. */
export const evidence = (score: number, known: number): number => score + KNOWN * known;

/** How far ahead an intent is, given the best of the others. */
export const lead = (score: number, other: number): number => score - other / 2;

/** The value of a rising curve of straight lines. */
export function onCurve(curve: Calibration['curve'], x: number): number {
  const next = curve.findIndex(([at]) => at > x);
  if (next < 1) return curve.at(next)![1];
  const [x0, y0] = curve[next - 1]!;
  const [x1, y1] = curve[next]!;
  return y0 + ((y1 - y0) * (x - x0)) / (x1 - x0);
}

/** Places in a list of scores, the best first, ties in their order. */
export const best = (all: Float64Array, count: number): number[] =>
  [...all.keys()].sort((a, b) => all[b]! - all[a]!).slice(0, count);

export function classify(model: Model, text: string, readiness: Readiness = 'balanced'): Classified {
  const { scores: all, known } = scores(model, text);
  const places = best(all, SHOWN);
  const ranked = places.map((place, i): Ranked => {
    const score = all[place]!;
    const other = places[i ? 0 : 1];
    return {
      intent: model.intents[place]!,
      score,
      confidence: onCurve(model.calibration.curve, lead(score, other === undefined ? -1 : all[other]!)),
    };
  });
  const first = ranked[0];
  const cut = model.calibration.cuts[readiness];
  const found = first ? evidence(first.score, known) : 0;
  // a text without a single known word is about nothing here, whatever the biases say
  const isNone = !first || !known || found < cut;
  const verdict = isNone ? 'none' : first.confidence >= SURE[readiness] ? 'sure' : 'unsure';
  return { verdict, ranked, evidence: found, cut };
}
