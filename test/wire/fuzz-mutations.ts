/** Valid frames, and what bugs, other versions and ill will make of them. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';

/** Runs of each property. More: FUZZ_RUNS=100000. */
export const runs = Number(process.env.FUZZ_RUNS ?? 1_000);

const corpora = process.env.SOBANI_CORPORA;
const load = <T>(name: string): T[] => (corpora ? (JSON.parse(readFileSync(join(corpora, name), 'utf8')) as T[]) : []);
/** Empty where there are none. */
export const jsonSuite = () => load<{ id: string; base64: string }>('json--jsontestsuite.json');
export const naughtyStrings = () => load<{ id: string; text: string }>('text--blns.json').map(({ text }) => text);

type Place = { holder: Record<string, unknown>; key: string };
function places(value: unknown, found: Place[] = []): Place[] {
  if (typeof value !== 'object' || value === null) return found;
  for (const key of Object.keys(value)) {
    found.push({ holder: value as Record<string, unknown>, key });
    places((value as Record<string, unknown>)[key], found);
  }
  return found;
}

const KEYS = ['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty', 'then', 'length', 'toJSON'];
/** Any JSON; its keys are plain, because fast-check sets them by assignment, which a frozen prototype forbids. */
export const anyJson = fc.anything({ key: fc.string({ maxLength: 8 }).map((key) => `_${key}`), maxDepth: 3 });
const confusing = fc.oneof(
  fc.constantFrom<unknown>(null, true, false, 0, -0, -1, 0.5, 2 ** 31, 2 ** 53, 1e308, '', [], {}, [[]], [{}]),
  fc.constantFrom<unknown>(...KEYS, '\ud800', 'a\udfffb', '\u0000', '\u2028', '\u202e', '1e999', '-1', 'NaN'),
  fc.constant('x'.repeat(40_000)),
  fc.constantFrom(...KEYS).map((key) => JSON.parse(`{${JSON.stringify(key)}:{"polluted":1}}`) as unknown),
  fc.constantFrom(...(naughtyStrings().length ? naughtyStrings() : [''])),
  anyJson,
);

/** Put in by text, because no value says it: numbers that are none, and nesting that no stack is made for. */
const MARK = 'mark of what no value says';
const raw = fc.oneof(
  fc.constantFrom('1e999', '-1e999', '1e-999', '123456789012345678901234567890', '0.1e+308', '-0', '00', '+1', '0x1'),
  fc.constantFrom('"\\ud800"', '"\\udc00\\ud800"', '"\\u0000"', '"\\u"', '"\u0007"', 'NaN', 'Infinity', 'undefined'),
  fc.integer({ min: 1, max: 20_000 }).map((depth) => '['.repeat(depth) + ']'.repeat(depth)),
  fc.integer({ min: 1, max: 5_000 }).map((depth) => `${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`),
  fc.constantFrom(...KEYS).map((key) => `{"${key}":{"polluted":1},"${key}":1}`),
);

/** By definition, not assignment: a key may be one that is inherited, and frozen. */
const put = (holder: object, key: string, value: unknown) =>
  Object.defineProperty(holder, key, { value, enumerable: true, configurable: true, writable: true });

type Change = (frame: object, pick: (n: number) => number) => void;
const set =
  (value: unknown): Change =>
  (frame, pick) => {
    const all = places(frame);
    const place = all[pick(all.length)];
    if (place) put(place.holder, place.key, structuredClone(value));
  };
const change: fc.Arbitrary<Change> = fc.oneof(
  confusing.map(set),
  fc.constant(set(MARK)),
  // two fields change places
  fc.constant<Change>((frame, pick) => {
    const all = places(frame);
    const [a, b] = [all[pick(all.length)], all[pick(all.length)]];
    if (!a || !b) return;
    const value = structuredClone(a.holder[a.key]);
    put(a.holder, a.key, structuredClone(b.holder[b.key]));
    put(b.holder, b.key, value);
  }),
  fc.constant<Change>((frame, pick) => {
    const all = places(frame);
    const place = all[pick(all.length)];
    if (place) delete place.holder[place.key];
  }),
  fc.tuple(fc.constantFrom(...KEYS), confusing).map(
    ([key, value]): Change =>
      (frame, pick) => {
        const all = places(frame);
        const holder = all[pick(all.length)]?.holder;
        // a list has a length of its own
        put(holder && !Array.isArray(holder) ? holder : frame, key, structuredClone(value));
      },
  ),
);

/** Bits of the text as UTF-8, turned over. */
const flip = (text: string, bits: number[]): string => {
  const bytes = Buffer.from(text);
  for (const bit of bits) {
    const at = (bit >> 3) % bytes.length;
    bytes[at] = bytes[at]! ^ (1 << (bit & 7));
  }
  return bytes.toString('utf8');
};

/** Texts of frames with one to four things wrong, anywhere. */
export const mutated = (frames: readonly object[]): fc.Arbitrary<string> =>
  fc
    .record({
      frame: fc.constantFrom(...frames),
      changes: fc.array(change, { minLength: 1, maxLength: 4 }),
      picks: fc.infiniteStream(fc.nat()),
      raw,
      bits: fc.oneof(
        { weight: 3, arbitrary: fc.constant<number[]>([]) },
        fc.array(fc.nat(), { minLength: 1, maxLength: 3 }),
      ),
      cut: fc.option(fc.nat(), { freq: 12 }),
    })
    .map(({ frame, changes, picks, raw, bits, cut }) => {
      const copy = structuredClone(frame);
      const pick = (n: number) => (n ? (picks.next().value as number) % n : 0);
      for (const apply of changes) apply(copy, pick);
      let text = JSON.stringify(copy).replaceAll(JSON.stringify(MARK), raw);
      if (bits.length) text = flip(text, bits);
      return cut === null ? text : text.slice(0, cut % (text.length + 1));
    });
