import type { IncomingMessage, ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import { SobaniError, toSobaniError } from '../core/errors.js';
import type { FilePart } from '../types.js';
import { APP_HEADER, FILE_PATH, NAME_HEADER, UPLOAD_PATH } from '../wire/uploads.js';
import type { DeskSessions } from './desk-sessions.js';
import type { Door } from './door.js';
import type { Logger } from './logger.js';
import { type RelayLimits, SPANS } from './options.js';
import type { Settings } from './parse-options.js';
import { notFound } from './rules.js';
import type { Sessions } from './sessions.js';
import type { Store } from './store.js';
import type { Outgoing, Uploads } from './uploads.js';

interface Services {
  settings: Settings;
  uploads: Uploads;
  store: Store;
  sessions: Sessions;
  deskSessions: DeskSessions;
  door: Door;
  log: Logger;
}

const ID = /^[A-Za-z0-9_-]{22}$/;
const DESK = '/desk';
const STATUS: Partial<Record<SobaniError['code'], number>> = {
  auth: 401,
  forbidden: 403,
  'not-found': 404,
  timeout: 408,
  conflict: 409,
  'too-large': 413,
  unsupported: 415,
  rate: 429,
  invalid: 400,
  offline: 400,
  unavailable: 503,
};

const bearer = ({ headers }: IncomingMessage) => /^Bearer ([\w-]{1,256})$/.exec(headers.authorization ?? '')?.[1];

function nameIn({ headers }: IncomingMessage): string {
  try {
    return decodeURIComponent(String(headers[NAME_HEADER] ?? ''));
  } catch {
    throw new SobaniError('invalid', 'the name is not encoded as it should be', { path: 'name' });
  }
}

/** The body, for as long as something of it comes now and then, and not for ever. */
async function* bodyOf(request: IncomingMessage, { silent }: RelayLimits): AsyncGenerator<Buffer> {
  const late = () => request.destroy(new SobaniError('timeout', 'the upload took too long'));
  const whole = setTimeout(late, SPANS.upload);
  let idle = setTimeout(late, silent);
  try {
    // whoever stops reading still has an answer to give
    for await (const chunk of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
      clearTimeout(idle);
      yield chunk;
      idle = setTimeout(late, silent);
    }
  } catch (error) {
    throw error instanceof SobaniError ? error : new SobaniError('offline', 'the upload broke off');
  } finally {
    clearTimeout(whole);
    clearTimeout(idle);
  }
}

/** Which of the file's bytes are asked for; null where there are none such. */
function rangeOf(header: string | undefined, size: number): { start: number; end: number } | null {
  const [, first, last] = /^bytes=(\d*)-(\d*)$/.exec(header ?? '') ?? [];
  if (!first && !last) return { start: 0, end: size - 1 };
  const start = first ? Number(first) : Math.max(0, size - Number(last));
  const end = first && last ? Math.min(Number(last), size - 1) : size - 1;
  return start <= end && start < size ? { start, end } : null;
}

/** What a browser may draw or play where it stands. Everything else it only saves. */
const isSafe = ({ media }: FilePart) => /^(image|audio)\//.test(media);

function headersOf(part: FilePart): Record<string, string> {
  const plain = part.name.replace(/[^\w.-]/g, '_');
  const encoded = encodeURIComponent(part.name).replace(/['()*]/g, (c) => `%${c.charCodeAt(0).toString(16)}`);
  const disposition = isSafe(part) ? 'inline' : 'attachment';
  return {
    'content-type': isSafe(part) ? part.media : 'application/octet-stream',
    'content-disposition': `${disposition}; filename="${plain}"; filename*=UTF-8''${encoded}`,
    'content-security-policy': "default-src 'none'; sandbox",
    'cross-origin-resource-policy': 'cross-origin',
    'referrer-policy': 'no-referrer',
    'accept-ranges': 'bytes',
    'cache-control': 'private, max-age=300, no-transform',
  };
}

/**
 * Serves uploads and what was uploaded: `PUT` for visitors and for agents, `GET` with a signature. Returns what takes a
 * request, or false when it is none of these.
 */
export function createUploadHttp({ settings, uploads, store, sessions, deskSessions, door, log }: Services) {
  const { limits } = settings;
  const bases = ['', settings.path];

  function fail(request: IncomingMessage, response: ServerResponse, thrown: unknown): void {
    const { code, message, retryAfter, path } = toSobaniError(thrown);
    const status = STATUS[code] ?? 500;
    if (status === 500) log.error({ why: String(thrown) }, 'upload failed');
    else log.warn({ code }, 'upload refused');
    if (response.headersSent || response.destroyed) return void response.destroy();
    if (retryAfter !== undefined) response.setHeader('retry-after', Math.ceil(retryAfter / 1_000));
    // what is left of the body is not read
    if (!request.complete) response.setHeader('connection', 'close');
    const said =
      status === 500 ? { code: 'internal', message: 'the relay failed; try again' } : { code, message, path };
    response.writeHead(status, { 'content-type': 'application/json; charset=utf-8' });
    response.end(JSON.stringify(said), () => request.complete || request.destroy());
  }

  async function receive(request: IncomingMessage, id: string, who: { person: string; isVisitor: boolean }) {
    if (!ID.test(id)) throw new SobaniError('invalid', 'an id has 22 characters', { path: 'id' });
    const length = request.headers['content-length'];
    const size = length === undefined ? null : Number(length);
    return uploads.receive({ ...who, id, name: nameIn(request), size, body: bodyOf(request, limits) });
  }

  async function fromVisitor(request: IncomingMessage, id: string) {
    const app = String(request.headers[APP_HEADER] ?? '');
    if (!settings.apps.get(app)?.origins.includes(request.headers.origin ?? '')) {
      throw new SobaniError('forbidden', 'no such app for this origin');
    }
    const session = await sessions.find(app, bearer(request));
    if (!session) throw new SobaniError('auth', 'this session is over');
    return receive(request, id, { person: session.person.id, isVisitor: true });
  }

  async function fromAgent(request: IncomingMessage, path: string) {
    if (!deskSessions.agentOf(bearer(request) ?? '')) throw new SobaniError('auth', 'this session is over');
    const [conversation = '', id = ''] = path.split('/');
    const row = await store.conversation(conversation);
    if (!row) throw notFound();
    return receive(request, id, { person: row.person, isVisitor: false });
  }

  function take(request: IncomingMessage, response: ServerResponse, receiving: () => Promise<FilePart>): void {
    response.setHeader('cache-control', 'no-store');
    if (request.method !== 'PUT') {
      response.writeHead(405, { allow: 'PUT, OPTIONS' }).end();
      return;
    }
    receiving().then(
      (part) => {
        response.writeHead(200, { 'content-type': 'application/json; charset=utf-8' });
        response.end(JSON.stringify(part));
      },
      (error) => fail(request, response, error),
    );
  }

  async function give(request: IncomingMessage, response: ServerResponse, { part, read }: Outgoing) {
    const headers = headersOf(part);
    const range = rangeOf(request.headers.range, part.size);
    if (!range) {
      response.writeHead(416, { 'content-range': `bytes */${part.size}` }).end();
      return;
    }
    const isPart = range.end - range.start + 1 < part.size;
    const body = await read(range);
    response.writeHead(isPart ? 206 : 200, {
      ...headers,
      'content-length': range.end - range.start + 1,
      ...(isPart && { 'content-range': `bytes ${range.start}-${range.end}/${part.size}` }),
    });
    if (request.method === 'HEAD') {
      body.destroy();
      response.end();
    } else await pipeline(body, response);
  }

  function show(request: IncomingMessage, response: ServerResponse, path: string): void {
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      response.writeHead(405, { allow: 'GET, HEAD' }).end();
      return;
    }
    const found = uploads.open(path);
    // expired, foreign and made up are one
    if (!found) {
      fail(request, response, new SobaniError('not-found', 'this link is no longer good'));
      return;
    }
    void give(request, response, found).catch((error) => fail(request, response, error));
  }

  return function serve(request: IncomingMessage, response: ServerResponse): boolean {
    const [path = ''] = (request.url ?? '').split('?');
    const under = (prefix: string) => (path.startsWith(prefix) ? path.slice(prefix.length) : null);
    const shown = [...bases, DESK].map((base) => under(base + FILE_PATH)).find((it) => it !== null) ?? null;
    const own = bases.map((base) => under(base + UPLOAD_PATH)).find((it) => it !== null) ?? null;
    const agents = under(DESK + UPLOAD_PATH);
    if (shown === null && own === null && agents === null) return false;
    response.setHeader('x-content-type-options', 'nosniff');
    if (shown !== null) show(request, response, shown);
    else if (agents !== null) take(request, response, () => fromAgent(request, agents));
    else {
      const { origin } = request.headers;
      response.setHeader('vary', 'origin');
      if (door.isVisitorsOrigin(origin)) {
        response.setHeader('access-control-allow-origin', origin);
        response.setHeader('access-control-expose-headers', 'retry-after');
      }
      if (request.method !== 'OPTIONS') take(request, response, () => fromVisitor(request, own!));
      else {
        response.setHeader('access-control-allow-methods', 'PUT');
        response.setHeader(
          'access-control-allow-headers',
          `authorization, content-type, ${APP_HEADER}, ${NAME_HEADER}`,
        );
        response.setHeader('access-control-max-age', 7_200);
        response.writeHead(door.isVisitorsOrigin(origin) ? 204 : 403).end();
      }
    }
    return true;
  };
}
