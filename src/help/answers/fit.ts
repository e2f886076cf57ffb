/**
 * Fits the weights of one intent against all others: a linear support vector machine with squared hinge loss, by dual
 * coordinate descent. The order is shuffled by a fixed seed, so that the same questions give the same weights. Pure.
 */

/** Questions as sparse rows: question `q` has the features from `start[q]` up to `start[q + 1]`, all with the value `size[q]`. */
export interface Rows {
  start: Int32Array;
  features: Int32Array;
  size: Float64Array;
  /** How much a feature says, by its place. */
  weigh: Float64Array;
  /** Of each question, the sum of what its features say, times the square of its value. */
  square: Float64Array;
}

/** What a question costs that is on the wrong side: of the intent's own, and of the others, which are many more. */
export const OWN_COST = 3;
export const OTHER_COST = 0.3;

/** Numbers from 0 up to a limit, the same each time. */
export function shuffler(): (list: Int32Array, length: number) => void {
  let seed = 12345;
  return (list, length) => {
    for (let i = length - 1; i > 0; i--) {
      seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
      const j = Math.floor((seed / 4294967296) * (i + 1));
      const kept = list[i]!;
      list[i] = list[j]!;
      list[j] = kept;
    }
  };
}

/** Fills `weights`, one a feature, and returns the bias. At most `rounds` over all questions. */
export function fitIntent(
  rows: Rows,
  isOwn: (question: number) => boolean,
  weights: Float64Array,
  rounds: number,
): number {
  const { start, features, size, weigh, square } = rows;
  const all = size.length;
  const alpha = new Float64Array(all);
  const order = Int32Array.from(alpha, (_, i) => i);
  const shuffle = shuffler();
  weights.fill(0);
  let bias = 0;
  let active = all;
  let most = Infinity;
  for (let round = 0; round < rounds; round++) {
    let worst = 0;
    let highest = Number.NEGATIVE_INFINITY;
    shuffle(order, active);
    for (let at = 0; at < active; at++) {
      const question = order[at]!;
      const from = start[question]!;
      const end = start[question + 1]!;
      const value = size[question]!;
      const own = isOwn(question);
      const sign = own ? 1 : -1;
      const soft = 0.5 / (own ? OWN_COST : OTHER_COST);
      const before = alpha[question]!;
      let sum = 0;
      for (let p = from; p < end; p++) sum += weights[features[p]!]!;
      const slope = sign * (sum * value + bias) - 1 + before * soft;
      if (before === 0 && slope >= 0) {
        // far on the right side: not looked at again until the others are done
        if (slope > most) {
          order[at--] = order[--active]!;
          order[active] = question;
        }
        continue;
      }
      worst = Math.max(worst, Math.abs(slope));
      highest = Math.max(highest, slope);
      const after = Math.max(0, before - slope / (square[question]! + 1 + soft));
      const step = (after - before) * sign;
      if (!step) continue;
      alpha[question] = after;
      bias += step;
      for (let p = from, by = step * value; p < end; p++) weights[features[p]!]! += by * weigh[features[p]!]!;
    }
    if (worst < 0.1) {
      if (active === all) break;
      active = all;
      most = Infinity;
    } else most = highest > 0 ? highest : Infinity;
  }
  return bias;
}
