/** The script tag: what it does by itself, in pages made for one behaviour each, and in such as are not kind. */
import { describe, expect, test } from 'vitest';
import { stored } from '../support/demo.js';
import { pw } from '../support/patience.js';
import { call, composer, type InPage, launcher, type Markup, ours, panel, type Visit } from './pages.js';
import { core, NOTHING, prepareSite, stub, tag } from './set-up.js';

const TAG = tag();
const { open } = prepareSite({ sdk: 'dist/cdn' });

describe('one tag', () => {
  test('is enough: the launcher shows, with one request, and nothing is stored', async () => {
    const { page, requests } = await open({ head: TAG });
    await pw(launcher(page)).toBeVisible();
    await pw(launcher(page)).toHaveAccessibleName('Chat');
    await page.waitForLoadState('networkidle');
    expect(requests).toEqual([expect.stringMatching(/page/), '/sdk/sobani.js']);
    expect(await stored(page)).toEqual(NOTHING);

    await launcher(page).click();
    await composer(page).fill('Where is my order?');
    await composer(page).press('Enter');
    await pw(ours(page).getByRole('log')).toContainText('Where is my order?');
  });

  test('works in a head, before there is a body', async () => {
    const { page } = await open({ head: '<script src="/sdk/sobani.js" data-app="shop"></script>', body: '<p>Text' });
    await launcher(page).click();
    await pw(composer(page)).toBeFocused();
  });

  test('more does no more: a second tag and a second boot are no second messenger', async () => {
    const visited = await open({ head: `${TAG}${TAG}`, body: tag('data-name="Other"') });
    const { page } = visited;
    await page.waitForLoadState('networkidle');
    await launcher(page).click();
    await pw(composer(page)).toBeVisible();
    await call(page, 'boot', { app: 'shop', name: 'Tea house' });
    await pw(ours(page).getByRole('heading', { name: 'Tea house' })).toBeVisible();
    await pw(ours(page)).toHaveCount(1);
    await pw(panel(page)).toHaveCount(1);
    expect(core(visited)).toHaveLength(1);
  });

  test('without an app waits for boot', async () => {
    const { page } = await open({ head: '<script async src="/sdk/sobani.js"></script>' });
    await page.waitForFunction(() => 'sobani' in window);
    await pw(ours(page)).toHaveCount(0);
    await call(page, 'boot', { app: 'shop', locale: 'ja' });
    await pw(launcher(page)).toHaveAccessibleName('チャット');
  });

  test('with launcher=false draws none, and open() opens the panel', async () => {
    const { page } = await open({ head: tag('data-launcher="false"') });
    await pw(ours(page)).toBeAttached();
    await pw(launcher(page)).toBeHidden();
    await call(page, 'open');
    await pw(composer(page)).toBeVisible();
    await pw(launcher(page)).toBeHidden();
  });

  test('takes an option that is wrong for an error, and the page for none', async () => {
    const { page } = await open({ head: tag('data-accent="cornflower"') });
    await pw(launcher(page)).toBeVisible();
    expect(await call(page, 'open')).toMatchObject({ error: { code: 'invalid', path: 'accent' } });
    await call(page, 'boot', { app: 'shop', accent: '#6495ed' });
    expect(await call(page, 'open')).toEqual({ value: undefined });
    await pw(composer(page)).toBeVisible();
  });
});

describe('a page that is not kind', () => {
  const press = async ({ page }: Visit) => {
    await launcher(page).click();
    await composer(page).fill('hello');
    await composer(page).press('Enter');
    await pw(ours(page).getByRole('log')).toContainText('hello');
    await pw(panel(page)).toContainText('Sent');
  };

  test.each<[string, Markup]>([
    [
      'freezes what everything inherits from',
      {
        head: `<script>for (const it of [Object, Function, Array, Promise, Error, EventTarget, Node, Element, HTMLElement]) Object.freeze(it.prototype)</script>${TAG}`,
      },
    ],
    [
      'adds to what everything inherits from',
      { head: `<script>Object.prototype.extra = Array.prototype.extra = () => {}</script>${TAG}` },
    ],
    ['has a form called sobani', { body: `<form id="sobani"><input name="q"></form>${TAG}` }],
    [
      'has a form called sobani after the stub',
      { head: stub("sobani('setLocale', 'en')"), body: `<form id="sobani"></form>${TAG}` },
    ],
    [
      'styles every button and every element',
      { head: `<style>* { all: unset; color: red } button { display: none }</style>${TAG}` },
    ],
  ])('may still be served: it %s', async (_what, markup) => {
    await press(await open(markup));
  });
});

describe('the keyboard', () => {
  test('Escape closes the panel, and the focus goes back to the launcher', async () => {
    const { page } = await open({ head: TAG });
    await pw(launcher(page)).toBeVisible();
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await pw(composer(page)).toBeFocused();
    await page.keyboard.press('Escape');
    await pw(panel(page)).toBeHidden();
    await pw(launcher(page)).toBeFocused();
    await page.keyboard.press('Enter');
    await pw(composer(page)).toBeFocused();
  });

  test('is the messenger’s alone while the visitor writes, and the page’s elsewhere', async () => {
    const init = () => {
      const seen: string[] = [];
      Object.assign(window, { seen });
      for (const target of [window, document]) {
        for (const type of ['keydown', 'keypress', 'keyup', 'beforeinput', 'input', 'paste', 'focusin']) {
          target.addEventListener(type, (event) => seen.push(`${type} ${(event as KeyboardEvent).key ?? ''}`));
        }
      }
    };
    const { page } = await open({ head: TAG, body: '<button>Search</button>', init });
    const seen = () => page.evaluate(() => (window as unknown as InPage).seen.splice(0));
    await launcher(page).click();
    await pw(composer(page)).toBeFocused();
    await seen();
    await page.keyboard.type('a/b');
    await page.keyboard.press('Shift+Enter');
    await pw(composer(page)).toHaveValue('a/b\n');
    expect(await seen()).toEqual([]);
    await page.getByRole('button', { name: 'Search' }).focus();
    await page.keyboard.press('/');
    expect(await seen()).toEqual(expect.arrayContaining(['keydown /', 'keyup /']));
    await pw(composer(page)).toHaveValue('a/b\n');
  });
});
