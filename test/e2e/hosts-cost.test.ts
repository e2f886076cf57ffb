/** What the sources do to a page that is busy with itself: they force no layout, and no listener of theirs can hold up an event. */
import { type Browser, chromium } from 'playwright';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { launch } from '../support/browsers.mjs';
import { pw } from '../support/patience.js';
import { type Hosts, openHosts } from './hosts-shops.js';

let hosts: Hosts;
let browser: Browser;
beforeAll(async () => {
  [hosts, browser] = await Promise.all([openHosts(), chromium.launch(launch())]);
});
afterAll(async () => {
  await browser?.close();
  await hosts?.close();
});

interface Listened {
  type: string;
  passive: unknown;
}
/** For each listener that a file of ours adds: what it listens to, and whether it says that it holds nothing up. */
const noteListeners = () => {
  const listened: Listened[] = [];
  const { addEventListener } = EventTarget.prototype;
  EventTarget.prototype.addEventListener = function (type, listener, options) {
    const target = this ?? window;
    if (/\/sdk\/c\//.test(new Error().stack!)) {
      const { passive } = Object(options) as AddEventListenerOptions;
      listened.push({ type, passive });
    }
    return addEventListener.call(target, type, listener, options);
  };
  Object.assign(window, { listened });
};

/** Whatever happens, the page has changed just before: what is asked of its layout then has to be worked out. */
const changeAlways = () => {
  let shift = 0;
  const change = () => {
    shift = 1 - shift;
    document.body?.style.setProperty('padding-left', `${shift}px`);
  };
  const types = 'pointerdown pointermove click wheel scroll keydown input submit visibilitychange resize popstate';
  for (const type of types.split(' ')) window.addEventListener(type, change, { capture: true });
};

interface TraceEvent {
  name: string;
  args?: { beginData?: { stackTrace?: { url: string }[] } };
}
const isLayout = ({ name }: TraceEvent) => /^(Layout|UpdateLayoutTree|RecalculateStyles)$/.test(name);
/** Scripts that made the browser lay out the page, or work out its styles, before it would have. */
const forcedBy = (events: TraceEvent[]) =>
  events.filter(isLayout).flatMap(({ args }) => (args?.beginData?.stackTrace ?? []).map(({ url }) => url));

test('the sources force no layout while the page changes under each event, and all their listeners are passive', async () => {
  const page = await (await browser.newContext({ reducedMotion: 'reduce' })).newPage();
  await page.addInitScript(changeAlways);
  await page.addInitScript(noteListeners);
  const collector = page.waitForResponse(/\/c\/collect-/);
  await page.goto(hosts.url.ga4);
  await collector;
  const idle = () =>
    page.evaluate(() => new Promise<void>((done) => void requestIdleCallback(() => done(), { timeout: 1_000 })));
  await idle();

  await browser.startTracing(page, {
    categories: [
      'devtools.timeline',
      'disabled-by-default-devtools.timeline',
      'disabled-by-default-devtools.timeline.stack',
    ],
  });
  await page.evaluate(() => document.querySelector('main')!.style.setProperty('height', '3000px'));
  await page.getByRole('link', { name: 'Wool jumper' }).click();
  await page.getByRole('button', { name: 'Add to basket' }).click();
  await page.getByRole('button', { name: 'Size guide' }).click({ clickCount: 4 });
  await page.mouse.wheel(0, 500);
  await page.setViewportSize({ width: 900, height: 700 });
  await page.mouse.move(0, 0);
  await page.getByRole('link', { name: 'Basket' }).click();
  await idle();
  const control = () =>
    page.evaluate(() => {
      document.body.style.setProperty('padding-left', '50px');
      return document.body.offsetHeight;
    });
  await control();
  const { traceEvents } = JSON.parse((await browser.stopTracing()).toString()) as { traceEvents: TraceEvent[] };
  const forced = forcedBy(traceEvents);
  // by what stands in for a page that does so
  expect(forced).toContain('');
  expect(forced.filter((url) => url.includes('/sdk/'))).toEqual([]);

  const listened = await page.evaluate(() => (window as unknown as { listened: Listened[] }).listened);
  expect(listened.map(({ type }) => type)).toEqual(expect.arrayContaining(['click', 'submit', 'pagehide']));
  expect(listened.filter(({ passive }) => passive !== true)).toEqual([]);
  await pw(page.getByRole('heading')).toHaveText('Your basket');
});
