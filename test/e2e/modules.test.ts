/** Modules that a host leaves out, deep links, and the host's own cards, in a real page over the built files. */
import { describe, expect, test } from 'vitest';
import { stored } from '../support/demo.js';
import { pw } from '../support/patience.js';
import { call, composer, launcher, ours, panel } from './pages.js';
import { NOTHING, prepareSite, tag } from './set-up.js';

const { site, open } = prepareSite({ sdk: 'dist/cdn', help: 'dist/demo/public/help' });
const all = () => `data-relay="${site().relay}" data-help="/help/help.json"`;
const chunks = (requests: string[]) =>
  requests.flatMap((path) => /\/sdk\/c\/([a-z-]+)-[\w-]{7}\.js$/.exec(path)?.[1] ?? []);

describe('with help alone', () => {
  const only = () => `${all()} data-modules="help" data-channels='{"phone":"+81 3-1234-5678"}'`;

  test('there is nothing to write into, and none of the code that talks', async () => {
    const sockets: string[] = [];
    const { page, requests } = await open({ head: tag(only()) }, (it) =>
      it.once('websocket', (socket) => sockets.push(socket.url())),
    );
    await launcher(page).click();
    await pw(ours(page).getByRole('searchbox', { name: 'Search help' })).toBeVisible();
    await pw(ours(page).getByRole('link', { name: 'Call +81312345678' })).toHaveAttribute('href', 'tel:+81312345678');
    await ours(page).getByRole('searchbox').fill('return');
    await pw(ours(page).getByText(/\d+ results?/)).toBeVisible();
    await pw(ours(page).getByText(/Still need help|Ask/)).toHaveCount(0);
    await pw(composer(page)).toHaveCount(0);
    // what stores shares its parsers with the relay's transport, in one file
    expect(chunks(requests).filter((name) => /^(memory|ladder|bot|matching|handoff)$/.test(name))).toEqual([]);
    expect(await call(page, 'open', 'conversation')).toMatchObject({ error: { code: 'unsupported', path: 'modules' } });
    expect(await call(page, 'send', 'Hello')).toMatchObject({ error: { code: 'unsupported', path: 'modules' } });
    expect(await call(page, 'status')).toEqual({ value: 'idle' });
    expect(sockets).toEqual([]);
  });
});

describe('with chat alone', () => {
  test('there is no search, and no help is fetched', async () => {
    const { page, requests } = await open({ head: tag(`${all()} data-modules="chat"`) });
    await launcher(page).click();
    await pw(composer(page)).toBeVisible();
    await pw(ours(page).getByRole('button', { name: 'Settings' })).toBeVisible();
    await pw(ours(page).getByRole('searchbox')).toHaveCount(0);
    expect(await call(page, 'open', 'help')).toMatchObject({ error: { code: 'unsupported' } });
    expect(requests.filter((path) => path.startsWith('/help/') || chunks([path])[0] === 'help-views')).toEqual([]);
  });
});

describe('with a bot alone', () => {
  test('whoever asks for a person is told that there is none, and how else, and the bot goes on', async () => {
    const flows = {
      v: 1,
      flows: [
        {
          id: 'hello',
          version: 1,
          trigger: { on: 'message' },
          start: 'ask',
          steps: { ask: { ask: { text: 'Tea or coffee?', options: [{ label: 'Tea' }, { label: 'Coffee' }] } } },
        },
      ],
    };
    const attributes = `${all()} data-modules="bot" data-flows="/flows.json" data-channels='{"email":"help@kumo.example"}'`;
    const { page } = await open({ head: tag(attributes) }, (it) =>
      it.route('**/flows.json', (route) => route.fulfill({ json: flows })),
    );
    const say = async (text: string) => {
      await composer(page).fill(text);
      await composer(page).press('Enter');
    };
    const log = ours(page).getByRole('log');
    await launcher(page).click();
    await say('Hello');
    await pw(log).toContainText('Tea or coffee?');
    await say('I want to talk to a person');
    await pw(log).toContainText('cannot pass you on to a person here');
    await pw(log).toContainText('help@kumo.example');
    await pw(log).not.toContainText('I am passing you on');
    await pw(panel(page)).not.toContainText('Waiting for a person');
    await say('Hello again');
    await pw(log.getByText('Tea or coffee?')).toHaveCount(2);
  });
});

