/** A user who was here before, and what they see until the shop has a token for them. */

import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Demo, openDemo } from '../support/demo.js';
import { pw } from '../support/patience.js';
import { call, composer, launcher, ours } from './pages.js';

let demo: Demo;
beforeAll(async () => {
  demo = await openDemo();
});
afterAll(() => demo?.close());

test('who opens the conversation before they are known is led to the one that goes on', async () => {
  const { page } = await demo.visitor();
  const log = ours(page).getByRole('log');
  await page.goto(`${demo.shop.url}/sign-in`);
  await page.getByRole('button', { name: /Aiko/ }).click();
  await launcher(page).click();
  await pw(ours(page).getByText(/^Hi Aiko/)).toBeVisible();
  await composer(page).fill('Is the kettle back?');
  await composer(page).press('Enter');
  await pw(log.getByText(/^(Sent|Delivered|Seen)$/)).toBeVisible();

  let answer = () => {};
  const asked = new Promise<void>((resolve) => {
    answer = resolve;
  });
  await page.route('**/api/sobani-token', async (route) => {
    await asked;
    await route.continue();
  });
  await page.goto(demo.shop.url);
  await launcher(page).click();
  await call(page, 'open', 'conversation');
  await pw(log).toContainText('welcome to Hinoki');
  expect(await log.innerText()).not.toContain('kettle');
  answer();
  await pw(log).toContainText('Is the kettle back?');
  await composer(page).fill('I would take two');
  await composer(page).press('Enter');
  await pw(log).toContainText('I would take two');
  await pw(log).toContainText('Is the kettle back?');
  expect(demo.trouble).toEqual([]);
});
