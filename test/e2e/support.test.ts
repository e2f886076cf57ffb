/** Customers of the demo shop who are served on the device, with no relay there until a person is needed. */
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
const log = (page: Page) => ours(page).getByRole('log');
const button = (page: Page, name: string) => ours(page).getByRole('button', { name, exact: true });
const say = async (page: Page, text: string) => {
  const composer = ours(page).getByRole('textbox', { name: 'Write a message' });
  await composer.fill(text);
  await composer.press('Enter');
};

test('who asks for an order is told where it is, in their own words and by no person', async () => {
  onTestFailed(async () => console.log(await demo.describe()));
  const { page } = await demo.visitor();
  await page.goto(`${demo.shop.url}/sign-in`);
  await page.getByRole('button', { name: /Aiko/ }).click();
  await page.getByRole('link', { name: 'Orders' }).first().click();
  await page.getByRole('button', { name: 'Ask about this order' }).first().click();
  await pw(log(page)).toContainText('What can I do for you?');
  await say(page, 'did my order leave yet, I am waiting for it');
  await pw(log(page)).toContainText('is on its way to you.');
  await pw(log(page)).not.toContainText('What is your order number?');
  await pw(log(page)).not.toContainText('passing you on');
  expect(demo.trouble).toEqual([]);
});

test('who is angry reaches a person at once without asking for one, and the person has everything', async () => {
  onTestFailed(async () => console.log(await demo.describe()));
  const { page } = await demo.visitor();
  await page.goto(`${demo.shop.url}/product/tetsubin`);
  await page.getByRole('button', { name: 'Add to cart' }).click();
  await ours(page).locator('[part="launcher"]').click();
  await button(page, 'Start a conversation').click();
  await pw(log(page)).toContainText('What can I do for you?');
  await say(page, 'This is unacceptable. The kettle came without its lid!');
  await pw(log(page)).toContainText('I am sorry, that is not how it should be.');
  await demo.startRelay();
  await pw(log(page).getByText(/^(Sent|Delivered|Seen)$/)).toBeVisible();

  const agent = (await demo.visitor()).page;
  await agent.goto(demo.desk('Mika Sato'));
  await agent
    .getByRole('option')
    .or(agent.getByRole('listitem'))
    .filter({ hasText: /visitor/i })
    .first()
    .click();
  await pw(agent.getByRole('log', { name: 'Transcript' })).toContainText('This is unacceptable');
  const card = agent.getByRole('complementary');
  await pw(card).toContainText('Angry');
  await pw(card).toContainText('upset');
  await pw(card).toContainText('English');
  await pw(card).toContainText(/Arare|tetsubin|kettle/i);
  await pw(card).toContainText('/product/tetsubin');
  expect(demo.trouble).toEqual([]);
});
