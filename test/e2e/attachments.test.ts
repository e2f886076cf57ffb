/** A picture, from a visitor who is offline to the agent's screen, and a file back. */
import type { Page } from 'playwright';
import { afterAll, beforeAll, expect, onTestFailed, test } from 'vitest';
import { type Demo, openDemo } from '../support/demo.js';
import { pw } from '../support/patience.js';

let demo: Demo;
beforeAll(async () => {
  demo = await openDemo();
});
afterAll(() => demo?.close());

const ours = (page: Page) => page.locator('sobani-messenger');
const log = (page: Page) => ours(page).getByRole('log');
const open = async (page: Page) => {
  await ours(page).locator('[part="launcher"]').click();
  await ours(page).getByRole('button', { name: 'Attach files' }).waitFor();
};

/** As pictures are: larger than it is shown. */
const picture = (page: Page) =>
  page.evaluate(async () => {
    const canvas = new OffscreenCanvas(800, 600);
    const context = canvas.getContext('2d')!;
    context.fillStyle = '#b33';
    context.fillRect(200, 100, 400, 400);
    const bytes = new Uint8Array(await (await canvas.convertToBlob()).arrayBuffer());
    return [...bytes];
  });

/** Whether it has loaded, and how large it is. */
const sizeOf = (page: Page) =>
  page
    .locator('sobani-messenger')
    .getByRole('img', { name: 'tea bowl.png' })
    .evaluate((img) => (img as HTMLImageElement).naturalWidth);

test('a picture that was attached offline reaches the agent, is there after a reload, and a file comes back', async () => {
  onTestFailed(async () => console.log(await demo.describe()));
  const { page, context } = await demo.visitor();
  await page.goto(demo.shop.url);
  await open(page);
  const buffer = Buffer.from(await picture(page));

  // the first words begin the conversation with a person
  await ours(page).getByRole('textbox', { name: 'Write a message' }).fill('The bowl came in pieces');
  await ours(page).getByRole('button', { name: 'Send', exact: true }).click();
  await pw(log(page).getByText('The bowl came in pieces')).toBeVisible();
  await pw(
    log(page)
      .getByText(/Sent|Delivered|Seen/)
      .last(),
  ).toBeVisible();

  await demo.killRelay();
  await pw(ours(page).getByText('No connection.').first()).toBeVisible();
  const chooser = page.waitForEvent('filechooser');
  await ours(page).getByRole('button', { name: 'Attach files' }).click();
  await (await chooser).setFiles({ name: 'tea bowl.png', mimeType: 'image/png', buffer });
  await pw(ours(page).getByRole('list', { name: 'Attached files' })).toContainText('tea bowl.png');
  await pw(ours(page).getByText('Up to 10 files of 20 MB each.')).toBeVisible();
  await ours(page).getByRole('textbox', { name: 'Write a message' }).fill('See the picture');
  await ours(page).getByRole('button', { name: 'Send', exact: true }).click();
  await pw(log(page).getByText('See the picture')).toBeVisible();
  // drawn from the bytes that wait on the disk
  await pw(log(page).locator('canvas')).toBeVisible();

  // the page is gone before anything left
  await page.reload();
  await open(page);
  await ours(page)
    .getByRole('button', { name: /Automatic answers/ })
    .first()
    .click();
  await pw(log(page).locator('canvas')).toBeVisible();
  await demo.startRelay();
  await pw(
    log(page)
      .getByText(/Sent|Delivered|Seen/)
      .last(),
  ).toBeVisible();

  const { page: desk } = await demo.visitor();
  await desk.goto(demo.desk('Mika Sato'));
  await desk
    .getByRole('button', { name: 'With the bot' })
    .or(desk.getByRole('link', { name: 'With the bot' }))
    .first()
    .click();
  await desk
    .getByRole('option')
    .or(desk.getByRole('listitem'))
    .filter({ hasText: /visitor/i })
    .first()
    .click();
  const seen = desk.getByRole('img', { name: 'tea bowl.png' });
  await pw(seen).toBeVisible();
  await pw.poll(() => seen.evaluate((img) => (img as HTMLImageElement).naturalWidth)).toBe(800);

  const label = desk.waitForEvent('filechooser');
  await desk.getByRole('button', { name: 'Attach files' }).click();
  await (await label).setFiles({
    name: 'label.pdf',
    mimeType: 'application/pdf',
    buffer: Buffer.from('%PDF-1.4\n%%EOF'),
  });
  await pw(desk.getByRole('list', { name: 'Attached files' })).toContainText('label.pdf');
  await desk.getByRole('textbox', { name: 'Your reply' }).fill('A new one is on its way');
  await desk.getByRole('button', { name: 'Send reply' }).click();
  await pw(log(page).getByText('A new one is on its way')).toBeVisible();
  const download = page.waitForEvent('download');
  await log(page).getByRole('link', { name: 'Download label.pdf' }).click();
  expect((await download).suggestedFilename()).toBe('label.pdf');

  // from the relay now, and not from this device
  await page.reload();
  await open(page);
  await ours(page)
    .getByRole('button', { name: /A new one/ })
    .first()
    .click();
  await pw.poll(() => sizeOf(page)).toBe(800);
  await context.close();
  expect(demo.trouble).toEqual([]);
});
