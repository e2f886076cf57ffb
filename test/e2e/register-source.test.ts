/** Sources of the host's own, on a page with the tag: from the call to the visitor's screen, to the team, and to their end. */
import type { Page } from 'playwright';
import { expect, test } from 'vitest';
import type { Snapshot } from '../../src/types.js';
import { pw } from '../support/patience.js';
import { call, composer, launcher, panel } from './pages.js';
import { prepareSite, stub, tag } from './set-up.js';

const { open, site } = prepareSite({ sdk: 'dist/cdn' });

interface Host {
  ended: number;
  errors: string[];
  stop: () => void;
}
const host = (page: Page) => page.evaluate(() => (window as unknown as { host: Host }).host);

/** Before the script is there, on a page that tells its points by an event of its own. */
const REGISTER = `
  window.host = { ended: 0, errors: [] };
  sobani('on', 'error', ({ error }) => host.errors.push(error.path));
  sobani('registerSource', {
    name: 'loyalty',
    category: 'functional',
    parts: { 'x-points': { label: 'Your points', why: 'So that we can add what is missing.' } },
    start(tell) {
      const show = ({ detail }) => tell(detail);
      addEventListener('points', show);
      return () => {
        host.ended++;
        removeEventListener('points', show);
        throw new Error('at the end');
      };
    },
  }).then((stop) => Object.assign(host, { stop }));`;
const shop = () => ({ head: `${stub(REGISTER)}${tag(`data-relay="${site().relay}"`)}`, body: '<h1>Mugs</h1>' });
const tell = (page: Page, detail: object) =>
  page.evaluate((values) => dispatchEvent(new CustomEvent('points', { detail: values })), detail);

test('a source that was registered before the script was there is a part with a switch, and goes along until that is off', async () => {
  const { page } = await open(shop());
  const told: Snapshot[] = [];
  page.on('websocket', (socket) =>
    socket.on('framesent', ({ payload }) => {
      const { snapshot } = JSON.parse(String(payload)) as { snapshot?: Snapshot };
      if (snapshot) told.push(snapshot);
    }),
  );
  await pw.poll(() => page.evaluate('typeof host.stop')).toBe('function');
  await tell(page, { 'x-points': { balance: 120, tier: 'gold' }, 'x-store': 'Kyoto' });
  await tell(page, { points: 7 });
  await pw.poll(async () => (await host(page)).errors).toEqual(['loyalty.points']);

  await call(page, 'open', 'share');
  const card = panel(page).getByRole('listitem').filter({ hasText: 'Your points' });
  await pw(card.getByText('So that we can add what is missing.')).toBeVisible();
  await pw(card.getByText('120')).toBeVisible();
  await pw(panel(page).getByText('Store', { exact: true })).toBeVisible();
  if (process.env.SHOT) await page.screenshot({ path: process.env.SHOT });
  await panel(page).getByRole('switch', { name: 'Store' }).click();
  await pw(panel(page).getByRole('switch', { name: 'Store' })).toHaveAttribute('aria-checked', 'false');

  await call(page, 'open', 'conversation');
  await composer(page).fill('How many points do I have?');
  await page.keyboard.press('Enter');
  await pw.poll(() => told.length).toBeGreaterThan(0);
  expect(told[0]).toMatchObject({
    'x-points': { balance: 120, tier: 'gold' },
    about: { 'x-points': { source: 'loyalty', category: 'functional' } },
  });
  expect(told[0]).not.toHaveProperty('x-store');
});

test('it ends with its undo, or with the messenger, and what it throws then stays an event', async () => {
  const { page } = await open(shop());
  await pw.poll(() => page.evaluate('typeof host.stop')).toBe('function');
  await call(page, 'destroy');
  expect(await host(page)).toMatchObject({ ended: 1, errors: ['loyalty'] });
  await page.evaluate('host.stop()');
  expect((await host(page)).ended).toBe(1);
});

test('made when the messenger is there, it fetches nothing before', async () => {
  const later = REGISTER.replace(
    "sobani('registerSource', {",
    "sobani('on', 'ready', () => sobani('registerSource', {",
  ).replace(/\}\)\.then\(.*$/, '}).then((stop) => Object.assign(host, { stop })));');
  const { page, requests } = await open({ head: `${stub(later)}${tag()}`, body: '<h1>Mugs</h1>' });
  await page.waitForLoadState('networkidle');
  expect(requests.filter((path) => path.includes('/sdk/'))).toHaveLength(1);
  await launcher(page).click();
  await pw.poll(() => page.evaluate('typeof host.stop')).toBe('function');
});
