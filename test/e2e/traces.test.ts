/** What the messenger leaves in a page, in its storage and behind itself: nothing, until it may, and afterwards. */
import type { Page } from 'playwright';
import { describe, expect, test } from 'vitest';
import { stored } from '../support/demo.js';
import { pw } from '../support/patience.js';
import { countLive, live } from './live.js';
import { call, composer, type InPage, launcher, ours, panel, STUB } from './pages.js';
import { NOTHING, prepareSite, tag } from './set-up.js';

const TAG = tag();
const SOME_PAGE =
  '<style>body { margin: 0 } p { margin: 20px }</style>' +
  '<h1>Tea</h1><p>Text</p>'.repeat(20) +
  '<footer>End</footer>';

const { site, open } = prepareSite({ sdk: 'dist/cdn' });
const withRelay = (attributes = '') => tag(`data-relay="${site().relay}" ${attributes}`);
const write = async (page: Page, text: string) => {
  await composer(page).fill(text);
  await composer(page).press('Enter');
  await pw(ours(page).getByRole('log')).toContainText(text);
  await pw(panel(page)).toContainText('Sent');
};

describe('before the visitor acts', () => {
  test.each<[string, boolean]>([
    ['with a relay', true],
    ['without', false],
  ])('nothing is stored, whatever the page calls, %s; the first press may store', async (_how, hasRelay) => {
    const calls = `
      const token = 'e30.' + btoa(JSON.stringify({ sub: 'aiko' })) + '.x'
      Promise.allSettled([
        sobani('identify', { getToken: () => token }),
        sobani('set', { traits: { plan: 'pro' }, cart: { items: [], total: { amount: 0, currency: 'EUR' } } }),
        sobani('track', 'looked'),
        sobani('update', { name: 'Tea house' }),
        sobani('setLocale', 'en'),
        sobani('open', 'conversation'),
        sobani('open', 'home'),
      ]).then(() => requestAnimationFrame(() => setTimeout(() => requestIdleCallback(() => console.log('done'), { timeout: 3_000 }))))`;
    let done: Promise<unknown> | undefined;
    // to ask the page anything would count as a gesture
    const { page, requests } = await open(
      { head: `<script>${STUB}\n${calls}</script>`, body: hasRelay ? withRelay() : TAG },
      (it) => {
        done = it.waitForEvent('console', (message) => message.text() === 'done');
      },
    );
    await done;
    await expect.poll(() => requests.some((path) => path.includes('/screens-'))).toBe(true);
    expect(await stored(page)).toEqual(NOTHING);
    await panel(page).getByRole('heading').first().click();
    await pw.poll(() => stored(page)).toEqual({ ...NOTHING, local: ['sobani:shop'], databases: ['sobani-shop'] });
  });

  test.each([
    ['at once', false],
    ['while what signs them out is on its way', true],
  ])('a press just before they sign out is no act of whoever comes next: %s', async (_how, isSlow) => {
    let go = () => {};
    const held = isSlow ? new Promise<void>((resolve) => (go = resolve)) : undefined;
    const { page, requests } = await open({ head: TAG }, (it) =>
      it.route(/\/rooms-/, async (route) => {
        await held;
        await route.continue();
      }),
    );
    await launcher(page).hover();
    await pw.poll(() => requests.some((path) => path.includes('/messenger-'))).toBe(true);
    await call(page, 'status');
    const left = ours(page).evaluate((host) => {
      host.shadowRoot!.querySelector<HTMLElement>('[part=launcher]')!.click();
      return (window as unknown as InPage).sobani('logout');
    });
    if (isSlow) {
      // they see what they wanted to see
      await pw(composer(page)).toBeVisible();
      await page.evaluate(async () => {
        for (let frame = 0; frame < 30; frame++) await new Promise(requestAnimationFrame);
      });
      go();
    }
    await left;
    // what follows the first frames has been done
    await pw.poll(() => requests.some((path) => path.includes('/screens-'))).toBe(true);
    await page.evaluate(() => new Promise((resolve) => requestIdleCallback(resolve, { timeout: 3_000 })));
    expect(await stored(page)).toEqual(NOTHING);
  });
});

