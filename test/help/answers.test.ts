import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { alike, best, classify, onCurve, scores } from '../../src/help/answers/classify.js';
import { compile, toModel } from '../../src/help/answers/compile.js';
import { explain } from '../../src/help/answers/explain.js';
import { features, MAX_TEXT } from '../../src/help/answers/features.js';
import { words } from '../../src/help/answers/fold.js';
import type { Readiness } from '../../src/help/answers/format.js';
import { train, trainInSlices } from '../../src/help/answers/train.js';
import { INTENTS, LEARNED, learn, manyQuestions } from './answers-train.js';

const READINESS: Readiness[] = ['cautious', 'balanced', 'eager'];
const spelled = (text: string) => words(text).map(({ letters }) => String.fromCodePoint(...letters));
const weights = () => compile('en', INTENTS, manyQuestions(60), { form: 'weights' });

describe('a text is read', () => {
  it.each([
    ['Where’s my ORDER #12?', ['wheres', 'my', 'order', '12']],
    ['Ｆｕｌｌ　ｗｉｄｔｈ １２', ['full', 'width', '12']],
    ['Größe, Ærø, Łódź, ĞIŞ', ['grose', 'aro', 'lodz', 'gis']],
    ['cafe\u0301 café', ['cafe', 'cafe']],
    ['ΈΛΑ Σας ΠΟΣΟ', ['ελα', 'σασ', 'ποσο']],
    ['Где МОЙ заказ? Ёлка Әже', ['где', 'мой', 'заказ', 'елка', 'әже']],
    ['Tôi muốn trả HÀNG', ['toi', 'muon', 'tra', 'hang']],
    ['メールを送る・注文', ['メールを送る', '注文']],
    ['ﾒｰﾙ ﾊﾞｯｸﾞ ﾌﾟﾗﾝ', ['メール', 'バッグ', 'プラン']],
    ['か\u3099く', ['がく']],
    ['iPhoneの箱', ['iphone', 'の箱']],
    ['배송비는 얼마', ['배송비는', '얼마']],
    ['مُحَمَّد', ['محمد']],
    ['👍 … --- \ud800', []],
  ])('by its letters: %s', (text, expected) => {
    expect(spelled(text)).toEqual(expected);
  });

  it('the same, however it is written', () => {
    expect(features('CAN’T  pay!!')).toEqual(features("can't pay"));
    expect(features('ﾒｰﾙ')).toEqual(features('メール'));
  });

  it('whatever it is, in whole numbers of 24 bits, each once', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => {
        const { ids, words: known } = features(text);
        expect(new Set(ids).size).toBe(ids.length);
        expect(ids.every((id) => id === id >>> 0 && id < 2 ** 24)).toBe(true);
        expect(known.every((id) => ids.includes(id))).toBe(true);
      }),
    );
  });

  it('up to a length', () => {
    const long = 'refund '.repeat(200);
    expect(features(long)).toEqual(features(long.slice(0, MAX_TEXT)));
  });
});

describe.each([
  ['learned on the device', () => toModel(learn())],
  ['of weights', () => toModel(weights().file)],
])('a model %s', (_, make) => {
  const model = make();

  it('knows what was asked in other words, and with typos', () => {
    for (const [text, intent] of [
      ['money back please', 'refund'],
      ['my parcel has still not arrived', 'order'],
      ['my pacel has not arived', 'order'],
      ['are you open on saturday', 'hours'],
      ['card declined', 'payment'],
    ]) {
      expect(classify(model, text!).ranked[0]!.intent.id, text).toBe(intent);
    }
  });

  it('ranks three, with confidence that falls', () => {
    const { ranked } = classify(model, 'refund');
    expect(ranked).toHaveLength(3);
    for (const [i, { confidence, score }] of ranked.entries()) {
      expect(confidence).toBeGreaterThanOrEqual(0);
      expect(confidence).toBeLessThanOrEqual(ranked[i - 1]?.confidence ?? 1);
      expect(score).toBeLessThanOrEqual(ranked[i - 1]?.score ?? Infinity);
    }
  });

  it('says that something else is none of the intents', () => {
    for (const text of ['', '???', 'zzz qqq', 'قصيدة', 'write a poem on volcanoes']) {
      expect(classify(model, text).verdict, text).toBe('none');
    }
  });

  it('refuses more the more cautious it is', () => {
    const texts = [...Object.values(LEARNED).flat(), 'how is the weather', 'tell me a joke', 'do you like my account'];
    const order = { none: 0, unsure: 1, sure: 2 };
    for (const text of texts) {
      const found = READINESS.map((readiness) => order[classify(model, text, readiness).verdict]);
      expect(found, text).toEqual([...found].sort());
    }
  });

  it('answers whatever it is asked, the same each time', () => {
    const again = make();
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 120 }), (text) => {
        const result = classify(model, text);
        expect(classify(again, text)).toEqual(result);
        for (const { confidence, score } of result.ranked) {
          expect(Number.isFinite(score) && confidence >= 0 && confidence <= 1).toBe(true);
        }
      }),
    );
  });
});

