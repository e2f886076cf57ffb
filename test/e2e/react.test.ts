/** React, with what is hard on a guest: StrictMode, a router, a document that it renders anew. */
import type { Page } from 'playwright';
import { afterAll, describe, expect, test } from 'vitest';
import { pw } from '../support/patience.js';
import { bundle } from './bundle.js';
import { call, composer, launcher, ours, panel } from './pages.js';
import { prepareSite, tag } from './set-up.js';
import { settleDown, watchFrames } from './stay.js';

const app = await bundle('react-app.js');
afterAll(() => app.remove());
const { site, open, expectTrouble } = prepareSite({ app: app.folder, sdk: 'dist/cdn' });
const SCRIPT = '<script type="module" src="/app/app.js"></script>';
const root = () => `<div id="root" data-relay="${site().relay}"></div>${SCRIPT}`;
const heading = (page: Page, text: string) => page.getByRole('heading', { level: 1, name: text, exact: true });
const follow = (page: Page, n: number) => page.locator(`#to-${n}`).evaluate((it: HTMLElement) => it.click());

describe('under StrictMode, which mounts, unmounts and mounts', () => {
  test('there is one messenger with one socket, and what is written is kept', async () => {
    const { page } = await open({ body: root() });
    const sockets: { isClosed(): boolean }[] = [];
    page.on('websocket', (socket) => sockets.push(socket));
    await launcher(page).click();
    await composer(page).fill('kept');
    await composer(page).press('Enter');
    await pw(panel(page).getByText('Sent')).toBeVisible();
    await pw(ours(page)).toHaveCount(1);
    expect(sockets.filter((socket) => !socket.isClosed())).toHaveLength(1);
    await page.reload();
    await launcher(page).click();
    await pw(ours(page).getByRole('button', { name: /kept/ })).toBeVisible();
  });

  test('a route keeps panel, draft, caret, scroll position and socket', async () => {
    const { page } = await open({ init: watchFrames, body: root() });
    const stay = await settleDown(page);
    for (let i = 0; i < 10; i++) {
      await follow(page, 1 + (i % 2));
      await pw(heading(page, `Page ${1 + (i % 2)}`)).toBeVisible();
      await stay.check();
    }
    await stay.finish();
  });

  test('a route may bring it and take it away, and the conversation is there each time', async () => {
    const path = site().publish({ body: root() });
    const { page } = await open({});
    await page.goto(`${site().url}${path}?local`);
    for (let i = 0; i < 10; i++) {
      await follow(page, 2);
      await pw(ours(page)).toHaveCount(1);
      await call(page, 'send', `message ${i}`);
      await follow(page, 1);
      await pw(heading(page, 'Page 1')).toBeVisible();
      await pw(ours(page)).toHaveCount(0);
    }
    await follow(page, 2);
    await pw(ours(page)).toHaveCount(1);
    await call(page, 'open', 'conversation');
    await pw(ours(page).getByRole('log')).toContainText(/message 0.*message 9/s);
    await pw(panel(page).getByText('Sent').last()).toBeVisible();
  });
});

test('a document that React renders anew keeps the launcher, and what is written', async () => {
  const page0 = { init: watchFrames, head: tag(), body: '<h1>what the server wrote</h1>' };
  const path = site().publish(page0);
  const { page } = await open({});
  // the inline script and the tag are not what React renders: it says so
  expectTrouble(/hydrat/i);
  await page.goto(`${site().url}${path}?whole`);
  await launcher(page).click();
  await composer(page).fill('half a sentence');
  await page.evaluate(() => (window as unknown as { watchFrames(): void }).watchFrames());
  await page.evaluate("import('/app/app.js')");
  await pw(heading(page, 'not what the server wrote')).toBeVisible();
  await pw(ours(page)).toHaveCount(1);
  await pw(composer(page)).toHaveValue('half a sentence');
  expect(await page.evaluate(() => (window as unknown as { seenFrames: object }).seenFrames)).toMatchObject({
    without: 0,
  });
});
