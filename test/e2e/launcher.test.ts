/** Launchers and places of the tag, before the messenger itself is there. */
import type { Page } from 'playwright';
import { describe, expect, test } from 'vitest';
import { pw } from '../support/patience.js';
import { call, composer, launcher, ours, panel } from './pages.js';
import { core, prepareSite, tag } from './set-up.js';

const { open } = prepareSite({ sdk: 'dist/cdn' });

/** Where our element is, as its parent's name. */
const place = (page: Page) => ours(page).evaluate((it) => it.parentElement!.localName);

describe('an element of the page that the host names', () => {
  test('fetches the messenger when the pointer comes to it, not before, and opens it', async () => {
    const visited = await open({
      head: tag('data-launcher="false" data-launcher-selector=".chat"'),
      body: '<p>Text</p><a class="chat" href="#chat"><b>Chat</b></a>',
    });
    const { page } = visited;
    await pw(ours(page)).toBeAttached();
    await page.getByText('Text').hover();
    await page.waitForLoadState('networkidle');
    expect(core(visited)).toEqual([]);
    await page.getByText('Chat').hover();
    await pw.poll(() => core(visited).length).toBe(1);
    await page.getByText('Chat').click();
    await pw(composer(page)).toBeFocused();
    expect(new URL(page.url()).hash).toBe('');
    await pw(page.locator('.chat')).toHaveAttribute('aria-expanded', 'true');
    await page.keyboard.press('Escape');
    await pw(page.locator('.chat')).toBeFocused();
    await pw(page.locator('.chat')).toHaveAttribute('aria-expanded', 'false');
  });

  test('opens it with its first press, by mouse or by key', async () => {
    const { page } = await open({
      head: tag('data-launcher-selector="#chat"'),
      body: '<script>setTimeout(() => document.body.append(Object.assign(document.createElement("button"), { id: "chat", textContent: "Chat" })))</script>',
    });
    await pw(launcher(page)).toBeVisible();
    await page.locator('#chat').focus();
    await page.keyboard.press('Enter');
    await pw(composer(page)).toBeFocused();
  });
});

test('where nothing is to be written, the focus too is back at the launcher after Escape', async () => {
  const { page } = await open({ head: tag() });
  await launcher(page).press('Enter');
  await pw(composer(page)).toBeFocused();
  await call(page, 'open', 'conversations');
  await pw(panel(page)).toBeFocused();
  await page.keyboard.press('Escape');
  await pw(launcher(page)).toBeFocused();
});

test('on the pages that the host names there is no launcher, also where a router goes there, and nothing is fetched', async () => {
  const visited = await open({ head: tag('data-hide-on="/page/*, /pay"'), body: '<p>Text' });
  const { page } = visited;
  const go = (to: string) => page.evaluate((it) => history.pushState(null, '', it), to);
  await pw(ours(page)).toBeAttached();
  await pw(launcher(page)).toBeHidden();
  await go('/shop');
  await pw(launcher(page)).toBeVisible();
  await go('/pay');
  await pw(launcher(page)).toBeHidden();
  await page.goBack();
  await pw(launcher(page)).toBeVisible();
  expect(core(visited)).toEqual([]);
});

test('in a modal dialog the launcher is there before the messenger is: the visitor writes, and the dialog stays', async () => {
  const { page } = await open({
    head: tag('data-offset-x="30"'),
    body: '<dialog style="transform: scale(.9); overflow: hidden"><input aria-label="Card number"></dialog>',
  });
  await pw(launcher(page)).toBeVisible();
  const before = await launcher(page).boundingBox();
  await page.evaluate(() => document.querySelector('dialog')!.showModal());
  await pw.poll(() => place(page)).toBe('dialog');
  expect(await launcher(page).boundingBox()).toEqual(before);
  await launcher(page).click();
  await pw(composer(page)).toBeFocused();
  await page.keyboard.type('My card is refused');
  await page.keyboard.press('Enter');
  await pw(panel(page).getByRole('log')).toContainText('My card is refused');
  await pw(composer(page)).toBeFocused();
  await page.keyboard.press('Escape');
  await pw(panel(page)).toBeHidden();
  expect(await page.evaluate(() => document.querySelector('dialog')!.open)).toBe(true);
  await page.evaluate(() => document.querySelector('dialog')!.remove());
  await pw.poll(() => place(page)).toBe('html');
  await pw(launcher(page)).toBeVisible();
});
