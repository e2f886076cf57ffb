/** Pages that a test writes itself, served over HTTP beside the built `sobani.js`, with a relay for those that want one. */
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { chromium, type LaunchOptions, type Page } from 'playwright';
import { sendFile } from '../../demo/server/files.js';
import { createRelay } from '../../src/relay/index.js';
import { launch } from '../support/browsers.mjs';
import { shareBrowser } from '../support/shared-browser.js';

/** The lines that a page may put before the tag, exactly as the demo's page has them. */
export const STUB = /<script nonce="__NONCE__">([\s\S]*?)<\/script>/.exec(
  readFileSync(new URL('../../demo/shop/index.html', import.meta.url), 'utf8'),
)![1]!;

export interface Site {
  url: string;
  /** URL of a running relay that knows the app `shop`. */
  relay: string;
  /** Puts a page there, and returns its path. */
  publish(markup: Markup): string;
  /** Shows this page to a visitor who was never here. It is the browser's one page: what was shown before is gone. */
  open(markup: Markup, before?: (page: Page) => unknown): Promise<Visit>;
  close(): Promise<void>;
}

export interface Markup {
  /** Runs before anything else in the page. */
  init?: () => void;
  head?: string;
  body?: string;
}

export interface Visit {
  page: Page;
  /** Paths that were asked for, in order. */
  requests: string[];
  /** Uncaught errors, unhandled rejections and console errors, in the order they came. */
  trouble: string[];
}

const noteRejections = () =>
  addEventListener('unhandledrejection', (event) => console.error(`unhandled: ${event.reason}`));

const documentOf = ({ init, head = '', body = '' }: Markup) => `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>A page</title><link rel="icon" href="data:,">
<script>(${noteRejections})();${init ? `(${init})()` : ''}</script>${head}</head>
<body>${body}</body></html>`;

export interface SiteOptions {
  /** Further options of the browser. */
  browser?: LaunchOptions;
}

/** Serves what is in the folders, by the first part of the path, and the pages that are opened. */
export async function openSite(folders: Record<string, string>, options: SiteOptions = {}): Promise<Site> {
  const documents: string[] = [];
  const server = createServer(async (req, res) => {
    const [, first = '', rest = ''] = /^\/([^/]*)\/(.*)$/.exec(req.url!) ?? [];
    const document = first === 'page' && documents[Number.parseInt(rest, 10)];
    if (document) res.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(document);
    else if (!folders[first] || !(await sendFile(req, res, folders[first], rest))) res.writeHead(404).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const plenty = 1e6;
  const relay = await createRelay({
    apps: [{ id: 'shop', origins: [url] }],
    database: ':memory:',
    log: { level: 'silent' },
    limits: {
      connectionsPerVisitor: plenty,
      messagesPerMinute: plenty,
      messageBurst: plenty,
      conversationsPerHour: plenty,
    },
  });
  const { url: relayUrl } = await relay.listen(0);
  const browser = await (options.browser ? chromium.launch({ ...launch(), ...options.browser }) : shareBrowser());
  const context = await browser.newContext({ reducedMotion: 'reduce', locale: 'en-US' });
  let [requests, trouble]: [string[], string[]] = [[], []];
  context.on('page', (page) => {
    page.on('pageerror', (error) => trouble.push(`uncaught: ${error.message}`));
    page.on('console', (message) => message.type() === 'error' && trouble.push(message.text()));
    page.on('request', (request) => requests.push(new URL(request.url()).pathname));
  });
  // one page for all, because a new one costs more than most tests
  const page = await context.newPage();
  const devtools = await context.newCDPSession(page);

  const publish = (markup: Markup) => `/page/${documents.push(documentOf(markup)) - 1}`;
  return {
    url,
    relay: `${relayUrl}/sobani`,
    publish,
    async open(markup, before) {
      await page.unrouteAll({ behavior: 'ignoreErrors' });
      // what is kept for a tab is not an origin's to clear
      if (page.url().startsWith(url)) await page.evaluate(() => sessionStorage.clear()).catch(() => {});
      await page.goto('about:blank');
      await devtools.send('Storage.clearDataForOrigin', { origin: url, storageTypes: 'all' });
      await page.mouse.move(0, 0);
      [requests, trouble] = [[], []];
      await before?.(page);
      await page.goto(url + publish(markup));
      return { page, requests, trouble };
    },
    async close() {
      await browser.close();
      await relay.close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** How a call ended, as far as it can be told from outside the page. */
export type Outcome = { value: unknown } | { error: { name: string; code: string; path?: string; message: string } };

/** Makes a call of the tag's in the page. It counts as made from a gesture: what a test runs in a page does. */
export const call = (page: Page, ...args: unknown[]): Promise<Outcome> =>
  page.evaluate(async (given) => {
    try {
      return { value: await (window as unknown as InPage).sobani(...given) };
    } catch (thrown) {
      const { name, code, path, message } = thrown as { name: string; code: string; path?: string; message: string };
      return { error: { name, code, message, ...(path !== undefined && { path }) } };
    }
  }, args);

/** What the tag puts into a page; and what these tests put there. */
export interface InPage {
  sobani(...call: unknown[]): Promise<unknown> & (() => void);
  seen: unknown[];
}

export const ours = (page: Page) => page.locator('sobani-messenger');
export const launcher = (page: Page) => ours(page).locator('[part="launcher"]');
export const panel = (page: Page) => ours(page).locator('[part="panel"]');
export const composer = (page: Page) => ours(page).locator('[part="input"]');
