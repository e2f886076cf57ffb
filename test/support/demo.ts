/** The demo as a newcomer starts it, but with a relay that a test may kill: real processes, a real browser. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BrowserContext, Page } from 'playwright';
import { freePort, type RelayProcess, startRelay, writeRelayConfig } from '../../demo/server/relay.js';
import { type Shop, startShop } from '../../demo/server/shop.js';
import { shareBrowser } from './shared-browser.js';

/** The shop and its relay, without a browser. */
export interface Backend {
  shop: Shop;
  relayPort: number;
  /** Sign-in link of an agent, by name. */
  desk(name: string): string;
  killRelay(): Promise<void>;
  startRelay(): Promise<void>;
  close(): Promise<void>;
}

export interface Demo extends Backend {
  /** A visitor's browser of its own. What goes wrong in any of its pages is noted in `trouble`. */
  visitor(options?: {
    width?: number;
    height?: number;
    locale?: string;
  }): Promise<{ context: BrowserContext; page: Page }>;
  /** Uncaught errors, unhandled rejections, policy violations and console errors, in the order they came. */
  trouble: string[];
  /** What every page shows now, as a screen reader would tell it: for the message of a failed test. */
  describe(): Promise<string>;
}

/** What a killed relay leaves in the console: the browser writes these itself. */
const EXPECTED = /WebSocket connection to|status of 502/;

export interface DemoOptions {
  /** Further options of the relay. */
  relay?: Record<string, unknown>;
  /** Where the relay listens. Default: any free port. */
  relayPort?: number;
  /** Where the shop looks for it: a proxy, say. Default: there. */
  shopTo?: number;
  /** Folder of the shop's page. Default: the built one. */
  pages?: string;
}

export async function startDemo(options: DemoOptions = {}): Promise<Backend> {
  const folder = await mkdtemp(join(tmpdir(), 'sobani-demo-'));
  const relayPort = options.relayPort ?? (await freePort());
  const { pages } = options;
  const shop = await startShop({ port: 0, relayPort: options.shopTo ?? relayPort, ...(pages && { pages }) });
  const config = join(folder, 'relay.json');
  const database = join(folder, 'relay.db');
  await writeRelayConfig(config, shop, options.relay);
  const start = () => startRelay({ config, port: relayPort, database, origin: shop.url });
  let relay: RelayProcess = await start();
  return {
    shop,
    relayPort,
    desk: (name) => relay.desks.find((desk) => desk.name === name)!.url,
    killRelay: () => relay.kill('SIGKILL'),
    async startRelay() {
      relay = await start();
    },
    async close() {
      await Promise.all([relay.kill('SIGKILL'), shop.close()]);
      await rm(folder, { recursive: true, force: true });
    },
  };
}

export async function openDemo(options: DemoOptions = {}): Promise<Demo> {
  const backend = await startDemo(options);
  const browser = await shareBrowser();
  const trouble: string[] = [];

  return {
    ...backend,
    trouble,
    async visitor({ width = 1280, height = 800, locale = 'en-US' } = {}) {
      const context = await browser.newContext({ viewport: { width, height }, locale, reducedMotion: 'reduce' });
      await context.addInitScript(() => {
        addEventListener('securitypolicyviolation', (event) =>
          console.error(`policy: ${event.effectiveDirective} ${event.blockedURI} ${event.sample}`),
        );
        addEventListener('unhandledrejection', (event) => console.error(`unhandled: ${event.reason}`));
      });
      context.on('page', (page) => {
        page.on('pageerror', (error) => trouble.push(`uncaught: ${error.message}`));
        page.on('console', (message) => {
          if (message.type() === 'error' && !EXPECTED.test(message.text())) trouble.push(message.text());
        });
      });
      return { context, page: await context.newPage() };
    },
    async describe() {
      const pages = browser.contexts().flatMap((context) => context.pages());
      const shown = await Promise.all(pages.map((page) => page.locator('html').ariaSnapshot().catch(String)));
      return [...shown, ...trouble].join('\n---\n');
    },
    async close() {
      await browser.close();
      await backend.close();
    },
  };
}

/** Everything a page has stored for its origin. */
export const stored = (page: Page) =>
  page.evaluate(async () => ({
    cookies: document.cookie,
    local: Object.keys(localStorage),
    session: Object.keys(sessionStorage),
    databases: (await indexedDB.databases()).map((database) => database.name),
  }));
