/**
 * Trains the text form on the device: the support vector machine of fit.ts, by way of how alike each two questions are, which
 * is quick and small for some thousand questions. The same questions give the same model in every engine. Pure.
 *
 * `train` is a generator, so that it can be run in idle time: each step takes a few milliseconds at most.
 */
import { alike, type Model } from './classify.js';
import { features } from './features.js';
import { OTHER_COST, OWN_COST, shuffler } from './fit.js';
import type { AnswersFile } from './format.js';

type Measured = Pick<AnswersFile, 'intents' | 'calibration'>;

/** Multiplications in one step. */
const STEP = 1_000_000;
const ROUNDS = 30;
/** Weights of features are whole numbers, one being this. */
const GRAIN = 32;
/** What a question counts at least for an intent, or it is left out. */
const LEAST = 0.01;
/** How wrong a question may be left. */
const GOOD = 0.1;

/** Questions as rows of a table from features to questions. */
interface Collected {
  /** By question. */
  intentOf: number[];
  lists: number[][];
  rows: Map<number, number>;
  start: Int32Array;
  slots: Uint16Array;
  /** Intents that have the feature, by row. */
  spread: number[];
}

function* collect(questions: string[][]): Generator<void, Collected> {
  const intentOf: number[] = [];
  const lists: number[][] = [];
  const rows = new Map<number, number>();
  const counts: number[] = [];
  const spread: number[] = [];
  const last: number[] = [];
  for (const [intent, texts] of questions.entries()) {
    for (const text of texts) {
      intentOf.push(intent);
      const list = features(text).ids.map((id) => {
        const row = rows.get(id) ?? rows.size;
        rows.set(id, row);
        counts[row] = (counts[row] ?? 0) + 1;
        if (last[row] !== intent) spread[row] = (spread[row] ?? 0) + 1;
        last[row] = intent;
        return row;
      });
      lists.push(list);
      if (lists.length % 20 === 0) yield;
    }
  }
  const start = new Int32Array(rows.size + 1);
  counts.forEach((count, row) => {
    start[row + 1] = start[row]! + count;
  });
  const slots = new Uint16Array(start[rows.size]!);
  const next = start.slice();
  lists.forEach((list, question) => {
    for (const row of list) slots[next[row]!++] = question;
  });
  return { intentOf, lists, rows, start, slots, spread };
}

/** How alike each two questions are: 0 to 1, and 1 for the bias. */
function* compare(
  { lists, start, slots }: Collected,
  weigh: Uint8Array,
  size: Float64Array,
): Generator<void, Float32Array> {
  const all = lists.length;
  const table = new Float32Array(all * all);
  const sums = new Int32Array(all);
  let work = 0;
  for (let i = 0; i < all; i++) {
    sums.fill(0);
    for (const row of lists[i]!) {
      for (let at = start[row]!, end = start[row + 1]!; at < end; at++) sums[slots[at]!]! += weigh[row]!;
      work += start[row + 1]! - start[row]!;
    }
    for (let j = 0; j < all; j++) table[i * all + j] = alike(sums[j]! * size[i]! * size[j]!) + 1;
    work += all;
    if (work > STEP) {
      work = 0;
      yield;
    }
  }
  return table;
}

/** For each intent, what each question counts: above 0 for its own, below for others. */
function* separate(table: Float32Array, intentOf: number[], intents: number): Generator<void, Float64Array[]> {
  const all = intentOf.length;
  const score = new Float64Array(all);
  const order = Int32Array.from(score, (_, i) => i);
  const shuffle = shuffler();
  const results: Float64Array[] = [];
  let work = 0;
  for (let intent = 0; intent < intents; intent++) {
    const amounts = new Float64Array(all);
    score.fill(0);
    for (let round = 0, worst = 1; round < ROUNDS && worst >= GOOD; round++) {
      worst = 0;
      shuffle(order, all);
      for (const question of order) {
        const own = intentOf[question] === intent;
        const sign = own ? 1 : -1;
        const soft = 0.5 / (own ? OWN_COST : OTHER_COST);
        const before = sign * amounts[question]!;
        const slope = sign * score[question]! - 1 + before * soft;
        if ((!before && slope >= 0) || Math.abs(slope) < GOOD / 10) continue;
        worst = Math.max(worst, Math.abs(slope));
        const row = question * all;
        const after = Math.max(0, before - slope / (table[row + question]! + soft));
        amounts[question] = sign * after;
        const step = sign * (after - before);
        for (let i = 0; i < all; i++) score[i]! += step * table[row + i]!;
        work += all;
        if (work > STEP) {
          work = 0;
          yield;
        }
      }
    }
    results.push(amounts);
  }
  return results;
}

/** `questions` by intent, as in the text form; titles are learned from as well. What was measured of them when they were compiled is in the file. */
export function* train({ intents, calibration }: Measured, questions: string[][]): Generator<void, Model> {
  const collected = yield* collect(questions.map((texts, intent) => [intents[intent]!.title, ...texts]));
  const { intentOf, lists, rows, start, slots, spread } = collected;
  // a feature of few intents says more
  const weight = (having: number) => Math.round(GRAIN * Math.sqrt(Math.sqrt(intents.length / having)));
  const weigh = Uint8Array.from(spread, weight);
  const size = Float64Array.from(lists, (list) => 1 / Math.sqrt(list.reduce((sum, row) => sum + weigh[row]!, 0) || 1));
  const table = yield* compare(collected, weigh, size);
  const amountsOf = yield* separate(table, intentOf, intents.length);
  const mixed: number[] = [];
  const amounts: number[] = [];
  const from = Int32Array.of(0, ...lists.keys());
  for (const question of lists.keys()) {
    amountsOf.forEach((all, intent) => {
      if (Math.abs(all[question]!) < LEAST) return;
      mixed.push(intent);
      amounts.push(all[question]!);
    });
    from[question + 1] = amounts.length;
  }
  return {
    intents,
    calibration,
    bits: 24,
    rows,
    start,
    slots,
    biases: Float64Array.from(amountsOf, (all) => all.reduce((sum, amount) => sum + amount, 0)),
    questions: {
      weigh,
      rare: weight(1),
      size,
      from,
      intents: Uint16Array.from(mixed),
      amounts: Float64Array.from(amounts),
    },
  };
}

/**
 * Runs a training to its end, with `pause` between steps: such as the next idle time of the page.
 * Rejects with what `pause` rejects with, which ends it.
 */
export async function trainInSlices(training: Generator<void, Model>, pause: () => Promise<void>): Promise<Model> {
  for (;;) {
    const { done, value } = training.next();
    if (done) return value;
    await pause();
  }
}
