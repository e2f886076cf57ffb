/** Reads what `sobani build-answers` wrote: what passes is exactly of the format. */
import { SobaniError } from '../../core/errors.js';
import type { Model } from './classify.js';
import { readNumbers } from './digits.js';
import { type AnswersFile, type AnswersManifest, MOST_VALUE, type WeightsForm } from './format.js';

// One string a shape, `field:type`; `?` may be absent, `type*9` is a list of at most 9.
const SHAPES: Record<string, string> = {
  manifest: 'v:one locales:locales fallback:locale',
  answers: 'v:one locale:locale intents:intent*1000 calibration:measured text?:text weights?:weights',
  intent: 'id:id title:line answer?:words article?:id flow?:id',
  measured: 'cuts:cuts curve:number*2*50',
  cuts: 'cautious:number balanced:number eager:number',
  text: 'questions:line*2000*1000',
  weights: 'bits:number rows:packed counts:packed slots:packed values:packed scales:number*1000 biases:number*1000',
};
const LENGTHS: Record<string, number> = { line: 500, words: 10_000, packed: 3_000_000 };
const PATTERNS: Record<string, RegExp> = {
  locale: /^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/,
  id: /^[\w-]{1,64}$/,
  // a name beside the manifest, so that it leads to no other place
  name: /^[\w-]{1,99}\.json$/,
};
/** All of them are compared with each other. */
const MAX_QUESTIONS = 2000;

function expect(ok: unknown, path: string, what: string): asserts ok {
  if (!ok)
    throw new SobaniError('invalid', `${path || 'answers'}: expected ${what}; run sobani build-answers again`, {
      path,
    });
}

function read(type: string, value: unknown, path: string): void {
  const [, each, most] = /^(.+)\*(\d+)$/.exec(type) ?? [];
  const inside = (key: string | number) => (path ? `${path}.${key}` : `${key}`);
  if (each) {
    expect(Array.isArray(value) && value.length <= +most!, path, `a list of at most ${most}`);
    value.forEach((one, i) => void read(each, one, inside(i)));
  } else if (SHAPES[type] || type === 'locales') {
    expect(typeof value === 'object' && value && !Array.isArray(value), path, 'an object');
    const given = value as Record<string, unknown>;
    const known: string[] = [];
    for (const field of SHAPES[type]?.split(' ') ?? []) {
      const [, key, optional, kind] = /^(\w+)(\??):(.+)$/.exec(field) as unknown as [string, string, string, string];
      if (!optional || Object.hasOwn(given, key)) read(kind, given[key], inside(key));
      known.push(key);
    }
    for (const key of Object.keys(given)) {
      if (SHAPES[type]) expect(known.includes(key), inside(key), 'no such field');
      else {
        read('locale', key, inside(key));
        read('name', given[key], inside(key));
      }
    }
  } else if (type === 'number') expect(Math.abs(value as number) < 1e6 && typeof value === 'number', path, 'a number');
  else if (type === 'one') expect(value === 1, path, '1');
  else {
    expect(typeof value === 'string', path, 'a string');
    const longest = LENGTHS[type];
    expect(
      longest ? value && value.length <= longest : PATTERNS[type]!.test(value),
      path,
      longest ? `1 to ${longest} characters` : type,
    );
  }
}

/** @throws SobaniError `invalid` with the path of what was wrong. */
export function parseAnswersManifest(json: unknown): AnswersManifest {
  read('manifest', json, '');
  const manifest = json as AnswersManifest;
  expect(Object.hasOwn(manifest.locales, manifest.fallback), 'fallback', 'one of the languages');
  return manifest;
}

/** @throws SobaniError `invalid` with the path of what was wrong, as `intents.3.title`. */
export function parseAnswers(json: unknown): AnswersFile {
  read('answers', json, '');
  const file = json as AnswersFile;
  const { intents, text, weights } = file;
  intents.forEach((one, i) => {
    expect(one.answer ?? one.article ?? one.flow, `intents.${i}`, 'an answer, an article or a flow');
  });
  const { curve } = file.calibration;
  curve.forEach(([x, y], i) => {
    const [x0, y0] = curve[i - 1] ?? [-Infinity, 0];
    expect(x! > x0! && y! >= y0! && y! <= 1, `calibration.curve.${i}`, 'a higher lead and confidence');
  });
  expect(curve.length, 'calibration.curve', 'numbers');
  expect(text ? !weights : weights, 'text', 'either that or weights');
  const lists = text ? [text.questions] : [weights!.scales, weights!.biases];
  for (const list of lists) expect(list.length === intents.length && list.length, 'intents', 'as many as are learned');
  expect(!text || text.questions.flat().length <= MAX_QUESTIONS, 'text.questions', `at most ${MAX_QUESTIONS}`);
  return file;
}

/** The model of the weights form. @throws SobaniError `invalid` where its strings do not fit together. */
export function unpack({ intents, calibration }: AnswersFile, form: WeightsForm): Model {
  const [nextRow, nextCount, nextSlot] = [form.rows, form.counts, form.slots].map(readNumbers) as (() => number)[];
  const all = form.values.length;
  const fits = (ok: boolean) => expect(ok, 'weights', 'numbers that fit together');
  fits(form.bits > 7 && form.bits < 25 && !(form.bits % 1));
  const rows = new Map<number, number>();
  const slots = new Uint16Array(all);
  const values = new Int8Array(all);
  const start = [0];
  let at = 0;
  for (let row = nextRow!(), feature = row; row >= 0; row = nextRow!(), feature += row + 1) {
    fits(feature < 1 << form.bits);
    rows.set(feature, rows.size);
    const end = at + nextCount!();
    fits(end <= all);
    for (let slot = -1; at < end; at++) {
      slot += nextSlot!() + 1;
      const value = form.values.charCodeAt(at) - 35 - MOST_VALUE;
      fits(slot < intents.length && value >= -MOST_VALUE && value <= MOST_VALUE);
      slots[at] = slot;
      values[at] = value;
    }
    start.push(at);
  }
  fits(at === all);
  return {
    intents,
    calibration,
    bits: form.bits,
    rows,
    start: Int32Array.from(start),
    slots,
    values,
    scales: Float64Array.from(form.scales),
    biases: Float64Array.from(form.biases),
  };
}
