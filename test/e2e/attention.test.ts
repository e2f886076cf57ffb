/** An answer that comes while nobody looks: in two tabs one title and one sound, and none where it is on screen. */
import type { BrowserContext, Page } from 'playwright';
import { afterAll, beforeAll, expect, onTestFailed, test } from 'vitest';
import { type Demo, openDemo } from '../support/demo.js';
import { pw } from '../support/patience.js';
import { call, composer, launcher, ours } from './pages.js';

let demo: Demo;
beforeAll(async () => {
  demo = await openDemo();
});
afterAll(() => demo?.close());

/** What is heard is counted, and a tab is hidden when a test says so: a browser without a screen shows all of them. */
const count = () => {
  const it = window as unknown as { heard: number; see(state: string): void };
  it.heard = 0;
  const { createOscillator } = AudioContext.prototype;
  AudioContext.prototype.createOscillator = function () {
    it.heard++;
    return createOscillator.call(this);
  };
  AudioContext.prototype.resume = async () => {};
  it.see = (state) => {
    Object.defineProperty(document, 'visibilityState', { value: state, configurable: true });
    Object.defineProperty(document, 'hidden', { value: state === 'hidden', configurable: true });
    document.dispatchEvent(new Event('visibilitychange'));
  };
};
const heard = (page: Page) => page.evaluate(() => (window as unknown as { heard: number }).heard);
const see = (page: Page, state: 'visible' | 'hidden') =>
  page.evaluate((to) => (window as unknown as { see(state: string): void }).see(to), state);

async function openTab(context: BrowserContext): Promise<Page> {
  const page = await context.newPage();
  await page.goto(demo.shop.url);
  await call(page, 'update', { attention: ['title', 'sound'] });
  return page;
}

test('calls attention in one tab of two, is quiet where it is read, and gives the title back', async () => {
  onTestFailed(async () => console.log(await demo.describe()));
  const { context, page } = await demo.visitor();
  await context.addInitScript(count);
  await page.close();
  const first = await openTab(context);
  await launcher(first).click();
  await ours(first).getByRole('button', { name: 'Settings' }).click();
  await ours(first).getByRole('switch', { name: 'Sound' }).click();
  // one hears what one has chosen
  await pw.poll(() => heard(first)).toBe(2);
  await ours(first).getByRole('button', { name: 'Back' }).click();
  await composer(first).fill('I want to talk to a person');
  await composer(first).press('Enter');
  await pw(ours(first).getByText('Waiting for a person').first()).toBeVisible();
  await ours(first).getByRole('button', { name: 'Close' }).click();

  // the other tab has the choice, too
  const second = await openTab(context);
  await launcher(second).click();
  await ours(second).getByRole('button', { name: 'Settings' }).click();
  await pw(ours(second).getByRole('switch', { name: 'Sound' })).toBeChecked();
  await ours(second).getByRole('button', { name: 'Close' }).click();

  const agent = (await demo.visitor()).page;
  await agent.goto(demo.desk('Mika Sato'));
  await agent
    .getByRole('option')
    .or(agent.getByRole('listitem'))
    .filter({ hasText: /visitor/i })
    .first()
    .click();
  const answer = async (text: string) => {
    await agent.getByRole('textbox', { name: 'Your reply' }).fill(text);
    await agent.keyboard.press('Enter');
  };
  const titles = async () => [await first.title(), await second.title()];
  const plain = await titles();
  const tones = async () => (await heard(first)) - 2 + (await heard(second));

  await see(first, 'hidden');
  await see(second, 'hidden');
  await answer('Here I am');
  await pw.poll(async () => (await titles()).filter((title) => title.startsWith('(1) ')).length).toBe(1);
  await pw.poll(tones).toBe(2);
  await answer('What is it about?');
  await pw.poll(async () => (await titles()).filter((title) => title.startsWith('(2) ')).length).toBe(1);
  await pw.poll(tones).toBe(4);

  // the page goes on, and its new title has the number
  const at = (await first.title()).startsWith('(2) ') ? first : second;
  const other = at === first ? second : first;
  await at.evaluate(() => {
    document.title = 'Another page';
  });
  await pw.poll(() => at.title()).toBe('(2) Another page');

  // read in the other tab: no title has it any more, and what comes there is on screen
  await see(other, 'visible');
  await call(other, 'open', 'conversation');
  await pw(ours(other).getByRole('log')).toContainText('What is it about?');
  await pw.poll(() => at.title()).toBe('Another page');
  expect(await other.title()).toBe(plain[other === first ? 0 : 1]);
  await answer('Take your time');
  await pw(ours(other).getByRole('log')).toContainText('Take your time');
  await pw.poll(async () => (await call(at, 'unread')) as unknown).toEqual({ value: 0 });
  await answer('I am still here');
  await pw(ours(other).getByRole('log')).toContainText('I am still here');
  await pw.poll(async () => (await call(at, 'unread')) as unknown).toEqual({ value: 0 });
  expect(await tones()).toBe(4);
  expect(demo.trouble).toEqual([]);
});
