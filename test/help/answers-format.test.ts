import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SobaniError } from '../../src/core/errors.js';
import { classify } from '../../src/help/answers/classify.js';
import { compile, toModel } from '../../src/help/answers/compile.js';
import { readNumbers, writeNumber } from '../../src/help/answers/digits.js';
import type { AnswersFile } from '../../src/help/answers/format.js';
import { parseAnswers, parseAnswersManifest } from '../../src/help/answers/parse.js';
import { makeGolden } from './answers-golden.js';
import { hashOfScores, manyTexts } from './answers-many.js';
import { INTENTS, LEARNED, manyQuestions } from './answers-train.js';

const text = compile('en', INTENTS, Object.values(LEARNED)).file;
const weights = compile('en', INTENTS, manyQuestions(40), { form: 'weights', measure: false }).file;
const copy = (file: AnswersFile) => JSON.parse(JSON.stringify(file));

describe('the files of an answer model', () => {
  it('are to the byte what they were, and so are the scores that come of them', () => {
    const golden = readFileSync('test/help/golden/answers.json', 'utf8');
    expect(`${JSON.stringify(makeGolden(), null, 1)}\n`).toBe(golden);
  });

  it('score some hundred questions in many scripts to the bit as they did', () => {
    expect(new Set(manyTexts()).size).toBeGreaterThan(300);
    expect(hashOfScores()).toBe(readFileSync('test/help/golden/answers-scores.txt', 'utf8').trim());
  });

  it('come back from JSON as they were written', () => {
    for (const file of [text, weights]) {
      expect(parseAnswers(copy(file))).toEqual(file);
      expect(toModel(parseAnswers(copy(file)))).toEqual(toModel(file));
    }
  });

  it('are the questions where those are few, and weights where they are many', () => {
    expect(text.text!.questions).toEqual(Object.values(LEARNED));
    expect(text).not.toHaveProperty('weights');
    const many = compile('en', INTENTS, manyQuestions(376), { measure: false }).file;
    expect(many).not.toHaveProperty('text');
    expect(many.weights!.values.length).toBeLessThanOrEqual(640 * INTENTS.length);
  });

  it('hold numbers in characters that JSON leaves as they are', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(2 ** 26)), (numbers) => {
        const written = numbers.map(writeNumber).join('');
        expect(JSON.stringify(written)).toHaveLength(written.length + 2);
        const next = readNumbers(written);
        expect(numbers.map(next)).toEqual(numbers);
        expect(next()).toBeNaN();
      }),
    );
  });
});

