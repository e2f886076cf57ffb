/** Why a text was ranked as it was, for the inspector and for authors. In a page only where somebody looks. Pure. */
import { classify, type Model, scores } from './classify.js';
import { words } from './fold.js';

/** A word of a text, or a character of a script that runs words together. */
export interface Piece {
  /** As it was written. */
  text: string;
  /** Whether the model has seen all of it. A single character never counts as known or not. */
  known: boolean | undefined;
  /** What the intent's score would lose without it; below 0 it speaks against. */
  counts: number;
}

/** The pieces of a text in their order, and what each counts for one of the intents: by default the first. */
export function explain(model: Model, text: string, intent?: string): Piece[] {
  const { ranked } = classify(model, text);
  const of = model.intents.findIndex(({ id }) => id === (intent ?? ranked[0]?.intent.id));
  const score = (without: string) => scores(model, without).scores[of] ?? 0;
  const whole = score(text);
  const pieces: Piece[] = [];
  let before = '';
  for (const [, gap, run] of text.matchAll(/([^\p{L}\p{N}\p{M}]*)([\p{L}\p{N}\p{M}'’]*)/gu)) {
    before += gap;
    const dense = words(run!).some((word) => word.dense);
    for (const piece of dense ? run! : [run!]) {
      if (!piece) continue;
      const rest = before + text.slice(before.length + piece.length);
      const known = dense ? undefined : scores(model, piece).known > 0;
      pieces.push({ text: piece, known, counts: whole - score(rest) });
      before += piece;
    }
  }
  return pieces;
}
