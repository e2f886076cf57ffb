import { existsSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { type JsonSource, type NoJson, readJson } from '../../src/lint/json-source.js';

const CORPUS = `${process.env.SOBANI_CORPORA}/json--jsontestsuite.json`;

describe('JSON with lines', () => {
  it('knows the line of every key and every place of a list', () => {
    const json = readJson('{\n "a": [\n  1,\n  { "b":\n null }\n ],\n "c.d": 2 }') as JsonSource;
    const lines = [[], ['a'], ['a', 0], ['a', 1], ['a', 1, 'b'], ['c.d']].map((path) => json.lineOf(path));
    expect(lines).toEqual([1, 2, 3, 4, 4, 7]);
  });

  it('gives the line of what is nearest where a path leads nowhere', () => {
    const json = readJson('{\n "a": {\n "b": 1 } }') as JsonSource;
    expect([json.lineOf(['a', 'x', 'y']), json.lineOf(['x']), json.lineOf(['a', 'b', 'c'])]).toEqual([2, 1, 3]);
  });

  it('tells of keys that are there twice', () => {
    expect((readJson('{"a":{"b":1,"b":2}}') as JsonSource).doubles).toEqual([['a', 'b']]);
  });

  it.each([
    ['{\n "a": 1,\n}', 3, 'expected a key in double quotes, found "}"'],
    ['{\n "a" 1 }', 2, 'expected : after "a", found "1"'],
    ['[1,\n2', 2, 'expected , or ], the file ends'],
    ["{ 'a': 1 }", 1, 'expected a key in double quotes, found "\'"'],
    ['[1] // no', 1, 'expected nothing more, found "/"'],
    ['', 1, 'expected a value, the file ends'],
    ['['.repeat(10_000), 1, 'is nested too deep'],
  ])('says where %j is none', (text, line, problem) => {
    expect(readJson(text)).toEqual({ line, problem });
  });

  it('reads what JSON.parse reads, and no more', () => {
    const near = fc.oneof(
      fc.json(),
      fc.json().map((text) => text.slice(0, -1)),
      fc
        .json()
        .chain((text) =>
          fc
            .tuple(fc.nat(text.length), fc.constantFrom(',', '"', '\\', '{', ']', '0', '\n', '\u2028', 'e'))
            .map(([at, sign]) => text.slice(0, at) + sign + text.slice(at)),
        ),
    );
    fc.assert(fc.property(near, same), { numRuns: 500 });
  });

  test.skipIf(!existsSync(CORPUS))('is as strict as JSON.parse with the cases of JSONTestSuite', () => {
    const corpus = JSON.stringify(JSON.parse(readFileSync(CORPUS, 'utf8')));
    const texts = [...corpus.matchAll(/"((?:[^"\\]|\\.)*)"/g)].map(([text]) => JSON.parse(text) as string);
    for (const text of texts) if (!/[[{]{200}/.test(text)) same(text);
  });

  function same(text: string): void {
    let parsed: { value: unknown } | undefined;
    try {
      parsed = { value: JSON.parse(text) };
    } catch {}
    const read = readJson(text) as JsonSource | NoJson;
    expect('value' in read ? { value: read.value } : undefined).toEqual(parsed);
  }
});
