/** The page's own coming and going: the back/forward cache, frozen and hidden tabs, networks that lie. */
import type { Page } from 'playwright';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { freePort } from '../../demo/server/relay.js';
import { isWhole, launch } from '../support/browsers.mjs';
import { pw } from '../support/patience.js';
import { type ChaosProxy, startProxy } from '../support/proxy.js';
import { type BareTab, openBareTab } from './bare-tab.js';
import { call, composer, launcher, type Markup, ours, panel } from './pages.js';
import { prepareSite, tag } from './set-up.js';

const devtoolsPort = await freePort();
const whole = launch({ whole: true });
const {
  site,
  open: openFirst,
  expectTrouble,
} = prepareSite(
  { sdk: 'dist/cdn' },
  {
    browser: {
      ...whole,
      args: [...(whole.args ?? []), `--remote-debugging-port=${devtoolsPort}`],
      // what drives the browser switches it off
      ignoreDefaultArgs: ['--disable-back-forward-cache'],
    },
  },
);
/** Counts the connections that the relay sees: a page that sleeps cannot be asked. */
let proxy: ChaosProxy;
beforeAll(async () => {
  proxy = await startProxy(Number(new URL(site().relay).port));
});
afterAll(() => proxy?.close());
const sockets = () => proxy.open;
const relayed = () => tag(`data-relay="http://127.0.0.1:${proxy.port}/sobani"`);
/** What another test has left open is not counted. */
const open = (markup: Markup) => openFirst(markup, () => proxy.cut());
const log = (page: Page) => ours(page).getByRole('log');
const say = async (page: Page, text: string) => {
  await composer(page).fill(text);
  await composer(page).press('Enter');
  await pw(log(page)).toContainText(text);
};
const isSent = (page: Page) => pw(panel(page).getByText('Sent').last()).toBeVisible();

describe.runIf(isWhole())('the back/forward cache', () => {
  const init = () => {
    const seen: boolean[] = [];
    Object.assign(window, { seen });
    addEventListener('pageshow', (event) => seen.push(event.persisted));
  };
  const STATES: Record<string, (page: Page) => Promise<unknown>> = {
    'the launcher alone': async (page) => pw(launcher(page)).toBeVisible(),
    'an open panel': async (page) => {
      await launcher(page).click();
      await pw(composer(page)).toBeFocused();
    },
    'a conversation that goes on': async (page) => {
      await launcher(page).click();
      await say(page, 'before');
      await isSent(page);
    },
  };
  test.each(Object.keys(STATES))('takes a page with %s, and gives it back as it was', async (state) => {
    const other = site().publish({ body: '<h1>Elsewhere</h1>' });
    const { page } = await open({ init, head: relayed(), body: `<a href="${other}">Elsewhere</a>` });
    await STATES[state]!(page);
    const isTalking = sockets() > 0;
    expect(isTalking).toBe(state.startsWith('a conversation'));
    if (isTalking) await composer(page).fill('half a');
    const isOpen = await panel(page).isVisible();
    for (let i = 1; i <= 3; i++) {
      await page.getByRole('link').evaluate((it: HTMLElement) => it.click());
      await pw(page.getByRole('heading', { name: 'Elsewhere' })).toBeVisible();
      await pw.poll(sockets).toBe(0);
      await page.evaluate(() => history.back());
      await pw(page.getByRole('link')).toBeVisible();
      const came = await page.evaluate(() => {
        const [entry] = performance.getEntriesByType('navigation') as unknown as [{ notRestoredReasons: unknown }];
        return { shown: (window as unknown as { seen: boolean[] }).seen, reasons: entry.notRestoredReasons };
      });
      expect(came).toEqual({ shown: [false, ...Array(i).fill(true)], reasons: null });
      await pw(ours(page)).toHaveCount(1);
      expect(await panel(page).isVisible()).toBe(isOpen);
      if (!isTalking) continue;
      await pw(composer(page)).toHaveValue('half a');
      await pw.poll(() => call(page, 'status')).toEqual({ value: 'online' });
      expect(sockets()).toBe(1);
    }
    expect(sockets()).toBe(isTalking ? 1 : 0);
    if (!isTalking) return;
    await say(page, 'half a sentence');
    await isSent(page);
    expect(await log(page).getByText('before').count()).toBe(1);
    expect(sockets()).toBe(1);
  });
});

