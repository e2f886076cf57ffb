/** A visitor in the middle of a conversation, and whether a navigation left them there. */
import type { Page } from 'playwright';
import { expect } from 'vitest';
import { pw } from '../support/patience.js';
import { call, composer, launcher, ours, panel } from './pages.js';

/** For `init`: at each frame, is the launcher there? It must never be seen to be gone. */
export const watchFrames = () => {
  const seen = { frames: 0, without: 0 };
  const look = () => {
    seen.frames++;
    if (!document.querySelector('sobani-messenger')?.shadowRoot?.querySelector('button')?.isConnected) seen.without++;
    requestAnimationFrame(look);
  };
  Object.assign(window, {
    watchFrames() {
      look();
      return seen;
    },
    seenFrames: seen,
  });
};
interface Watching {
  watchFrames(): void;
  seenFrames: { frames: number; without: number };
}

const DRAFT = 'A half-written thou';

/** Everything of the messenger that a navigation could lose. */
const standing = (page: Page) =>
  page.evaluate(() => {
    const hosts = document.querySelectorAll('sobani-messenger');
    const root = hosts[0]!.shadowRoot!;
    const input = root.querySelector('textarea')!;
    return {
      hosts: hosts.length,
      panels: root.querySelectorAll('[part="panel"]:not([hidden])').length,
      draft: input.value,
      caret: [input.selectionStart, input.selectionEnd],
      isFocused: root.activeElement === input && document.activeElement === hosts[0],
      top: Math.round(root.querySelector('[part="panel"] .scroll')!.scrollTop),
      said: root.querySelectorAll('article').length,
      styles: [document.documentElement.getAttribute('style'), document.body.getAttribute('style')],
    };
  });

/** Opens the panel, talks until the transcript scrolls, scrolls up, and begins to write. Returns how to check that all is still so. */
export async function settleDown(page: Page) {
  const sockets: { isClosed(): boolean }[] = [];
  page.on('websocket', (socket) => sockets.push(socket));
  await launcher(page).click();
  await pw(composer(page)).toBeFocused();
  await call(page, 'open', 'conversation');
  for (let i = 0; i < 6; i++) await call(page, 'send', `Message ${i}\n${'on and on\n'.repeat(8)}`);
  await pw(panel(page).getByText('Sent').last()).toBeVisible();
  await composer(page).click();
  await composer(page).pressSequentially(DRAFT);
  const scroller = panel(page).locator('.scroll').first();
  await scroller.hover();
  await page.mouse.wheel(0, -300);
  await pw.poll(() => scroller.evaluate((it) => it.scrollHeight - it.clientHeight - it.scrollTop)).toBeGreaterThan(150);
  await composer(page).evaluate((it: HTMLTextAreaElement) => it.setSelectionRange(2, 6));
  // a wheel may scroll smoothly: until it stands, for longer than a frame
  let last = -1;
  await pw
    .poll(async () => {
      const now = (await standing(page)).top;
      const stands = now === last;
      last = now;
      return stands;
    })
    .toBe(true);
  const before = await standing(page);
  expect(before).toMatchObject({ hosts: 1, panels: 1, draft: DRAFT, caret: [2, 6], isFocused: true });
  expect(before.top).toBeGreaterThan(100);
  expect(sockets).toHaveLength(1);
  await page.evaluate(() => (window as unknown as Watching).watchFrames());

  return {
    async check() {
      expect(await standing(page)).toEqual(before);
      expect(sockets.map((socket) => socket.isClosed())).toEqual([false]);
    },
    /** As `check`; and in no frame since the beginning was the launcher gone, and what is written still arrives. */
    async finish() {
      await this.check();
      const { frames, without } = await page.evaluate(() => (window as unknown as Watching).seenFrames);
      expect(frames).toBeGreaterThan(0);
      expect(without).toBe(0);
      await page.keyboard.press('Enter');
      await pw(ours(page).getByRole('log')).toContainText(DRAFT);
      await pw(composer(page)).toHaveValue('');
      await pw(panel(page).getByText('Sent').last()).toBeVisible();
      expect(sockets).toHaveLength(1);
    },
  };
}
