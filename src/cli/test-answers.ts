/** How good the answers of a folder are: held out, with fewer questions, and which intents collide. */
import type { HeldOut } from '../help/answers/calibrate.js';
import { best, scores } from '../help/answers/classify.js';
import { compile, toModel } from '../help/answers/compile.js';
import { findCollisions } from '../lint/collisions.js';
import type { IntentFile } from './answers-files.js';
import { drawer } from './test-walk.js';

export interface Accuracy {
  questions: number;
  /** Shares of questions whose intent is the first, and among the first three. */
  first: number;
  three: number;
}

const percent = (share: number) => `${(100 * share).toFixed(1)} %`;

/** Numbers of questions that the curve is drawn at. */
const POINTS = [1, 2, 3, 5, 8, 12, 20, 40];
/** Drawings for each point. */
const DRAWS = 3;
/** Questions that a model of a page learns from, at most. */
const MOST = 1_500;

const shareOf = (heldOut: readonly HeldOut[], most: number) =>
  heldOut.filter(({ ranked, intent }) => ranked.slice(0, most).includes(intent)).length / (heldOut.length || 1);

/** Of questions that were each asked of a model which was trained without them. */
export const accuracyOf = (heldOut: readonly HeldOut[]): Accuracy => ({
  questions: heldOut.length,
  first: shareOf(heldOut, 1),
  three: shareOf(heldOut, 3),
});

/**
 * What a further question buys: models that learned from so many questions of each intent, asked the others of intents that have more.
 * Goes as far as half of the intents do.
 */
function curve(locale: string, files: readonly IntentFile[]): (Accuracy & { each: number })[] {
  const intents = files.map(({ intent }) => intent);
  const counts = files.map(({ questions }) => questions.length).sort((a, b) => a - b);
  const last = Math.min(counts[Math.floor(counts.length / 2)]! - 1, Math.floor(MOST / files.length));
  const points = POINTS.filter((each) => each <= last);
  return points.map((each) => {
    let [asked, first, three] = [0, 0, 0];
    for (let drawing = 1; drawing <= DRAWS; drawing++) {
      const random = drawer(drawing);
      const shuffled = files.map(({ questions }) =>
        questions.map(({ text }) => ({ text, by: random() })).sort((a, b) => a.by - b.by),
      );
      const learned = shuffled.map((all) => all.slice(0, each));
      const model = toModel(
        compile(
          locale,
          intents,
          learned.map((all) => all.map(({ text }) => text)),
          { form: 'text', measure: false },
        ).file,
      );
      shuffled.forEach((all, intent) => {
        for (const { text } of all.slice(each)) {
          const ranked = best(scores(model, text).scores, 3);
          asked++;
          if (ranked[0] === intent) first++;
          if (ranked.includes(intent)) three++;
        }
      });
    }
    return { each, questions: asked / DRAWS, first: first / (asked || 1), three: three / (asked || 1) };
  });
}

/** All of it in lines. */
export function describeAnswers(locale: string, files: readonly IntentFile[], heldOut: readonly HeldOut[]): string[] {
  const { questions, first, three } = accuracyOf(heldOut);
  const lines = [
    `${locale}: ${files.length} intents, ${questions} questions; held out, ${percent(first)} are answered right, ${percent(three)} by one of three`,
  ];
  const points = curve(locale, files);
  if (points.length) lines.push(`${locale}: questions for each intent, right, right among three`);
  for (const { each, ...point } of points) {
    lines.push(
      `  ${String(each).padStart(3)}  ${percent(point.first).padStart(7)}  ${percent(point.three).padStart(7)}`,
    );
  }
  for (const { intent, other, questions: taken } of findCollisions(heldOut)) {
    lines.push(`${locale}: ${taken.length} of "${files[intent]!.intent.id}" read like "${files[other]!.intent.id}"`);
    lines.push(...taken.map((text) => `  "${text}"`));
  }
  return lines;
}
