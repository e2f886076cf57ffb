/** What the four pure parts of answering on the device weigh together, and what they do with all that loads, parses and lends around them. */
import { brotliCompressSync, constants } from 'node:zlib';
import { build, type Rolldown } from 'vite';
import { expect, test } from 'vitest';
import * as around from './around-four.js';
import * as four from './pure-four.js';

const at = (file: string) => new URL(file, import.meta.url).pathname;
const params = { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_LGWIN]: 22 };

/** Brotli bytes of a file and what it imports, as one. */
async function weigh(file: string): Promise<number> {
  const built = (await build({
    configFile: false,
    publicDir: false,
    logLevel: 'error',
    build: {
      write: false,
      target: ['es2022', 'chrome94', 'firefox93', 'safari15.4'],
      lib: { entry: at(file), formats: ['es'] },
      rolldownOptions: { output: { minify: true, comments: false } },
    },
  })) as Rolldown.RolldownOutput[];
  const [chunk] = built[0]!.output;
  const bytes = brotliCompressSync(chunk.code, { params }).length;
  if (process.env.SIZES) console.log(file, bytes);
  return bytes;
}

// aimed at: 6 kB. Alone the reducer, with its twenty kinds of steps and the conditions and texts that it reads, is 5.2, the matcher 1.9, search 1.4
test('matcher, search, flow reducer and conditions are at most 8.07 kB together', { timeout: 120_000 }, async () => {
  expect(Object.keys(four).sort()).toEqual(['begin', 'classify', 'matches', 'search', 'step']);
  expect(await weigh('pure-four.ts')).toBeLessThanOrEqual(8_070);
});

test('with what loads, reads and lends around them they are at most 22.3 kB', { timeout: 120_000 }, async () => {
  expect(Object.keys(around)).toEqual(expect.arrayContaining(Object.keys(four)));
  expect(await weigh('around-four.ts')).toBeLessThanOrEqual(22_300);
});
