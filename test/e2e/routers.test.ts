/** Routers that change the page without loading it. The visitor is in the middle of a sentence, and stays there. */
import type { Page } from 'playwright';
import { describe, expect, test } from 'vitest';
import { pw } from '../support/patience.js';
import { composer, launcher, ours } from './pages.js';
import { prepareSite, tag } from './set-up.js';
import { settleDown, watchFrames } from './stay.js';

const { site, open } = prepareSite({
  sdk: 'dist/cdn',
  turbo: 'node_modules/@hotwired/turbo/dist',
  htmx: 'node_modules/htmx.org/dist',
});
const relayed = () => tag(`data-relay="${site().relay}"`);
// what it fetches ahead on hover it aborts, and then leaves a rejection of its own unhandled
const TURBO =
  '<meta name="turbo-prefetch" content="false"><script type="module" src="/turbo/turbo.es2017-esm.js"></script>';
const HTMX = '<script src="/htmx/htmx.min.js"></script>';
const VISITS = 10;

const heading = (page: Page, text: string) => page.getByRole('heading', { level: 1, name: text, exact: true });
/** As a page script would follow a link: the focus stays with the visitor. */
const follow = (page: Page, n: number) =>
  page.evaluate((id) => (document.querySelector(`#to-${id}`) as HTMLElement).click(), n);

/** Two pages that link to each other. */
function twoPages(head: string, body: (n: number, links: string) => string) {
  const next = Number(/\d+$/.exec(site().publish({}))![0]);
  const links = [1, 2].map((n) => `<a id="to-${n}" href="/page/${next + n}">To ${n}</a>`).join(' ');
  const [first, second] = [1, 2].map((n) => ({ init: watchFrames, head, body: body(n, links) }));
  return { first: first!, second: () => site().publish(second!) };
}

describe('a visit keeps panel, draft, caret, scroll position and socket: ', () => {
  test.each<[string, string]>([
    ['Turbo, which replaces the body', ''],
    ['Turbo, which morphs it', '<meta name="turbo-refresh-method" content="morph">'],
  ])('%s', async (_how, meta) => {
    const pages = twoPages(TURBO + meta + relayed(), (n, links) => `<h1>Page ${n}</h1>${links}${relayed()}`);
    const { page } = await open(pages.first);
    pages.second();
    const isMorph = !!meta;
    const stay = await settleDown(page);
    for (let i = 0; i < VISITS; i++) {
      // a refresh is a visit to the page that is there
      const to = isMorph ? 1 : 2 - (i % 2);
      const rendered = page.evaluate(
        () =>
          new Promise((resolve) =>
            addEventListener('turbo:render', (event) => resolve((event as CustomEvent).detail.renderMethod), {
              once: true,
            }),
          ),
      );
      if (isMorph) {
        await page.evaluate(() => {
          document.querySelector('h1')!.textContent = 'Stale';
          const { Turbo } = window as unknown as { Turbo: { visit(to: string, how: object): void } };
          Turbo.visit(location.href, { action: 'replace' });
        });
      } else await follow(page, to);
      expect(await rendered).toBe(isMorph ? 'morph' : 'replace');
      await pw(heading(page, `Page ${to}`)).toBeVisible();
      await stay.check();
    }
    await stay.finish();
  });

  test('htmx, boosted', async () => {
    const body = (n: number, links: string) => `<div hx-boost="true"><h1>Page ${n}</h1>${links}</div>`;
    const pages = twoPages(HTMX + relayed(), body);
    const { page } = await open(pages.first);
    pages.second();
    const stay = await settleDown(page);
    for (let i = 0; i < VISITS; i++) {
      // a link that htmx has not looked at yet loads the page anew
      await page.waitForFunction(() => [...document.links].every((link) => 'htmx-internal-data' in link));
      await follow(page, 2 - (i % 2));
      await pw(heading(page, `Page ${2 - (i % 2)}`)).toBeVisible();
      await stay.check();
    }
    await stay.finish();
  });

  /** Render a page of ours in the place of the one that is there, as the router named does. */
  const SWAPS: Record<string, (next: Document) => void> = {
    'Astro, which swaps root attributes, head and body': (next) => {
      const root = document.documentElement;
      for (const { name } of [...root.attributes]) root.removeAttribute(name);
      for (const { name, value } of next.documentElement.attributes) root.setAttribute(name, value);
      for (const element of [...document.head.children]) {
        const same = [...next.head.children].find((it) => it.isEqualNode(element));
        if (same) same.remove();
        else element.remove();
      }
      document.head.append(...next.head.children);
      document.body.replaceWith(next.body);
    },
    'a router that replaces all that is in the document': (next) => {
      document.documentElement.replaceChildren(next.head, next.body);
    },
    'a router that takes away what the next page does not have': (next) => {
      const root = document.documentElement;
      for (const child of [...root.children]) if (!/HEAD|BODY/.test(child.tagName)) child.remove();
      document.body.replaceWith(next.body);
    },
    'a script that moves us to another place': (next) => {
      document.documentElement.prepend(document.querySelector('sobani-messenger')!);
      document.body.replaceWith(next.body);
    },
  };
  test.each(Object.keys(SWAPS))('%s', async (name) => {
    const { page } = await open({ init: watchFrames, head: relayed(), body: '<h1>Page 0</h1>' });
    const stay = await settleDown(page);
    for (let i = 1; i <= VISITS; i++) {
      await page.evaluate(
        ([swap, n, script]) => {
          const next = document.implementation.createHTMLDocument(`Page ${n}`);
          next.documentElement.lang = 'en';
          const h1 = next.createElement('h1');
          h1.textContent = `Page ${n}`;
          // routers run the scripts of a page that comes
          const again = document.createElement('script');
          again.src = script!;
          again.dataset.app = 'shop';
          const loaded = new Promise((resolve) => {
            again.onload = resolve;
          });
          next.body.append(h1);
          document.dispatchEvent(new Event('astro:before-swap'));
          new Function('next', `(${swap})(next)`)(next);
          document.body.append(again);
          document.dispatchEvent(new Event('astro:after-swap'));
          return loaded.then(() => void document.dispatchEvent(new Event('astro:page-load')));
        },
        [String(SWAPS[name]), String(i), '/sdk/sobani.js'] as const,
      );
      await pw(heading(page, `Page ${i}`)).toBeVisible();
      await stay.check();
    }
    await stay.finish();
  });
});

