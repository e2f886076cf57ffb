/** On a phone the open panel is all there is, and the page behind stays as it was. */
import type { Page } from 'playwright';
import { afterEach, describe, expect, test } from 'vitest';
import { pw } from '../support/patience.js';
import { call, composer, launcher, panel } from './pages.js';
import { prepareSite, tag } from './set-up.js';

const { open } = prepareSite({ sdk: 'dist/cdn' });
const PHONE = { width: 390, height: 700 };
let page: Page;

async function openPanel(head = ''): Promise<void> {
  ({ page } = await open(
    { head: tag() + head, body: '<h1>Shop</h1><input aria-label="Behind"><div style="height: 4000px">Long</div>' },
    (it) => it.setViewportSize(PHONE),
  ));
  await launcher(page).click();
  await pw(composer(page)).toBeVisible();
  await pw(panel(page)).toHaveAttribute('aria-modal', 'true');
}
afterEach(() => page.setViewportSize({ width: 1280, height: 720 }));

const scrolled = () => page.evaluate(() => scrollY);
/** A finger moves up, from there. */
async function swipe(x: number, y: number): Promise<void> {
  const devtools = await page.context().newCDPSession(page);
  const at = (by: number) => [{ x, y: y - by }];
  await devtools.send('Emulation.setTouchEmulationEnabled', { enabled: true });
  await devtools.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints: at(0) });
  for (let by = 10; by <= 200; by += 10) {
    await devtools.send('Input.dispatchTouchEvent', { type: 'touchMove', touchPoints: at(Math.min(by, y - 5)) });
  }
  await devtools.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] });
  await devtools.send('Emulation.setTouchEmulationEnabled', { enabled: false });
  await devtools.detach();
}

describe('the open panel', () => {
  test('fills the screen, and a finger on it does not scroll the page behind', async () => {
    await openPanel();
    expect(await panel(page).boundingBox()).toEqual({ x: 0, y: 0, ...PHONE });
    const styles = () =>
      page.evaluate(() => [document.documentElement.getAttribute('style'), document.body.getAttribute('style')]);
    expect(await styles()).toEqual([null, null]);
    // its top, its middle, where nothing scrolls, and its composer
    for (const y of [40, 350, 670]) {
      await swipe(195, y);
      expect([y, await scrolled()]).toEqual([y, 0]);
    }
    await call(page, 'open', 'conversation');
    for (let i = 0; i < 6; i++) await call(page, 'send', `Message ${i}\n${'on and on\n'.repeat(8)}`);
    await pw(panel(page).getByRole('log')).toContainText('Message 5');
    await swipe(195, 350);
    await swipe(195, 350);
    expect(await scrolled()).toBe(0);
    await call(page, 'close');
    await swipe(195, 350);
    await pw.poll(scrolled).toBeGreaterThan(50);
    expect(await styles()).toEqual([null, null]);
  });

  test('keeps the focus: it wraps, and one that comes to a field behind goes back', async () => {
    await openPanel();
    const isIn = () => page.evaluate(() => document.activeElement!.localName);
    for (let i = 0; i < 12; i++) {
      await page.keyboard.press('Tab');
      expect(await isIn()).toBe('sobani-messenger');
    }
    await page.getByLabel('Behind').focus();
    expect(await isIn()).toBe('sobani-messenger');
    await call(page, 'close');
    await page.getByLabel('Behind').focus();
    expect(await isIn()).toBe('input');
  });

  test('is closed by the way back of the device, once, and the page stays', async () => {
    await openPanel();
    const address = page.url();
    const entries = await page.evaluate(() => history.length);
    await page.evaluate(() => Object.assign(window, { seen: [] }));
    await page.evaluate(() => {
      const { sobani, seen } = window as unknown as { sobani(...a: unknown[]): void; seen: string[] };
      sobani('on', 'close', () => seen.push('close'));
    });
    // nothing in the panel hears this key: the browser takes it for the way back
    await page.evaluate(() => (document.activeElement as HTMLElement).blur());
    await page.keyboard.press('Escape');
    await pw(panel(page)).toBeHidden();
    await launcher(page).click();
    await pw(composer(page)).toBeVisible();
    await composer(page).focus();
    await page.keyboard.press('Escape');
    await pw(panel(page)).toBeHidden();
    expect(await page.evaluate(() => (window as unknown as { seen: string[] }).seen)).toEqual(['close', 'close']);
    expect([page.url(), await page.evaluate(() => history.length)]).toEqual([address, entries]);
  });

  test('ends above the keyboard, once that has come to rest, with the words in sight', async () => {
    await openPanel();
    await call(page, 'open', 'conversation');
    for (let i = 0; i < 6; i++) await call(page, 'send', `Message ${i}\n${'on and on\n'.repeat(8)}`);
    await pw(panel(page).getByRole('log')).toContainText('Message 5');
    await page.evaluate(() => {
      // as Safari does: the window keeps its size, what is seen of it does not
      const view = window.visualViewport!;
      let height = 700;
      Object.defineProperty(view, 'height', { get: () => height });
      for (height of [640, 560, 480, 400]) view.dispatchEvent(new Event('resize'));
    });
    await pw.poll(async () => (await panel(page).boundingBox())!.height).toBe(400);
    const field = (await composer(page).boundingBox())!;
    expect(field.y + field.height).toBeLessThanOrEqual(400);
    await pw(panel(page).getByText('Message 5')).toBeInViewport();
  });
});
