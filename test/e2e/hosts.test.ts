/** Three kinds of shop, as their pages are written: what the customer does there is what the agent's card shows. */
import type { Page } from 'playwright';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { pw } from '../support/patience.js';
import { type SharedBrowser, shareBrowser } from '../support/shared-browser.js';
import { type HostName, type Hosts, openHosts } from './hosts-shops.js';
import { call, composer, launcher, panel } from './pages.js';
import { takeKept } from './privacy-log.js';

let hosts: Hosts;
let browser: SharedBrowser;
beforeAll(async () => {
  [hosts, browser] = await Promise.all([openHosts(), shareBrowser()]);
});
afterAll(async () => {
  await browser?.close();
  await hosts?.close();
});

/** A page in a browser of its own, and what went wrong there: errors, rejections, violations of the policy. */
async function visit(url: string) {
  const context = await browser.newContext({ locale: 'en-US', timezoneId: 'Asia/Tokyo', reducedMotion: 'reduce' });
  const trouble: string[] = [];
  await context.addInitScript(() =>
    addEventListener('unhandledrejection', (event) => console.error(`unhandled: ${event.reason}`)),
  );
  const page = await context.newPage();
  page.on('pageerror', (error) => trouble.push(`uncaught: ${error.message}`));
  page.on('console', (message) => message.type() === 'error' && trouble.push(message.text()));
  await page.goto(url);
  return { page, trouble };
}

/** A customer of that shop, who writes when `write` is called, and from then on the agent's card of them. */
async function serve(name: HostName) {
  const { page, trouble } = await visit(hosts.url[name]);
  const desk = await visit(hosts.desk[name]);
  const card = desk.page.getByRole('complementary', { name: 'Customer' });
  /** Between two headings of the card. */
  const section = (title: string) => card.locator('section', { has: desk.page.getByRole('heading', { name: title }) });
  return {
    page,
    card,
    section,
    cart: section('Cart'),
    /** What the agent sees when they turn to it; new entries come in there. */
    timeline: card.getByRole('list', { name: 'Timeline, newest first' }),
    turnTo: (tab: 'Details' | 'Timeline') => card.getByRole('tab', { name: tab }).click(),
    async write(words: string) {
      await launcher(page).click();
      await composer(page).fill(words);
      await page.keyboard.press('Enter');
      await pw(
        panel(page)
          .getByText(/^(Sent|Delivered)$/)
          .last(),
      ).toBeVisible();
      await panel(page).getByRole('button', { name: 'Close' }).click();
      await desk.page.getByRole('button').filter({ hasText: words }).click();
      await pw(card).toBeVisible();
    },
    async end() {
      expect([trouble, desk.trouble]).toEqual([[], []]);
      await Promise.all([page.context().close(), desk.page.context().close()]);
    },
  };
}
/** Lines and total of the cart, as the agent reads them. */
const lines = (cart: Awaited<ReturnType<typeof serve>>['cart']) => cart.locator('li');
const press = (page: Page, name: string) => page.getByRole('button', { name }).click();
const go = (page: Page, name: string) => page.getByRole('link', { name }).click();

test.concurrent('a shop with a GA4 data layer: cart, order, journey with consent, and what the page says of the person', async () => {
  const { page, card, cart, section, timeline, turnTo, write, end } = await serve('ga4');
  await press(page, 'Accept all');
  await go(page, 'Wool jumper');
  await press(page, 'Add to basket');
  await press(page, 'Add to basket');
  await go(page, 'Loom & Thread');
  await go(page, 'Long scarf');
  await press(page, 'Add to basket');
  await write('Is the jumper warm?');
  await pw(lines(cart)).toHaveText(['Wool jumper (Moss) × 2£179.00', 'Long scarf£24.99', 'Total£203.99']);
  const journey = section('Journey').getByRole('link');
  await pw(journey).toHaveText(['/p/scarf', '/', '/p/jumper', '/']);
  await pw(section('Details')).toContainText('silver');
  await pw(section('Details')).toContainText('not verified');

  await go(page, 'Basket');
  await press(page, 'Remove one Wool jumper');
  await pw(lines(cart)).toHaveText(['Wool jumper (Moss)£89.50', 'Long scarf£24.99', 'Total£114.49']);
  await pw(journey.first()).toHaveText('/cart');
  await turnTo('Timeline');
  for (const words of ['Had 3 items in the cart', 'Wool jumper (Moss) 2 → 1', '/p/scarf', 'Asked for a person']) {
    await pw(timeline).toContainText(words);
  }
  await go(page, 'Checkout');
  await go(page, 'Pay now');
  await pw(timeline).toContainText('Order LT-1042');
  await turnTo('Details');
  await pw(section('Last order')).toContainText('LT-1042');
  await pw(section('Last order')).toContainText('£114.49');
  await pw(cart).toContainText('empty');
  await pw(card).not.toContainText('did not agree');
  await end();
});

