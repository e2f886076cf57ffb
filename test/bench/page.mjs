/**
 * `npm run bench:page`: what a page pays for the messenger. The demo's shop with and without it, in turns, its processor
 * throttled; then a visitor who comes back to 10,000 stored messages: the first open, a key, a message that comes in; and the heap
 * over a long chat, its messages in and out one after the other instead of in an hour.
 *
 * Scripting is the processor time of the page's main thread in scripts, as the browser counts it, so that other work of the
 * machine is not in it; LCP and TBT are of the clock, and of worth only beside the reference load. Needs `dist`: `npm run demo`
 * builds it. Options: `--rounds`, `--throttle`, `--messages`, `--chat` (messages of the long chat, in and out), `--profile` (where the
 * time of the first open goes).
 */
import { cpus, loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { chromium } from 'playwright';
import { launch } from '../support/browsers.mjs';
import { startPages } from './page-site.mjs';

const string = (value) => ({ type: 'string', default: String(value) });
const { values } = parseArgs({
  options: {
    ...{ rounds: string(5), throttle: string(4), messages: string(10_000), chat: string(1_800) },
    profile: { type: 'boolean', default: false },
  },
});
const [rounds, throttle, messages, chat] = ['rounds', 'throttle', 'messages', 'chat'].map((name) => {
  const amount = Number(values[name]);
  if (Number.isSafeInteger(amount) && amount > 0) return amount;
  throw new Error(`--${name}: ${values[name]} is no number`);
});

/** Nothing of that is measured. */
const PATIENT = { timeout: 180_000 };

const median = (list) => list.toSorted((a, b) => a - b)[Math.floor(list.length / 2)];
const rows = [];
const row = (what, value, aim, unit = 'ms') =>
  rows.push({ what, value: `${value.toFixed(value && Math.abs(value) < 1 ? 3 : 1)} ${unit}`.trim(), aim });

const site = await startPages();
const browser = await chromium.launch(launch({ whole: true }));

/** Notes what a page's visitor sees of it, from its beginning. */
const watch = () => {
  const seen = { lcp: 0, cls: 0, tbt: 0 };
  const on = (type, take) =>
    new PerformanceObserver((list) => list.getEntries().forEach(take)).observe({ type, buffered: true });
  on('largest-contentful-paint', (entry) => {
    seen.lcp = entry.startTime;
  });
  on('layout-shift', (entry) => {
    if (!entry.hadRecentInput) seen.cls += entry.value;
  });
  on('longtask', (entry) => {
    seen.tbt += entry.duration - 50;
  });
  Object.assign(window, { seen });
};

async function openPage(url) {
  const context = await browser.newContext();
  const page = await context.newPage();
  const devtools = await context.newCDPSession(page);
  await devtools.send('Performance.enable', { timeDomain: 'threadTicks' });
  const slow = (rate) => devtools.send('Emulation.setCPUThrottlingRate', { rate });
  await slow(throttle);
  await page.addInitScript(watch);
  const scripting = async () => {
    const { metrics } = await devtools.send('Performance.getMetrics');
    return metrics.find(({ name }) => name === 'ScriptDuration').value * 1_000;
  };
  /** Two frames, and what waits for the page to rest. */
  const rests = () =>
    page.evaluate(
      () =>
        new Promise((done) => {
          requestAnimationFrame(() => requestAnimationFrame(() => requestIdleCallback(done, { timeout: 2_000 })));
        }),
    );
  await page.goto(url);
  return { context, page, devtools, slow, scripting, rests };
}

const SORT = `(() => { let x = 1; const list = Array.from({ length: 60_000 }, () => (x = (x * 48271) % 2147483647));
  const from = performance.now(); list.sort((a, b) => a - b); return performance.now() - from; })()`;

/** The shop with and without, one after the other, so that what else the machine does is in both. */
async function compare() {
  const seen = { with: [], without: [] };
  const reference = [];
  for (let round = 0; round < rounds; round++) {
    for (const which of round % 2 ? ['without', 'with'] : ['with', 'without']) {
      const { page, context, rests } = await openPage(site.url(which));
      await page.waitForLoadState('networkidle');
      if (which === 'with') await page.waitForSelector('sobani-messenger', { state: 'attached' });
      await rests();
      seen[which].push(await page.evaluate(() => window.seen));
      reference.push(await page.evaluate(SORT));
      await context.close();
    }
  }
  const of = (which, name) => median(seen[which].map((one) => one[name]));
  for (const [name, aim, unit] of [
    ['lcp', '', 'ms'],
    ['cls', '0', ''],
    ['tbt', '≤ 10 ms', 'ms'],
  ]) {
    row(
      `Δ${name.toUpperCase()} of the shop (${of('without', name).toFixed(1)} without)`,
      of('with', name) - of('without', name),
      aim,
      unit,
    );
  }
  return median(reference);
}

/** A visitor with that many messages comes back. */
async function comeBack() {
  const { page, devtools, slow, scripting, rests, context } = await openPage(site.url('history'));
  const opens = [];
  const loads = [];
  for (let round = 0; round < rounds; round++) {
    // it keeps fewer from then on, so that each time there must be as many anew; making them is not measured
    await slow(1);
    await page.evaluate(async () => {
      for (const { name } of await indexedDB.databases()) indexedDB.deleteDatabase(name);
      localStorage.clear();
    });
    await page.reload();
    await page.waitForFunction(() => window.messenger);
    await page.evaluate((count) => window.fill(count), messages);
    await slow(throttle);
    await page.reload();
    await page.waitForFunction(() => window.isReady, null, PATIENT);
    await rests();
    if (values.profile && !round) {
      await devtools.send('Profiler.enable');
      await devtools.send('Profiler.start');
    }
    const before = await scripting();
    loads.push(before);
    await page.evaluate(() => window.messenger.open('conversation'));
    await page
      .locator('sobani-messenger article')
      .last()
      .waitFor({ state: 'attached', ...PATIENT });
    await rests();
    opens.push((await scripting()) - before);
    if (values.profile && !round) print((await devtools.send('Profiler.stop')).profile);
  }
  row(`page load with ${messages} stored messages: scripting`, median(loads), '');
  row(`first open with ${messages} messages: scripting`, median(opens), '≤ 100 ms');

  await page.evaluate(() => window.goOn());
  const each = async (times, run) => {
    const costs = [];
    for (let i = 0; i < times; i++) {
      const before = await scripting();
      await run(i);
      await rests();
      costs.push((await scripting()) - before);
    }
    return median(costs);
  };
  await page.locator('sobani-messenger').getByRole('textbox').last().focus();
  row('a key: scripting', await each(20, () => page.keyboard.press('a')), '≤ 16 ms');
  row(
    'a message that comes in: scripting',
    await each(20, (i) => page.evaluate((n) => window.reply(`In ${n}`), i)),
    '≤ 8 ms',
  );

  // what cannot be collected is what stays
  const heap = async () => {
    await devtools.send('HeapProfiler.collectGarbage');
    return (await devtools.send('Runtime.getHeapUsage')).usedSize / 1e6;
  };
  await slow(1);
  const heaps = [];
  const STEPS = 12;
  for (let step = 0; step < STEPS; step++) {
    await page.evaluate((times) => window.chat(times), Math.ceil(chat / STEPS));
    await rests();
    heaps.push(await heap());
  }
  const third = (from) => median(heaps.slice(from, from + STEPS / 3));
  row(`heap over ${chat} messages in and out: first third`, third(0), '', 'MB');
  row('the last third against it', (third(STEPS - STEPS / 3) / third(0) - 1) * 100, '≤ 10 %', '%');
  await context.close();
}

/** The functions that took longest, by themselves. */
function print({ nodes, samples, timeDeltas }) {
  const names = new Map(
    nodes.map(({ id, callFrame: { functionName, url, lineNumber, columnNumber } }) => [
      id,
      `${functionName || '(anonymous)'} ${url.replace(/.*\//, '')}:${lineNumber}:${columnNumber}`,
    ]),
  );
  const spent = new Map();
  for (const [i, id] of samples.entries()) {
    spent.set(names.get(id), (spent.get(names.get(id)) ?? 0) + timeDeltas[i] / 1_000);
  }
  for (const [name, ms] of [...spent].sort((a, b) => b[1] - a[1]).slice(0, 20)) console.log(ms.toFixed(1), name);
}

try {
  const reference = await compare();
  await comeBack();
  console.log(
    `${throttle}× throttle, ${rounds} rounds, ${cpus().length} × ${cpus()[0].model}, load ${loadavg()[0].toFixed(1)}`,
  );
  console.log(`reference, a sort of 60,000 numbers in the same rounds: ${reference.toFixed(1)} ms\n`);
  for (const { what, value, aim } of rows) console.log(`${what.padEnd(58)} ${value.padStart(12)}  ${aim}`);
} finally {
  await browser.close();
  await site.close();
}
