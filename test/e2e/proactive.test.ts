/** A customer of the demo shop is helped before they ask, on the device: there is no relay. */
import type { Page } from 'playwright';
import { afterAll, beforeAll, expect, onTestFailed, test } from 'vitest';
import { type Demo, openDemo } from '../support/demo.js';
import { pw } from '../support/patience.js';

let demo: Demo;

beforeAll(async () => {
  demo = await openDemo();
  await demo.killRelay();
});
afterAll(() => demo?.close());

const ours = (page: Page) => page.locator('sobani-messenger');
const teaser = (page: Page) => ours(page).locator('.teaser');
const hint = (page: Page) => ours(page).locator('.hint');
const add = async (page: Page, name: string) => {
  await page.getByRole('link', { name: 'Shop', exact: true }).click();
  await page.getByRole('link', { name }).click();
  await page.getByRole('button', { name: 'Add to cart' }).click();
};

test('a declined card is explained beside its field, and a large cart is offered wrapping', async () => {
  onTestFailed(async () => console.log(await demo.describe()));
  const { page } = await demo.visitor();
  await page.goto(demo.shop.url);
  await add(page, 'Arare iron kettle');
  await page.getByRole('button', { name: 'Add to cart' }).click();
  await pw(teaser(page)).toContainText('Is it a present?');
  // it does not come again to whoever has dismissed it
  await teaser(page).getByRole('button', { name: 'Dismiss' }).click();
  await pw(teaser(page)).toHaveCount(0);

  await page.getByRole('link', { name: /^Cart/ }).first().click();
  await page.getByRole('link', { name: 'Checkout' }).click();
  for (const [label, value] of Object.entries({
    Name: 'Kai Winter',
    'E-mail': 'kai@example.com',
    'Street and number': 'Teeweg 3',
    'Postcode and town': '20095 Hamburg',
    'Card number': '4000 0000 0000 0002',
  }))
    await page.getByLabel(label, { exact: true }).fill(value);
  await page.getByRole('button', { name: 'Place order' }).click();
  await pw(hint(page)).toContainText('Your card was declined');
  await pw(hint(page)).toBeVisible();
  const [field, bubble] = await Promise.all([page.getByLabel('Card number').boundingBox(), hint(page).boundingBox()]);
  const isApart =
    bubble!.x >= field!.x + field!.width ||
    bubble!.x + bubble!.width <= field!.x ||
    bubble!.y >= field!.y + field!.height ||
    bubble!.y + bubble!.height <= field!.y;
  expect(isApart).toBe(true);

  await hint(page).getByRole('button', { name: 'What to try' }).click();
  await pw(ours(page).getByRole('heading', { level: 1 })).toContainText('Ways to pay');
  await pw(hint(page)).toHaveCount(0);

  await page.getByLabel('Card number').fill('4242 4242 4242 4242');
  await page.getByRole('button', { name: 'Place order' }).click();
  await pw(page.getByRole('heading', { level: 1, name: 'Thank you' })).toBeVisible();
  expect(demo.trouble).toEqual([]);
});
