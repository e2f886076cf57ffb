/** A thousand beginnings and ends leave the page as it was. */
import type { Page } from 'playwright';
import { afterAll, describe, expect, test } from 'vitest';
import type * as Sobani from '../../src/index.js';
import { pw } from '../support/patience.js';
import { bundle } from './bundle.js';
import { countLive, live } from './live.js';
import type { InPage } from './pages.js';
import { prepareSite } from './set-up.js';

const TIMES = 1_000;
const app = await bundle('npm-app.js');
afterAll(() => app.remove());
const { site, open } = prepareSite({ app: app.folder, sdk: 'dist/cdn' });

const dom = (page: Page) => page.evaluate(() => document.documentElement.outerHTML);
/** Nothing more lives, when what ends by itself has ended. */
const isGone = (page: Page) =>
  pw
    .poll(async () => Object.fromEntries(Object.entries(await live(page)).filter(([kind]) => !kind.endsWith('ever'))))
    .toEqual({});

describe('a thousand times made and destroyed', () => {
  test('with the tag', async () => {
    const { page } = await open({ init: countLive, head: '<script src="/sdk/sobani.js"></script>', body: '<p>Text' });
    const before = await dom(page);
    await page.evaluate(
      async ([times, relay]) => {
        const { sobani } = window as unknown as InPage;
        for (let i = 0; i < times; i++) {
          void sobani('boot', { app: 'shop', relay, prefetch: 'idle' });
          // some end in the midst of what they do, some when it is done
          const acts = i % 10 ? [] : [sobani('open', i % 20 ? 'home' : 'conversation'), sobani('send', `message ${i}`)];
          if (i % 30 === 0) await Promise.allSettled(acts);
          await sobani('destroy');
        }
      },
      [TIMES, site().relay] as const,
    );
    await isGone(page);
    expect(await dom(page)).toBe(before);
    expect((await live(page))['sockets ever']).toBeGreaterThan(0);
  });

  test('with the package', async () => {
    const { page } = await open({
      init: countLive,
      head: '<script type="module" src="/app/app.js"></script>',
      body: '<p>Text',
    });
    await page.waitForFunction(() => 'createMessenger' in window);
    const before = await dom(page);
    await page.evaluate(
      async ([times, relay]) => {
        const { createMessenger } = window as unknown as typeof Sobani;
        for (let i = 0; i < times; i++) {
          const messenger = createMessenger({ app: 'shop', relay });
          const acts = i % 10 ? [] : [messenger.open('conversation'), messenger.send(`message ${i}`)];
          if (i % 30 === 0) await Promise.allSettled(acts);
          // as a framework does it: nobody waits
          const end = messenger.destroy();
          if (i % 7 === 0) await end;
        }
      },
      [TIMES, site().relay] as const,
    );
    await isGone(page);
    expect(await dom(page)).toBe(before);
    expect((await live(page))['sockets ever']).toBeGreaterThan(0);
  });
});
