/** A site, a relay and a visitor's browser, for runs that end badly. */
import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { nanoid } from 'nanoid';
import type { Page } from 'playwright';
import { expect } from 'vitest';
import { type BrowserName, type Killable, openBrowser, type Way } from './browser.js';
import { burst, type Sent } from './page.js';
import { FINE, reconcile, type Verdict } from './reconcile.js';
import { openRelay, type Relay } from './relay.js';
import { openSite, type Site } from './site.js';

/** A name of this machine that is not one that browsers trust without TLS. */
export const PLAIN_HOST = 'shop.test';

export interface How extends Way {
  /** Preferences of Chromium's profile, from the start. A shell knows of none. */
  preferences?: object;
}

export interface World {
  site: Site;
  relay: Relay;
  /** A new profile and its browser. */
  visitor(browser?: BrowserName, how?: How): Promise<Visitor>;
  /** The same of somebody who has written before, and whose browser has been closed since. */
  returning(browser?: BrowserName, how?: How): Promise<Visitor>;
  /** What the relay has of all that was sent. */
  reconcile(sent?: Sent[], failed?: Set<string>): Promise<Verdict>;
  /** Resolves once everything that was queued is in the log, once each and in order; or fails, and says what is not. */
  settled(sent?: Sent[]): Promise<void>;
  /** Between two tests: the relay is up, the visitor gone, and no page had an error that nobody caught. */
  settle(visitor: Visitor | undefined): Promise<void>;
  close(): Promise<void>;
}

export interface Visitor {
  readonly browser: Killable;
  readonly profile: string;
  /** Tabs that have a connection to the relay now. */
  readonly connected: ReadonlySet<Page>;
  /** Kills the browser, all of it. */
  kill(): Promise<void>;
  /** Starts the browser again, over the same profile or a copy of it. */
  relaunch(): Promise<void>;
  /** A second browser over a copy of the profile. This one must have been killed. */
  clone(): Promise<Visitor>;
  /** Opens the page in a new tab. */
  open(tab: string, how?: Partial<Parameters<Site['page']>[0]>): Promise<Page>;
}

export const newConversations = (count = 2): string[] => Array.from({ length: count }, () => nanoid(22));

export async function openWorld(): Promise<World> {
  const site = await openSite();
  const relay = await openRelay(['127.0.0.1', 'localhost', PLAIN_HOST].map((host) => `http://${host}:${site.port}`));
  await relay.up();
  const open = new Set<Visitor>();
  const folders: string[] = [];
  const newFolder = async () => {
    const folder = await mkdtemp(join(tmpdir(), 'sobani-profile-'));
    folders.push(folder);
    return folder;
  };

  const visitorOf = async (name: BrowserName, profile: string, way: Way): Promise<Visitor> => {
    let browser = await openBrowser(name, profile, way);
    const connected = new Set<Page>();
    const visitor: Visitor = {
      profile,
      connected,
      get browser() {
        return browser;
      },
      kill: () => {
        connected.clear();
        return browser.kill();
      },
      async relaunch() {
        browser = await openBrowser(name, profile, way);
      },
      async clone() {
        const copy = await newFolder();
        await cp(profile, copy, { recursive: true, filter: (file) => !/Singleton|lock$/.test(file) });
        return visitorOf(name, copy, way);
      },
      async open(tab, how) {
        const page = await browser.context.newPage();
        page.on('websocket', (socket) => {
          if (!socket.url().includes('/sobani/')) return;
          connected.add(page);
          socket.on('close', () => connected.delete(page));
        });
        page.on('crash', () => connected.delete(page));
        page.on('close', () => connected.delete(page));
        await page.goto(site.page({ tab, relay: relay.url, ...how }));
        return page;
      },
    };
    open.add(visitor);
    return visitor;
  };

  const world: World = {
    site,
    relay,
    async visitor(name = 'chromium', { preferences, ...way } = {}) {
      const profile = await newFolder();
      if (preferences) {
        await mkdir(join(profile, 'Default'));
        await writeFile(join(profile, 'Default/Preferences'), JSON.stringify(preferences));
      }
      return visitorOf(name, profile, way);
    },
    async returning(name, how) {
      const visitor = await world.visitor(name, how);
      const page = await visitor.open('earlier');
      await burst(page, { conversations: newConversations(1), name: `earlier ${nanoid(4)}`, count: 1, every: 0 });
      await world.settled();
      await visitor.browser.quit();
      await visitor.relaunch();
      return visitor;
    },
    async reconcile(sent = site.sent(), failed) {
      const conversations = new Set(sent.map(({ conversation }) => conversation));
      const logs = await Promise.all([...conversations].map(async (id) => [id, await relay.log(id)] as const));
      return reconcile(sent, new Map(logs), failed);
    },
    async settled(sent = site.sent()) {
      await expect.poll(() => world.reconcile(sent), { timeout: 30_000, interval: 100 }).toEqual(FINE);
    },
    async settle(visitor) {
      await relay.up();
      await visitor?.kill();
      const uncaught = site.told.filter(({ tell }) => tell === 'uncaught');
      site.told.length = 0;
      expect(uncaught).toEqual([]);
    },
    async close() {
      await Promise.all([...open].map((visitor) => visitor.kill()));
      await Promise.all([relay.close(), site.close()]);
      await Promise.all(folders.map((folder) => rm(folder, { recursive: true, force: true, maxRetries: 5 })));
    },
  };
  return world;
}
