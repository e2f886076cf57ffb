/** A site that is hostile in all it says: pages, files, and a relay that speaks the protocol and sends what a test gives it. */
import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { WebSocketServer } from 'ws';
import { sendFile } from '../../../demo/server/files.js';
import type { Said } from './surfaces.js';

const POLICY =
  "default-src 'none'; script-src 'nonce-n' 'strict-dynamic'; style-src 'self'; img-src 'self'; media-src 'self'; connect-src 'self'; require-trusted-types-for 'script'; trusted-types 'none'";
/** As the relay serves it. */
const DESK_POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; media-src 'self'; connect-src 'self'; require-trusted-types-for 'script'; trusted-types 'none'";
const AT = Date.UTC(2026, 10, 20, 10, 0);

export interface HostileSite {
  url: string;
  /** What the relay says in the conversation that the visitor begins. */
  said: Said[];
  /** The last words of other conversations, and the names of who has them. */
  others: string[];
  /** Where the relay says that a file is, in turn. */
  sources: string[];
  /** JSON files by their path. */
  files: Record<string, unknown>;
  /** What the desk is told: frames to its asks, by their `t`; `welcome` too. */
  desk: Record<string, unknown>;
  close(): Promise<void>;
}

/** A panel in which nothing scrolls, so that all of it is drawn; on the screen it is as high as it was, and costs no painting. */
const TALL = `sobani-messenger::part(panel) {
  block-size: 900000px;
  transform-origin: bottom;
  transform: scale(0.0007);
  opacity: 0;
}`;

/** Not enforced but reported, so that whatever could run does run, and is seen. */
const page = (
  attributes: [string, string][],
  sheet: string,
) => `<!doctype html><html lang="en"><head><meta charset="utf-8">
<title>Host</title><link rel="icon" href="/icon.svg"><link rel="stylesheet" href="/${sheet}.css">
<script nonce="n" async src="/sdk/sobani.js" ${attributes.map(([name, value]) => `${name}="${value}"`).join(' ')}></script></head>
<body><p>Host</p></body></html>`;

export async function openHostileSite(): Promise<HostileSite> {
  const folders: Record<string, string> = { sdk: 'dist/cdn', desk: 'dist/npm/desk' };
  async function answer(req: IncomingMessage, res: ServerResponse) {
    const { pathname, searchParams } = new URL(req.url!, site.url);
    const [, first = '', rest = ''] = /^\/([^/]*)\/?(.*)$/.exec(pathname) ?? [];
    const html = { 'content-type': 'text/html; charset=utf-8', 'content-security-policy-report-only': POLICY };
    const sheet = searchParams.get('sheet') ?? 'plain';
    searchParams.delete('sheet');
    if (first === 'host') return res.writeHead(200, html).end(page([...searchParams], sheet));
    if (first === 'tall.css' || first === 'plain.css')
      return res.writeHead(200, { 'content-type': 'text/css' }).end(first === 'tall.css' ? TALL : '');
    if (first === 'raw')
      return res.writeHead(200, { 'content-type': html['content-type'] }).end('<!doctype html><body>');
    if (pathname === '/desk/v1/session') return json(res, { session: 'session', agent: { id: 'a', name: 'A' } });
    if (pathname === '/desk/') {
      const policy = { ...html, 'content-security-policy-report-only': DESK_POLICY };
      return res.writeHead(200, policy).end(await readFile('dist/npm/desk/index.html'));
    }
    if (Object.hasOwn(site.files, pathname)) return json(res, site.files[pathname]);
    if (folders[first] && (await sendFile(req, res, folders[first], rest))) return;
    res.writeHead(404).end();
  }
  const json = (res: ServerResponse, value: unknown) =>
    res.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(value));

  const server = createServer((req, res) => void answer(req, res));
  const sockets = new WebSocketServer({ server });
  let asked = 0;
  sockets.on('connection', (socket, { url }) => {
    const send = (frame: object) => socket.send(JSON.stringify(frame));
    socket.on('message', (data) => {
      const frame = JSON.parse(String(data));
      if (url!.startsWith('/desk/')) {
        if (frame.t === 'hello') send({ t: 'welcome', ...(site.desk.welcome as object) });
        else if ('r' in frame) send({ t: 'ok', r: frame.r, data: site.desk[frame.t] ?? null });
        else if (frame.t === 'ping') send({ t: 'pong' });
        return;
      }
      if (frame.t === 'hello')
        send({ t: 'welcome', v: 1, person: { id: 'p', verified: false }, secret: 'secret', epoch: 'e' });
      else if (frame.t === 'ping') send({ t: 'pong' });
      else if (frame.t === 'send' || frame.t === 'handoff') hear(frame, send);
      else if ('r' in frame) {
        const url = site.sources[asked++ % site.sources.length];
        const data = { conversations: [], file: { url, expires: 60_000 } }[frame.t as 'file'] ?? null;
        send({ t: 'ok', r: frame.r, data });
        if (frame.t === 'subscribe') send({ t: 'event', event: { type: 'caught-up' } });
      }
    });
  });

  /** The visitor's word is taken, and answered with everything. */
  function hear({ r, message }: Ask, send: (frame: object) => void) {
    const { conversation } = message;
    const say = (id: string, seq: number, said: Said) =>
      send({
        t: 'event',
        event: { type: 'message', message: { id, conversation, at: AT + seq, seq, ...said }, cursor: `e:${seq}` },
      });
    const assignee = site.said.filter(({ author }) => author.kind === 'agent').at(-1)?.author;
    const state = { id: conversation, status: 'open', assignee, readTo: 0, agentReadTo: 0, at: AT };
    send({ t: 'event', event: { type: 'conversation', conversation: state } });
    say(message.id, 1, { author: { kind: 'visitor', id: 'p' }, parts: message.parts });
    send({ t: 'ok', r, data: { id: message.id, seq: 1, at: AT, cursor: 'e:1' } });
    site.said.forEach((said, i) => void say(idOf(i), i + 2, said));
    if (assignee) send({ t: 'event', event: { type: 'typing', conversation, author: assignee, on: true } });
    site.others.forEach((it, i) => {
      const id = `other${i}-`.padEnd(22, '0');
      const author: Said['author'] = { kind: 'agent', id: 'a', name: it.slice(0, 512) };
      const other = { ...state, id, assignee: author, at: AT + i };
      send({ t: 'event', event: { type: 'conversation', conversation: other } });
      const message = { id: `last${i}-`.padEnd(22, '0'), conversation: id, at: AT + i, seq: 1, author };
      const parts = [{ type: 'text', text: it }];
      send({ t: 'event', event: { type: 'message', message: { ...message, parts }, cursor: `e${i}:1` } });
    });
  }

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const site: HostileSite = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    ...{ said: [], others: [], sources: ['/none.png'], files: {}, desk: {} },
    async close() {
      for (const socket of sockets.clients) socket.terminate();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return site;
}

/** Id of the message with that number of those that are said. */
export const idOf = (i: number): string => `m${i}-`.padEnd(22, '0');

interface Ask {
  r: number;
  message: { id: string; conversation: string; parts: Said['parts'] };
}