describe('a link to what is not there', () => {
  test('says so in words, and Back leads home', async () => {
    const { page } = await open({ head: tag(all()) });
    await call(page, 'open', { conversation: 'of-somebody-else' });
    await pw(ours(page).getByText(/^This conversation is not here/)).toBeVisible();
    await pw(composer(page)).toHaveCount(0);
    await ours(page).getByRole('button', { name: 'Back' }).click();
    await pw(ours(page).getByText('Hello, how can we help?')).toBeVisible();
    await call(page, 'open', { article: 'of-yesterday' });
    await pw(ours(page).getByText('This article is no longer here.')).toBeVisible();
    // the panel was open: one comes back to where one was
    await call(page, 'open', 'settings');
    await pw(ours(page).getByText('Looks and language')).toBeVisible();
    await ours(page).getByRole('button', { name: 'Back' }).click();
    await pw(ours(page).getByText('This article is no longer here.')).toBeVisible();
    await call(page, 'close');
    await call(page, 'open', 'conversations');
    await pw(ours(page).getByText('You have not written to us yet.')).toBeVisible();
    await ours(page).getByRole('button', { name: 'Back' }).click();
    await pw(ours(page).getByText('Hello, how can we help?')).toBeVisible();
  });
});

describe('settings', () => {
  test('hold on the next page, and nothing is stored before something is chosen', async () => {
    const { page } = await open({ head: tag(all()) });
    expect(await stored(page)).toEqual(NOTHING);
    await launcher(page).click();
    await ours(page).getByRole('button', { name: 'Settings' }).click();
    await ours(page).getByRole('button', { name: 'Larger text' }).click();
    await ours(page).getByRole('combobox', { name: 'Language' }).selectOption('ja');
    await pw(ours(page).getByRole('heading', { name: '設定' })).toBeVisible();
    const size = () => panel(page).evaluate((it) => getComputedStyle(it).fontSize);
    expect(await size()).toBe('16.5px');
    await page.reload();
    await launcher(page).click();
    await pw(ours(page).getByText('こんにちは。')).toBeVisible();
    expect(await size()).toBe('16.5px');
    await call(page, 'logout');
    await pw(ours(page).getByText('Hello, how can we help?')).toBeVisible();
    await pw.poll(size).toBe('15px');
    await pw.poll(() => stored(page)).toEqual(NOTHING);
  });
});

describe('the host’s own cards', () => {
  test('lead where they say, and what is wrong with them is told', async () => {
    const cards = JSON.stringify([
      { title: 'Hello {{user.name|you}}', text: 'To the settings', target: 'settings' },
      { title: 'Our blog', target: { url: 'https://example.com/blog' } },
    ]);
    const { page } = await open({
      head: tag(`${all()} data-greeting="Welcome, {{user.name|friend}}" data-cards='${cards}'`),
    });
    await launcher(page).click();
    await pw(ours(page).getByText('Welcome, friend')).toBeVisible();
    await pw(ours(page).getByRole('link', { name: 'Our blog' })).toHaveAttribute('target', '_blank');
    await ours(page)
      .getByRole('button', { name: /^Hello you/ })
      .click();
    await pw(ours(page).getByText('Looks and language')).toBeVisible();
    await ours(page).getByRole('button', { name: 'Back' }).click();
    await page.evaluate(() => {
      const it = window as unknown as { seen: string[]; sobani(...call: unknown[]): void };
      it.seen = [];
      it.sobani('on', 'error', ({ error }: { error: { path: string } }) => it.seen.push(error.path));
    });
    await call(page, 'update', { cards: [{ title: 'A', target: { url: 'javascript:alert(1)' } }] });
    await pw
      .poll(() => page.evaluate(() => (window as unknown as { seen: string[] }).seen))
      .toEqual(['cards[0].target.url']);
    await pw(ours(page).getByRole('link', { name: 'Our blog' })).toHaveCount(0);
  });
});
