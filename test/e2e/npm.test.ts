/** The package in a bundle, as a team ships it: `createMessenger` instead of the tag. */
import type { Page } from 'playwright';
import { afterAll, describe, expect, test } from 'vitest';
import type * as Sobani from '../../src/index.js';
import type * as Testing from '../../src/testing/index.js';
import { pw } from '../support/patience.js';
import { bundle } from './bundle.js';
import { composer, type InPage, launcher, ours, panel } from './pages.js';
import { prepareSite } from './set-up.js';

type InApp = InPage & typeof Sobani & typeof Testing & { m: Sobani.Messenger; transport: Testing.ScriptedTransport };

const app = await bundle('npm-app.js');
afterAll(() => app.remove());
const site = prepareSite({ app: app.folder });

async function open(): Promise<Page> {
  const { page } = await site.open({ body: '<main>App</main><script type="module" src="/app/app.js"></script>' });
  await page.waitForFunction(() => 'createMessenger' in window);
  return page;
}

describe('the npm package', () => {
  test('draws nothing when it is imported, and one element however often it is made', async () => {
    const page = await open();
    await pw(ours(page)).toHaveCount(0);
    const handles = await page.evaluate(async () => {
      const { createMessenger } = window as unknown as InApp;
      // as a framework's strict mode does: mount, unmount, mount
      const first = createMessenger({ app: 'shop' });
      const again = createMessenger({ app: 'shop' });
      void first.destroy();
      const second = createMessenger({ app: 'shop', name: 'Tea house' });
      Object.assign(window, { m: second });
      await second.open();
      return first === again;
    });
    expect(handles).toBe(true);
    await pw(ours(page)).toHaveCount(1);
    await pw(composer(page)).toBeVisible();
    await pw(ours(page).getByRole('heading', { name: 'Tea house' })).toBeVisible();
    await pw(launcher(page)).toHaveAccessibleName(/chat/i);

    const refused = await page.evaluate(() => {
      const { createMessenger, SobaniError } = window as unknown as InApp;
      try {
        createMessenger({ app: 'other' });
      } catch (error) {
        return error instanceof SobaniError && error.code;
      }
    });
    expect(refused).toBe('conflict');
    await page.evaluate(() => (window as unknown as InApp).m.destroy());
    await pw(ours(page)).toHaveCount(0);
    await page.evaluate(() => void (window as unknown as InApp).createMessenger({ app: 'other' }));
    await pw(launcher(page)).toBeVisible();
  });

  test('erases what was typed in this tab by somebody who has left in another one', async () => {
    const page = await open();
    const kept = (isMarked: boolean) =>
      page.evaluate((it) => {
        if (it) localStorage.setItem('sobani:shop', 'e1');
        sessionStorage.setItem('sobani:shop', '[]');
        const { createMessenger } = window as unknown as InApp;
        const left = createMessenger({ app: 'shop' });
        const keys = Object.keys(sessionStorage);
        return left.destroy().then(() => keys);
      }, isMarked);
    expect(await kept(true)).toEqual(['sobani:shop']);
    await page.evaluate(() => localStorage.clear());
    await page.reload();
    await page.waitForFunction(() => 'createMessenger' in window);
    expect(await kept(false)).toEqual([]);
  });

  test('has every call that the tag has', async () => {
    const page = await open();
    const made = await page.evaluate(() => {
      const { createMessenger } = window as unknown as InApp;
      const m = createMessenger({ app: 'shop' });
      return Object.entries(m).map(([name, it]) => `${name}: ${typeof it}`);
    });
    const calls =
      'boot update shutdown destroy identify logout consent set registerSource track open close toggle show hide mount moveTo send newConversation ' +
      'endConversation showArticle search startFlow setLocale survey debug forget on';
    expect(made.sort()).toEqual(
      [...calls.split(' ').map((name) => `${name}: function`), 'unread: object', 'status: object'].sort(),
    );
  });

  test('speaks through a transport of the host’s own; unread and status are signals', async () => {
    const page = await open();
    await page.evaluate(() => {
      const { createMessenger, scriptedTransport } = window as unknown as InApp;
      const transport = scriptedTransport({ person: { id: 'p', verified: false } });
      const m = createMessenger({ app: 'shop', transport });
      const seen: unknown[] = [];
      m.unread.subscribe((count) => seen.push(count));
      m.status.subscribe((status) => seen.push(status));
      Object.assign(window, { m, transport, seen });
    });
    const seen = () => page.evaluate(() => (window as unknown as InApp).seen);
    expect(await seen()).toEqual([0, 'idle']);
    const sent = await page.evaluate(async () => {
      const { m } = window as unknown as InApp;
      return m.send('hello');
    });
    await pw.poll(seen).toEqual([0, 'idle', 'connecting', 'online']);
    await pw
      .poll(() => page.evaluate(() => (window as unknown as InApp).transport.stored))
      .toMatchObject([{ id: sent.id, by: 'visitor', parts: [{ type: 'text', text: 'hello' }] }]);

    await page.evaluate((conversation) => {
      const { transport } = window as unknown as InApp;
      const author = { kind: 'agent', name: 'Mia' } as const;
      const parts = [{ type: 'text' as const, text: 'Hello yourself' }];
      transport.emit({
        type: 'message',
        message: { id: 'a'.repeat(22), conversation, author, parts, at: Date.now(), seq: 2 },
        cursor: '2',
      });
    }, sent.conversation);
    await pw(launcher(page)).toContainText('1');
    expect((await seen()).at(-1)).toBe(1);
    await page.evaluate(() => (window as unknown as InApp).m.open('conversation'));
    await pw(ours(page).getByRole('log')).toContainText('Hello yourself');
    await pw.poll(async () => (await seen()).at(-1)).toBe(0);

    // what takes itself back hears no more
    await page.evaluate(() => (window as unknown as InApp).transport.close());
    await pw(panel(page).locator('p[role=status]')).toContainText(/Not up to date|Connecting/);
    await pw.poll(seen).toContain('offline');
    await page.evaluate(() => (window as unknown as InApp).m.destroy());
    await pw(ours(page)).toHaveCount(0);
  });
});