describe('training on the device', () => {
  const { text, ...file } = compile('en', INTENTS, manyQuestions(50), { form: 'text', measure: false }).file;

  it('goes in short steps, and pauses between them', async () => {
    let pauses = 0;
    const model = await trainInSlices(train(file, text!.questions), async () => void pauses++);
    expect(pauses).toBeGreaterThan(10);
    expect(model).toEqual(toModel({ ...file, text: text! }));
  });

  it('ends where the pause rejects', async () => {
    const gone = trainInSlices(train(file, text!.questions), () => Promise.reject(new Error('left')));
    await expect(gone).rejects.toThrow('left');
  });

  it('learns from the titles as well', () => {
    const intents = INTENTS.map((intent) => ({
      ...intent,
      title: intent.id === 'hours' ? 'Gift vouchers' : intent.title,
    }));
    const { file: titled } = compile('en', intents, Object.values(LEARNED));
    expect(classify(toModel(titled), 'a gift voucher', 'eager').ranked[0]!.intent.id).toBe('hours');
  });

  it('takes one intent, or questions without a word', () => {
    const one = compile('en', [INTENTS[0]!], [['refund', '???']]).file;
    expect(classify(toModel(one), 'refund please').ranked.map(({ intent }) => intent.id)).toEqual(['refund']);
  });
});

describe('what was measured', () => {
  const { file, heldOut } = compile('en', INTENTS, manyQuestions(40), { form: 'text' });

  it('is of every question, asked once of a model that had not seen it', () => {
    expect(heldOut.map((one) => one.text).sort()).toEqual(manyQuestions(40).flat().sort());
    const unseen = compile('en', INTENTS, Object.values({ ...LEARNED, refund: ['zebra'] })).heldOut;
    expect(unseen.find((one) => one.text === 'zebra')!.evidence).toBeLessThan(
      compile('en', INTENTS, Object.values({ ...LEARNED, refund: ['zebra', 'a zebra'] })).heldOut.find(
        (one) => one.text === 'zebra',
      )!.evidence,
    );
  });

  it('sets the cuts so that one in 10, 20 or 80 right answers is given up', () => {
    const right = heldOut.filter(({ ranked, intent }) => ranked[0] === intent);
    for (const [readiness, share] of [
      ['cautious', 0.1],
      ['balanced', 0.05],
      ['eager', 0.0125],
    ] as const) {
      const given = right.filter(({ evidence }) => evidence < file.calibration.cuts[readiness]).length;
      expect(given / right.length).toBeCloseTo(share, 1);
    }
  });

  it('makes confidence the share of answers that were right', () => {
    for (const [low, high] of [
      [0, 0.4],
      [0.4, 0.8],
      [0.8, 1.01],
    ] as const) {
      const found = heldOut.flatMap(({ leads, ranked, intent }) =>
        leads.map((lead, i) => ({ confidence: onCurve(file.calibration.curve, lead), right: ranked[i] === intent })),
      );
      const some = found.filter(({ confidence }) => confidence >= low && confidence < high);
      if (some.length < 30) continue;
      const said = some.reduce((sum, { confidence }) => sum + confidence, 0) / some.length;
      expect(Math.abs(said - some.filter(({ right }) => right).length / some.length)).toBeLessThan(0.12);
    }
  });

  it('is a sensible guess where there is too little', () => {
    expect(
      learn({}, { ...LEARNED, refund: ['a'], order: ['b'], hours: ['c'], payment: ['d'] }).calibration.curve,
    ).toHaveLength(2);
  });
});

describe('why', () => {
  const model = toModel(learn());

  it('is told by word: what it counts for the intent, and whether it was learned', () => {
    const pieces = explain(model, 'my zebra wants a refund!');
    expect(pieces.map(({ text }) => text)).toEqual(['my', 'zebra', 'wants', 'a', 'refund']);
    expect(pieces.map(({ known }) => known)).toEqual([true, false, false, true, true]);
    const counts = pieces.map((piece) => piece.counts);
    expect(Math.max(...counts)).toBe(counts[4]);
    expect(counts[1]).toBeLessThan(0);
  });

  it('can be asked of any intent, in any script', () => {
    expect(explain(model, 'refund', 'hours')[0]!.counts).toBeLessThan(0);
    expect(explain(model, '返金 👍 して').map(({ text }) => text)).toEqual(['返', '金', 'し', 'て']);
    expect(explain(model, '')).toEqual([]);
  });
});

describe('arithmetic', () => {
  it('ranks ties in their order', () => {
    expect(best(Float64Array.of(1, 3, 3, 0, 2), 3)).toEqual([1, 2, 4]);
    expect(best(Float64Array.of(1), 3)).toEqual([0]);
  });

  it('draws straight lines between the points of a curve, and level ones beyond', () => {
    const curve: [number, number][] = [
      [0, 0.2],
      [1, 0.6],
    ];
    expect([-5, 0, 0.5, 1, 9].map((x) => onCurve(curve, x))).toEqual([0.2, 0.2, 0.4, 0.6, 0.6]);
    expect(onCurve([[0, 0.3]], 7)).toBe(0.3);
  });

  it('counts what is half the same for less than half', () => {
    expect(alike(1)).toBe(1);
    expect(alike(0.25)).toBe(0.125);
    expect(alike(0)).toBe(0);
  });

  it('knows the share of words that were learned', () => {
    const model = toModel(learn());
    expect(scores(model, 'refund zebra').known).toBe(0.5);
    expect(scores(model, '').known).toBe(0);
  });
});
