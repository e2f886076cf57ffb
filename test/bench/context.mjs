/**
 * `npm run bench:context`: what the sources cost the main thread of a page, for each navigation within a single-page shop and
 * for each event, beside the same page without them and beside a load of fixed work that is measured in the same rounds.
 * Both pages are open at once, each in a process of its own, and take turns with a small part of the work: so what else
 * goes on meets both, and one part that it meets alone does not count in the median.
 * Needs `dist/cdn`: `npm run build`. Options: `--navigations`, `--events` (of each kind and round), `--rounds`, `--throttle`.
 */
import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { cpus, loadavg } from 'node:os';
import { normalize } from 'node:path';
import { parseArgs } from 'node:util';
import { chromium } from 'playwright';
import { launch } from '../support/browsers.mjs';

const string = (value) => ({ type: 'string', default: String(value) });
const { values } = parseArgs({
  options: { navigations: string(50), events: string(10_000), rounds: string(5), throttle: string(4) },
});
const [navigations, events, rounds, throttle] = ['navigations', 'events', 'rounds', 'throttle'].map((name) => {
  const amount = Number(values[name]);
  if (Number.isSafeInteger(amount) && amount > 0) return amount;
  throw new Error(`--${name}: ${values[name]} is no number`);
});
/** Turns in which each round does its work. */
const TURNS = 10;
/** Aimed at, in milliseconds. */
const AIMS = { navigation: 1, event: 0.1 };
const SOURCES = /SOURCES[^{]*\{([^}]*)\}/
  .exec(readFileSync('src/context/collect.ts', 'utf8'))[1]
  .match(/^ +\w+(?=:)/gm);

/** A shop of one page that says of each product what it is, and has some elements, as pages do. */
const shop = (attributes) => `<!doctype html><html lang="en"><title>Shop</title><link rel="icon" href="data:,">
<style>li { padding: 4px } main { height: 3000px }</style>
<script>
  // what waits for seconds waits for milliseconds here: the work is the same
  const begin = window.setTimeout;
  window.setTimeout = (run, ms = 0, ...more) => begin(run, ms > 100 ? ms / 20 : ms, ...more);
  window.dataLayer = [];
  const rests = () => new Promise((done) => requestIdleCallback(done, { timeout: 200 }));
  const wait = (ms) => new Promise((done) => begin(done, ms));
  const item = (n) => ({ item_id: 'SKU' + n, item_name: 'Thing ' + n, price: 9.5, quantity: 1 });
  const push = (event, n) => {
    dataLayer.push({ ecommerce: null }, { event, ecommerce: { currency: 'EUR', value: 9.5, items: [item(n)] } });
    // a tag manager keeps so many
    if (dataLayer.length > 300) dataLayer.splice(0, dataLayer.length - 300);
  };
  window.work = {
    async navigation(times) {
      const data = document.querySelector('[type="application/ld+json"]');
      for (let n = 0; n < times; n++) {
        history.pushState(null, '', '/p/' + n);
        document.title = 'Thing ' + n;
        document.querySelector('h1').textContent = 'Thing ' + n;
        data.textContent = JSON.stringify({ '@type': 'Product', name: 'Thing ' + n, offers: { price: 9.5, priceCurrency: 'EUR' } });
        push('view_item', n);
        // until all that follows of it has been done
        await wait(250);
        await rests();
      }
    },
    async scroll(times) {
      for (let n = 0; n < times; n++) {
        scrollTo(0, n % 2 ? 400 : 0);
        window.dispatchEvent(new Event('scroll'));
        if (n % 100 === 99) await rests();
      }
    },
    async push(times) {
      for (let n = 0; n < times; n++) {
        push(n % 2 ? 'remove_from_cart' : 'add_to_cart', n >> 1);
        if (n % 20 === 19) history.replaceState(null, '', '#' + n);
        if (n % 100 === 99) await rests();
      }
    },
    reference() {
      let text = '';
      for (let n = 0; n < 200; n++) {
        const list = Array.from({ length: 500 }, (_, i) => ({ key: 'k' + ((i * 7919) % 500), value: [i, text.length] }));
        list.sort((a, b) => (a.key < b.key ? -1 : 1));
        text = JSON.stringify(JSON.parse(JSON.stringify(list)));
      }
    },
  };
  document.addEventListener('click', ({ target }) => target.closest('button') && push('add_to_cart', 1));
</script>
<script type="application/ld+json">{}</script>
<script async src="/sdk/sobani.js" data-app="bench" ${attributes}></script>
<main><h1>Things</h1><button style="position:fixed;left:8px;top:60px;width:120px;height:40px">Add</button>
<ul>${'<li><a href="#">A thing</a> <span>9.50</span></li>'.repeat(200)}</ul></main></html>`;

