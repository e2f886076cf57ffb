/** What the customer is doing: gathered on a real page before the messenger is there, and told only with what they write. */
import type { Page } from 'playwright';
import { expect, test } from 'vitest';
import type { PatchOperation } from '../../src/core/ports.js';
import type { Snapshot } from '../../src/types.js';
import { applyPatch } from '../../src/wire/patch.js';
import { stored } from '../support/demo.js';
import { pw } from '../support/patience.js';
import { call, composer, launcher, panel } from './pages.js';
import { core, NOTHING, prepareSite, stub, tag } from './set-up.js';

const { open, site } = prepareSite({ sdk: 'dist/cdn' });

const SOURCES = 'data-context="dataLayer, schemaOrg, landing, device, frustration"';
const PRODUCT = JSON.stringify({
  '@type': 'Product',
  name: 'Wool jumper',
  offers: { price: '89.50', priceCurrency: 'EUR' },
});
/** Snapshots that leave on the page's sockets. */
const watchTold = (page: Page) => {
  const told: Snapshot[] & { patches?: number } = [];
  page.on('websocket', (socket) =>
    socket.on('framesent', ({ payload }) => {
      const { snapshot, patch } = JSON.parse(String(payload)) as { snapshot?: Snapshot; patch?: PatchOperation[] };
      if (snapshot) told.push(snapshot);
      // what has changed since the last
      if (!patch) return;
      told.push(applyPatch(told.at(-1), patch) as Snapshot);
      told.patches = (told.patches ?? 0) + 1;
    }),
  );
  return told;
};
const shop = (attributes = SOURCES) => ({
  init: () => {
    const item = { item_id: 'j1', item_name: 'Wool jumper', price: 89.5, quantity: 2 };
    Object.assign(window, {
      dataLayer: [{ event: 'add_to_cart', ecommerce: { currency: 'EUR', items: [item] } }],
    });
  },
  head: `<script type="application/ld+json">${PRODUCT}</script>${stub()}${tag(`data-relay="${site().relay}" ${attributes}`)}`,
  body: '<h1>Jumpers</h1><button id="dead">Pay</button>',
});
const write = async (page: Page, words: string) => {
  await launcher(page).click();
  await composer(page).fill(words);
  await page.keyboard.press('Enter');
  await pw(panel(page).getByText('Sent').last()).toBeVisible();
};

test('is gathered by one file more, in idle time, and neither stored nor told before the customer writes', async () => {
  const visited = await open(shop());
  const { page, requests } = visited;
  const told = watchTold(page);
  await pw.poll(() => requests.filter((path) => /\/collect-/.test(path)).length).toBe(1);
  await page.waitForLoadState('networkidle');
  expect(requests.filter((path) => path.includes('/sdk/'))).toHaveLength(2);
  expect([core(visited), told]).toEqual([[], []]);
  expect(await stored(page)).toEqual(NOTHING);
  await write(page, 'Where is my order?');
  await pw.poll(() => told.length).toBeGreaterThan(0);
  const [first] = told as [Snapshot];
  expect(first).toMatchObject({
    cart: {
      items: [{ id: 'j1', name: 'Wool jumper', price: { amount: 8950, currency: 'EUR' }, quantity: 2 }],
      total: { amount: 17900, currency: 'EUR' },
    },
    product: { name: 'Wool jumper', price: { amount: 8950, currency: 'EUR' } },
    about: { cart: { source: 'dataLayer' } },
  });
  // nobody agreed to that
  expect(Object.keys(first).filter((key) => /journey|landing|signals/.test(key))).toEqual([]);
});

test('follows what the customer does while a person has the conversation, and what they keep back does not', async () => {
  const { page } = await open(shop());
  const told = watchTold(page);
  await write(page, 'Hello');
  await pw.poll(() => told.some(({ device }) => device)).toBe(true);
  await call(page, 'consent', { off: ['device'] });
  await page.evaluate(() => {
    const { dataLayer } = window as unknown as { dataLayer: unknown[] };
    dataLayer.push({ event: 'view_cart', ecommerce: { currency: 'EUR', items: [] } });
    history.pushState(null, '', '?step=2#pay');
    document.querySelector('h1')!.click();
  });
  await pw.poll(() => told.at(-1)?.cart?.items.length).toBe(0);
  expect(told.at(-1)).not.toHaveProperty('device');
  expect(told.at(-1)!.page.url).not.toMatch(/[?#]/);
  // the whole has gone, so from here on it is what changes
  await page.evaluate(() => history.pushState(null, '', '/jumpers/red'));
  await pw.poll(() => told.at(-1)!.page.url).toMatch(/red$/);
  expect([told.patches! > 0, told.at(-1)!.cart]).toEqual([true, { items: [], total: { amount: 0, currency: 'EUR' } }]);
});

test('asks for nothing more where no sources are named', async () => {
  const { page, requests } = await open(shop(''));
  await pw(launcher(page)).toBeVisible();
  await page.evaluate(() => new Promise((resolve) => requestIdleCallback(resolve, { timeout: 3_000 })));
  await page.waitForLoadState('networkidle');
  expect(requests.filter((path) => path.includes('/sdk/'))).toHaveLength(1);
});

test('lets analytics go along where the page’s own consent signals say so, and no more once they do not', async () => {
  const { page, requests } = await open(shop(`${SOURCES} data-consent-from="gcm, tcf"`));
  const told = watchTold(page);
  const say = (answer: 'granted' | 'denied') =>
    page.evaluate((analytics_storage) => {
      const { dataLayer } = window as unknown as { dataLayer: unknown[] };
      // as gtag() does
      dataLayer.push({ 0: 'consent', 1: 'update', 2: { analytics_storage }, length: 3 });
    }, answer);
  await say('granted');
  await pw(launcher(page)).toBeVisible();
  await launcher(page).click();
  await pw.poll(() => requests.filter((path) => /consent-signals/.test(path)).length).toBe(1);
  await composer(page).fill('Hello');
  await page.keyboard.press('Enter');
  await pw.poll(() => told.at(-1)?.journey?.length).toBe(1);
  await say('denied');
  await page.evaluate(() => history.pushState(null, '', '/jumpers/red'));
  await pw.poll(() => told.at(-1)!.page.url).toMatch(/red$/);
  expect(Object.keys(told.at(-1)!).filter((key) => /journey|landing|signals|visits|events/.test(key))).toEqual([]);
});
