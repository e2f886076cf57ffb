/** `npm run test:sim -- --seeds N [--seed S] [--from K] [--keep]`: plays seeds and says what broke. */
import { readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import type { Way } from './line.js';
import { type Outcome, run } from './run.js';
import type { Line } from './scheduler.js';

const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: '1000' },
    seed: { type: 'string' },
    from: { type: 'string', default: '1' },
    lines: { type: 'string', default: '80' },
    /** File of the seeds that once failed. */
    regressions: { type: 'string' },
    /** Write new ones into it. */
    keep: { type: 'boolean', default: false },
    /** After so many it ends. */
    failures: { type: 'string', default: '25' },
    /** `yes` or `no`: whether people sign in and out. Left to the seed without it. */
    accounts: { type: 'string' },
    /** The same: whether browsers have a BroadcastChannel. */
    channel: { type: 'string' },
    /** `socket`, `stream` or `poll`: how browsers reach the relay. The same. */
    way: { type: 'string' },
    /** Parts of names of faults, as `F8|F11`: no others are drawn, but for those that kill. */
    only: { type: 'string' },
    /** The promises that are looked at, as `O1|O5`; all of them without it. */
    promises: { type: 'string', default: '' },
    cells: { type: 'boolean', default: false },
  },
});

const known: number[] = values.regressions ? JSON.parse(readFileSync(values.regressions, 'utf8')) : [];
const from = Number(values.from);
const seeds = values.seed
  ? [Number(values.seed)]
  : [...new Set([...known, ...Array.from({ length: Number(values.seeds) }, (_, i) => from + i)])];

/** How far a message had come when the fault struck: sent ones (M8: none was on its way), and received but not saved. */
const COLUMNS = ['M0', 'M1', 'M2', 'M3', 'M4', 'M5', 'M6', 'M7', 'M8', 'R3'];

const isYes = (value: string | undefined) => (value === undefined ? undefined : value === 'yes');

/** A frame in few words. */
const frame = (text: string): string => {
  const { t, r, event, message, data, token, secret, code, after } = JSON.parse(text);
  const { message: told = message, type = '', conversation = {} } = event ?? {};
  const words =
    told?.id && `${told.id.slice(0, 6)} ${told.seq ?? ''} "${told.parts?.[0]?.text ?? told.parts?.[0]?.type}"`;
  const of = `${(told?.conversation ?? conversation.id ?? conversation).slice?.(0, 6) ?? ''} ${conversation.status ?? ''}`;
  const more = { token: token && 'yes', secret: secret?.slice(0, 6), code, after, seq: data?.seq };
  return [t, r, type, of, words ?? '', JSON.stringify(more)].filter((part) => part && part !== '{}').join(' ');
};
const print = ([at, who, what, detail]: Line) => {
  const text = detail === undefined ? '' : typeof detail === 'string' ? detail : JSON.stringify(detail);
  const more = /^[<>]$/.test(what) ? frame(text) : text;
  return `${(at / 1000).toFixed(4).padStart(10)}  ${who.padEnd(7)} ${what} ${more.slice(0, 400)}`;
};

const isLookedAt = new RegExp(values.promises);
const started = performance.now();
const cells = new Map<string, number>();
const failed: Outcome[] = [];
let said = 0;
let turns = 0;
for (const seed of seeds) {
  const outcome = await run(seed, {
    accounts: isYes(values.accounts),
    channel: isYes(values.channel),
    way: values.way as Way | undefined,
    only: values.only,
  });
  said += outcome.said;
  turns += outcome.turns;
  outcome.problems = outcome.problems.filter((problem) => isLookedAt.test(problem));
  for (const [cell, count] of outcome.cells) cells.set(cell, (cells.get(cell) ?? 0) + count);
  if (outcome.problems.length) {
    failed.push(outcome);
    console.log(`seed ${seed}: ${outcome.trace[0]![2]}: ${outcome.problems[0]}`);
  }
  if (failed.length >= Number(values.failures)) break;
}
if (values.cells) {
  console.log(`${''.padEnd(34)}${COLUMNS.map((column) => column.padStart(5)).join('')}`);
  const names = [...new Set([...cells.keys()].map((cell) => cell.replace(/ at \w\d$/, '')))].sort();
  for (const name of names) {
    const row = COLUMNS.map((column) => String(cells.get(`${name} at ${column}`) ?? 0).padStart(5));
    console.log(`${name.padEnd(34)}${row.join('')}`);
  }
}
const shown = failed.slice(0, 1);
for (const { seed, problems, trace } of shown) {
  console.log(`\nseed ${seed}, the last events:`);
  // what came before the first finding says more than what came after
  const end = trace.findIndex(([, who]) => who === 'ORACLE') + 1;
  const lines = trace
    .slice(0, end || trace.length)
    .filter(([, , , detail]) => !/^\{"t":"p[io]ng"/.test(String(detail)));
  for (const line of lines.slice(-Number(values.lines))) console.log(print(line));
  for (const problem of problems) console.log(`  ${problem}`);
}
// what is asked for by name is not what the tests play
if (values.keep && !values.only && values.regressions && failed.length) {
  const all = [...new Set([...known, ...failed.map(({ seed }) => seed)])].sort((a, b) => a - b);
  writeFileSync(values.regressions, `${JSON.stringify(all)}\n`);
}
const took = (performance.now() - started) / 1000;
console.log(
  `${seeds.length} seeds, ${said} messages, ${turns} turns, ${cells.size} cells, ${failed.length} failed; ${(seeds.length / took).toFixed(0)} seeds/s`,
);
process.exit(failed.length ? 1 : 0);
