import { classify, scores } from '../../src/help/answers/classify.js';
import { compile, toModel } from '../../src/help/answers/compile.js';
import type { AnswersFile } from '../../src/help/answers/format.js';
import { INTENTS, learn, manyQuestions } from './answers-train.js';

/** What every engine must make of the same questions, to the last bit. */
export interface Golden {
  files: Record<string, AnswersFile>;
  /** By file and text: each score as the hexadecimal digits of its 64 bits, and the confidence of the first. */
  scores: Record<string, Record<string, { scores: string[]; confidence: string }>>;
}

const ASKED = [
  'money back please',
  'my pacel has not arived',
  'Ａｒｅ　ｙｏｕ ｏｐｅｎ？',
  'Größe, Łódź, σας, где мой заказ',
  '返金してほしい ﾌﾟﾗﾝ か\u3099',
  'how does this work for my account',
  '👍 \ud800',
  '',
];

function bits(x: number): string {
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, x);
  return view.getBigUint64(0).toString(16).padStart(16, '0');
}

/** Made again from the questions, on the engine that runs this. */
export function makeGolden(): Golden {
  const files = {
    text: learn(),
    measured: compile('en', INTENTS, manyQuestions(30), { form: 'text' }).file,
    weights: compile('en', INTENTS, manyQuestions(40), { form: 'weights' }).file,
  };
  const golden: Golden = { files, scores: {} };
  for (const [name, file] of Object.entries(files)) {
    const model = toModel(file);
    golden.scores[name] = Object.fromEntries(
      ASKED.map((text) => [
        text,
        {
          scores: [...scores(model, text).scores].map(bits),
          confidence: bits(classify(model, text).ranked[0]!.confidence),
        },
      ]),
    );
  }
  return golden;
}
