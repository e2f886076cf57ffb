/**
 * What `sobani build-answers` writes and the browser reads. The manifest has a stable name and names the files of the
 * languages, whose names carry a hash of their content.
 */
import type { Readiness } from '../../core/matcher.js';

export type { Readiness };

/** `answers.json`. */
export interface AnswersManifest {
  v: 1;
  /** File by locale, relative to the manifest. */
  locales: Record<string, string>;
  /** Taken when the visitor's locale has none. */
  fallback: string;
}

/** What a question may be about, and what follows. At least one of the last three. */
export interface Intent {
  /** 1 to 64 of a-z 0-9 - */
  id: string;
  /** How it reads among suggestions. */
  title: string;
  /** Words to say. */
  answer?: string;
  /** Id of an article. */
  article?: string;
  /** Id of a flow. */
  flow?: string;
}

/** Measured on questions that were held out, each against a model that had not seen it. */
export interface Calibration {
  /** Evidence below which a question is none of the intents: one in 10, 20 or 80 right answers is given up for that. */
  cuts: Record<Readiness, number>;
  /** Lead of an intent over the others, and how often such a one was right; both rise. Straight lines between. */
  curve: [lead: number, confidence: number][];
}

/** Few questions: the model is the questions themselves, and is trained on the device. */
export interface TextForm {
  questions: string[][];
}

/** Many questions: the weights that matter most, as rows of a sparse table. Numbers as in digits.ts. */
export interface WeightsForm {
  /** Bits of a feature. */
  bits: number;
  /** Features, ascending, as differences. */
  rows: string;
  /** Weights in each row. */
  counts: string;
  /** Intents of a row by their place in the list, as differences. */
  slots: string;
  /** One character a weight, from -MOST_VALUE to MOST_VALUE. */
  values: string;
  /** Of each intent: what its weights are multiplied by, and its bias. */
  scales: number[];
  biases: number[];
}

/** `answers-en-<hash>.json`. */
export interface AnswersFile {
  v: 1;
  locale: string;
  intents: Intent[];
  calibration: Calibration;
  text?: TextForm;
  weights?: WeightsForm;
}

/** Weights are whole numbers up to this, either way. */
export const MOST_VALUE = 20;