describe('in the page', () => {
  const init = () => {
    const globals = Object.getOwnPropertyNames(window);
    let shift = 0;
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries() as unknown as { value: number; hadRecentInput: boolean }[]) {
        if (!entry.hadRecentInput) shift += entry.value;
      }
    }).observe({ type: 'layout-shift', buffered: true });
    const look = () => ({
      globals: Object.getOwnPropertyNames(window).filter((name) => !globals.includes(name) && name !== 'look'),
      inherited: [Object, Function, Array, Promise, Element.prototype].map((it) => Object.keys(it).length),
      html: document.documentElement.cloneNode(false) as Element,
      body: (document.body.cloneNode(false) as Element).outerHTML,
      sheets: [document.styleSheets.length, document.adoptedStyleSheets.length],
      boxes: [...document.querySelectorAll('h1, p, footer')].map((it) => JSON.stringify(it.getBoundingClientRect())),
      scroll: [document.documentElement.scrollWidth, document.documentElement.scrollHeight, scrollY],
      shift,
    });
    Object.assign(window, { look: () => ({ ...look(), html: look().html.outerHTML }) });
  };
  type Look = { look(): Record<string, unknown> };
  const look = (page: Page) => page.evaluate(() => (window as unknown as Look).look());

  test.each([1280, 390])(
    'it adds one global and one element, and moves and styles nothing, %i pixels wide',
    async (width) => {
      await (await open({})).page.setViewportSize({ width, height: 800 });
      const bare = await look((await open({ init, body: SOME_PAGE })).page);
      expect(bare).toMatchObject({ globals: [], shift: 0, sheets: [1, 0] });
      const { page } = await open({ init, head: TAG, body: SOME_PAGE });
      await pw(launcher(page)).toBeVisible();
      expect(await look(page)).toEqual({ ...bare, globals: ['sobani'] });
      await launcher(page).click();
      await write(page, 'hello');
      expect(await look(page)).toEqual({ ...bare, globals: ['sobani'] });
      expect(
        await page.evaluate(
          () => document.querySelectorAll('sobani-messenger, [part], link[rel=modulepreload]').length,
        ),
      ).toBe(1);
      await page.setViewportSize({ width: 1280, height: 720 });
    },
  );

  test('destroy leaves nothing behind, however often', async () => {
    const { page } = await open({
      init: countLive,
      head: '<script async src="/sdk/sobani.js"></script>',
      body: SOME_PAGE,
    });
    await page.waitForFunction(() => 'sobani' in window);
    const before = await page.evaluate(() => document.querySelectorAll('*').length);
    const cycles = (relay: string) =>
      page.evaluate(async (url) => {
        const { sobani } = window as unknown as InPage;
        for (let i = 0; i < 20; i++) {
          // every other time nothing is waited for: it ends in the middle of its beginning
          const calls = [
            ['boot', { app: 'shop', relay: url }],
            ['open', i % 3 ? 'conversation' : 'home'],
            ['send', `message ${i}`],
            ['close'],
          ];
          for (const one of calls) {
            const answer = sobani(...one);
            if (i % 2) await answer;
          }
          await sobani('destroy');
        }
      }, relay);
    await cycles(site().relay);
    await pw(ours(page)).toHaveCount(0);
    expect(await page.evaluate(() => document.querySelectorAll('*').length)).toBe(before);
    expect((await settled(page))['sockets ever']).toBeGreaterThan(0);
  });

  test('destroy closes the database', async () => {
    const { page } = await open({ init: countLive, head: withRelay() });
    await launcher(page).click();
    await write(page, 'kept');
    expect(await live(page)).toMatchObject({ databases: 1 });
    await call(page, 'destroy');
    await pw.poll(async () => (await live(page)).databases ?? 0).toBe(0);
  });

  /** What lives when nothing more ends by itself. */
  const settled = async (page: Page) => {
    await pw.poll(async () => Object.keys(await live(page)).filter((what) => !/ever|databases/.test(what))).toEqual([]);
    return live(page);
  };

  test('shutdown hides and disconnects, also what is sent later; boot comes back to the same conversation', async () => {
    const { page } = await open({ init: countLive, head: withRelay() });
    await launcher(page).click();
    await write(page, 'before');
    expect(await live(page)).toMatchObject({ sockets: 1 });
    await call(page, 'shutdown');
    await pw(launcher(page)).toBeHidden();
    await pw(panel(page)).toBeHidden();
    await pw.poll(async () => (await live(page)).sockets).toBeUndefined();
    expect(await call(page, 'status')).toEqual({ value: 'stopped' });

    expect(await call(page, 'send', 'meanwhile')).toMatchObject({ value: { state: 'queued' } });
    await page.evaluate(() => window.dispatchEvent(new Event('online')));
    await page.evaluate(() => window.dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true })));
    expect(await live(page)).toMatchObject({ 'sockets ever': 1 });
    expect(await call(page, 'status')).toEqual({ value: 'stopped' });

    await call(page, 'boot');
    await pw(launcher(page)).toBeVisible();
    await launcher(page).click();
    await ours(page)
      .getByRole('button', { name: /meanwhile/ })
      .or(ours(page).getByRole('log'))
      .first()
      .click();
    await pw(ours(page).getByRole('log')).toContainText(/before.*meanwhile/);
    await pw(panel(page).getByText('Sent').last()).toBeVisible();
    expect(await call(page, 'status')).toEqual({ value: 'online' });
  });

  test('boot after destroy starts anew, with what was kept', async () => {
    const { page } = await open({ head: withRelay() });
    await launcher(page).click();
    await write(page, 'kept');
    await call(page, 'destroy');
    await pw(ours(page)).toHaveCount(0);
    await call(page, 'boot', { app: 'shop', relay: site().relay });
    await launcher(page).click();
    await pw(ours(page).getByRole('button', { name: /kept/ })).toBeVisible();
  });
});

