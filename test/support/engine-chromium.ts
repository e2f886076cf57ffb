/** Chromium, driven by Playwright. */
import { type BrowserContext, chromium, type Page } from 'playwright';
import { launch } from './browsers.mjs';
import { clickOn, type Engine, PATIENCE, seek, type Tab } from './engine.js';

function tabOf(page: Page): Tab {
  const ask: Tab['ask'] = (fn, ...args) => page.evaluate(`(${fn})(...${JSON.stringify(args)})`);
  return {
    goto: async (url) => void (await page.goto(url)),
    reload: async () => void (await page.reload()),
    back: async () => void (await page.goBack()),
    ask,
    click: (query) => clickOn(query, ask, ([x, y]) => page.mouse.click(x, y)),
    async choose(query, label) {
      const found = await page.waitForFunction(seek, query, { timeout: PATIENCE, polling: 100 });
      await found.asElement()!.selectOption({ label });
    },
    type: (text) => page.keyboard.type(text),
    press: (key) => page.keyboard.press(key),
    resize: (width, height) => page.setViewportSize({ width, height }),
    close: () => page.close(),
  };
}

export async function openChromium(): Promise<Engine> {
  const options = launch();
  // to draw as little as it can: what moves is not looked at here, and would be most of the work
  const browser = await chromium.launch({ ...options, timeout: PATIENCE, args: [...options.args!, '--disable-gpu'] });
  let context: BrowserContext | undefined;
  const open = async () => tabOf(await context!.newPage());
  return {
    about: `Chromium ${browser.version()}`,
    async fresh() {
      await context?.close();
      context = await browser.newContext({
        viewport: { width: 1280, height: 800 },
        locale: 'en-US',
        reducedMotion: 'reduce',
      });
      return open();
    },
    another: open,
    close: () => browser.close(),
  };
}