describe('what is not of the format is refused with its path', () => {
  const refused = (change: (file: ReturnType<typeof copy>) => void, from = text): string => {
    const json = copy(from);
    change(json);
    try {
      toModel(parseAnswers(json));
    } catch (thrown) {
      expect(thrown).toBeInstanceOf(SobaniError);
      expect(thrown).toMatchObject({ code: 'invalid' });
      return (thrown as SobaniError).path ?? '';
    }
    return 'nothing was thrown';
  };

  it.each<[path: string, change: (file: ReturnType<typeof copy>) => void]>([
    [
      'v',
      (file) => {
        file.v = 2;
      },
    ],
    [
      'locale',
      (file) => {
        file.locale = '../x';
      },
    ],
    [
      'extra',
      (file) => {
        file.extra = 1;
      },
    ],
    [
      'intents',
      (file) => {
        file.intents = {};
      },
    ],
    ['intents', (file) => void file.intents.pop()],
    [
      'intents.1.id',
      (file) => {
        file.intents[1].id = 'a b';
      },
    ],
    [
      'intents.1.title',
      (file) => {
        file.intents[1].title = '';
      },
    ],
    ['intents.1.title', (file) => void delete file.intents[1].title],
    [
      'intents.1.url',
      (file) => {
        file.intents[1].url = 'javascript:';
      },
    ],
    ['intents.2', (file) => void delete file.intents[2].article],
    [
      'calibration.cuts.eager',
      (file) => {
        file.calibration.cuts.eager = '0';
      },
    ],
    [
      'calibration.curve',
      (file) => {
        file.calibration.curve = [];
      },
    ],
    ['calibration.curve.1', (file) => void file.calibration.curve.reverse()],
    [
      'calibration.curve.0',
      (file) => {
        file.calibration.curve[0] = [0, 2];
      },
    ],
    [
      'text.questions.3.0',
      (file) => {
        file.text.questions[3][0] = 'x'.repeat(501);
      },
    ],
    [
      'text.questions',
      (file) => {
        file.text.questions[3] = Array(1999).fill('x');
      },
    ],
    ['text', (file) => void delete file.text],
    [
      'text',
      (file) => {
        file.weights = copy(weights).weights;
      },
    ],
  ])('%s', (path, change) => {
    expect(refused(change)).toBe(path);
  });

  it.each<[path: string, change: (form: ReturnType<typeof copy>) => void]>([
    [
      'weights.rows',
      (form) => {
        form.rows = 7;
      },
    ],
    [
      'weights',
      (form) => {
        form.bits = 30;
      },
    ],
    [
      'weights',
      (form) => {
        form.rows = form.rows.slice(0, -9);
      },
    ],
    [
      'weights',
      (form) => {
        form.rows = '~~~~~~~~#';
      },
    ],
    [
      'weights',
      (form) => {
        form.counts = '~#';
      },
    ],
    [
      'weights',
      (form) => {
        form.slots = '[[[';
      },
    ],
    [
      'weights',
      (form) => {
        form.values = form.values.slice(1);
      },
    ],
    [
      'weights',
      (form) => {
        form.values = `~${form.values.slice(1)}`;
      },
    ],
    ['intents', (form) => void form.biases.pop()],
    [
      'weights.scales.0',
      (form) => {
        form.scales[0] = null;
      },
    ],
  ])('%s of weights', (path, change) => {
    expect(refused(({ weights: form }) => change(form), weights)).toBe(path);
  });

  it('or answers as well as it can: nothing else is thrown, and no number is lost', () => {
    const names = ['rows', 'counts', 'slots', 'values'] as const;
    fc.assert(
      fc.property(fc.constantFrom(...names), fc.nat(), fc.string({ minLength: 1, maxLength: 3 }), (name, at, put) => {
        const json = copy(weights);
        const old: string = json.weights[name];
        json.weights[name] = old.slice(0, at % old.length) + put + old.slice((at % old.length) + put.length);
        let model: ReturnType<typeof toModel>;
        try {
          model = toModel(parseAnswers(json));
        } catch (thrown) {
          expect(thrown).toMatchObject({ code: 'invalid' });
          return;
        }
        for (const { score } of classify(model, 'where is my parcel').ranked) expect(score).not.toBeNaN();
      }),
    );
  });

  it('and so is a manifest that leads elsewhere', () => {
    const manifest = { v: 1, locales: { en: 'answers-en-0123456789ab.json' }, fallback: 'en' };
    expect(parseAnswersManifest(manifest)).toEqual(manifest);
    for (const [path, broken] of [
      ['v', { ...manifest, v: 2 }],
      ['locales.en', { ...manifest, locales: { en: '../answers.json' } }],
      ['locales.en', { ...manifest, locales: { en: 'https://x.example/a.json' } }],
      ['locales.__proto__', JSON.parse('{"v":1,"locales":{"__proto__":"a.json"},"fallback":"en"}')],
      ['locales.en:b', { ...manifest, locales: { ...manifest.locales, 'en:b': 'x.json' } }],
      ['fallback', { ...manifest, fallback: 'ja' }],
    ] as const) {
      expect(() => parseAnswersManifest(broken), path).toThrow(expect.objectContaining({ code: 'invalid', path }));
    }
    fc.assert(
      fc.property(fc.jsonValue(), fc.constantFrom('v', 'locales', 'fallback'), (value, key) => {
        for (const parse of [parseAnswersManifest, parseAnswers]) {
          expect(() => parse({ ...manifest, [key]: value, ...(key === 'v' && { locales: value }) })).toThrow(
            SobaniError,
          );
        }
      }),
    );
    expect(() => parseAnswersManifest(null)).toThrow('answers: expected an object');
  });
});
