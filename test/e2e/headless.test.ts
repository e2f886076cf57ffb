/** An interface of the host's own on the headless messenger, as the demo serves it. */
import { afterAll, beforeAll, expect, onTestFailed, test } from 'vitest';
import { type Demo, openDemo } from '../support/demo.js';
import { pw } from '../support/patience.js';

let demo: Demo;

beforeAll(async () => {
  demo = await openDemo();
});
afterAll(() => demo?.close());

test('another interface writes, takes choices, gets a reply, and has all of it after a reload', async () => {
  onTestFailed(async () => console.log(await demo.describe()));
  const { page } = await demo.visitor();
  await page.goto(`${demo.shop.url}/headless`);
  const log = page.getByRole('log', { name: 'Conversation' });
  await pw(log).toContainText('What can I do for you?');
  // nothing of ours is drawn, and nothing is kept of who only looks
  await pw(page.locator('sobani-messenger')).toHaveCount(0);
  expect(await page.evaluate(() => Object.keys(localStorage))).toEqual([]);

  await log.getByRole('button', { name: 'Where is my order?' }).click();
  await pw(log).toContainText('What is your order number?');
  await pw(log.getByRole('listitem').filter({ hasText: 'Where is my order?' })).toContainText('You');

  await page.getByRole('searchbox', { name: 'Search help' }).fill('return');
  await page.getByRole('list', { name: 'Found in help' }).getByRole('button').first().click();
  await log.getByRole('button', { name: 'Back to the conversation' }).click();

  await page.getByRole('button', { name: 'New conversation' }).click();
  await pw(log).toContainText('What can I do for you?');
  const field = page.getByRole('textbox', { name: 'Your message' });
  await field.fill('Talk to a person');
  await field.press('Enter');
  const { page: desk } = await demo.visitor();
  await desk.goto(demo.desk('Mika Sato'));
  // the bot has it yet: it would ask for an address first
  await desk.getByRole('button', { name: /^With the bot/ }).click();
  await desk
    .getByRole('option')
    .or(desk.getByRole('listitem'))
    .filter({ hasText: /visitor/i })
    .first()
    .click();
  await pw(desk.getByRole('log', { name: 'Transcript' })).toContainText('Talk to a person');
  await desk.getByRole('textbox', { name: 'Your reply' }).fill('Good day, Mika here.');
  await desk.getByRole('button', { name: 'Send reply' }).click();
  await pw(log).toContainText('Good day, Mika here.');

  await page
    .getByLabel('Attach')
    .setInputFiles({ name: 'note.txt', mimeType: 'text/plain', buffer: Buffer.from('Look') });
  await pw(log).toContainText('Attached: note.txt');
  await pw(desk.getByRole('log', { name: 'Transcript' })).toContainText('note.txt');

  await field.fill('Not sent y');
  await page.reload();
  await pw(log).toContainText('Good day, Mika here.');
  await pw(field).toHaveValue('Not sent y');
  await pw(page.getByRole('list', { name: 'Your conversations' }).getByRole('button')).toHaveCount(2);
  expect(demo.trouble).toEqual([]);
});
