/** Style sheets that reach for everything in their page change no pixel of ours. */
import type { Page } from 'playwright';
import { expect, test } from 'vitest';
import { pw } from '../support/patience.js';
import { call, composer, launcher, panel } from './pages.js';
import { prepareSite, tag } from './set-up.js';

const { open } = prepareSite({ sdk: 'dist/cdn' });

const HOSTILE: Record<string, string> = {
  'unsets everything': '* { all: unset !important }',
  'makes the root’s font small': 'html { font-size: 62.5% !important }',
  'makes the root’s font large, and writes from right to left in capitals':
    'html { font: italic 24px/3 cursive; text-transform: uppercase; letter-spacing: .3em; word-spacing: 1em; text-align: right; direction: rtl }',
  'turns, fades and zooms the body':
    'body { transform: rotate(3deg) scale(.9); filter: blur(1px); zoom: 1.4; line-height: 3; letter-spacing: 4px; text-transform: uppercase; writing-mode: vertical-rl; contain: strict }',
  'dresses buttons, fields and every element':
    'button, input, textarea, svg, path, section, div, b, p { border: 9px dotted lime !important; padding: 40px !important; color: red !important; font: 40px serif !important; box-sizing: content-box !important; border-radius: 0 !important; text-shadow: 2px 2px red !important; transition: all 2s !important } ::placeholder { color: lime !important } ::before, ::after { content: "x" !important }',
  'means our element by its name':
    'sobani-messenger { display: none; position: static; transform: scale(2); opacity: .3; filter: invert(1); font-size: 40px; color: red; visibility: hidden; zoom: 2; pointer-events: none; clip-path: circle(1px); color-scheme: dark; direction: rtl; contain: paint; width: 10px }',
};

/** By how much the two differ at most, of 255, in any channel of any pixel. Drawn twice, the edge of a curve may differ by one. */
const difference = (page: Page, a: string, b: string) =>
  page.evaluate(
    async (both) => {
      const [one, other] = await Promise.all(
        both.map(async (base64) => {
          const bytes = Uint8Array.from(atob(base64), (it) => it.charCodeAt(0));
          const bitmap = await createImageBitmap(new Blob([bytes]));
          const context = new OffscreenCanvas(bitmap.width, bitmap.height).getContext('2d')!;
          context.drawImage(bitmap, 0, 0);
          return context.getImageData(0, 0, bitmap.width, bitmap.height).data;
        }),
      );
      if (one!.length !== other!.length) return 255;
      return one!.reduce((most, value, i) => Math.max(most, Math.abs(value - other![i]!)), 0);
    },
    [a, b] as const,
  );

async function pictures(page: Page): Promise<Record<string, string>> {
  const seen: Record<string, string> = {};
  const shoot = async (name: string, what: ReturnType<typeof panel>) => {
    // until nothing moves any more
    let last = '';
    const rests = async () => {
      const before = last;
      last = (await what.screenshot({ animations: 'disabled', caret: 'hide' })).toString('base64');
      return last === before;
    };
    await pw.poll(rests).toBe(true);
    seen[name] = last;
  };
  await pw(launcher(page)).toBeVisible();
  await shoot('launcher', launcher(page));
  await call(page, 'open');
  await pw(composer(page)).toBeVisible();
  await pw(panel(page).getByRole('status').first()).toBeAttached();
  for (const name of ['Attach files', 'Add an emoji']) {
    await pw(panel(page).getByRole('button', { name })).toBeVisible();
  }
  await page.mouse.move(0, 0);
  await composer(page).blur();
  await shoot('home', panel(page));
  await call(page, 'send', 'Where is my order?\nIt is late.');
  await call(page, 'open', 'conversation');
  await pw(panel(page).getByRole('log')).toContainText('Where is my order?');
  // until nothing more is to come
  await pw(panel(page).getByRole('log')).toContainText('Sent');
  await pw(panel(page).getByText('Waiting for a person')).toBeVisible();
  // the time of day is not the same in all of them
  await page.evaluate(() => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync('time, .delivery, .small { visibility: hidden }');
    const root = document.querySelector('sobani-messenger')!.shadowRoot!;
    root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet];
  });
  await shoot('conversation', panel(page));
  return seen;
}

test('a page that styles all that it can changes no pixel of launcher, home and conversation', async () => {
  let page: Page;
  const show = async (css: string) => {
    ({ page } = await open({ head: `<style>html { background: #fff }</style>${tag()}<style>${css}</style>` }));
    return pictures(page);
  };
  const blank = await show('');
  expect(Object.keys(blank)).toEqual(['launcher', 'home', 'conversation']);
  // two pictures of the same are the same, and other looks are seen
  const expectSame = async (seen: Record<string, string>, where: string) => {
    for (const screen of Object.keys(blank)) {
      expect(await difference(page, seen[screen]!, blank[screen]!), `${screen} in a page that ${where}`).toBeLessThan(
        2,
      );
    }
  };
  await expectSame(await show(''), 'is the same');
  const other = await show('sobani-messenger { --sobani-bg: #fffffe }');
  expect(other.home).not.toBe(blank.home);
  for (const [name, css] of Object.entries(HOSTILE)) {
    await expectSame(await show(css), name);
  }
});
