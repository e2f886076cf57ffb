/** The site whose pages are killed: serves them and the built messenger, and keeps what they tell, out of their reach. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { WebSocketServer } from 'ws';
import { sendFile } from '../../demo/server/files.js';
import { inPage, type Sent, type Told } from './page.js';

export interface Site {
  port: number;
  /** What the pages have told, in the order they came. */
  told: Told[];
  sent(): Sent[];
  /** Address of a page. `host`: another name for this machine. `relay`: URL of the relay. */
  page(how: { tab: string; relay: string; host?: string; strict?: boolean; attributes?: string }): string;
  /** Answered by `close`, or by what this resolves to once somebody has asked for `/hang`: a page that waits hangs. */
  asked(): Promise<() => void>;
  close(): Promise<void>;
}

const NONCE = 'n0nce';
const quoted = (text: string) => text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;');

function documentOf(query: URLSearchParams, host: string): string {
  const asked = (name: string) => query.get(name) ?? '';
  const report = JSON.stringify(`ws://${host}/report`);
  const tab = JSON.stringify(asked('tab')).replaceAll('<', '\\u003c');
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>A page</title><link rel="icon" href="data:,">
<script nonce="${NONCE}">(${inPage})(${report}, ${tab})</script>
<script nonce="${NONCE}" async src="/sdk/sobani.js" data-app="shop" data-relay="${quoted(asked('relay'))}" ${asked('attributes')}></script>
</head><body><p>A page</p></body></html>`;
}

/** As strict as a page can be that has a messenger, and a socket to tell on. */
const policy = (host: string, relay: string) =>
  [
    `default-src 'none'; script-src 'nonce-${NONCE}' 'strict-dynamic'; style-src 'nonce-${NONCE}'; img-src data:`,
    `connect-src ws://${host} ${relay} ${relay.replace('http', 'ws')}; base-uri 'none'; object-src 'none'`,
    `require-trusted-types-for 'script'; trusted-types 'none'`,
  ].join('; ');

export async function openSite(): Promise<Site> {
  const told: Told[] = [];
  let onAsked = (_answer: () => void) => {};
  const server = createServer(async (req, res) => {
    const { pathname, searchParams } = new URL(req.url!, 'http://here');
    const host = req.headers.host!;
    if (pathname === '/page') {
      const isStrict = searchParams.has('strict');
      const relay = new URL(searchParams.get('relay')!).origin;
      res.writeHead(200, {
        'content-type': 'text/html; charset=utf-8',
        ...(isStrict && { 'content-security-policy': policy(host, relay) }),
      });
      res.end(documentOf(searchParams, host));
    } else if (pathname === '/hang') {
      onAsked(() => void res.end());
    } else if (!pathname.startsWith('/sdk/') || !(await sendFile(req, res, 'dist/cdn', pathname.slice(5)))) {
      res.writeHead(404).end();
    }
  });
  const sockets = new WebSocketServer({ server, path: '/report' });
  sockets.on('connection', (socket) => {
    socket.on('error', () => {});
    socket.on('message', (data) => {
      const line = JSON.parse(String(data)) as Told | { tell: 'hear'; n: number };
      if (line.tell === 'hear') socket.send(String(line.n));
      else told.push(line);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    port,
    told,
    sent: () => told.filter((line): line is Sent => line.tell === 'sent'),
    page({ tab, relay, host = '127.0.0.1', strict, attributes = '' }) {
      const query = new URLSearchParams({ tab, relay, attributes, ...(strict && { strict: '' }) });
      return `http://${host}:${port}/page?${query}`;
    },
    asked: () =>
      new Promise((resolve) => {
        onAsked = resolve;
      }),
    async close() {
      for (const socket of sockets.clients) socket.terminate();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
