/**
 * `npm run bench:context`: what the sources cost the main thread of a page, for each navigation within a single-page shop and
 * for each event, beside a load of fixed work that is measured in the same rounds.
 *
 * Counted is the processor time of their own callbacks; see own-time.mjs. As a check on what that leaves out, the same page
 * without them does the same work, and the difference of the whole main thread's time is printed as well: that has in it what the
 * browser spends on them beside their callbacks, and all that differs by chance.
 *
 * Needs `dist/cdn`: `npm run build`. Options: `--navigations`, `--events` (of each kind and round), `--rounds`, `--throttle`,
 * `--functions` (what of it is whose). A scroll is one that the browser tells of, at most one a frame, and there are a tenth as many.
 */
import { readFileSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { chromium } from 'playwright';
import { launch } from '../support/browsers.mjs';
import { buttonAt, openShop } from './context-shop.mjs';
import { traced } from './own-time.mjs';

const string = (value) => ({ type: 'string', default: String(value) });
const { values } = parseArgs({
  options: {
    ...{ navigations: string(50), events: string(10_000), rounds: string(5), throttle: string(4) },
    functions: { type: 'boolean', default: false },
  },
});
const [navigations, events, rounds, throttle] = ['navigations', 'events', 'rounds', 'throttle'].map((name) => {
  const amount = Number(values[name]);
  if (Number.isSafeInteger(amount) && amount > 0) return amount;
  throw new Error(`--${name}: ${values[name]} is no number`);
});
/** Turns in which each round does its work; in every other one it is traced. */
const TURNS = 10;
/** Aimed at, in milliseconds. */
const AIMS = { navigation: 1, event: 0.1 };
const SOURCES = /SOURCES[^{]*\{([^}]*)\}/
  .exec(readFileSync('src/context/collect.ts', 'utf8'))[1]
  .match(/^ +\w+(?=:)/gm)
  .map((name) => name.trim());
// what the tag itself listens to is there without them, too
const isOwn = (url) => url.includes('/sdk/c/');

const shop = await openShop(SOURCES);
const browser = await chromium.launch(launch({ whole: true }));

/** A fresh page, in a process of its own. */
async function open(query) {
  const context = await browser.newContext();
  const page = await context.newPage();
  const devtools = await context.newCDPSession(page);
  await page.goto(`${shop.origin}/?${query}`);
  // it is fetched in idle time, and has begun once it has asked for the cart
  const isThere = () => performance.getEntriesByType('resource').some(({ name }) => name.includes('/cart'));
  if (query === 'with') await page.waitForFunction(isThere);
  await page.evaluate(() => window.work.rests());
  await devtools.send('Performance.enable', { timeDomain: 'threadTicks' });
  await devtools.send('Emulation.setCPUThrottlingRate', { rate: throttle });
  const busy = async () => {
    const { metrics } = await devtools.send('Performance.getMetrics');
    return metrics.find(({ name }) => name === 'TaskDuration').value * 1_000;
  };
  const click = async (times) => {
    for (let n = 0; n < times; n += 100) {
      const pressed = Array.from({ length: Math.min(100, times - n) }, (_, i) =>
        ['mousePressed', 'mouseReleased'].map((type) =>
          devtools.send('Input.dispatchMouseEvent', { type, ...buttonAt(n + i), button: 'left', clickCount: 1 }),
        ),
      );
      await Promise.all(pressed.flat());
    }
  };
  // by the browser, and not by a script of the page in whose time our listeners would be
  let place = 0;
  const navigate = async (times) => {
    for (let n = 0; n < times; n++) {
      await devtools.send('Page.navigate', { url: `${shop.origin}/?${query}#/thing/${place++}` });
      // the next one comes when all that follows of this one has been done
      await page.evaluate(() => window.work.rests());
    }
  };
  const run = async (kind, times) => {
    if (kind === 'click') await click(times);
    else if (kind === 'navigation') await navigate(times);
    else await page.evaluate(([k, n]) => window.work[k](n), [kind, times]);
    // what follows of it belongs to it
    await page.evaluate(() => window.work.rests());
  };
  /** Milliseconds of the whole main thread for one. */
  const timed = async (kind, times) => {
    const before = await busy();
    await run(kind, times);
    return ((await busy()) - before) / times;
  };
  return { run, timed, close: () => context.close() };
}

const median = (list) => list.toSorted((a, b) => a - b)[list.length >> 1];
const QUERIES = ['without', 'with'];
// a frame takes its time
const KINDS = { navigation: navigations, click: events, scroll: Math.ceil(events / 10), push: events };
const reference = [];
/** By kind, for each turn: milliseconds of the sources for one, their callbacks, and how much longer the page took with them. */
const all = Object.fromEntries(
  Object.keys(KINDS).map((kind) => [kind, { own: [], calls: [], more: [], by: new Map() }]),
);
for (let round = 0; round < rounds; round++) {
  const pages = Object.fromEntries(await Promise.all(QUERIES.map(async (query) => [query, await open(query)])));
  for (const page of Object.values(pages)) reference.push(await page.timed('reference', 1));
  for (const [kind, amount] of Object.entries(KINDS)) {
    const found = all[kind];
    const times = Math.ceil(amount / TURNS);
    // as a page that has been open for a while
    for (const page of Object.values(pages)) await page.run(kind, Math.ceil(times / 5));
    for (let turn = 0; turn < TURNS; turn += 2) {
      const took = {};
      for (const query of turn % 4 ? QUERIES.toReversed() : QUERIES)
        took[query] = await pages[query].timed(kind, times);
      found.more.push(took.with - took.without);
      const { ms, calls, by } = await traced(browser, isOwn, () => pages.with.run(kind, times));
      found.own.push(ms / times);
      found.calls.push(calls / times);
      for (const [name, one] of by) {
        const sum = found.by.get(name) ?? { ms: 0, calls: 0, times: 0 };
        found.by.set(name, { ms: sum.ms + one.ms, calls: sum.calls + one.calls });
      }
    }
  }
  await Promise.all(Object.values(pages).map((page) => page.close()));
}
await browser.close();
shop.close();

const base = median(reference);
const cpu = process.platform === 'linux' && /^model name\s*: (.+)$/m.exec(readFileSync('/proc/cpuinfo', 'utf8'));
console.log(
  `${cpus().length} × ${cpu?.[1] ?? cpus()[0].model}, Chromium ${browser.version()}, load ${loadavg()[0].toFixed(1)}`,
);
console.log(
  `${throttle}× throttled, medians of ${rounds} × ${TURNS / 2}; reference load ${base.toFixed(0)} ms; all sources: ${SOURCES}`,
);
const rows = [['main thread', 'callbacks', 'sources, ms', 'of the reference', 'aim, ms', 'page with − without, ms']];
for (const [kind, { own, calls, more }] of Object.entries(all)) {
  const ms = median(own);
  const share = `${((ms / base) * 100).toFixed(4)} %`;
  const aim = `${AIMS[kind] ?? AIMS.event}`;
  rows.push([`a ${kind}`, median(calls).toFixed(1), ms.toFixed(4), share, aim, median(more).toFixed(4)]);
}
const widths = rows[0].map((_, i) => Math.max(...rows.map((row) => row[i].length)));
for (const row of rows)
  console.log(row.map((cell, i) => (i ? cell.padStart(widths[i]) : cell.padEnd(widths[i]))).join('  '));
if (values.functions)
  for (const [kind, { by }] of Object.entries(all)) {
    const amount = Math.ceil(KINDS[kind] / TURNS) * (TURNS / 2) * rounds;
    console.log(`\na ${kind}: µs and calls for one, by name, line and column`);
    for (const [name, { ms, calls }] of [...by].sort(([, a], [, b]) => b.ms - a.ms).slice(0, 15))
      console.log(
        `${((ms / amount) * 1_000).toFixed(1).padStart(9)} ${(calls / amount).toFixed(2).padStart(6)}  ${name}`,
      );
  }
