/** The whole story, once: from a script tag to an agent's reply, with a relay that dies on the way. */
import type { Page } from 'playwright';
import { afterAll, beforeAll, expect, onTestFailed, test } from 'vitest';
import { type Demo, openDemo, stored } from '../support/demo.js';
import { pw } from '../support/patience.js';

const NOTHING = { cookies: '', local: [], session: [], databases: [] };
let demo: Demo;

beforeAll(async () => {
  demo = await openDemo();
});
afterAll(() => demo?.close());

const ours = (page: Page) => page.locator('sobani-messenger');
const launcher = (page: Page) => ours(page).locator('[part="launcher"]');
const composer = (page: Page) => ours(page).getByRole('textbox', { name: 'Write a message' });
const button = (page: Page, name: string | RegExp) => ours(page).getByRole('button', { name, exact: true });
const log = (page: Page) => ours(page).getByRole('log');
const say = async (page: Page, text: string) => {
  await composer(page).fill(text);
  await composer(page).press('Enter');
  await pw(log(page).getByText(text, { exact: true })).toBeVisible();
};

test('a visitor is helped by the bot, then by a person, and nothing is lost when the relay dies', async () => {
  onTestFailed(async () => console.log(await demo.describe()));
  const { page } = await demo.visitor();
  const requests: string[] = [];
  page.on('request', (request) => requests.push(new URL(request.url()).pathname));

  // the launcher shows, and nothing is kept until the visitor acts
  await page.goto(demo.shop.url);
  await pw(launcher(page)).toBeVisible();
  // in idle time come files, and nothing but files: what gathers, in the page's memory, and what may speak first
  await pw.poll(() => requests).toContain('/messenger/rules.json');
  await page.waitForLoadState('networkidle');
  const asked = requests.filter((path) => path.startsWith('/sobani') || path.startsWith('/messenger'));
  expect(asked[0]).toBe('/sobani-sdk/sobani.js');
  expect(asked.filter((path) => !/^\/sobani-sdk\/|^\/messenger\/rules\.json$/.test(path))).toEqual([]);
  expect(await stored(page)).toEqual(NOTHING);

  // home: a greeting, and help that is found on the device and read inside the messenger
  await launcher(page).click();
  await pw(ours(page).getByText('Hello, how can we help?')).toBeVisible();
  await pw(composer(page)).toBeFocused();
  await ours(page).getByRole('searchbox').fill('refund');
  await button(page, /^Refunds/).click();
  await pw(ours(page).getByRole('heading', { level: 1 })).toContainText(/refund/i);
  await button(page, 'Back').click();
  await button(page, 'Back').click();

  // in Japanese too, without another page load
  const setLocale = (locale: string) =>
    page.evaluate(
      (to) => (window as unknown as { sobani: (...call: string[]) => unknown }).sobani('setLocale', to),
      locale,
    );
  await setLocale('ja');
  await ours(page).getByRole('searchbox').fill('返品したい');
  await pw(button(page, /返品/).first()).toBeVisible();
  await button(page, '戻る').click();
  await setLocale('en');

  // the shop asks whether the journey may be shared; the visitor looks at something and puts it into the cart
  await page.getByRole('button', { name: 'Yes, share' }).click();
  await button(page, 'Close').click();
  await page
    .getByRole('link', { name: /teapot/i })
    .first()
    .click();
  await page.getByRole('button', { name: /add to cart/i }).click();

  // the flow greets, offers choices, answers from the help centre, asks what it needs, and hands over
  await launcher(page).click();
  await button(page, 'Start a conversation').click();
  await pw(log(page)).toContainText('welcome to Hinoki');
  await button(page, 'Where is my order?').click();
  await pw(log(page)).toContainText('What is your order number?');
  await say(page, '?');
  await pw(log(page)).toContainText('does not look like an order number');
  await say(page, 'HK-20418');
  await button(page, 'Track a parcel').click();
  await pw(button(page, /parcel/i).first()).toBeVisible();
  await button(page, 'Talk to a person').click();
  await pw(log(page)).toContainText('I am passing you on to a person');
  await pw(ours(page).getByText('Waiting for a person').first()).toBeVisible();

  // the agent, in another browser, has it all beside the conversation, and answers
  const agent = (await demo.visitor()).page;
  await agent.goto(demo.desk('Mika Sato'));
  await agent
    .getByRole('option')
    .or(agent.getByRole('listitem'))
    .filter({ hasText: /visitor/i })
    .first()
    .click();
  const transcript = agent.getByRole('log', { name: 'Transcript' });
  await pw(transcript).toContainText('welcome to Hinoki');
  await pw(transcript).toContainText('Track a parcel');
  const card = agent.getByRole('complementary');
  await pw(card).toContainText('Not verified');
  await pw(card).toContainText(/teapot/i);
  await pw(card).toContainText('guest');
  await pw(card).toContainText('/product/kyusu');
  await pw(card).not.toContainText('did not agree to share');
  await pw(card).toContainText('orders');
  const reply = agent.getByRole('textbox', { name: 'Your reply' });
  await reply.pressSequentially('Of course.');
  await pw(ours(page).getByText('Mika Sato is typing').first()).toBeAttached();
  await reply.press('Enter');
  await pw(log(page).getByText('Of course.', { exact: true })).toBeVisible();

  // a private note stays private
  await agent
    .getByRole('radio', { name: 'Private note' })
    .or(agent.getByRole('tab', { name: 'Private note' }))
    .click();
  await agent.getByRole('textbox', { name: 'Your note' }).fill('Sounds in a hurry');
  await agent.keyboard.press('Enter');
  await pw(transcript).toContainText('Sounds in a hurry');

  // with the panel closed the badge counts, across page loads
  await button(page, 'Close').click();
  await agent
    .getByRole('radio', { name: 'Reply' })
    .or(agent.getByRole('tab', { name: 'Reply' }))
    .click();
  await agent.getByRole('textbox', { name: 'Your reply' }).fill('Which order is it?');
  await agent.keyboard.press('Enter');
  await pw(launcher(page)).toContainText('1');
  await page.reload();
  await pw(launcher(page)).toContainText('1');

  // the relay dies; the visitor writes, reloads, and sees at every moment where the message stands
  await demo.killRelay();
  await launcher(page).click();
  await button(page, /Which order is it/).click();
  await pw(ours(page).getByText('What you write is saved on this device until it can be sent.')).toBeVisible();
  await say(page, 'The one of last week');
  await pw(ours(page).getByText('Saved on this device, not sent yet')).toBeVisible();
  await page.reload();
  await launcher(page).click();
  await button(page, /The one of last week/).click();
  await pw(log(page).getByText('The one of last week')).toBeVisible();
  await pw(ours(page).getByText('Saved on this device, not sent yet')).toBeVisible();
  await demo.startRelay();
  await pw(
    log(page)
      .getByText(/^(Sent|Seen)$/)
      .last(),
  ).toBeVisible();
  await pw(transcript.getByText('The one of last week')).toHaveCount(1);

  // signing in: the conversation follows the user, whom the agent now sees verified
  await button(page, 'Close').click();
  await page.goto(`${demo.shop.url}/sign-in`);
  await page.getByRole('button', { name: /Aiko/ }).click();
  await launcher(page).click();
  await pw(ours(page).getByText(/^Hi Aiko/)).toBeVisible();
  await pw(button(page, /The one of last week/)).toBeVisible();
  await pw(card).toContainText('Verified');
  await pw(card).toContainText('Aiko Tanaka');
  expect(await page.evaluate(() => document.documentElement.innerHTML)).not.toContain('Sounds in a hurry');

  // a token made in the page is refused, and nobody becomes anybody
  const refused = await page.evaluate(async () => {
    const part = (value: unknown) => btoa(JSON.stringify(value)).replace(/=/g, '');
    const exp = Math.floor(Date.now() / 1000) + 600;
    const forged = `${part({ alg: 'none' })}.${part({ sub: 'ben', aud: 'hinoki', exp })}.`;
    const sobani = (window as unknown as { sobani: (...call: unknown[]) => Promise<unknown> }).sobani;
    return sobani('identify', { getToken: () => forged }).then(
      () => 'accepted',
      (error: { code: string }) => error.code,
    );
  });
  expect(refused).toBe('auth');

  // the agent resolves, and the visitor sees that it has ended
  await page.reload();
  await launcher(page).click();
  await button(page, /The one of last week/).click();
  await agent.getByRole('button', { name: 'Resolve', exact: true }).click();
  await pw(ours(page).getByText('This conversation has ended').first()).toBeVisible();

  // signing out leaves nothing of the user behind
  await button(page, 'Close').click();
  await page
    .getByRole('button', { name: /sign out/i })
    .first()
    .click();
  await pw.poll(async () => (await stored(page)).local.filter((key) => key.startsWith('sobani'))).toEqual([]);
  const rows = await page.evaluate(
    () =>
      new Promise<unknown[]>((resolve, reject) => {
        const request = indexedDB.open('sobani-hinoki');
        request.onerror = () => reject(request.error);
        request.onsuccess = () => {
          const database = request.result;
          if (!database.objectStoreNames.contains('rows')) return resolve([]);
          const all = database.transaction('rows').objectStore('rows').getAll();
          all.onsuccess = () => resolve(all.result);
        };
      }),
  );
  expect(rows).toEqual([]);
  await launcher(page).click();
  await pw(ours(page).getByText('Hello, how can we help?')).toBeVisible();
  expect(await ours(page).evaluate((host) => host.shadowRoot!.textContent)).not.toMatch(/last week|Aiko/);

  expect(demo.trouble).toEqual([]);
}, 120_000);