test.concurrent('a Shopify shop: the cart that its Ajax API tells, in yen, and no journey where nobody agreed to one', async () => {
  const { page, card, cart, section, timeline, turnTo, write, end } = await serve('shopify');
  await page.getByLabel('数量').fill('2');
  await press(page, 'カートに追加する');
  await write('壊れやすいですか');
  await pw(lines(cart)).toHaveText(['湯のみ - 藍 × 2¥5,000', 'Total¥5,000']);
  await pw(card).toContainText('did not agree to share the journey');
  await pw(card).toContainText('Not verified');
  await pw(section('Product on the page')).toContainText('¥2,500');

  await page.getByLabel('色').selectOption('白');
  await page.getByLabel('数量').fill('1');
  await press(page, 'カートに追加する');
  await pw(lines(cart)).toHaveText(['湯のみ - 藍 × 2¥5,000', '湯のみ - 白¥2,500', 'Total¥7,500']);
  await press(page, '湯のみ - 白 を増やす');
  await pw(lines(cart).last()).toHaveText('Total¥10,000');
  await turnTo('Timeline');
  for (const words of ['Had 2 items in the cart', 'Added 湯のみ - 白', '湯のみ - 白 1 → 2'])
    await pw(timeline).toContainText(words);
  await card.getByRole('radio', { name: 'Pages' }).check({ force: true });
  await pw(card).toContainText('Nothing of this kind.');
  await end();
});

test.concurrent('a WooCommerce shop: the cart of the Store API and the journey across page loads, in euros, of a user who is signed in', async () => {
  const { page, card, cart, section, timeline, turnTo, write, end } = await serve('woocommerce');
  const row = 'sobani-woocommerce rows u:7/j.places[]';
  /** They look at a page for long enough that it is kept. */
  const kept = (where: Page, places: number) =>
    pw.poll(async () => (await takeKept(where)).get(`${row}.at`)?.size).toBe(places);
  await call(page, 'consent', { analytics: true });
  await kept(page, 1);
  await go(page, 'Versand');
  await kept(page, 2);
  await go(page, 'Mütze');
  await kept(page, 3);
  await page.getByLabel('Menge').fill('3');
  await press(page, 'In den Warenkorb');
  await pw(page.getByText('× 3')).toBeVisible();
  await write('Passt die Mütze?');
  await pw(lines(cart)).toHaveText(['Mütze & Bommel × 3€75.00', 'Total€75.00']);
  await pw(card).toContainText('Greta Garn');
  await pw(card.getByText('Verified', { exact: true })).toBeVisible();
  // each page was loaded anew; the one that the form was sent to is still the same place
  const journey = section('Journey').getByRole('link');
  await pw(journey).toHaveText(['/produkt/muetze/', '/versand/', '/']);
  // what the shop's answer says of them besides is not read
  await pw(card).not.toContainText('greta@example.com');

  await go(page, 'Socken hinzufügen');
  await pw(lines(cart)).toHaveText(['Mütze & Bommel × 3€75.00', 'Socken€9.00', 'Total€84.00']);
  await page.getByLabel('Menge').fill('1');
  await press(page, 'In den Warenkorb');
  await pw(lines(cart).first()).toHaveText('Mütze & Bommel × 4€100.00');
  await press(page, 'Socken entfernen');
  await pw(lines(cart)).toHaveText(['Mütze & Bommel × 4€100.00', 'Total€100.00']);
  // in another tab they go on
  const tab = await page.context().newPage();
  await tab.goto(`${hosts.url.woocommerce}/versand/`);
  await kept(tab, 4);
  await tab.close();
  // as a browser says that is not headless, where every tab is in front
  await page.evaluate(() => dispatchEvent(new Event('focus')));
  await pw(journey).toHaveText(['/versand/', '/produkt/muetze/', '/versand/', '/']);
  await go(page, 'Mütze');
  await pw(journey).toHaveText(['/produkt/muetze/', '/versand/', '/produkt/muetze/', '/versand/', '/']);
  await turnTo('Timeline');
  for (const words of ['Added Socken', 'Mütze & Bommel 3 → 4', 'Removed Socken', '/versand/'])
    await pw(timeline).toContainText(words);
  await end();
});
