import { type IncomingMessage, request, type ServerResponse } from 'node:http';
import { connect } from 'node:net';
import type { Duplex } from 'node:stream';
import { answerJson } from './answer.js';

/** Passes requests and WebSockets on to a server on this machine, which may be down. */
export interface Proxy {
  request(req: IncomingMessage, res: ServerResponse): void;
  upgrade(req: IncomingMessage, socket: Duplex, head: Buffer): void;
  /** Ends every connection that was upgraded. */
  close(): void;
}

/** Belong to one connection only, so they are not passed on. */
const HOP = new Set(['connection', 'keep-alive', 'transfer-encoding', 'upgrade', 'te', 'trailer', 'proxy-connection']);

export function createProxy(port: number): Proxy {
  const open = new Set<Duplex>();

  // this server is the first that sees the client, so what the client says about its own address counts for nothing
  const forwarded = (req: IncomingMessage) => ({
    ...req.headers,
    'x-forwarded-for': req.socket.remoteAddress?.replace(/^::ffff:/, '') ?? '',
    'x-forwarded-proto': 'http',
  });

  return {
    request(req, res) {
      const headers = Object.fromEntries(Object.entries(forwarded(req)).filter(([name]) => !HOP.has(name)));
      const onward = request({ host: '127.0.0.1', port, method: req.method, path: req.url, headers }, (answer) => {
        const back = Object.entries(answer.headers).filter(([name]) => !HOP.has(name));
        res.writeHead(answer.statusCode ?? 502, Object.fromEntries(back));
        answer.pipe(res);
        answer.on('error', () => res.destroy());
      });
      onward.on('error', () => {
        if (res.headersSent) res.destroy();
        else answerJson(res, 502, { error: 'the relay does not answer' });
      });
      res.on('close', () => onward.destroy());
      req.pipe(onward);
    },

    upgrade(req, socket, head) {
      const onward = connect(port, '127.0.0.1');
      open.add(socket);
      socket.on('close', () => {
        open.delete(socket);
        onward.destroy();
      });
      socket.on('error', () => onward.destroy());
      onward.on('connect', () => {
        const lines = Object.entries(forwarded(req)).flatMap(([name, value]) =>
          [value ?? []].flat().map((one) => `${name}: ${one}\r\n`),
        );
        onward.write(`${req.method} ${req.url} HTTP/1.1\r\n${lines.join('')}\r\n`);
        onward.write(head);
        onward.pipe(socket).pipe(onward);
      });
      onward.on('error', () => {
        if (onward.bytesRead === 0 && socket.writable) {
          socket.end('HTTP/1.1 502 Bad Gateway\r\nconnection: close\r\ncontent-length: 0\r\n\r\n');
        } else socket.destroy();
      });
      onward.on('close', () => socket.end());
    },

    close() {
      for (const socket of open) socket.destroy();
    },
  };
}