describe('what was written', () => {
  const kept = (page: Page) => ours(page).getByRole('button', { name: /remember me/ });
  const another = async (page: Page) => {
    const next = await page.context().newPage();
    await next.goto(page.url());
    return next;
  };
  const opened = async (page: Page) => {
    await launcher(page).click();
    await pw(composer(page)).toBeVisible();
    // all that there is has been read by then
    await page.evaluate(
      () => new Promise<void>((resolve) => void (window as unknown as InPage).sobani('on', 'ready', resolve)),
    );
  };

  test.each<[string, state: string, afterReload: number, inAnotherTab: number, Awaited<ReturnType<typeof stored>>]>([
    ['persistent', 'queued', 1, 1, { ...NOTHING, local: ['sobani:shop'], databases: ['sobani-shop'] }],
    ['session', 'queued', 1, 0, { ...NOTHING, local: ['sobani:shop'], session: expect.any(Array) }],
    ['none', 'volatile', 0, 0, NOTHING],
  ])('with storage=%s is %s', async (mode, state, afterReload, inAnotherTab, expected) => {
    const { page } = await open({ head: withRelay(`data-storage="${mode}"`) });
    await launcher(page).click();
    expect(await call(page, 'send', 'remember me')).toMatchObject({ value: { state } });
    await pw(kept(page).or(ours(page).getByRole('log'))).toBeVisible();
    expect(await stored(page)).toEqual(expected);
    await page.reload();
    await opened(page);
    await pw(kept(page)).toHaveCount(afterReload);
    const tab = await another(page);
    await opened(tab);
    await pw(kept(tab)).toHaveCount(inAnotherTab);
    await tab.close();
  });

  test.each<[string, () => void]>([
    ['is missing', () => Object.defineProperty(window, 'indexedDB', { value: undefined })],
    [
      'throws',
      () =>
        Object.defineProperty(window, 'indexedDB', {
          get() {
            throw new DOMException('The operation is insecure.', 'SecurityError');
          },
        }),
    ],
    [
      'refuses to open',
      () => {
        IDBFactory.prototype.open = () => {
          throw new DOMException('No.', 'InvalidStateError');
        };
      },
    ],
  ])('is volatile where IndexedDB %s, and the panel says so', async (_how, init) => {
    const { page } = await open({ init, head: withRelay() });
    await launcher(page).click();
    expect(await call(page, 'send', 'hello')).toMatchObject({ value: { state: 'volatile' } });
    await pw(panel(page).getByRole('status')).toHaveText('Not saved on this device: keep this page open.');
    await call(page, 'open', 'conversation');
    await pw(ours(page).getByRole('log')).toContainText('hello');
    await pw(panel(page)).toContainText('Sent');
  });
});
