/** What the four pure parts of answering on the device weigh together, without what loads, parses and draws around them. */
import { brotliCompressSync, constants } from 'node:zlib';
import { build, type Rolldown } from 'vite';
import { expect, test } from 'vitest';
import * as four from './pure-four.js';

const at = (file: string) => new URL(file, import.meta.url).pathname;
const params = { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_LGWIN]: 22 };

test('matcher, search, flow reducer and conditions are at most 10.2 kB together', { timeout: 120_000 }, async () => {
  expect(Object.keys(four).sort()).toEqual(['begin', 'classify', 'matches', 'search', 'step']);
  const built = (await build({
    configFile: false,
    publicDir: false,
    logLevel: 'error',
    build: {
      write: false,
      target: ['es2022', 'chrome94', 'firefox93', 'safari15.4'],
      lib: { entry: at('pure-four.ts'), formats: ['es'] },
      rolldownOptions: { output: { minify: true, comments: false } },
    },
  })) as Rolldown.RolldownOutput[];
  const [chunk] = built[0]!.output;
  expect(brotliCompressSync(chunk.code, { params }).length).toBeLessThanOrEqual(10_200);
});