const server = createServer(async ({ url }, response) => {
  const [path, query] = url.split('?');
  const file = path.startsWith('/sdk/') && (await readFile(`dist/cdn/${normalize(path.slice(4))}`).catch(() => null));
  response.setHeader('content-type', file ? 'text/javascript' : /cart/.test(path) ? 'application/json' : 'text/html');
  if (/cart/.test(path)) response.end('{"items":[],"total_price":0,"currency":"EUR"}');
  else response.end(file || shop(query === 'with' ? `data-context="${SOURCES.map((name) => name.trim())}"` : ''));
});
await new Promise((done) => server.listen(0, '127.0.0.1', done));
const origin = `http://127.0.0.1:${server.address().port}`;
const browser = await chromium.launch(launch());

/** A fresh page, in a process of its own; what it answers measures milliseconds of its main thread for so much of a kind. */
async function open(query) {
  const context = await browser.newContext();
  const page = await context.newPage();
  const devtools = await context.newCDPSession(page);
  await page.goto(`${origin}/?${query}`);
  // it is fetched in idle time, and has begun once it has asked for the cart
  const isThere = () => performance.getEntriesByType('resource').some(({ name }) => name.includes('/cart'));
  if (query === 'with') await page.waitForFunction(isThere);
  await page.evaluate(() => wait(500));
  await devtools.send('Performance.enable', { timeDomain: 'threadTicks' });
  await devtools.send('Emulation.setCPUThrottlingRate', { rate: throttle });
  const busy = async () => {
    const { metrics } = await devtools.send('Performance.getMetrics');
    return metrics.find(({ name }) => name === 'TaskDuration').value * 1_000;
  };
  const click = async (times) => {
    for (let n = 0; n < times; n += 100) {
      const pressed = Array.from({ length: Math.min(100, times - n) }, () =>
        ['mousePressed', 'mouseReleased'].map((type) =>
          devtools.send('Input.dispatchMouseEvent', { type, x: 40, y: 80, button: 'left', clickCount: 1 }),
        ),
      );
      await Promise.all(pressed.flat());
    }
  };
  const timed = async (kind, times) => {
    const before = await busy();
    if (kind === 'click') await click(times);
    else await page.evaluate(([k, n]) => window.work[k](n), [kind, times]);
    // what follows of it belongs to it
    await page.evaluate(() => wait(300).then(rests));
    return ((await busy()) - before) / times;
  };
  return { timed, close: () => context.close() };
}

const median = (list) => list.toSorted((a, b) => a - b)[list.length >> 1];
const QUERIES = ['without', 'with'];
const KINDS = { navigation: navigations, click: events, scroll: events, push: events };
/** By kind, for each turn both pages' milliseconds for one. */
const all = Object.fromEntries(['reference', ...Object.keys(KINDS)].map((kind) => [kind, []]));
for (let round = 0; round < rounds; round++) {
  const pages = Object.fromEntries(await Promise.all(QUERIES.map(async (query) => [query, await open(query)])));
  const inTurn = async (kind, times, turn) => {
    const found = {};
    for (const query of turn % 2 ? QUERIES.toReversed() : QUERIES) found[query] = await pages[query].timed(kind, times);
    return found;
  };
  all.reference.push(await inTurn('reference', 1, round));
  for (const [kind, amount] of Object.entries(KINDS)) {
    const times = Math.ceil(amount / TURNS);
    // as a page that has been open for a while
    await inTurn(kind, Math.ceil(times / 5), 0);
    for (let turn = 0; turn < TURNS; turn++) all[kind].push(await inTurn(kind, times, turn));
  }
  await Promise.all(QUERIES.map((query) => pages[query].close()));
}
await browser.close();
server.close();

const at = (query, kind) => median(all[kind].map((one) => one[query]));
const reference = median(all.reference.flatMap((one) => Object.values(one)));
const cpu = process.platform === 'linux' && /^model name\s*: (.+)$/m.exec(readFileSync('/proc/cpuinfo', 'utf8'));
console.log(
  `${cpus().length} × ${cpu?.[1] ?? cpus()[0].model}, Chromium ${browser.version()}, load ${loadavg()[0].toFixed(1)}`,
);
console.log(
  `${throttle}× throttled, medians of ${rounds} × ${TURNS}; reference load ${reference.toFixed(0)} ms; all sources: ${SOURCES.join(',').replaceAll(' ', '')}`,
);
const rows = [['main thread', 'without, ms', 'with, ms', 'sources, ms', 'of the reference', 'aim, ms']];
for (const kind of Object.keys(KINDS)) {
  const difference = median(all[kind].map((one) => one.with - one.without));
  const aim = AIMS[kind] ?? AIMS.event;
  const cost = [at('without', kind), at('with', kind), difference].map((ms) => ms.toFixed(4));
  rows.push([`a ${kind}`, ...cost, `${((difference / reference) * 100).toFixed(3)} %`, `${aim}`]);
}
const widths = rows[0].map((_, i) => Math.max(...rows.map((row) => row[i].length)));
for (const row of rows)
  console.log(row.map((cell, i) => (i ? cell.padStart(widths[i]) : cell.padEnd(widths[i]))).join('  '));
