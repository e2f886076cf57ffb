import { type IncomingMessage, type Server, STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import { SOCKET_PATH } from '../wire/frames.js';
import type { Door } from './door.js';
import type { Peer } from './gateway.js';
import { newId } from './ids.js';
import { type Link, socketLink } from './link.js';
import type { Logger } from './logger.js';
import type { Settings } from './parse-options.js';

interface UpgradeServices {
  settings: Settings;
  door: Door;
  log: Logger;
  addressOf(request: IncomingMessage): string;
  visitor(link: Link, peer: Peer): void;
  agent(link: Link, peer: Peer): void;
}

/** Lets sockets in, or answers why not while they are still plain HTTP. */
export function attachUpgrade(server: Server, services: UpgradeServices): void {
  const { settings, door, log, addressOf } = services;
  const sockets = new WebSocketServer({ noServer: true, maxPayload: settings.limits.frame, perMessageDeflate: false });
  const visitorPaths = new Set([SOCKET_PATH, `${settings.path}${SOCKET_PATH}`]);

  function refuse(socket: Duplex, status: number, entry: object, retryAfter?: number): void {
    log.warn({ ...entry, status }, 'socket refused');
    const reason = STATUS_CODES[status];
    const headers = retryAfter === undefined ? '' : `retry-after: ${retryAfter}\r\n`;
    socket.once('finish', () => socket.destroy());
    socket.end(`HTTP/1.1 ${status} ${reason}\r\nconnection: close\r\ncontent-length: 0\r\n${headers}\r\n`);
  }

  /** The desk's page comes from the relay itself, or from the public URL of its links. */
  function isDeskOrigin(origin: string | undefined, request: IncomingMessage): boolean {
    if (origin === undefined) return true; // no browser, so nobody's browser is abused; the session still decides
    if (settings.deskUrl !== null && new URL(settings.deskUrl).origin === origin) return true;
    return URL.canParse(origin) && new URL(origin).host === request.headers.host;
  }

  server.on('upgrade', (request, socket, head) => {
    socket.on('error', () => socket.destroy());
    const address = addressOf(request);
    const path = (request.url ?? '').split('?')[0]!;
    const { origin } = request.headers;
    const isVisitor = visitorPaths.has(path);
    if (!isVisitor && path !== '/desk/v1/socket') return refuse(socket, 404, { address });
    const isWelcome = isVisitor ? door.isVisitorsOrigin(origin) : isDeskOrigin(origin, request);
    const refusal = door.refusal(address, isWelcome);
    if (refusal) {
      const { status, code, retryAfter } = refusal;
      const from = code === 'forbidden' && origin !== undefined && { origin: origin.slice(0, 200) };
      return refuse(socket, status, { address, ...from, code }, retryAfter);
    }

    sockets.handleUpgrade(request, socket, head, (opened) => {
      const link = socketLink(opened);
      opened.once('close', door.enter(address, link));
      opened.on('error', (error: Error & { code?: string }) => log.warn({ address, why: error.code }, 'socket error'));
      const peer: Peer = { id: newId(), address, origin: origin ?? '' };
      if (isVisitor) services.visitor(link, peer);
      else services.agent(link, peer);
    });
  });
}
