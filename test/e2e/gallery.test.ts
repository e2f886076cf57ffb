/** Every state of the gallery, as the demo serves it, for who uses it by ear or with a shaky hand. */
import axe from 'axe-core';
import { type Browser, chromium, type Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Shop, startShop } from '../../demo/server/shop.js';
import { launch } from '../support/browsers.mjs';

/** All themes with all directions, instead of light from the left and dark from the right. */
const isWhole = !!process.env.SOBANI_WHOLE;

let shop: Shop;
let browser: Browser;
let page: Page;
let names: string[];

beforeAll(async () => {
  shop = await startShop({ port: 0, relayPort: 9 });
  browser = await chromium.launch(launch({ whole: true }));
  // what looks on is put in past the policy
  const context = await browser.newContext({
    reducedMotion: 'reduce',
    bypassCSP: true,
    locale: 'en-GB',
    timezoneId: 'UTC',
  });
  page = await context.newPage();
  await page.setViewportSize({ width: 720, height: 780 });
  await page.clock.setFixedTime(new Date('2026-11-20T10:00:00Z'));
  await page.route(/elsewhere\.example/, (route) => route.abort());
  await page.goto(`${shop.url}/gallery`);
  await page.evaluate(axe.source);
  const links = page.locator('.states a[aria-label$=", light"]');
  names = await links.evaluateAll((all) => all.map((one) => one.getAttribute('href')!.slice(1)));
});
afterAll(async () => {
  await browser?.close();
  await shop?.close();
});

const ours = () => page.locator('sobani-messenger');

/** Goes to a state, in the document that is there. */
async function open(name: string, query = ''): Promise<void> {
  const hash = `#${name}${query && `?${query}`}`;
  await page.evaluate((to) => {
    delete document.documentElement.dataset.ready;
    delete document.documentElement.dataset.trouble;
    location.hash = to;
  }, hash);
  await page.locator('html[data-ready], html[data-trouble]').waitFor({ state: 'attached', timeout: 90_000 });
  expect([name, await page.locator('html').getAttribute('data-trouble')]).toEqual([name, null]);
}

/** What axe finds, a line each. */
const violations = (): Promise<string[]> =>
  page.evaluate(async () => {
    const { run } = (window as unknown as { axe: typeof axe }).axe;
    const element = document.querySelector('sobani-messenger')!;
    const { violations: found } = await run(element, {
      resultTypes: ['violations'],
      rules: { region: { enabled: false } },
    });
    return found.flatMap(({ id, nodes }) =>
      nodes.map((node) => `${id}: ${node.html.slice(0, 160)} ${node.any[0]?.message ?? ''}`),
    );
  });

/** What can be pressed and is too small for it; links in a running text may be as high as it. */
const small = (): Promise<string[]> =>
  page.evaluate(() => {
    const { shadowRoot } = document.querySelector('sobani-messenger')!;
    const all = [
      ...shadowRoot!.querySelectorAll<HTMLElement>('button, a[href], input, select, textarea, summary, [role=button]'),
    ];
    return all.flatMap((one) => {
      // a box is as large as the label around it
      const target = one.matches('input') ? (one.closest('label') ?? one) : one;
      const { width, height } = target.getBoundingClientRect();
      if (!one.checkVisibility() || width < 2 || one.closest('.hide, .unseen') || one.matches('.bubble a, .prose a'))
        return [];
      return width < 24 || height < 24 ? [`${one.outerHTML.slice(0, 120)} ${width}×${height}`] : [];
    });
  });

describe('each state of the gallery', () => {
  const LOOKS = ['', 'theme=dark&dir=rtl', ...(isWhole ? ['theme=dark', 'dir=rtl'] : [])];
  it.each(LOOKS)(
    'has nothing that axe finds, and nothing too small to press: %s',
    { timeout: 900_000 },
    async (look) => {
      const found: Record<string, string[]> = {};
      for (const name of names) {
        const trouble = await open(name, look).then(
          () => '',
          (thrown: Error) => thrown.message,
        );
        const all = trouble ? [trouble] : [...(await violations()), ...(await small())];
        if (all.length) found[name] = all;
      }
      expect(found).toEqual({});
    },
  );
});

it.each([
  ['settings', 'label.row'],
  ['share', '.told label.row'],
  ['parts/files', '.bubble.row'],
])('a row is a line, whatever else was loaded: %s', async (name, row) => {
  await open(name);
  const style = await ours()
    .locator(row)
    .first()
    .evaluate((one) => getComputedStyle(one).flexDirection);
  expect(style).toBe('row');
});

describe('what a screen reader is told of', () => {
  const SCREENS = [
    'home/returning',
    'conversations',
    'conversation',
    'conversation/failed',
    'help',
    'help/article',
    'help/found',
    'settings',
    'share',
    'parts/form-wrong',
    'parts/several',
    'survey/0-10',
    'unasked/teaser',
  ];
  it.each(SCREENS)('%s', async (name) => {
    await open(name);
    // what is announced goes after a while
    const tree = (await ours().ariaSnapshot())
      .replaceAll(shop.url, 'https://shop.example')
      .replace(/^- status: .*$/m, '- status');
    await expect(`${tree}\n`).toMatchFileSnapshot(`__snapshots__/gallery/${name.replaceAll('/', '-')}.yml`);
  });
});
