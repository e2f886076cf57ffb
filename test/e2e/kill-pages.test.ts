/** Pages and profiles in which little can be relied on: nothing is called saved that is not, and what is said arrives. */
import { nanoid } from 'nanoid';
import type { CDPSession, Page } from 'playwright';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { burst, call, startBurst } from '../kill/page.js';
import { newConversations, openWorld, PLAIN_HOST, type Visitor, type World } from '../kill/world.js';
import { isWhole } from '../support/browsers.mjs';
import { pw } from '../support/patience.js';

const WAIT = { timeout: 30_000, interval: 20 };
let world: World;
let visitor: Visitor;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world?.close());
afterEach(() => world.settle(visitor));

const devtools = (page: Page): Promise<CDPSession> => page.context().newCDPSession(page);
const origin = (page: Page) => new URL(page.url()).origin;
const states = (from = 0) =>
  new Set(
    world.site
      .sent()
      .slice(from)
      .map(({ state }) => state),
  );
const saysNotSaved = (page: Page) => pw(page.locator('sobani-messenger')).toContainText('Not saved on this device');
/** Also of what was never called saved: it is in the log once, while the page lives. */
const allArrived = () =>
  expect
    .poll(async () => {
      const logs = await Promise.all(
        [...new Set(world.site.sent().map(({ conversation }) => conversation))].map((id) => world.relay.log(id)),
      );
      return logs
        .flat()
        .map(({ text }) => text)
        .sort();
    }, WAIT)
    .toEqual(
      world.site
        .sent()
        .map(({ text }) => text)
        .sort(),
    );
/** 8,000 characters. */
const random = () => Array.from({ length: 250 }, () => nanoid(32)).join('');
/** Fills what room there is, with bytes that cannot be packed. */
const fill = (page: Page) =>
  page.evaluate(async () => {
    const database = await new Promise<IDBDatabase>((resolve) => {
      const request = indexedDB.open('filler', 1);
      request.onupgradeneeded = () => request.result.createObjectStore('bytes', { autoIncrement: true });
      request.onsuccess = () => resolve(request.result);
    });
    for (let size = 256 * 1024; size >= 1_024; ) {
      const bytes = new Uint8Array(size);
      for (let at = 0; at < size; at += 65_536) crypto.getRandomValues(bytes.subarray(at, at + 65_536));
      const isIn = await new Promise<boolean>((resolve) => {
        const transaction = database.transaction('bytes', 'readwrite');
        transaction.objectStore('bytes').add(bytes);
        transaction.oncomplete = () => resolve(true);
        transaction.onabort = () => resolve(false);
      });
      if (!isIn) size /= 4;
    }
    database.close();
  });

describe('a disk without room', () => {
  test('is told of, and what is written meanwhile is called volatile, arrives once, and is saved again after', async () => {
    visitor = await world.returning();
    // before the database is opened: for half a minute after, Chromium does not ask again what room there is
    const disk = await devtools(await visitor.browser.context.newPage());
    const narrow = { origin: `http://127.0.0.1:${world.site.port}` };
    await disk.send('Storage.overrideQuotaForOrigin', { ...narrow, quotaSize: 600_000 });
    const page = await visitor.open('quota');
    const [conversation] = newConversations(1) as [string];
    await burst(page, { conversations: [conversation], name: 'before', count: 3, every: 0 });
    await world.relay.down();
    await fill(page);
    const before = world.site.sent().length;
    // long, because a little room is always left, and random, because text is packed
    for (let n = 0; n < 4; n++) {
      await burst(page, { conversations: [conversation], name: `${random()} ${n}`, count: 1, every: 0 });
    }
    expect(states(before)).toContain('volatile');
    await call(page, 'open', { conversation });
    await saysNotSaved(page);
    await world.relay.up();
    await allArrived();
    await disk.send('Storage.overrideQuotaForOrigin', narrow);
    await burst(page, { conversations: [conversation], name: 'after', count: 2, every: 0 });
    expect(world.site.sent().at(-1)!.state).toBe('queued');
    await allArrived();
  });
});

