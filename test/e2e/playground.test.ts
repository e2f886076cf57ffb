/** The page for authors, as the demo serves it: what is written is checked, and the messenger follows. */
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

const log = (page: Page) => page.locator('sobani-messenger').getByRole('log');
const source = (page: Page) => page.getByRole('textbox', { name: 'Source' });
const verdict = (page: Page) => page.locator('.verdict');
const here = (page: Page) => page.locator('[aria-current="step"]');
const edit = async (page: Page, change: (text: string) => string) => {
  const text = await source(page).inputValue();
  expect(change(text)).not.toBe(text);
  await source(page).fill(change(text));
};
const settled = (page: Page) => pw(page.getByText('The messenger runs what is written.')).toBeVisible();
const open = async () => {
  onTestFailed(async () => console.log(await demo.describe()));
  const { page } = await demo.visitor({ width: 1440, height: 900 });
  await page.goto(`${demo.shop.url}/playground`);
  await settled(page);
  await pw(log(page)).toContainText('What is it about?');
  return page;
};

test('a mistake in a flow is found with its line and how to mend it; once it is mended the messenger follows', async () => {
  const page = await open();
  await pw(verdict(page)).toHaveText('Nothing is wrong.');
  await pw(here(page)).toHaveAccessibleName('menu, ask: What is it about?');

  await edit(page, (text) => text.replace('"next": "broken", "tag"', '"next": "brocken", "tag"'));
  await pw(verdict(page)).toContainText('1 error');
  const finding = page.locator('.finding.error');
  await pw(finding).toContainText('there is no step "brocken"');
  await pw(finding).toContainText('did you mean "broken"?');
  // what ran goes on
  await pw(log(page)).toContainText('What is it about?');
  await finding.click();
  await pw(source(page)).toBeFocused();
  const chosen = await source(page).evaluate((area: HTMLTextAreaElement) =>
    area.value.slice(area.selectionStart, area.selectionEnd),
  );
  expect(chosen).toContain('brocken');

  await edit(page, (text) => text.replace('brocken', 'broken').replace('What is it about?', 'Tea or paper?'));
  await pw(verdict(page)).toHaveText('Nothing is wrong.');
  await pw(log(page)).toContainText('Tea or paper?');
  // whoever writes goes on writing
  await pw(source(page)).toBeFocused();
  expect(demo.trouble).toEqual([]);
});

test('another customer gets another branch, and a person gets what was said', async () => {
  const page = await open();
  await page.getByRole('combobox', { name: 'Customer' }).selectOption('Aiko, whose order is on its way');
  await settled(page);
  await pw(log(page)).toContainText('Hello Aiko.');
  await pw(log(page)).toContainText('Your order HK-20421 is on its way to you.');
  await page
    .getByLabel('What your site tells of them')
    .fill('{ "cart": { "items": [], "total": { "amount": 30000, "currency": "EUR" } } }');
  await pw(log(page)).toContainText('Is it a present? We can wrap it.');
  await page.getByLabel('What your site tells of them').fill('{ "basket": 1 }');
  await pw(page.getByText('There is no "basket"')).toBeVisible();

  await page.getByRole('combobox', { name: 'Office hours' }).selectOption('closed');
  await settled(page);
  await pw(log(page)).toContainText('What is it about?');
  const ours = page.locator('sobani-messenger');
  await ours.getByRole('button', { name: 'Something is broken' }).click();
  await pw(here(page)).toHaveAccessibleName('broken, form: What happened?');
  await ours.getByRole('textbox', { name: 'Write a message' }).fill('This is unacceptable');
  await ours.getByRole('textbox', { name: 'Write a message' }).press('Enter');
  await pw(log(page)).toContainText('A person takes over');
  const got = page.getByRole('region', { name: 'What a person gets' });
  await pw(got).toContainText('angry');
  await pw(got).toContainText('urgent');
  await pw(got).toContainText('broken');
  expect(demo.trouble).toEqual([]);
});

test('articles and answers are made on the page, and the drawing is used by keys', async () => {
  const page = await open();
  await page.getByRole('tab', { name: /^Help/ }).click();
  await page.getByRole('combobox', { name: 'Article' }).selectOption('en/returns.md');
  await edit(page, (text) => text.replace('shipping.md', 'gone.md').replace('30 days', '40 days'));
  await pw(page.locator('.finding.error')).toContainText('there is no article "gone.md"');
  await edit(page, (text) => text.replace('gone.md', 'shipping.md'));
  await pw(verdict(page)).toHaveText('Nothing is wrong.');
  await settled(page);
  const ours = page.locator('sobani-messenger');
  await pw(log(page)).toContainText('What is it about?');
  await ours.getByRole('textbox', { name: 'Write a message' }).click();
  await ours.getByRole('textbox', { name: 'Write a message' }).fill('until when can I return it');
  await ours.getByRole('textbox', { name: 'Write a message' }).press('Enter');
  await log(page)
    .getByRole('button', { name: /Returning an item/ })
    .first()
    .click();
  await pw(ours).toContainText('40 days');

  await page.getByRole('tab', { name: /^Flows/ }).focus();
  await page.keyboard.press('End');
  await pw(page.getByRole('tab', { name: /^Answers/ })).toBeFocused();
  await pw(page.getByText(/^en: of 18 questions, held out/)).toBeVisible();
  await page.getByRole('button', { name: /^solved, / }).focus();
  await page.keyboard.press('Enter');
  await pw(page.getByRole('tab', { name: /^Flows/ })).toHaveAttribute('aria-selected', 'true');
  const line = await source(page).evaluate((area: HTMLTextAreaElement) =>
    area.value.slice(area.selectionStart, area.selectionEnd),
  );
  expect(line).toContain('"solved": {');
  expect(demo.trouble).toEqual([]);
});

test('a rule is checked as it is written, and speaks to a visitor who has not opened the messenger', async () => {
  const page = await open();
  await page.getByRole('tab', { name: /^Rules/ }).click();
  await edit(page, (text) => text.replace('"article": "shipping"', '"article": "shiping"'));
  const finding = page.locator('.finding.error');
  await pw(finding).toContainText('rules:14');
  await pw(finding).toContainText('there is no article "shiping"');
  await pw(finding).toContainText('did you mean "shipping"?');

  const ours = page.locator('sobani-messenger');
  await edit(page, (text) =>
    text.replace('shiping', 'shipping').replace('"seconds": 3', '"seconds": 1').replace('From € 80 d', 'Today d'),
  );
  await pw(verdict(page)).toHaveText('Nothing is wrong.');
  await pw(ours.getByRole('button', { name: /Today delivery is free/ })).toBeVisible();
  await pw(page.getByText('lingers: shown')).toBeVisible();
  await pw(log(page)).toBeHidden();

  await page.getByRole('textbox', { name: 'Event' }).fill('card_declined');
  await page.getByRole('textbox', { name: 'Event' }).press('Enter');
  await pw(page.getByText('card-declined: shown')).toBeVisible();
  await ours.getByRole('button', { name: 'Ask us' }).click();
  await pw(log(page)).toContainText('What is it about?');
  expect(demo.trouble).toEqual([]);
});
