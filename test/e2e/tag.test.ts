/** The script tag and the calls of the page, in pages made for one behaviour each. */
import type { Page } from 'playwright';
import { describe, expect, test } from 'vitest';
import { isWhole } from '../support/browsers.mjs';
import { stored } from '../support/demo.js';
import { pw } from '../support/patience.js';
import { call, composer, type InPage, launcher, type Markup, ours, panel, STUB, type Visit } from './pages.js';
import { NOTHING, prepareSite, tag } from './set-up.js';

const METHODS =
  'boot update shutdown identify logout consent set track open close toggle show hide send newConversation ' +
  'endConversation showArticle search startFlow setLocale forget unread status nonsense destroy';
/** What the browser itself writes when a file cannot be had, or is not the one that was meant. */
const NOT_LOADED = /Failed to load resource|Failed to find a valid digest|integrity/;
const TAG = tag();
const stub = (calls = '') => `<script>${STUB}\n${calls}</script>`;
const core = ({ requests }: Visit) => requests.filter((path) => /\/messenger-[^/]+\.js$/.test(path));

const { open, expectTrouble } = prepareSite({ sdk: 'dist/cdn' });
/** A page with the tag, in which the messenger has started. */
async function started(attributes = ''): Promise<Visit> {
  const visit = await open({ head: tag(attributes) });
  await pw(ours(visit.page)).toBeAttached();
  expect(await call(visit.page, 'close')).toEqual({ value: undefined });
  return visit;
}

