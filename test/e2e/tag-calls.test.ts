/** The calls of the page: before the tag has loaded, before the messenger, and after it. */
import type { Page } from 'playwright';
import { describe, expect, test } from 'vitest';
import { pw } from '../support/patience.js';
import { call, composer, type InPage, launcher, ours, panel, type Visit } from './pages.js';
import { core, prepareSite, stub, tag } from './set-up.js';

const METHODS =
  'boot update shutdown identify logout consent set track open close toggle show hide send newConversation ' +
  'endConversation showArticle search startFlow setLocale forget unread status nonsense destroy';
const TAG = tag();
const { open } = prepareSite({ sdk: 'dist/cdn' });

/** A page with the tag, in which the messenger has started. */
async function started(attributes = ''): Promise<Visit> {
  const visit = await open({ head: tag(attributes) });
  await pw(ours(visit.page)).toBeAttached();
  expect(await call(visit.page, 'close')).toEqual({ value: undefined });
  return visit;
}

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

/** The page says `done` in its console: to ask it would count as a gesture. */
const signalOf = (page: Page) => page.waitForEvent('console', (message) => message.text() === 'done');
