/** Every screen under the shop's policy (nonce, `trusted-types 'none'`), wide and narrow; and what axe says of it. */
import axe from 'axe-core';
import type { Page } from 'playwright';
import { afterAll, beforeAll, expect, onTestFailed, test } from 'vitest';
import { type Demo, openDemo } from '../support/demo.js';
import { pw } from '../support/patience.js';
import { call, composer, launcher, ours, panel } from './pages.js';

let demo: Demo;
beforeAll(async () => {
  demo = await openDemo();
});
afterAll(() => demo?.close());

const button = (page: Page, name: string | RegExp) => ours(page).getByRole('button', { name, exact: true });
const log = (page: Page) => ours(page).getByRole('log');
const said = (page: Page) => log(page).locator('.bubble').allInnerTexts();
const say = async (page: Page, text: string) => {
  await composer(page).fill(text);
  await composer(page).press('Enter');
  await pw(log(page)).toContainText(text);
};
/** From a fresh page to a conversation that waits for a person. */
async function handOver(page: Page): Promise<void> {
  await button(page, 'Start a conversation').click();
  await button(page, 'Returns & refunds').click();
  await pw(log(page).locator('[part~="article-card"], .card').first()).toBeVisible();
  await say(page, 'xyzzy');
  await say(page, 'I would like to talk to a person');
  await pw(log(page)).toContainText('I am passing you on');
}

async function tour(width: number): Promise<Page> {
  const { page } = await demo.visitor({ width, height: 844 });
  await page.goto(demo.shop.url);
  await launcher(page).click();
  await pw(ours(page).getByText('Hello, how can we help?')).toBeVisible();

  await call(page, 'open', 'help');
  await pw(ours(page).getByRole('heading', { name: 'Topics' })).toBeVisible();
  await ours(page).getByRole('searchbox').fill('refund');
  await button(page, /^Refunds/).click();
  await pw(ours(page).getByRole('heading', { level: 1 })).toContainText(/refund/i);
  await ours(page).getByRole('searchbox').or(button(page, 'Back')).first().click();
  await call(page, 'open', { search: 'qqqqqq' });
  await pw(ours(page).getByText('Nothing found for')).toBeVisible();

  await call(page, 'open', 'home');
  await handOver(page);
  await call(page, 'endConversation');
  await pw(ours(page).getByText('This conversation has ended').first()).toBeVisible();
  await button(page, 'Start a new conversation').click();
  await say(page, 'One more thing');

  await page.goto(`${demo.shop.url}/sign-in`);
  await page.getByRole('button', { name: /Aiko/ }).click();
  await launcher(page).click();
  await pw(ours(page).getByText(/^Hi Aiko/)).toBeVisible();

  await page.goto(`${demo.shop.url}/?lang=ja`);
  await launcher(page).click();
  await pw(composer(page)).toHaveAttribute('placeholder', 'メッセージを入力');
  await call(page, 'open', 'help');
  await pw(ours(page).getByRole('heading', { name: 'トピック' })).toBeVisible();
  await page.goto(`${demo.shop.url}/?lang=en`);
  await launcher(page).click();
  await call(page, 'open', 'conversation');
  await pw(log(page)).toContainText('One more thing');
  return page;
}

test('no screen breaks the policy or writes an error, and what was said outlives the relay', async () => {
  onTestFailed(async () => console.log(await demo.describe()));
  const pages = await Promise.all([tour(1280), tour(390)]);
  await demo.killRelay();
  const before = await Promise.all(pages.map(said));
  const after = pages.map(async (page, i) => {
    await pw(ours(page).getByText('What you write is saved on this device until it can be sent.')).toBeVisible();
    await say(page, 'Said without a relay');
    await page.reload();
    await launcher(page).click();
    await call(page, 'open', 'conversation');
    // the bot on the device may have answered meanwhile, also to what came before
    const own = [...before[i]!, 'Said without a relay'];
    await pw.poll(() => said(page)).toEqual(expect.arrayContaining(own));
  });
  await Promise.all(after);
  expect(before.map((texts) => texts.length >= 1)).toEqual([true, true]);
  await demo.startRelay();
  for (const page of pages) {
    await pw(
      log(page)
        .getByText(/^(Sent|Seen)$/)
        .last(),
    ).toBeVisible();
  }
  expect(demo.trouble).toEqual([]);
});

test('axe finds nothing in the open panel: home, help, conversation', async () => {
  const { page } = await demo.visitor();
  await page.goto(demo.shop.url);
  await page.evaluate(axe.source);
  const violations = () =>
    page.evaluate(async () => {
      const { axe: inPage } = window as unknown as { axe: typeof axe };
      const found = await inPage.run('sobani-messenger', { rules: { region: { enabled: false } }, preload: false });
      return {
        passed: found.passes.length,
        violations: found.violations.map((it) => [it.id, it.nodes.map((node) => node.html)]),
      };
    });
  const nothing = { passed: expect.toSatisfy((n) => n > 10), violations: [] };

  await launcher(page).click();
  await pw(composer(page)).toBeVisible();
  expect.soft(await violations()).toEqual(nothing);
  await call(page, 'open', 'help');
  await pw(ours(page).getByRole('heading', { name: 'Topics' })).toBeVisible();
  expect.soft(await violations()).toEqual(nothing);
  await call(page, 'open', 'home');
  await handOver(page);
  await pw(panel(page)).toBeVisible();
  expect.soft(await violations()).toEqual(nothing);
});