describe('a frozen tab', () => {
  let tab: BareTab;
  let other: BareTab | undefined;
  afterEach(() => {
    tab.close();
    other?.close();
    other = undefined;
  });
  const status = () => pw.poll(() => tab.ask("sobani('status')"));
  let path: string;
  async function talk(): Promise<void> {
    await open({});
    path = site().publish({ head: relayed() });
    tab = await openBareTab(devtoolsPort, site().url + path);
    await pw.poll(() => tab.ask("'sobani' in window && document.readyState")).toBe('complete');
    await tab.ask("sobani('open', 'conversation')");
    await tab.ask("sent = []; void sobani('on', 'delivery', ({ state }) => state === 'sent' && sent.push(state))");
    await tab.ask("sobani('send', 'before')");
    await pw.poll(() => tab.ask('sent.length')).toBe(1);
    await pw.poll(sockets).toBe(1);
  }

  test('lets go of its socket, and takes up where it was', async () => {
    await talk();
    for (let i = 0; i < 3; i++) {
      await tab.freeze();
      await pw.poll(sockets).toBe(0);
      await tab.thaw();
      await pw.poll(sockets).toBe(1);
      await status().toBe('online');
    }
    await tab.ask("sobani('send', 'after')");
    await pw.poll(() => tab.ask('sent.length')).toBe(2);
  });

  test('leaves the connection to another, and shows afterwards what was said there, once', async () => {
    await talk();
    const said = (it: BareTab) =>
      it.ask(
        "[...document.querySelector('sobani-messenger').shadowRoot.querySelectorAll('.bubble')].map((b) => b.innerText).join()",
      );
    // drawn: a tab behind another one paints nothing, and what follows the first paint waits for it
    await pw.poll(() => said(tab)).toContain('before');
    other = await openBareTab(devtoolsPort, site().url + path);
    await pw.poll(() => other!.ask("'sobani' in window && sobani('open', 'conversation').then(() => true)")).toBe(true);
    await pw.poll(() => said(other!)).toContain('before');
    for (const words of ['one', 'two']) {
      await tab.freeze();
      await pw.poll(() => other!.ask("sobani('status')")).toBe('online');
      await other.ask(`sobani('send', '${words}')`);
      await pw.poll(() => said(other!)).toMatch(new RegExp(`${words}$`));
      await tab.thaw();
      await pw.poll(() => said(tab)).toMatch(new RegExp(`${words}$`));
    }
    expect(await said(tab)).toBe(await said(other));
    await pw.poll(sockets).toBe(1);
  });

  test('that was shut down stays shut down', async () => {
    await talk();
    await tab.ask("sobani('shutdown')");
    await pw.poll(sockets).toBe(0);
    await tab.ask("document.addEventListener('resume', () => { thawed = 1 })");
    await tab.freeze();
    await tab.thaw();
    await pw.poll(() => tab.ask('thawed')).toBe(1);
    await tab.ask('new Promise((resolve) => setTimeout(resolve))');
    expect(await tab.ask("sobani('status')")).toBe('stopped');
    expect(sockets()).toBe(0);
  });
});

