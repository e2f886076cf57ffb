/**
 * What is allowed to be anywhere, and nothing besides: all that leaves the page, all that the browser keeps, and all that the
 * relay's database holds, compared field by field. Whoever adds a field adds it here, and to docs/context-and-privacy.md.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright';
import { afterAll, beforeAll, type TestContext, test } from 'vitest';
import { pw } from '../support/patience.js';
import { type SharedBrowser, shareBrowser } from '../support/shared-browser.js';
import { openHosts } from './hosts-shops.js';
import { call, composer, launcher, panel } from './pages.js';
import * as allowed from './privacy-allowed.js';
import { type Allowed, compare, type Fields, noteSent, takeDatabase, takeKept } from './privacy-log.js';

let browser: SharedBrowser;
beforeAll(async () => {
  browser = await shareBrowser();
});
afterAll(() => browser?.close());

/** Somebody comes by an advertisement, with an address of theirs in the address, and puts a jumper into the basket. */
async function visit({ expect, onTestFinished }: Pick<TestContext, 'expect' | 'onTestFinished'>) {
  const folder = await mkdtemp(join(tmpdir(), 'sobani-privacy-'));
  const database = join(folder, 'relay.db');
  const hosts = await openHosts(database);
  const context = await browser.newContext({ locale: 'en-GB', timezoneId: 'Europe/London', reducedMotion: 'reduce' });
  onTestFinished(async () => {
    await context.close();
    await hosts.close();
    await rm(folder, { recursive: true, force: true });
  });
  const page = await context.newPage();
  const sent = noteSent(page);
  await page.goto(`${hosts.url.ga4}${allowed.ARRIVAL}`);
  await page.getByRole('link', { name: 'Wool jumper' }).click();
  await page.getByRole('button', { name: 'Add to basket' }).click();
  return {
    page,
    /** Compares what has left since the last time, what is kept, and the database. */
    async expectOnly(inAll: { sent: Allowed; kept: Allowed; database: Allowed }) {
      const fields: [Fields, Allowed][] = [
        [sent.take(), inAll.sent],
        [await takeKept(page), inAll.kept],
        [await takeDatabase(database), inAll.database],
      ];
      for (const [found, may] of fields) {
        const [has, expected] = compare(found, may);
        expect.soft(has).toEqual(expected);
      }
    },
    /** Another jumper into the basket; resolves when the relay has been told. */
    async addAnother(pieces: number) {
      await page.getByRole('button', { name: 'Add to basket' }).click();
      const quantity = async () => (await takeDatabase(database)).get('conversation.snapshot.cart.items[].quantity');
      await pw.poll(quantity).toEqual(new Set([pieces]));
      // the relay may have it before the browser has told what was sent
      await page.evaluate('0');
    },
  };
}
const write = async (page: Page) => {
  await launcher(page).click();
  await composer(page).fill(allowed.WORDS);
  await page.keyboard.press('Enter');
  await pw(panel(page).getByText('Sent')).toBeVisible();
};
const answer = (page: Page, name: string) => page.getByRole('button', { name }).click();

test.concurrent('before the first act nothing is kept or sent; where analytics is refused, what the host set and the cart, and nothing else', async ({
  expect,
  onTestFinished,
}) => {
  const { page, expectOnly, addAnother } = await visit({ expect, onTestFinished });
  await page.waitForLoadState('networkidle');
  await expectOnly({ sent: allowed.PAGE_LOAD, kept: allowed.NOTHING, database: allowed.EMPTY });

  await answer(page, 'Only what is needed');
  await pw.poll(async () => (await takeKept(page)).size).toBeGreaterThan(0);
  await page.waitForLoadState('networkidle');
  await expectOnly(allowed.REFUSED);

  // they are known to be annoyed, and that is kept to the page
  await page.getByRole('button', { name: 'Size guide' }).click({ clickCount: 5 });
  await write(page);
  await addAnother(2);
  await expectOnly({ sent: allowed.sentBy(false), kept: allowed.kept(false), database: allowed.database(false) });
});

test.concurrent('analytics that was given and is refused again is gone from browser and relay, and from what goes afterwards; so is all, once it is forgotten', async ({
  expect,
  onTestFinished,
}) => {
  const { page, expectOnly, addAnother } = await visit({ expect, onTestFinished });
  await answer(page, 'Accept all');
  await page.getByRole('button', { name: 'Size guide' }).click({ clickCount: 5 });
  await write(page);
  await addAnother(2);
  await page.waitForLoadState('networkidle');
  await expectOnly({
    sent: { ...allowed.PAGE_LOAD, ...allowed.AGREED, ...allowed.sentBy(true) },
    kept: allowed.kept(true),
    database: allowed.database(true),
  });

  await call(page, 'consent', { analytics: false });
  await pw.poll(async () => compare(await takeKept(page), allowed.kept(false))[0]).toEqual(allowed.kept(false));
  await addAnother(3);
  await expectOnly({
    sent: { ...allowed.TAKEN_BACK, ...allowed.toldAfter(false) },
    kept: allowed.kept(false),
    database: allowed.database(false),
  });

  expect(await call(page, 'forget')).toEqual({ value: { erased: true } });
  await expectOnly({ sent: allowed.FORGOTTEN, kept: allowed.NOTHING, database: allowed.EMPTY });
});
