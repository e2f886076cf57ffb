import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';

/** An HTTP proxy in front of a relay as offices have them. What it does to sockets and streams may change at any time. */
export interface OfficeProxy {
  readonly url: string;
  /** `swallow` accepts them and lets nothing through. */
  sockets: 'pass' | 'refuse' | 'swallow';
  /** `hold` keeps a body back until it is complete. */
  streams: 'pass' | 'hold';
  /** What the relay was asked, oldest first: method, path with query, and `upgrade` for sockets. */
  readonly asked: string[];
  /** Requests that are under way. */
  readonly open: number;
  /** Ends everything that is open. */
  drop(): void;
  close(): Promise<void>;
}

export async function startOfficeProxy(port: number): Promise<OfficeProxy> {
  const asked: string[] = [];
  const tunnels = new Set<Duplex>();
  const blind = new WebSocketServer({ noServer: true });
  let open = 0;

  function pass(incoming: IncomingMessage, response: ServerResponse): void {
    asked.push(`${incoming.method} ${incoming.url}`);
    open++;
    response.once('close', () => open--);
    const { method, url, headers } = incoming;
    const onward = request({ port, host: '127.0.0.1', method, path: url, headers }, (answer) => {
      const isHeld = proxy.streams === 'hold' && !answer.headers['content-length'] && answer.statusCode === 200;
      if (isHeld) {
        answer.resume();
        return;
      }
      response.writeHead(answer.statusCode!, answer.headers);
      answer.pipe(response);
    });
    onward.on('error', () => response.destroy());
    response.on('close', () => onward.destroy());
    incoming.pipe(onward);
  }

  function tunnel(incoming: IncomingMessage, socket: Duplex, head: Buffer): void {
    asked.push(`upgrade ${incoming.url}`);
    tunnels.add(socket);
    socket.on('close', () => tunnels.delete(socket));
    socket.on('error', () => {});
    if (proxy.sockets === 'refuse') {
      socket.end('HTTP/1.1 403 Forbidden\r\nconnection: close\r\ncontent-length: 0\r\n\r\n');
      return;
    }
    if (proxy.sockets === 'swallow') {
      blind.handleUpgrade(incoming, socket, head, () => {});
      return;
    }
    const far = connect(port, '127.0.0.1', () => {
      const lines = Object.entries(incoming.headers).map(([name, value]) => `${name}: ${value}\r\n`);
      far.write(`GET ${incoming.url} HTTP/1.1\r\n${lines.join('')}\r\n`);
      far.write(head);
      far.pipe(socket).pipe(far);
    });
    far.on('error', () => socket.destroy());
    socket.on('close', () => far.destroy());
  }

  const server = createServer(pass).on('upgrade', tunnel);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const proxy: OfficeProxy = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/sobani`,
    sockets: 'pass',
    streams: 'pass',
    asked,
    get open() {
      return open;
    },
    drop() {
      for (const socket of tunnels) socket.destroy();
      server.closeAllConnections();
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        proxy.drop();
      }),
  };
  return proxy;
}
