/** Office hours and other channels, from the attributes of the tag to what a visitor reads who writes at night. */
import { expect, test } from 'vitest';
import { pw } from '../support/patience.js';
import { composer, launcher, ours } from './pages.js';
import { prepareSite, tag } from './set-up.js';

const { site, open } = prepareSite({ sdk: 'dist/cdn', hours: 'test/e2e/fixtures/hours' });

test('a visitor is told from when they are answered, and how else, once', async () => {
  const channels = `data-channels='{"phone":"+81 3-1234-5678","email":"help@example.com"}'`;
  const head = tag(`data-relay="${site().relay}" data-hours="/hours/hours.json" ${channels}`);
  const { page, requests } = await open({ head });
  const asked = () => requests.filter((path) => path.endsWith('hours.json'));
  const messages = ours(page).locator('[part="message"] .bubble');

  await pw(launcher(page)).toBeVisible();
  expect(asked()).toEqual([]);
  await launcher(page).click();
  const line = ours(page).locator('[part="availability"]');
  await pw(line).toHaveText(/^We answer from January \d .*, your time\.$/);
  expect(asked()).toHaveLength(1);

  await composer(page).fill('Where is my parcel?');
  await page.keyboard.press('Enter');
  await pw(messages.nth(1)).toHaveText(/^We are away now\. We answer from January \d/);
  await pw(messages.nth(2)).toHaveText(/^You can also reach us here\./);
  await composer(page).fill('Hello?');
  await page.keyboard.press('Enter');
  await pw(messages.last()).toHaveText('Hello?');

  await page.reload();
  await launcher(page).click();
  await ours(page).getByRole('button', { name: 'You: Hello?' }).click();
  await pw(messages.last()).toHaveText('Hello?');
  await pw(line).toHaveText(/^We answer from January/);
  await pw(messages).toHaveCount(4);
});