describe('one tag', () => {
  test('is enough: the launcher shows, with one request, and nothing is stored', async () => {
    const { page, requests } = await open({ head: TAG });
    await pw(launcher(page)).toBeVisible();
    await pw(launcher(page)).toHaveAccessibleName('Open the chat');
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
    await pw(launcher(page)).toHaveAccessibleName('チャットを開く');
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

describe('the calls', () => {
  test('made before the tag has loaded run in their order', async () => {
    const calls = `
      seen = []
      sobani('on', 'message', ({ message }) => seen.push(message.parts[0].text))
      sobani('on', 'open', () => seen.push('open'))
      sobani('setLocale', 'ja')
      sobani('open', 'conversation')
      for (const text of ['one', 'two', 'three']) sobani('send', text)
      sobani('setLocale', 'en')
      sobani('close').then(() => seen.push('closed'))
      sobani('send', 'four').then(() => console.log('done'))`;
    let done: Promise<unknown> | undefined;
    const { page } = await open({ head: stub(calls), body: TAG }, (page) => {
      done = signalOf(page);
    });
    await done;
    const seen = (await page.evaluate(() => (window as unknown as InPage).seen)) as string[];
    expect(seen[0]).toBe('open');
    expect(seen.filter((what) => /one|two|three|four/.test(what)).slice(0, 4)).toEqual(['one', 'two', 'three', 'four']);
    await pw(panel(page)).toBeHidden();
    await call(page, 'open');
    await pw(ours(page).getByRole('log')).toContainText(/one.*two.*three.*four/);
    await pw(composer(page)).toHaveAttribute('placeholder', 'Write a message');
  });

  test('on() gives back its undo at once: before the tag, before the messenger, after it', async () => {
    const listen = (name: string) => `
      undone.push(sobani('on', 'open', () => seen.push('${name}, undone')))
      undone[undone.length - 1] instanceof Function || seen.push('${name}: no function')
      sobani('on', 'open', () => seen.push('${name}'))`;
    const { page } = await open({ head: stub(`seen = []; undone = []; ${listen('stub')}`), body: TAG });
    await pw(launcher(page)).toBeVisible();
    await page.evaluate(listen('loader'));
    await page.evaluate('undone[0]()');
    await call(page, 'close');
    await page.evaluate(listen('messenger'));
    await page.evaluate('undone.forEach((undo) => undo())');
    await call(page, 'open');
    expect(await page.evaluate(() => (window as unknown as InPage).seen)).toEqual(['stub', 'loader', 'messenger']);
  });

  test('a listener that comes late still learns that it is ready', async () => {
    const { page } = await started();
    await page.evaluate(
      () => new Promise<void>((resolve) => (window as unknown as InPage).sobani('on', 'ready', () => resolve())),
    );
  });

  test.each(['stub', 'loader', 'messenger'])('each of them returns a promise that settles: %s', async (stage) => {
    const visited =
      stage === 'stub'
        ? await open({ head: stub() })
        : stage === 'loader'
          ? await open({ head: TAG })
          : await started();
    const { page } = visited;
    if (stage === 'loader') await pw(launcher(page)).toBeVisible();
    const kinds = page.evaluate(async (methods) => {
      const { sobani } = window as unknown as InPage;
      const answers = methods.map((method) => sobani(method));
      const isPromise = answers.map((answer) => answer instanceof Promise);
      (window as unknown as InPage).seen = await Promise.allSettled(answers);
      return isPromise;
    }, METHODS.split(' '));
    if (stage === 'stub') {
      await pw
        .poll(() => page.evaluate(() => (window as unknown as { sobani: { q: unknown[] } }).sobani.q.length))
        .toBe(25);
      await page.addScriptTag({ url: '/sdk/sobani.js' });
      await page.evaluate(() => void (window as unknown as InPage).sobani('boot', { app: 'shop' }));
      await page.evaluate(() => void (window as unknown as InPage).sobani('open'));
    }
    expect(new Set(await kinds)).toEqual(new Set([true]));
  });

  test('take anything, in any order, and refuse with a typed error what makes no sense', async () => {
    const { page } = await started();
    const refusals = await page.evaluate(
      async (methods) => {
        const { sobani } = window as unknown as InPage;
        const cyclic: unknown[] = [];
        cyclic.push(cyclic);
        const junk = [
          undefined,
          null,
          0,
          -1,
          '',
          'x'.repeat(20_000),
          {},
          [],
          cyclic,
          () => {},
          Symbol('s'),
          1n,
          JSON.parse('{"__proto__":{"app":"x"}}'),
        ];
        const answers = junk.flatMap((one, i) =>
          methods.map((_, k) => methods[(k * 7 + i) % methods.length]!).map((method) => sobani(method, one, one)),
        );
        const ends = await Promise.allSettled(answers);
        return ends.flatMap((end) =>
          end.status === 'rejected' ? [[end.reason.name, typeof end.reason.code, typeof end.reason.message]] : [],
        );
      },
      METHODS.split(' ').filter((method) => method !== 'destroy'),
    );
    expect(refusals.length).toBeGreaterThan(50);
    expect(new Set(refusals.map(String))).toEqual(new Set(['SobaniError,string,string']));
    expect(await page.evaluate(() => [Object.keys(Object.prototype), ({} as { app?: unknown }).app])).toEqual([
      [],
      undefined,
    ]);
    await call(page, 'destroy');
    await call(page, 'boot', { app: 'shop', locale: 'en', launcher: true });
    await launcher(page).click();
    await pw(composer(page)).toBeVisible();
  });

  test('that fail and are not awaited are no unhandled rejection, and reach on("error")', async () => {
    const { page } = await started();
    await page.evaluate(async () => {
      const { sobani } = window as unknown as InPage;
      const seen: unknown[] = [];
      Object.assign(window, { seen });
      const note = ({ error }: { error: { name: string; code: string; path?: string } }) =>
        seen.push([error.name, error.code, error.path]);
      void sobani('on', 'error', note);
      void sobani('send', ' ');
      void sobani('identify', {});
      void sobani('track', '');
      void sobani('update', { theme: 'sepia' });
      void sobani('endConversation', 'none');
      void sobani('startFlow', 'none');
      void sobani('nonsense');
    });
    await pw
      .poll(async () => (await page.evaluate(() => (window as unknown as InPage).seen)).map(String).sort())
      .toEqual(
        [
          'SobaniError,invalid,text',
          'SobaniError,invalid,getToken',
          'SobaniError,invalid,name',
          'SobaniError,invalid,theme',
          'SobaniError,not-found,id',
          'SobaniError,not-found,id',
          'SobaniError,invalid,method',
        ].sort(),
      );
  });

  test.each(['boot', 'update'])('%s with an option that is wrong says which, and changes nothing', async (method) => {
    const { page } = await started('data-name="Tea house" data-accent="#112233"');
    await call(page, 'open');
    const change = { name: 'Coffee house', accent: 'red', zIndex: 7 };
    const refused = await call(page, method, change);
    expect(refused).toMatchObject({ error: { name: 'SobaniError', code: 'invalid', path: 'accent' } });
    expect(refused).toMatchObject({ error: { message: expect.stringContaining('#') } });
    await pw(ours(page).getByRole('heading', { name: 'Tea house' })).toBeVisible();
    await pw(launcher(page)).toHaveCSS('background-color', 'rgb(17, 34, 51)');
    await pw(ours(page)).toHaveCSS('z-index', '2147480000');
  });

  test('update changes accent and stacking, setLocale the texts, while the panel is open', async () => {
    const { page } = await started();
    await call(page, 'open');
    await pw(composer(page)).toHaveAttribute('placeholder', 'Write a message');
    await call(page, 'update', { accent: '#0a5c36', zIndex: 42 });
    await pw(launcher(page)).toHaveCSS('background-color', 'rgb(10, 92, 54)');
    await pw(ours(page)).toHaveCSS('z-index', '42');
    await composer(page).fill('書きかけ');
    await call(page, 'setLocale', 'ja');
    await pw(composer(page)).toHaveAttribute('placeholder', 'メッセージを入力');
    await pw(panel(page)).toHaveAttribute('lang', 'ja');
    await pw(composer(page)).toHaveValue('書きかけ');
    await call(page, 'close');
    await pw(launcher(page)).toHaveAccessibleName(/チャット|開く/);
  });

  test('show and hide are of the launcher, before the messenger is there and after', async () => {
    const visited = await open({ head: stub("sobani('hide')"), body: TAG });
    const { page } = visited;
    await pw(ours(page)).toBeAttached();
    await pw(launcher(page)).toBeHidden();
    await call(page, 'show');
    await pw(launcher(page)).toBeVisible();
    expect(core(visited)).toEqual([]);
    await call(page, 'open');
    await call(page, 'hide');
    await pw(launcher(page)).toBeHidden();
    await pw(composer(page)).toBeVisible();
    await call(page, 'show');
    await pw(launcher(page)).toBeVisible();
  });
});

describe('the messenger’s own file', () => {
  test('is asked for when the pointer comes to the launcher, not before', async () => {
    const visited = await open({ head: TAG });
    await pw(launcher(visited.page)).toBeVisible();
    await visited.page.waitForLoadState('networkidle');
    expect(core(visited)).toEqual([]);
    await launcher(visited.page).hover();
    await pw.poll(() => core(visited).length).toBe(1);
    await pw(launcher(visited.page)).toHaveAttribute('aria-expanded', 'false');
  });

  test('is asked for when the focus comes to the launcher', async () => {
    const visited = await open({ head: TAG });
    await pw(launcher(visited.page)).toBeVisible();
    await visited.page.keyboard.press('Tab');
    await pw(launcher(visited.page)).toBeFocused();
    await pw.poll(() => core(visited).length).toBe(1);
  });

  test('is asked for in idle time where the host wants that', async () => {
    const visited = await open({ head: tag('data-prefetch="idle"') });
    await pw.poll(() => core(visited).length).toBe(1);
    await pw(panel(visited.page)).toHaveCount(0);
    expect(await stored(visited.page)).toEqual(NOTHING);
  });

  test('is not, where the visitor saves data', async () => {
    const init = () => Object.defineProperty(navigator, 'connection', { value: { saveData: true } });
    const visited = await open({ init, head: tag('data-prefetch="idle"') });
    await pw(launcher(visited.page)).toBeVisible();
    // idle callbacks run in the order in which they were asked for
    await visited.page.evaluate(() => new Promise((resolve) => requestIdleCallback(resolve)));
    await visited.page.waitForLoadState('networkidle');
    expect(core(visited)).toEqual([]);
    await launcher(visited.page).click();
    await pw(composer(visited.page)).toBeVisible();
  });

  test.runIf(isWhole())('may fail to load: the press throws nothing, and the next one works', async () => {
    const before = (page: Page) => page.route(/\/messenger-/, (route) => route.fulfill({ status: 404 }), { times: 1 });
    expectTrouble(NOT_LOADED);
    const { page } = await open({ head: TAG }, before);
    const failed = page.waitForResponse((response) => response.status() === 404);
    await launcher(page).click();
    await failed;
    await pw(page.locator('link[rel="modulepreload"]')).toHaveCount(0);
    await launcher(page).click();
    await pw(composer(page)).toBeVisible();
    await pw(ours(page)).toHaveCount(1);
  });

  test('that fails to load is a typed error that may be tried again', async () => {
    const before = (page: Page) => page.route(/\/messenger-/, (route) => route.abort());
    expectTrouble(NOT_LOADED);
    const { page } = await open({ head: TAG }, before);
    await pw(launcher(page)).toBeVisible();
    expect(await call(page, 'open')).toMatchObject({ error: { name: 'SobaniError', code: 'unavailable' } });
  });

  test('that was tampered with is refused: none of it runs, the launcher stays, the page hears nothing', async () => {
    const before = (page: Page) =>
      page.route(/\/messenger-/, async (route) => {
        const response = await route.fetch();
        const headers = { ...response.headers(), 'cache-control': 'no-store' };
        await route.fulfill({ response, headers, body: `globalThis.stolen = 1;${await response.text()}` });
      });
    expectTrouble(NOT_LOADED);
    const { page, trouble } = await open({ head: TAG }, before);
    await launcher(page).click();
    await pw.poll(() => trouble.join()).toMatch(/digest|integrity/);
    expect(await call(page, 'open')).toHaveProperty('error');
    await pw(launcher(page)).toBeVisible();
    await pw(panel(page)).toHaveCount(0);
    expect(await page.evaluate(() => 'stolen' in window)).toBe(false);
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

/** The page says `done` in its console: to ask it would count as a gesture. */
const signalOf = (page: Page) => page.waitForEvent('console', (message) => message.text() === 'done');