describe('site data that is cleared under the page', () => {
  test.each(['up', 'down'] as const)('loses nothing while the page lives, the relay being %s', async (how) => {
    visitor = await world.returning();
    world.site.told.length = 0;
    const page = await visitor.open('cleared');
    const conversations = newConversations();
    if (how === 'down') await world.relay.down();
    await startBurst(page, { conversations, name: 'burst', count: 60, every: 5 });
    await expect.poll(() => world.site.sent().length, WAIT).toBeGreaterThan(15);
    const clear = { origin: origin(page), storageTypes: 'all' };
    await (await devtools(page)).send('Storage.clearDataForOrigin', clear);
    await expect.poll(() => world.site.sent().length, WAIT).toBe(60);
    await burst(page, { conversations, name: 'after', count: 5, every: 0 });
    await world.relay.up();
    await allArrived();
    await world.settled();
    expect(await page.evaluate(() => document.title)).toBe('A page');
  });
});

describe.runIf(isWhole())('storage that the browser forbids', () => {
  test('leaves a messenger that works, calls nothing saved, and says so', async () => {
    const preferences = { profile: { default_content_setting_values: { cookies: 2 } } };
    visitor = await world.visitor('chromium', { preferences, whole: true });
    const page = await visitor.open('blocked');
    expect(
      await page.evaluate(() => {
        try {
          return typeof localStorage;
        } catch (error) {
          return (error as Error).name;
        }
      }),
    ).toBe('SecurityError');
    const conversations = newConversations();
    await burst(page, { conversations, name: 'blocked', count: 10, every: 5 });
    await expect.poll(() => [...states()]).toEqual(['volatile']);
    await allArrived();
    await call(page, 'open', { conversation: conversations[0] });
    await saysNotSaved(page);
  });
});

describe('a page without TLS', () => {
  const how = { switches: [`--host-resolver-rules=MAP ${PLAIN_HOST} 127.0.0.1`] };

  test('has no locks, and keeps its promises over a kill and in two tabs', async () => {
    visitor = await world.visitor('chromium', how);
    const first = await visitor.open('first', { host: PLAIN_HOST });
    expect(await first.evaluate(() => [isSecureContext, 'locks' in navigator, 'randomUUID' in crypto])).toEqual([
      false,
      false,
      false,
    ]);
    await burst(first, { conversations: newConversations(), name: 'first', count: 5, every: 0 });
    await world.settled();
    await visitor.browser.quit();
    await visitor.relaunch();
    const tabs = [
      await visitor.open('one', { host: PLAIN_HOST }),
      await visitor.open('two', { host: PLAIN_HOST }),
    ] as const;
    for (const [n, tab] of tabs.entries()) {
      await startBurst(tab, { conversations: newConversations(), name: `plain ${n}`, count: 60, every: 5 });
    }
    await expect.poll(() => world.site.sent().length, WAIT).toBeGreaterThan(40);
    await visitor.kill();
    await visitor.relaunch();
    await visitor.open('again', { host: PLAIN_HOST });
    await world.settled();
  });
});

describe('a page with a strict policy', () => {
  test('keeps every promise over a kill, and nothing of it is against the policy', async () => {
    visitor = await world.returning();
    const page = await visitor.open('strict', { strict: true });
    const conversations = newConversations();
    await call(page, 'open');
    await startBurst(page, { conversations, name: 'strict', count: 100, every: 5 });
    await expect.poll(() => world.site.sent().length, WAIT).toBeGreaterThan(20);
    await visitor.kill();
    await visitor.relaunch();
    const again = await visitor.open('strict again', { strict: true });
    await world.settled();
    await call(again, 'open', { conversation: conversations[0] });
    await pw(again.locator('sobani-messenger').getByRole('log')).toContainText('strict 0');
  });
});
