import { isUtf8 } from 'node:buffer';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { CLOSE } from '../wire/frames.js';
import { LINK_BODY, LINK_HEADER, LINK_PATHS, NUMBER_HEADER } from '../wire/links.js';
import type { Door } from './door.js';
import type { Peer } from './gateway.js';
import { newId } from './ids.js';
import type { Link } from './link.js';
import { type Carrier, pollCarrier, streamCarrier } from './links-carriers.js';
import type { Logger } from './logger.js';
import type { Settings } from './parse-options.js';
import { createRate, type Rate } from './rates.js';

interface LinksServices {
  settings: Settings;
  door: Door;
  log: Logger;
  addressOf(request: IncomingMessage): string;
  visitor(link: Link, peer: Peer): void;
  now: () => number;
}

interface Entry {
  origin: string;
  carrier: Carrier;
  /** Requests, frames or not. */
  requests: Rate;
  /** Number of the last request to each path. */
  last: { poll: number; frames: number };
}

/** What was wrong with a request, and what that does to the link it belongs to. */
interface Fault {
  status: number;
  code: 'invalid' | 'not-found' | 'forbidden' | 'too-large' | 'rate' | 'unavailable';
  close?: number;
  retryAfter?: number;
}

const TOO_LARGE: Fault = { status: 413, code: 'too-large', close: 1009 };

/** The body as text, or what is wrong with it. */
async function read(request: IncomingMessage, most: number): Promise<string | Fault> {
  if (Number(request.headers['content-length'] ?? 0) > most) return TOO_LARGE;
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > most) return TOO_LARGE;
    chunks.push(chunk);
  }
  const body = Buffer.concat(chunks);
  return isUtf8(body) ? body.toString() : { status: 400, code: 'invalid', close: 1007 };
}

/**
 * Serves visitors where no WebSocket gets through: the same frames over plain requests, for the same gateway. Returns what
 * takes a request, or false when it is none of these.
 */
export function createLinks({ settings, door, log, addressOf, visitor, now }: LinksServices) {
  const { limits } = settings;
  const links = new Map<string, Entry>();
  const paths = new Map<string, keyof typeof LINK_PATHS>();
  for (const base of ['', settings.path]) {
    for (const name of ['stream', 'poll', 'frames'] as const) paths.set(base + LINK_PATHS[name], name);
  }

  function refuse(request: IncomingMessage, response: ServerResponse, { status, code, retryAfter }: Fault): void {
    log.warn({ address: addressOf(request), code, status }, 'link refused');
    if (response.headersSent) return void response.destroy();
    response.statusCode = status;
    response.setHeader('content-type', 'application/json; charset=utf-8');
    if (retryAfter !== undefined) response.setHeader('retry-after', retryAfter);
    // what is left of the body is not read
    if (!request.complete) response.setHeader('connection', 'close');
    response.end(JSON.stringify({ code }));
  }

  /** The first request of a link, with `hello`. */
  async function open(way: 'stream' | 'poll', request: IncomingMessage, response: ServerResponse, origin: string) {
    const address = addressOf(request);
    const destroy = () => void response.destroy();
    const leave = door.enter(address, { close: destroy, terminate: destroy });
    const hello = await read(request, limits.frame).finally(leave);
    if (typeof hello !== 'string') return hello;
    const id = newId();
    const exit = () => {
      links.delete(id);
      enter();
    };
    const make = way === 'stream' ? streamCarrier : pollCarrier;
    const carrier = make({ id, response, grace: limits.pong, gone: exit });
    const enter = door.enter(address, carrier);
    const requests = createRate('requests', limits.framesPerMinute, 60_000, limits.framesPerMinute, now);
    links.set(id, { origin, carrier, requests, last: { poll: 0, frames: 0 } });
    visitor(carrier, { id: newId(), address, origin });
    carrier.on.text(hello);
    return undefined;
  }

  async function take({ carrier, last }: Entry, number: number, request: IncomingMessage): Promise<Fault | undefined> {
    const body = await read(request, LINK_BODY);
    if (typeof body !== 'string') return body;
    // sent again on the way: it was taken
    if (number <= last.frames) return undefined;
    if (number !== last.frames + 1) return { status: 409, code: 'invalid', close: 1002 };
    last.frames = number;
    carrier.on.heard();
    for (const text of body.split('\n')) {
      if (Buffer.byteLength(text) > limits.frame) return TOO_LARGE;
      if (text) carrier.on.text(text);
    }
    return undefined;
  }

  async function answer(name: keyof typeof LINK_PATHS, request: IncomingMessage, response: ServerResponse) {
    const { origin } = request.headers;
    const id = request.headers[LINK_HEADER];
    const number = Number(request.headers[NUMBER_HEADER]);
    const isWelcome = door.isVisitorsOrigin(origin);
    if (name !== 'frames' && id === undefined) {
      const refusal = door.refusal(addressOf(request), isWelcome);
      return refusal ?? open(name, request, response, origin!);
    }
    if (!isWelcome) return { status: 403, code: 'forbidden' } as const;
    const entry = links.get(String(id));
    // somebody else's is answered like none
    if (!entry || entry.origin !== origin || name === 'stream') return { status: 404, code: 'not-found' } as const;
    const { carrier, requests, last } = entry;
    const fail = (fault: Fault) => {
      if (fault.close) carrier.close(fault.close, fault.code);
      return fault;
    };
    if (requests.take('')) return fail({ status: 429, code: 'rate', close: CLOSE.rate });
    carrier.on.heard();
    if (name === 'poll') {
      request.resume();
      if (number !== last.poll + 1) return fail({ status: 409, code: 'invalid', close: 1002 });
      last.poll = number;
      carrier.wait(response);
      return undefined;
    }
    const fault = await take(entry, number, request);
    if (fault) return fail(fault);
    response.writeHead(204).end();
    return undefined;
  }

  return function serve(request: IncomingMessage, response: ServerResponse): boolean {
    const name = paths.get((request.url ?? '').split('?')[0]!);
    if (!name) return false;
    const { origin } = request.headers;
    const isWelcome = door.isVisitorsOrigin(origin);
    response.setHeader('vary', 'origin');
    response.setHeader('cache-control', 'no-store, no-transform');
    response.setHeader('x-accel-buffering', 'no');
    response.setHeader('x-content-type-options', 'nosniff');
    if (isWelcome) response.setHeader('access-control-allow-origin', origin);
    if (request.method === 'OPTIONS' && isWelcome) {
      response.setHeader('access-control-allow-methods', 'POST');
      response.setHeader('access-control-allow-headers', `content-type, ${LINK_HEADER}, ${NUMBER_HEADER}`);
      response.setHeader('access-control-max-age', 7_200);
      response.writeHead(204).end();
    } else if (request.method === 'OPTIONS') refuse(request, response, { status: 403, code: 'forbidden' });
    else if (request.method !== 'POST') {
      response.writeHead(405, { allow: 'POST, OPTIONS' }).end();
    } else {
      answer(name, request, response).then(
        (fault) => fault && refuse(request, response, fault),
        // it broke off
        () => response.destroy(),
      );
    }
    return true;
  };
}
