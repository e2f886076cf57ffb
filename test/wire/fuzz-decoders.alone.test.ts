/**
 * Both decoders, with what everything inherits from closed: adding to it would throw, and not what is expected; nor may what is
 * there change. Not frozen: then an object could have no `toString` of its own, which a customer's trait may be called.
 */
import fc from 'fast-check';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { parseClientFrame } from '../../src/relay/frames.js';
import type { Ask } from '../../src/wire/frames.js';
import { parseServerFrame } from '../../src/wire/parse.js';
import { readRichParts } from '../../src/wire/rich-parts.js';
import { clientFrames, frames, prototypeKeys, refusalOf } from './frames-fixture.js';
import { jsonSuite, mutated, naughtyStrings, runs } from './fuzz-mutations.js';

readRichParts();

const asks: (Ask['t'] | undefined)[] = ['send', 'history', 'conversations', 'handoff', 'close', undefined];
const keys = prototypeKeys();
const PROTOTYPES: object[] = [Object, Array, Function, String, Number, Boolean].map(({ prototype }) => prototype);
const values = () =>
  PROTOTYPES.flatMap((it) => Reflect.ownKeys(it).map((key) => Reflect.getOwnPropertyDescriptor(it, key)!.value));
const before = values();
beforeAll(() => {
  for (const prototype of PROTOTYPES) Object.preventExtensions(prototype);
});
afterEach(() => {
  expect(values().every((value, i) => Object.is(value, before[i]))).toBe(true);
});

/** As JSON has it, which knows no -0. */
const plain = (frame: unknown) => JSON.parse(JSON.stringify(frame));

/** What the client makes of a text: a frame that it would take again as it is, nothing, or a typed refusal. */
function client(text: string): void {
  for (const asked of asks) {
    let frame: unknown;
    if (refusalOf(() => (frame = parseServerFrame(text, () => asked)))) continue;
    if (frame) expect(parseServerFrame(JSON.stringify(frame), () => asked)).toEqual(plain(frame));
  }
}
/** What the relay makes of it: exactly one of a frame, a refusal that may be told, and no frame. */
function server(text: string): void {
  const { frame, refused, r, ...rest } = parseClientFrame(text);
  expect(rest).toEqual({});
  expect(frame && refused).toBeUndefined();
  if (refused) {
    expect(refused).toMatchObject({ name: 'SobaniError', code: expect.stringMatching(/^(invalid|too-large)$/) });
    expect(refused.message.length).toBeLessThan(500);
    expect(r === undefined || Number.isSafeInteger(r)).toBe(true);
  }
  if (frame) {
    expect(parseClientFrame(JSON.stringify(frame)).frame).toEqual(plain(frame));
    expect(JSON.stringify(frame)).not.toMatch(/"(__proto__|prototype|constructor)":\{"polluted"/);
  }
}

describe.each([
  ['the client', client, frames.map(([, frame]) => frame)],
  ['the relay', server, clientFrames],
] as const)('%s', (_who, decode, valid) => {
  it('refuses frames that were tampered with, or takes what is left of them', { timeout: 30_000 + runs * 10 }, () => {
    fc.assert(
      fc.property(mutated(valid), (text) => decode(text)),
      { numRuns: runs },
    );
    expect(prototypeKeys()).toEqual(keys);
    expect({}).not.toHaveProperty('polluted');
  });

  it.skipIf(!jsonSuite().length)(
    'takes each file of the JSON parsing test suite for what it is, alone and within',
    () => {
      for (const { base64 } of jsonSuite()) {
        const text = Buffer.from(base64, 'base64').toString('utf8');
        decode(text);
        for (const frame of valid) {
          decode(JSON.stringify(frame).replace(/\}$/, `,"extra":${text}}`));
          decode(JSON.stringify(frame).replace(/"(parts|after|data|event)":/, `"$1":${text},"was":`));
        }
      }
      expect(prototypeKeys()).toEqual(keys);
    },
  );

  it.skipIf(!naughtyStrings().length)('takes a naughty string anywhere', () => {
    for (const naughty of naughtyStrings()) {
      decode(naughty);
      for (const frame of valid) {
        const text = JSON.stringify(frame);
        decode(text.replaceAll(/:"[^"]*"/g, () => `:${JSON.stringify(naughty)}`));
        decode(text.replaceAll(/"\w+":/g, () => `${JSON.stringify(naughty)}:`));
      }
    }
    expect(prototypeKeys()).toEqual(keys);
  });
});
