/** One messenger in several tabs of a real browser: one connection, one transcript, and nobody left behind. */
import type { BrowserContext, Page, Request } from 'playwright';
import { afterAll, afterEach, beforeAll, describe, expect, onTestFailed, test } from 'vitest';
import { pw } from '../support/patience.js';
import { call, composer, launcher, openSite, ours, type Site, type Visit } from './pages.js';
import { noSocket } from './set-up.js';

let site: Site;
let visit: Visit;
let context: BrowserContext;
/** Tabs that are connected now. */
let sockets: Set<Page>;
/** Streams from the relay that are open now. */
let streams: Set<Request>;
let tabs: Page[] = [];

beforeAll(async () => {
  site = await openSite({ sdk: 'dist/cdn' });
});
afterAll(() => site?.close());
afterEach(async () => {
  await Promise.all(tabs.map((tab) => tab.close()));
  tabs = [];
  expect(visit.trouble).toEqual([]);
});

const log = (page: Page) => ours(page).getByRole('log');
const bubbles = (page: Page) => log(page).locator('.bubble').allInnerTexts();
const watch = (page: Page) => {
  page.on('websocket', (socket) => {
    sockets.add(page);
    socket.on('close', () => sockets.delete(page));
  });
  page.on('request', (request) => request.url().endsWith('/v1/stream') && streams.add(request));
  for (const end of ['requestfinished', 'requestfailed'] as const) {
    page.on(end as 'requestfinished', (request) => streams.delete(request));
  }
};
const say = async (page: Page, text: string) => {
  await composer(page).fill(text);
  await composer(page).press('Enter');
  await pw(composer(page)).toHaveValue('');
};
const show = async (page: Page) => {
  await launcher(page).click();
  await pw(composer(page)).toBeVisible();
  await call(page, 'open', 'conversation');
};

/** A visitor who has said `hello` in the first of these tabs. */
async function open(count: number, init?: () => void): Promise<void> {
  sockets = new Set();
  streams = new Set();
  const head = `<script async src="/sdk/sobani.js" data-app="shop" data-relay="${site.relay}"></script>`;
  visit = await site.open({ head, ...(init && { init }) });
  onTestFailed(async () => {
    for (const tab of tabs) console.log(await tab.locator('html').ariaSnapshot().catch(String));
  });
  const url = visit.page.url();
  context = visit.page.context();
  // tabs of its own, because some of them crash
  await visit.page.goto('about:blank');
  while (tabs.length < count) {
    const tab = await context.newPage();
    watch(tab);
    tabs.push(tab);
    await tab.goto(url);
    await show(tab);
    if (tabs.length === 1) await say(tab, 'hello');
    await pw(log(tab)).toContainText('hello');
    await pw(log(tab)).toContainText('Sent');
  }
}

describe('in several tabs', () => {
  test('there is one connection, and each shows what is said in any other', async () => {
    await open(8);
    await expect.poll(() => sockets.size).toBe(1);
    for (const [i, tab] of tabs.entries()) await say(tab, `from ${i}`);
    const all = ['hello', ...tabs.map((_, i) => `from ${i}`)];
    for (const tab of tabs) {
      await expect.poll(() => bubbles(tab)).toEqual(all);
      await pw(log(tab)).toContainText('Sent');
    }
    expect(sockets.size).toBe(1);
  });

  // a browser has six connections to a host over HTTP/1.1, for all its tabs
  test('there is one stream for eight of them where no WebSocket gets through, and room for all that they say', async () => {
    await open(8, noSocket);
    await expect.poll(() => streams.size).toBe(1);
    for (const [i, tab] of tabs.entries()) await say(tab, `from ${i}`);
    const all = ['hello', ...tabs.map((_, i) => `from ${i}`)];
    for (const tab of tabs) {
      await expect.poll(() => bubbles(tab)).toEqual(all);
      await pw(log(tab)).not.toContainText('not sent yet');
    }
    expect(streams.size).toBe(1);
  });

  test.each(['closed', 'crashed', 'gone to another page'])(
    'one takes over when the one that is connected is %s',
    async (how) => {
      await open(3);
      await expect.poll(() => sockets.size).toBe(1);
      const [first, second, third] = tabs as [Page, Page, Page];
      const devtools = await context.newCDPSession(first);
      if (how === 'closed') await first.close();
      else if (how === 'crashed') devtools.send('Page.crash').catch(() => {});
      else await first.goto('about:blank');
      await say(second, 'still there?');
      await pw(log(second).locator('article').last()).toContainText('Sent');
      await expect.poll(() => bubbles(third)).toEqual(['hello', 'still there?']);
      visit.trouble.length = 0;
    },
  );

  test('signing out in one leaves nothing in the others', async () => {
    await open(3);
    expect(await call(tabs[1]!, 'logout')).toEqual({ value: { unsent: [], revoked: true } });
    for (const tab of tabs) {
      await expect.poll(() => ours(tab).evaluate((host) => host.shadowRoot!.textContent)).not.toContain('hello');
    }
    await expect.poll(() => sockets.size).toBe(0);
    expect(await tabs[2]!.evaluate(() => Object.keys(localStorage))).toEqual([]);
  });

  test('what another script says on the channel sends, shows and ends nothing', async () => {
    await open(2);
    const [first, second] = tabs as [Page, Page];
    await first.evaluate(() => {
      const channel = new BroadcastChannel('sobani/shop/a');
      const frames: unknown[] = [
        null,
        'logout',
        { t: 'rows', keys: ['m/c/evil', 'o/000000000009/evil', 's', '', '__proto__'] },
        { t: 'rows', keys: { length: 1e9 } },
        { t: 'status', status: '<b>owned</b>' },
        { t: 'typed', conversation: '__proto__', on: true },
        { t: 'typing', conversation: 'constructor' },
        { t: 'lead', id: '!' },
        { t: 'pong' },
        { t: 'free' },
        { t: 'message', message: { id: 'x', parts: [{ type: 'text', text: 'evil' }] } },
      ];
      for (const frame of frames) channel.postMessage(frame);
      channel.close();
    });
    await say(second, 'unmoved');
    for (const tab of tabs) await expect.poll(() => bubbles(tab)).toEqual(['hello', 'unmoved']);
    await pw(log(second).locator('article').last()).toContainText('Sent');
  });
});

describe('where a page has no Web Locks', () => {
  const none = () => {
    Object.defineProperty(Navigator.prototype, 'locks', { value: undefined });
  };

  test('the tabs still settle on one connection, and one takes over', async () => {
    await open(3, none);
    await expect.poll(() => sockets.size).toBe(1);
    await tabs[0]!.close();
    sockets.delete(tabs[0]!);
    await say(tabs[1]!, 'still there?');
    await pw(log(tabs[1]!).locator('article').last()).toContainText('Sent');
    await expect.poll(() => bubbles(tabs[2]!)).toEqual(['hello', 'still there?']);
    await expect.poll(() => sockets.size).toBe(1);
  });
});
