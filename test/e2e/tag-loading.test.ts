/** The messenger’s own file: when the tag asks for it, and what happens when it cannot be had. */
import type { Page } from 'playwright';
import { describe, expect, test } from 'vitest';
import { isWhole } from '../support/browsers.mjs';
import { stored } from '../support/demo.js';
import { pw } from '../support/patience.js';
import { call, composer, launcher, ours, panel } from './pages.js';
import { core, NOTHING, prepareSite, tag } from './set-up.js';

/** What the browser itself writes when a file cannot be had, or is not the one that was meant. */
const NOT_LOADED = /Failed to load resource|Failed to find a valid digest|integrity/;
const TAG = tag();
const { open, expectTrouble } = prepareSite({ sdk: 'dist/cdn' });

describe('the messenger’s own file', () => {
  test('is asked for when the pointer comes to the launcher, not before', async () => {
    const visited = await open({ head: TAG });
    await pw(launcher(visited.page)).toBeVisible();
    await visited.page.waitForLoadState('networkidle');
    expect(core(visited)).toEqual([]);
    await launcher(visited.page).hover();
    await pw.poll(() => core(visited).length).toBe(1);
    await pw(launcher(visited.page)).toHaveAttribute('aria-expanded', 'false');
  });

  test('is asked for when the focus comes to the launcher', async () => {
    const visited = await open({ head: TAG });
    await pw(launcher(visited.page)).toBeVisible();
    await visited.page.keyboard.press('Tab');
    await pw(launcher(visited.page)).toBeFocused();
    await pw.poll(() => core(visited).length).toBe(1);
  });

  test('is asked for in idle time where the host wants that', async () => {
    const visited = await open({ head: tag('data-prefetch="idle"') });
    await pw.poll(() => core(visited).length).toBe(1);
    await pw(panel(visited.page)).toHaveCount(0);
    expect(await stored(visited.page)).toEqual(NOTHING);
    // and run at the first intent
    await pw(visited.page.locator('link[rel="modulepreload"]')).toHaveCount(1);
    await launcher(visited.page).hover();
    await pw(visited.page.locator('link[rel="modulepreload"]')).toHaveCount(0);
    expect(core(visited)).toHaveLength(1);
  });

  test('is asked for, and run, once the page is idle where something may be said unasked', async () => {
    const { page, requests } = await open({ head: tag('data-rules="/rules.json"') }, (page) =>
      page.route('**/rules.json', (route) =>
        route.fulfill({
          json: { v: 1, rules: [{ id: 'hello', when: { on: 'page' }, show: { teaser: { text: 'May we help?' } } }] },
        }),
      ),
    );
    await pw(page.getByRole('button', { name: 'May we help?' })).toBeVisible();
    await pw(panel(page)).toBeHidden();
    expect(await stored(page)).toEqual(NOTHING);
    expect(requests.filter((path) => !/^\/(page|sdk)\/|^\/rules.json$/.test(path))).toEqual([]);
  });

  test('is, in two seconds at most, in a page that never rests', async () => {
    const init = () => {
      window.requestIdleCallback = (run, { timeout } = {}) => (timeout ? Number(setTimeout(run, timeout)) : 0);
    };
    const visited = await open({ init, head: tag('data-rules="/rules.json"') }, (page) =>
      page.route('**/rules.json', (route) => route.fulfill({ json: { v: 1, rules: [] } })),
    );
    await pw.poll(() => visited.requests.filter((path) => path === '/rules.json').length).toBe(1);
  });

  test('is not, where the visitor saves data', async () => {
    const init = () => Object.defineProperty(navigator, 'connection', { value: { saveData: true } });
    const visited = await open({ init, head: tag('data-prefetch="idle"') });
    await pw(launcher(visited.page)).toBeVisible();
    // idle callbacks run in the order in which they were asked for
    await visited.page.evaluate(() => new Promise((resolve) => requestIdleCallback(resolve, { timeout: 3_000 })));
    await visited.page.waitForLoadState('networkidle');
    expect(core(visited)).toEqual([]);
    await launcher(visited.page).click();
    await pw(composer(visited.page)).toBeVisible();
  });

  test.runIf(isWhole())('may fail to load: the press throws nothing, and the next one works', async () => {
    const before = (page: Page) => page.route(/\/messenger-/, (route) => route.fulfill({ status: 404 }), { times: 1 });
    expectTrouble(NOT_LOADED);
    const { page } = await open({ head: TAG }, before);
    const failed = page.waitForResponse((response) => response.status() === 404);
    await launcher(page).click();
    await failed;
    await pw(page.locator('link[rel="modulepreload"]')).toHaveCount(0);
    await launcher(page).click();
    await pw(composer(page)).toBeVisible();
    await pw(ours(page)).toHaveCount(1);
  });

  test('that fails to load is a typed error that may be tried again', async () => {
    const before = (page: Page) => page.route(/\/messenger-/, (route) => route.abort());
    expectTrouble(NOT_LOADED);
    const { page } = await open({ head: TAG }, before);
    await pw(launcher(page)).toBeVisible();
    expect(await call(page, 'open')).toMatchObject({ error: { name: 'SobaniError', code: 'unavailable' } });
  });

  test('that was tampered with is refused: none of it runs, the launcher stays, the page hears nothing', async () => {
    const before = (page: Page) =>
      page.route(/\/messenger-/, async (route) => {
        const response = await route.fetch();
        const headers = { ...response.headers(), 'cache-control': 'no-store' };
        await route.fulfill({ response, headers, body: `globalThis.stolen = 1;${await response.text()}` });
      });
    expectTrouble(NOT_LOADED);
    const { page, trouble } = await open({ head: TAG }, before);
    await launcher(page).click();
    await pw.poll(() => trouble.join()).toMatch(/digest|integrity/);
    expect(await call(page, 'open')).toHaveProperty('error');
    await pw(launcher(page)).toBeVisible();
    await pw(panel(page)).toHaveCount(0);
    expect(await page.evaluate(() => 'stolen' in window)).toBe(false);
  });
});
