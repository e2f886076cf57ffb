/** Questions to what the browser reads: the form that suits their number, and what was measured on the way. Pure. */
import { calibrate, type HeldOut, holdOut, UNMEASURED } from './calibrate.js';
import type { Model } from './classify.js';
import type { AnswersFile, Intent, WeightsForm } from './format.js';
import { pack } from './pack.js';
import { unpack } from './parse.js';
import { type Example, prune } from './prune.js';
import { train } from './train.js';

/** Questions up to which they are shipped themselves: smaller than weights, and better. */
const MOST_TEXT = 1500;
/** Weights to keep for each intent, and of all: some 53 kB with gzip for 77 intents, 93 kB for 150 and more. */
const KEEP = 640;
const KEEP_MOST = 80_000;
const BITS = 20;

export interface CompileOptions {
  /** The questions themselves, or weights. Default: by their number. */
  form?: 'text' | 'weights';
  /** Whether to hold out questions and measure, which takes five trainings more. Default true. */
  measure?: boolean;
}

export interface Compiled {
  file: AnswersFile;
  /** What became of each question when it was held out; empty where nothing was measured. */
  heldOut: HeldOut[];
}

const toEnd = (training: Generator<void, Model>): Model => {
  for (;;) {
    const { done, value } = training.next();
    if (done) return value;
  }
};

/** The model of a file, at once. Where there is a page to keep alive, `trainInSlices`. */
export const toModel = (file: AnswersFile): Model =>
  file.weights ? unpack(file, file.weights) : toEnd(train(file, file.text!.questions));

/** `questions` by the place of their intent. Titles are learned from as well, and not measured on. */
export function compile(
  locale: string,
  intents: Intent[],
  questions: string[][],
  { form, measure = true }: CompileOptions = {},
): Compiled {
  const examples = questions.flatMap((all, intent) => all.map((text): Example => ({ text, intent })));
  const asText = (form ?? (examples.length > MOST_TEXT ? 'weights' : 'text')) === 'text';
  const build = (of: Example[]): AnswersFile => {
    const base: AnswersFile = { v: 1, locale, intents, calibration: UNMEASURED };
    if (asText) {
      const texts = intents.map((): string[] => []);
      for (const { text, intent } of of) texts[intent]!.push(text);
      return { ...base, text: { questions: texts } };
    }
    const titles = intents.map(({ title }, intent): Example => ({ text: title, intent }));
    const weights: WeightsForm = pack(
      prune([...titles, ...of], intents.length, { keep: Math.min(KEEP * intents.length, KEEP_MOST), bits: BITS }),
    );
    return { ...base, weights };
  };
  const heldOut = measure ? holdOut(examples, (others) => toModel(build(others))) : [];
  return { file: { ...build(examples), calibration: calibrate(heldOut) }, heldOut };
}
