import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Ask, ServerFrame } from '../../src/wire/frames.js';
import { parseMessage, parseParts, parseServerFrame } from '../../src/wire/parse.js';
import { readRichParts } from '../../src/wire/rich-parts.js';
import { frames, prototypeKeys, refusalOf } from './frames-fixture.js';

readRichParts();

describe('whatever comes', () => {
  const asks: Ask['t'][] = ['send', 'history', 'conversations', 'close', 'handoff'];
  const answers = fc.constantFrom(...asks);

  it('random JSON is refused with a typed error or passes as a frame, and changes no prototype', () => {
    const before = prototypeKeys();
    fc.assert(
      fc.property(fc.json({ maxDepth: 6 }), answers, (text, asked) => {
        refusalOf(() => parseServerFrame(text, () => asked));
      }),
      { numRuns: 3_000 },
    );
    expect(prototypeKeys()).toEqual(before);
  });

  it('random text is refused with a typed error', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => {
        refusalOf(() => parseServerFrame(text));
      }),
      { numRuns: 2_000 },
    );
  });

  const strange = fc.oneof(
    fc.constantFrom<unknown>(
      null,
      true,
      -1,
      0,
      1.5,
      1e308,
      Number.MAX_SAFE_INTEGER + 1,
      '',
      '__proto__',
      'constructor',
      '\uD800',
      'x'.repeat(20_000),
      [],
      {},
      [[[[[[]]]]]],
    ),
    fc.anything({ maxDepth: 3 }).filter((value) => JSON.stringify(value) !== undefined || value === undefined),
  );

  /** Every place of a value, as a list of keys. */
  function places(value: unknown, at: string[] = []): string[][] {
    if (value === null || typeof value !== 'object') return [at];
    return [at, ...Object.entries(value).flatMap(([key, inner]) => places(inner, [...at, key]))];
  }
  function replaced(value: unknown, [key, ...rest]: string[], by: unknown): unknown {
    if (key === undefined) return by;
    const copy = (Array.isArray(value) ? [...value] : { ...(value as object) }) as Record<string, unknown>;
    copy[key] = replaced(copy[key], rest, by);
    return copy;
  }
  const mutated = fc
    .tuple(fc.constantFrom(...frames), fc.nat(), strange)
    .map(([[, frame, asked], n, by]): [string, Ask['t'] | undefined] => {
      const all = places(frame);
      const safe = (value: unknown) => {
        try {
          return JSON.stringify(value) ?? '';
        } catch {
          return 'null'; // bigint
        }
      };
      return [safe(replaced(frame, all[n % all.length]!, by)), asked];
    });

  it('a valid frame with anything put in any place gives a typed error or a frame of known fields', () => {
    fc.assert(
      fc.property(mutated, ([text, asked]) => {
        let frame: ServerFrame | undefined;
        if (refusalOf(() => (frame = parseServerFrame(text, () => asked)))) return;
        // what passed is itself a frame that passes unchanged
        if (frame) expect(parseServerFrame(JSON.stringify(frame), () => asked)).toEqual(frame);
      }),
      { numRuns: 5_000 },
    );
  });

  it('a valid frame with any character changed gives a typed error or a frame', () => {
    const texts = frames.map(([, frame]) => JSON.stringify(frame));
    fc.assert(
      fc.property(fc.constantFrom(...texts), fc.nat(), fc.string({ unit: 'binary', maxLength: 3 }), (text, n, put) => {
        const at = n % text.length;
        refusalOf(() => parseServerFrame(text.slice(0, at) + put + text.slice(at + 1), () => 'history'));
      }),
      { numRuns: 3_000 },
    );
  });

  it('prototype keys in any object neither pass nor reach a prototype', () => {
    const before = prototypeKeys();
    const poison = '"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}},"prototype":{"polluted":1}';
    for (const [, frame, asked] of frames) {
      const text = JSON.stringify(frame).replaceAll(/\{(?=")/g, `{${poison},`);
      const parsed = parseServerFrame(text, () => asked);
      expect(parsed).toEqual(frame);
      expect(JSON.stringify(parsed)).not.toContain('polluted');
      expect(Object.getPrototypeOf(parsed)).toBe(Object.prototype);
    }
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
    expect(prototypeKeys()).toEqual(before);
  });

  it('takes nesting of any depth without a crash', () => {
    const deep = '['.repeat(30_000) + ']'.repeat(30_000);
    const frame = `{"t":"event","event":{"type":"message","cursor":"1","message":${deep}}}`;
    expect(refusalOf(() => parseServerFrame(frame))?.path).toBe('event.message.id');
  });
});

const corpora = process.env.SOBANI_CORPORA;
describe.skipIf(!corpora)('the JSON parsing test suite', () => {
  interface Case {
    id: string;
    expect: 'accept' | 'reject' | 'either';
    base64: string;
  }
  const load = () => JSON.parse(readFileSync(join(corpora!, 'json--jsontestsuite.json'), 'utf8')) as Case[];

  it('brings nothing but typed errors, as a frame, inside a message and as stored parts', () => {
    const before = prototypeKeys();
    const cases = load();
    expect(cases.length).toBeGreaterThan(100);
    for (const { base64 } of cases) {
      const text = Buffer.from(base64, 'base64').toString('utf8');
      expect(refusalOf(() => parseServerFrame(text))).not.toBeNull();
      refusalOf(() => parseServerFrame(`{"t":"event","event":{"type":"message","cursor":"1","message":${text}}}`));
      refusalOf(() => parseServerFrame(`{"t":"pong","extra":${text}}`));
      let value: unknown;
      try {
        value = JSON.parse(text);
      } catch {
        continue;
      }
      refusalOf(() => parseParts(value, 'parts'));
      refusalOf(() => parseMessage(value, 'message'));
    }
    expect(prototypeKeys()).toEqual(before);
  });

  it('agrees with the suite on what is JSON, inside a frame', () => {
    for (const { id, expect: expected, base64 } of load()) {
      if (expected === 'either') continue;
      const bytes = Buffer.from(base64, 'base64');
      const text = bytes.toString('utf8');
      if (!Buffer.from(text, 'utf8').equals(bytes)) continue; // what is no UTF-8 never reaches a text frame
      const refused = refusalOf(() => parseServerFrame(`{"t":"pong","extra":${text}\n}`)) !== null;
      expect(refused, id).toBe(expected === 'reject');
    }
  });
});
