import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { createApi } from './api.js';
import { sendFile } from './files.js';
import { root } from './paths.js';
import { createProxy } from './proxy.js';
import { createTokenSigner, type TokenSigner } from './token.js';

export interface ShopOptions {
  /** 0 takes any free one. */
  port: number;
  /** Where the relay listens on this machine, or will. */
  relayPort: number;
  /** Folder of the built page. Default `dist/demo/public`. */
  pages?: string;
  /** Folder that holds `sobani.js`. Default `dist/cdn`. */
  sdk?: string;
}

export interface Shop {
  /** `http://localhost:5173`, without a slash at the end. */
  url: string;
  port: number;
  /** Signs for the users of this shop; its public half goes into the relay's configuration. */
  signer: TokenSigner;
  close(): Promise<void>;
}

const policy = (nonce: string, more: readonly string[]): string =>
  [
    "default-src 'none'",
    `script-src 'nonce-${nonce}' 'strict-dynamic'`,
    "style-src 'self'",
    "img-src 'self'",
    "media-src 'self'",
    "connect-src 'self'",
    "base-uri 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
    ...more,
  ].join('; ');

/** Starts the shop on the loopback interface. Rejects when the port is taken. */
export async function startShop(options: ShopOptions): Promise<Shop> {
  const pages = options.pages ?? join(root, 'dist/demo/public');
  const sdk = options.sdk ?? join(root, 'dist/cdn');
  const [shopPage, playground, gallery, headless] = await Promise.all(
    ['index.html', 'playground.html', 'gallery.html', 'headless.html'].map((name) =>
      readFile(join(pages, name), 'utf8'),
    ),
  );
  const signer = createTokenSigner('hinoki');
  const api = createApi(signer);
  const proxy = createProxy(options.relayPort);

  function sendPage(req: IncomingMessage, res: ServerResponse): void {
    const isJapanese = /[?&]lang=ja(&|$)/.test(req.url ?? '');
    const isGallery = pathOf(req) === '/gallery';
    const nonce = randomBytes(18).toString('base64url');
    res.writeHead(200, {
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-store',
      // it shows phones in frames of its own
      'content-security-policy': policy(nonce, isGallery ? ["frame-src 'self'"] : []),
    });
    const template =
      { '/playground': playground, '/gallery': gallery, '/headless': headless }[pathOf(req)] ?? shopPage!;
    const page = template.replaceAll('__NONCE__', nonce).replace('lang="en"', isJapanese ? 'lang="ja"' : 'lang="en"');
    res.end(req.method === 'HEAD' ? undefined : page);
  }

  async function answer(req: IncomingMessage, res: ServerResponse): Promise<void> {
    const path = pathOf(req);
    res.setHeader('x-content-type-options', 'nosniff');
    res.setHeader('referrer-policy', 'same-origin');
    if (isRelays(path)) return proxy.request(req, res);
    if (path.startsWith('/api/')) return api(req, res, path);
    if (req.method !== 'GET' && req.method !== 'HEAD') return void res.writeHead(405, { allow: 'GET, HEAD' }).end();
    const sent = path.startsWith('/sobani-sdk/')
      ? await sendFile(req, res, sdk, path.slice('/sobani-sdk/'.length))
      : /^\/messenger\/[a-z]+\.json$/.test(path)
        ? await sendFile(req, res, join(root, 'demo/messenger'), path.slice('/messenger/'.length))
        : // help and answers are built beside the pages
          await sendFile(req, res, pages, path.replace(/^\/messenger\/(?=(help|answers)\/)/, '/').slice(1));
    if (sent) return;
    // an address of the shop has no extension; a file that is missing must not be answered with a page
    if (/\.\w+$/.test(path)) res.writeHead(404, { 'content-type': 'text/plain' }).end('not found');
    else sendPage(req, res);
  }

  const server = createServer((req, res) => {
    answer(req, res).catch((error: unknown) => {
      console.error(`shop: ${req.method} ${req.url}:`, error);
      if (res.headersSent) res.destroy();
      else res.writeHead(500).end();
    });
  });
  server.on('upgrade', (req, socket, head) => {
    if (isRelays(pathOf(req))) proxy.upgrade(req, socket, head);
    else socket.end('HTTP/1.1 404 Not Found\r\nconnection: close\r\ncontent-length: 0\r\n\r\n');
  });

  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(options.port, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://localhost:${port}`,
    port,
    signer,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        proxy.close();
        server.closeAllConnections();
      }),
  };
}

const pathOf = (req: IncomingMessage): string => {
  try {
    return decodeURIComponent(new URL(req.url ?? '/', 'http://shop').pathname);
  } catch {
    return '/';
  }
};

const isRelays = (path: string): boolean => /^\/(sobani|desk)(\/|$)/.test(path);