describe('before the messenger is loaded', () => {
  test('a launcher that a router has taken away is back before the next frame', async () => {
    const { page, requests } = await open({ init: watchFrames, head: tag(), body: '<h1>Page</h1>' });
    await pw(launcher(page)).toBeVisible();
    await page.evaluate(() => (window as unknown as { watchFrames(): void }).watchFrames());
    for (let i = 0; i < VISITS; i++) {
      await page.evaluate(
        () =>
          new Promise((resolve) => {
            document.documentElement.replaceChildren(document.head, document.body);
            requestAnimationFrame(resolve);
          }),
      );
    }
    expect(await page.evaluate(() => (window as unknown as { seenFrames: object }).seenFrames)).toMatchObject({
      without: 0,
    });
    expect(requests.filter((path) => path.includes('/c/'))).toEqual([]);
    await launcher(page).click();
    await pw(composer(page)).toBeFocused();
    await pw(ours(page)).toHaveCount(1);
  });
});

describe('a page that does not want us', () => {
  /** Takes our element away whenever it is there. */
  const hostile = () => {
    let removed = 0;
    Object.assign(window, { removed: () => removed });
    const begin = () =>
      new MutationObserver(() => {
        const element = document.querySelector('sobani-messenger');
        if (!element) return;
        element.remove();
        removed++;
      }).observe(document, { childList: true, subtree: true });
    Object.assign(window, { begin });
  };
  const removed = (page: Page) => page.evaluate(() => (window as unknown as { removed(): number }).removed());

  test.each(['the launcher', 'the panel'])('wins after a few times, and %s costs it nothing more', async (what) => {
    const { page } = await open({ init: hostile, head: tag(), body: '<h1>Page</h1>' });
    await pw(launcher(page)).toBeVisible();
    if (what === 'the panel') {
      await launcher(page).click();
      await pw(composer(page)).toBeFocused();
    }
    // returns: an endless fight would be one microtask after the other, and no task ever again
    await page.evaluate(() => {
      (window as unknown as { begin(): void }).begin();
      document.querySelector('sobani-messenger')!.remove();
    });
    await pw(ours(page)).toHaveCount(0);
    const times = await removed(page);
    expect(times).toBeGreaterThan(0);
    expect(times).toBeLessThan(50);
    await page.evaluate(
      () =>
        new Promise<void>((resolve) => {
          let n = 0;
          const next = () => {
            document.documentElement.append(document.createComment(''));
            if (++n < 100) setTimeout(next);
            else resolve();
          };
          next();
        }),
    );
    expect(await removed(page)).toBe(times);
  });
});
