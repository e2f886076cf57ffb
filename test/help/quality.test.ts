import { existsSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { compileHelp } from '../../src/cli/build-help.js';
import type { Article } from '../../src/core/ports.js';
import {
  demoPages,
  demoPairs,
  growiPages,
  growiPairs,
  type Measured,
  measure,
  searchable,
  seeded,
  withTypos,
} from './measure.js';

const print = (label: string, { at1, at3, at10, of, misses }: Measured) =>
  console.log([`${label}: first ${at1}, first three ${at3}, first ten ${at10}, of ${of}`, ...misses].join('\n  '));

// 15 questions a language are no fine ruler; `npm run bench:help` prints the interval
describe.skipIf(!process.env.SOBANI_DATA)('in a help centre of some 160 articles', () => {
  it.each([
    { locale: 'en', bytes: 90 },
    { locale: 'ja', bytes: 420 },
  ])('in $locale, ten of fifteen questions find their article among the first three, from a small index', (given) => {
    const { pages, characters } = growiPages(given.locale);
    const { bytes, find } = searchable(pages, given.locale);
    const measured = measure(find, growiPairs(given.locale));
    print(given.locale, measured);
    expect(measured.at3).toBeGreaterThanOrEqual(10);
    expect((1000 * bytes) / characters).toBeLessThanOrEqual(given.bytes);
  });
});

describe.skipIf(!existsSync('demo/help'))('the help centre of the demo', () => {
  it('has the same articles in both languages, in one small file each', async () => {
    const { counts, files, manifest } = await compileHelp('demo/help');
    expect(counts.en).toBeGreaterThanOrEqual(20);
    expect(counts.ja).toBe(counts.en);
    const ids = Object.values(manifest.locales).map((name) =>
      (JSON.parse(files[name]!) as { articles: Article[] }).articles.map(({ id }) => id),
    );
    expect(ids[0]).toEqual(ids[1]);
    for (const name of Object.values(manifest.locales)) {
      expect(gzipSync(files[name]!).length / counts.en!).toBeLessThan(2_000);
    }
  });

  it.each(['en', 'ja'])(
    'in %s, of some 75 questions five of six find their article among the first three',
    async (locale) => {
      const pairs = demoPairs(locale);
      const measured = measure(searchable(await demoPages(locale), locale).find, pairs);
      print(locale, measured);
      expect(pairs.length).toBeGreaterThan(70);
      expect(measured.at3 / measured.of).toBeGreaterThan(5 / 6);
    },
  );

  it('answers nearly as well where words are mistyped, or the last is half written', async () => {
    const pairs = demoPairs('en');
    const { find } = searchable(await demoPages('en'), 'en');
    const share = ({ at3, of }: Measured) => at3 / of;
    const whole = share(measure(find, pairs));
    const random = seeded(1);
    const mistyped = [1, 2, 3, 4].flatMap(() =>
      pairs.map(([question, right]): [string, string[]] => [withTypos(question, random), right]),
    );
    expect(share(measure(find, mistyped))).toBeGreaterThan(whole - 0.1);
    const begun = pairs.map(([question, right]): [string, string[]] => [question.replace(/(\w{3})\w+$/, '$1'), right]);
    expect(share(measure(find, begun))).toBeGreaterThan(whole - 0.07);
  });
});
