/** The inspector in pages that allow little, over a real relay, and in more than one tab. */
import type { Page } from 'playwright';
import { expect, test } from 'vitest';
import { pw } from '../support/patience.js';
import { countLive, live } from './live.js';
import { call, ours } from './pages.js';
import { noSocket, prepareSite, tag } from './set-up.js';

const { site, open } = prepareSite({ sdk: 'dist/cdn' });

const inspector = (page: Page) => ours(page).getByRole('dialog', { name: 'Sobani inspector' });
const tab = async (page: Page, name: string) => {
  await inspector(page).locator(`#tab-${name}`).click();
  return inspector(page).getByRole('tabpanel');
};
const fetched = (requests: string[]) => requests.filter((path) => /\/inspector-[^/]+\.js$/.test(path)).length;
const relay = () => `data-relay="${site().relay}"`;

test('is fetched when it is asked for, and works under a policy that allows nothing but our files', async () => {
  const { origin } = new URL(site().relay);
  const policy = [
    "default-src 'none'",
    "script-src 'self'",
    `connect-src ${origin} ${origin.replace('http', 'ws')}`,
    'img-src data:',
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
  ].join('; ');
  const { page, requests } = await open({
    head: `<meta http-equiv="Content-Security-Policy" content="${policy}">${tag(relay())}`,
    body: '<p>Text',
  });
  await call(page, 'send', 'Hello');
  expect(fetched(requests)).toBe(0);
  await call(page, 'debug');
  await pw(inspector(page)).toContainText('would leave now');
  expect(fetched(requests)).toBe(1);
  // it is drawn with its own sheet, under a policy without styles
  const look = await inspector(page).evaluate((host) => {
    const { position, borderRadius } = getComputedStyle(host);
    return { position, borderRadius, html: document.documentElement.getAttribute('style') };
  });
  expect(look).toEqual({ position: 'fixed', borderRadius: '12px', html: null });
  await pw(inspector(page).locator('footer')).toHaveText(/^sobani \d+\.\d+\.\d+ · protocol \d+ · en/);
  await inspector(page).getByRole('button', { name: 'Dock bottom' }).click();
  await page.keyboard.press('Escape');
  await pw(inspector(page)).toHaveCount(0);
});

test('shows by which way the relay is reached', async () => {
  const { page } = await open({ head: tag(relay()) });
  await call(page, 'send', 'Hello');
  await call(page, 'debug');
  await pw(await tab(page, 'Connection')).toContainText('carrierWebSocket');
  await call(page, 'send', 'and more');
  await pw((await tab(page, 'Sent')).locator('summary').filter({ hasText: 'ok' }).first()).toContainText(' ms');
});

test('shows a way that needs no WebSocket, and how often it was tried', async () => {
  const { page } = await open({ init: noSocket, head: tag(relay()) });
  await call(page, 'debug');
  await call(page, 'send', 'Hello');
  const panel = await tab(page, 'Connection');
  await pw(panel).toContainText('carrierserver-sent events', { timeout: 30_000 });
  await pw(panel).toContainText(/connects3 tries, 2 failed/);
});

test('tells which of two tabs holds the connection', async () => {
  const { page } = await open({ head: tag(relay()) });
  await call(page, 'send', 'Hello');
  await call(page, 'debug');
  await pw(await tab(page, 'Connection')).toContainText('this tableads');
  const other = await page.context().newPage();
  try {
    await other.goto(page.url());
    await call(other, 'debug');
    await pw(await tab(other, 'Connection')).toContainText('this tabfollows');
  } finally {
    await other.close();
  }
});

test('leaves no listener, timer or element behind, opened and closed a hundred times', async () => {
  const { page } = await open({ init: countLive, head: tag(relay()), body: '<p>Text' });
  await call(page, 'send', 'Hello');
  await pw.poll(() => call(page, 'status')).toEqual({ value: 'online' });
  const counts = async () =>
    Object.fromEntries(Object.entries(await live(page)).filter(([kind]) => !kind.endsWith('ever')));
  const inner = () => ours(page).evaluate((host) => host.shadowRoot!.childElementCount);
  await call(page, 'debug');
  await call(page, 'debug', false);
  const [before, elements] = [await counts(), await inner()];
  for (let i = 0; i < 100; i++) {
    await call(page, 'debug');
    // some are drawn before they close, some are not
    if (i % 10 === 0) await inspector(page).getByRole('tab', { name: 'Events' }).click();
    await call(page, 'debug', false);
  }
  // what comes and goes by itself may be fewer now
  const more = async () => Object.entries(await counts()).filter(([kind, n]) => n > (before[kind] ?? 0));
  await pw.poll(more).toEqual([]);
  expect(await inner()).toBe(elements);
  await call(page, 'debug');
  await call(page, 'destroy');
  await pw.poll(counts).toEqual({});
});
