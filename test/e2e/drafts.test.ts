/** What is typed and not sent, on sites whose every page is a page load: it stays in the tab, and with whoever typed it. */
import type { Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { isWhole, launch } from '../support/browsers.mjs';
import { type Demo, openDemo, stored } from '../support/demo.js';
import { pw } from '../support/patience.js';
import { countLive, live } from './live.js';
import { call, composer, launcher, ours, panel } from './pages.js';
import { NOTHING, prepareSite, tag } from './set-up.js';

const DRAFT = 'A half-written thou';
const { site, open } = prepareSite(
  { sdk: 'dist/cdn' },
  // what drives the browser switches it off
  { browser: { ...launch({ whole: true }), ignoreDefaultArgs: ['--disable-back-forward-cache'] } },
);
const withRelay = (attributes = '') => tag(`data-relay="${site().relay}" ${attributes}`);
const log = (page: Page) => ours(page).getByRole('log');

/** Opens the panel and types there, without sending. */
async function type(page: Page, text = DRAFT) {
  await launcher(page).click();
  await pw(composer(page)).toBeFocused();
  await page.keyboard.type(text);
}
const isKept = (page: Page) => pw.poll(async () => (await stored(page)).session).toEqual(['sobani:shop']);
const isErased = (page: Page) => pw.poll(async () => (await stored(page)).session).toEqual([]);
/** Everything that a tab has kept for itself, as text. */
const tabOf = (page: Page) => page.evaluate(() => JSON.stringify(sessionStorage));
const reopen = async (page: Page) => {
  await launcher(page).click();
  await pw(composer(page)).toBeVisible();
};
const say = async (page: Page, text: string) => {
  await composer(page).fill(text);
  await composer(page).press('Enter');
  await pw(log(page)).toContainText(text);
  await pw(panel(page).getByText('Sent').last()).toBeVisible();
};

describe('what is typed and not sent', () => {
  test('survives a reload before anything was said, and can be sent then', async () => {
    const { page } = await open({ head: withRelay() });
    await type(page);
    await isKept(page);
    await page.reload();
    await reopen(page);
    await pw(composer(page)).toHaveValue(DRAFT);
    await composer(page).press('End');
    await page.keyboard.type('ght');
    await page.keyboard.press('Enter');
    await pw(log(page)).toContainText(`${DRAFT}ght`);
    await pw(composer(page)).toHaveValue('');
    await isErased(page);
    await page.reload();
    await reopen(page);
    await pw(ours(page).getByRole('button', { name: /ght/ })).toBeVisible();
    await pw(composer(page)).toHaveValue('');
  });

  test.runIf(isWhole())('goes along from page to page with its conversation, and back to one that slept', async () => {
    const other = site().publish({ head: withRelay(), body: '<h1>The other page</h1>' });
    const init = () =>
      addEventListener('pageshow', ({ persisted }) => persisted && Object.assign(window, { hasSlept: true }));
    const { page } = await open({ init, head: withRelay(), body: `<a href="${other}">Other</a>` });
    await launcher(page).click();
    await say(page, 'hello');
    await composer(page).fill(DRAFT);
    // without a pause in which it would have been written
    await page.getByRole('link', { name: 'Other' }).evaluate((it: HTMLElement) => it.click());
    await pw(page.getByRole('heading', { name: 'The other page' })).toBeVisible();
    await reopen(page);
    await call(page, 'open', 'conversation');
    await pw(log(page)).toContainText('hello');
    await pw(composer(page)).toHaveValue(DRAFT);
    await say(page, `${DRAFT}ght`);
    await page.evaluate(() => void setTimeout(() => history.back()));
    await pw(page.getByRole('link', { name: 'Other' })).toBeVisible();
    expect(await page.evaluate(() => 'hasSlept' in window)).toBe(true);
    await pw(composer(page)).toHaveValue('');
    await isErased(page);
  });

  test('is not stored where the site stores nothing, nor where the browser refuses', async () => {
    const { page } = await open({ head: withRelay('data-storage="none"') });
    await type(page);
    await page.evaluate(() => dispatchEvent(new Event('pagehide')));
    expect(await stored(page)).toEqual(NOTHING);
    await pw(composer(page)).toHaveValue(DRAFT);

    const init = () =>
      Object.defineProperty(window, 'sessionStorage', {
        get() {
          throw new DOMException('The operation is insecure.', 'SecurityError');
        },
      });
    const refused = await open({ init, head: withRelay() });
    await type(refused.page);
    await refused.page.evaluate(() => dispatchEvent(new Event('pagehide')));
    await call(refused.page, 'open', 'conversation');
    await pw(composer(refused.page)).toHaveValue(DRAFT);
    // the next test begins by emptying what this page cannot reach
    await refused.page.goto('about:blank');
  });

  test('is there again after destroy and boot, and nothing of it runs in between', async () => {
    const { page } = await open({ init: countLive, head: withRelay() });
    await type(page);
    await call(page, 'destroy');
    await pw(ours(page)).toHaveCount(0);
    await pw.poll(async () => Object.keys(await live(page)).filter((what) => !/ever|databases/.test(what))).toEqual([]);
    await call(page, 'boot', { app: 'shop', relay: site().relay });
    await reopen(page);
    await pw(composer(page)).toHaveValue(DRAFT);
  });

  test('is the tab’s own', async () => {
    const { page } = await open({ head: withRelay() });
    await type(page);
    await isKept(page);
    const tab = await page.context().newPage();
    await tab.goto(page.url());
    await reopen(tab);
    await pw(composer(tab)).toHaveValue('');
    await composer(tab).fill('Something else');
    await isKept(tab);
    for (const it of [page, tab]) await it.reload();
    for (const it of [page, tab]) await reopen(it);
    await pw(composer(page)).toHaveValue(DRAFT);
    await pw(composer(tab)).toHaveValue('Something else');
    await tab.close();
  });

  test.each([
    ['is there', '', ''],
    ['sleeps behind another page', 'away', 'back'],
    ['is on a page without us, and comes anew', 'away', 'anew'],
  ])('is gone after a logout in another tab, when the tab %s', async (_how, away, back) => {
    const { page } = await open({ head: withRelay() });
    const url = page.url();
    await type(page);
    await isKept(page);
    if (away) await page.goto(site().url + site().publish({ body: '<h1>Elsewhere</h1>' }));
    const tab = await page.context().newPage();
    await tab.goto(url);
    expect(await call(tab, 'logout')).toMatchObject({ value: { unsent: [] } });
    await tab.close();
    if (back === 'back') await page.evaluate(() => void setTimeout(() => history.back()));
    if (back === 'anew') await page.goto(url);
    await pw(launcher(page)).toBeVisible();
    await isErased(page);
    if (!(await panel(page).isVisible())) await reopen(page);
    await pw(composer(page)).toHaveValue('');
  });
});

describe('of a known user', () => {
  let demo: Demo;
  beforeAll(async () => {
    demo = await openDemo();
  });
  afterAll(() => demo?.close());
  const signIn = async (page: Page, name: RegExp) => {
    await page.goto(`${demo.shop.url}/sign-in`);
    await page.getByRole('button', { name }).click();
    await pw(page.getByRole('button', { name: 'Sign out' })).toBeVisible();
  };
  const signOut = async (page: Page) => {
    await page.getByRole('button', { name: 'Sign out' }).evaluate((it: HTMLElement) => it.click());
    await pw.poll(() => page.evaluate(() => localStorage.getItem('sobani:hinoki'))).toBeNull();
  };
  const greeting = (page: Page, name: string) => pw(ours(page).getByText(new RegExp(`^Hi ${name}`))).toBeVisible();

  test('what they have typed is theirs: taken along, shown to them alone, and gone when they sign out', async () => {
    const { page } = await demo.visitor();
    // so that there is a conversation that goes on, of which this device knows nothing
    await signIn(page, /Aiko/);
    await reopen(page);
    await say(page, 'Is the kettle back?');
    await signOut(page);

    await page.goto(demo.shop.url);
    await type(page);
    await pw.poll(() => tabOf(page)).toContain(DRAFT);
    await signIn(page, /Aiko/);
    await reopen(page);
    await greeting(page, 'Aiko');
    await pw(composer(page)).toHaveValue(DRAFT);

    await page.reload();
    await reopen(page);
    await greeting(page, 'Aiko');
    await pw(composer(page)).toHaveValue(DRAFT);

    await signOut(page);
    await pw(composer(page)).toHaveValue('');
    expect(await tabOf(page)).not.toContain(DRAFT);
    await signIn(page, /Ben/);
    if (!(await panel(page).isVisible())) await reopen(page);
    await greeting(page, 'Ben');
    await pw(composer(page)).toHaveValue('');
    expect(await tabOf(page)).not.toContain(DRAFT);
    expect(demo.trouble).toEqual([]);
  });
});
