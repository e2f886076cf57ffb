/**
 * `npm run bench:help`: how often help search puts the right article among the first, with every miss; what typos and half-written
 * words cost; the size of the index; and the time a search takes among 1,800 articles. The public help centre is measured
 * where `SOBANI_DATA` names the folder of data. Options: `--articles`, `--rounds`.
 */
import { cpus, loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { runnerImport } from 'vite';

const { values } = parseArgs({
  options: { articles: { type: 'string', default: '1800' }, rounds: { type: 'string', default: '20' } },
});
const [articles, rounds] = ['articles', 'rounds'].map((name) => {
  const amount = Number(values[name]);
  if (Number.isSafeInteger(amount) && amount > 0) return amount;
  throw new Error(`--${name}: ${values[name]} is no number`);
});
/** Aimed at: bytes gzipped for each 1,000 characters; milliseconds. */
const AIMS = { bytes: { en: 90, ja: 420 }, first3: 10, p99: 5 };

const { module } = await runnerImport('./test/help/measure.ts', { configFile: false, logLevel: 'error' });
const { demoPages, demoPairs, growiPages, growiPairs, measure, ownPairs, searchable, seeded, synthesise, withTypos } =
  module;

const percent = (n, of) => `${((100 * n) / of).toFixed(1)} %`;
/** Wilson's interval at 95 %. */
const interval = (n, of) => {
  const z = 1.96;
  const middle = (n + z ** 2 / 2) / (of + z ** 2);
  const half = (z / (of + z ** 2)) * Math.sqrt((n * (of - n)) / of + z ** 2 / 4);
  return `${percent(Math.max(0, middle - half), 1)} to ${percent(Math.min(1, middle + half), 1)}`;
};
const say = (label, { at1, at3, at10, of, misses }, listed = true) => {
  console.log(`${label}: first ${at1}, first three ${at3} (${interval(at3, of)}), first ten ${at10}, of ${of}`);
  if (listed) for (const miss of misses) console.log(`  missed: ${miss}`);
};

console.log(`${cpus().length} × ${cpus()[0]?.model}, load ${loadavg()[0].toFixed(1)}, Node ${process.version}\n`);
for (const locale of ['en', 'ja']) {
  if (process.env.SOBANI_DATA) {
    const { pages, characters } = growiPages(locale);
    const { bytes, find } = searchable(pages, locale);
    say(
      `GROWI ${locale}, ${pages.length} articles (aim: ${AIMS.first3} in the first three)`,
      measure(find, growiPairs(locale)),
    );
    const each = ((1000 * bytes) / characters).toFixed(1);
    console.log(`  index: ${bytes} bytes gzipped, ${each} for each 1,000 characters (aim: ${AIMS.bytes[locale]})\n`);
  } else console.log(`GROWI ${locale}: not measured; SOBANI_DATA names no folder\n`);

  const pages = await demoPages(locale);
  const pairs = demoPairs(locale);
  const { find } = searchable(pages, locale);
  say(`demo ${locale}, ${pages.length} articles`, measure(find, pairs));
  say(`demo ${locale}, as customers type`, measure(find, ownPairs(locale)));
  if (locale === 'en') {
    const random = seeded(1);
    const mistyped = [1, 2, 3, 4].flatMap(() => pairs.map(([question, right]) => [withTypos(question, random), right]));
    say(`demo en, a typo in a quarter of the words of 4 letters or more`, measure(find, mistyped), false);
    const begun = pairs.map(([question, right]) => [question.replace(/(\w{3})\w+$/, '$1'), right]);
    say(`demo en, of the last word the first three letters`, measure(find, begun), false);
  }

  const many = synthesise(pages, locale, articles);
  const started = performance.now();
  const { find: findAmong, terms, bytes } = searchable(many, locale);
  const built = performance.now() - started;
  const random = seeded(2);
  const queries = pairs.flatMap(([question]) => [question, withTypos(question, random, 1), question.slice(0, -2)]);
  for (const query of queries) findAmong(query);
  const all = [];
  const times = queries
    .map((query) => {
      const rows = Array.from({ length: rounds }, () => {
        const begun = performance.now();
        findAmong(query);
        return performance.now() - begun;
      });
      all.push(...rows);
      // others use the machine too: beside every single run, what each query takes in the middle of its rounds
      return rows.sort((a, b) => a - b)[Math.floor(rounds / 2)];
    })
    .sort((a, b) => a - b);
  all.sort((a, b) => a - b);
  const at = (share, of = times) => of[Math.floor(share * (of.length - 1))].toFixed(2);
  console.log(
    `${articles} synthesised articles ${locale}, ${terms} terms, ${(bytes / 1000).toFixed(0)} kB gzipped, built in ${built.toFixed(0)} ms: ` +
      `of ${all.length} single searches 99 % take at most ${at(0.99, all)} ms (aim: ${AIMS.p99}; median ${at(0.5, all)}); ` +
      `by the median of ${rounds} rounds of each query 99 % take at most ${at(0.99)} ms\n`,
  );
}