describe('what the browser says of the network', () => {
  const claim = (page: Page, isOnline: boolean) =>
    page.evaluate((value) => {
      Object.defineProperty(navigator, 'onLine', { value, configurable: true });
      dispatchEvent(new Event(value ? 'online' : 'offline'));
    }, isOnline);

  test('stops nothing: with “offline” said and none of it true, messages go out', async () => {
    const init = () => void Object.defineProperty(navigator, 'onLine', { value: false, configurable: true });
    const { page } = await open({ init, head: relayed() });
    await launcher(page).click();
    await say(page, 'written “offline”');
    await isSent(page);
    await claim(page, true);
    await claim(page, false);
    await say(page, 'and again');
    await isSent(page);
    expect(await call(page, 'status')).toEqual({ value: 'online' });
  });

  /** What the browser writes when nothing can be reached. */
  const UNREACHABLE = /WebSocket connection|ERR_|Failed to load/;
  /** Words that are said while the network is gone. */
  async function speakIntoTheDark(init?: () => void): Promise<Page> {
    expectTrouble(UNREACHABLE);
    const { page } = await open({ ...(init && { init }), head: relayed() });
    await pw(launcher(page)).toBeVisible();
    await launcher(page).click();
    await say(page, 'in the light');
    await isSent(page);
    proxy.refuse(true);
    proxy.cut();
    await pw.poll(() => call(page, 'status')).toEqual({ value: 'offline' });
    await say(page, 'into the dark');
    return page;
  }
  afterEach(() => proxy.refuse(false));

  test('is not believed: with “online” said and nothing reachable, it goes on trying, and comes through', async () => {
    const page = await speakIntoTheDark();
    await pw.poll(() => call(page, 'status')).toEqual({ value: 'offline' });
    expect(await page.evaluate(() => navigator.onLine)).toBe(true);
    proxy.refuse(false);
    // the longest wait between two tries is twenty seconds
    await pw.poll(() => call(page, 'status'), { timeout: 60_000 }).toEqual({ value: 'online' });
    await pw(panel(page).getByText('Sending')).toHaveCount(0);
  }, 120_000);

  test.each(['online', 'visibilitychange'])('is a reason to try sooner: %s', async (type) => {
    // waits never end by themselves here
    const init = () => {
      const real = setTimeout;
      Object.assign(window, {
        setTimeout: (run: () => void, ms = 0) => (ms > 0 && ms <= 20_000 ? 0 : real(run, ms)),
      });
    };
    const page = await speakIntoTheDark(init);
    proxy.refuse(false);
    expect(await call(page, 'status')).toEqual({ value: 'offline' });
    await page.evaluate((it) => (it === 'online' ? window : document).dispatchEvent(new Event(it)), type);
    await pw.poll(() => call(page, 'status'), { timeout: 45_000 }).toEqual({ value: 'online' });
    await pw(panel(page).getByText('Sending')).toHaveCount(0);
  });
});

describe('a hidden tab', () => {
  /** No frames, and no timer below a second, as behind another tab. */
  const hidden = () => {
    const { setTimeout: real, requestAnimationFrame: frame } = window;
    let isHidden = false;
    const waiting: FrameRequestCallback[] = [];
    Object.defineProperty(document, 'visibilityState', { get: () => (isHidden ? 'hidden' : 'visible') });
    Object.defineProperty(document, 'hidden', { get: () => isHidden });
    Object.assign(window, {
      setTimeout: (run: () => void, ms = 0, ...more: unknown[]) =>
        real(run as () => void, isHidden ? Math.max(ms, 1_000) : ms, ...more),
      requestAnimationFrame: (run: FrameRequestCallback) => (isHidden ? waiting.push(run) : frame(run)),
      hide(value: boolean) {
        isHidden = value;
        document.dispatchEvent(new Event('visibilitychange', { bubbles: true }));
        if (!value) for (const run of waiting.splice(0)) frame(run);
      },
    });
  };
  const hide = (page: Page, value: boolean) =>
    page.evaluate((it) => (window as unknown as { hide(value: boolean): void }).hide(it), value);

  test('sends and connects again, with slow timers and no frames, and is whole when it is seen', async () => {
    const { page } = await open({ init: hidden, head: relayed() });
    await launcher(page).click();
    await say(page, 'seen');
    await isSent(page);
    await hide(page, true);
    expect(await call(page, 'send', 'unseen')).toMatchObject({ value: { state: 'queued' } });
    const sent = () =>
      page.evaluate(
        () => document.querySelector('sobani-messenger')!.shadowRoot!.querySelector('[part~="panel"]')!.textContent,
      );
    await pw.poll(sent).toMatch(/unseen.*Sent/s);
    await page.evaluate(() => dispatchEvent(new Event('pagehide')));
    await pw.poll(sockets).toBe(0);
    await page.evaluate(() => dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true })));
    await pw.poll(() => call(page, 'status')).toEqual({ value: 'online' });
    await hide(page, false);
    await pw(log(page)).toContainText(/seen.*unseen/);
    expect(sockets()).toBe(1);
  });
});
