/** The npm entry `sobani/relay`. */
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { getRequestListener } from '@hono/node-server';
import { SobaniError } from '../core/errors.js';
import type { Agent } from '../wire/desk.js';
import { addressOf } from './address.js';
import { createDesk } from './desk.js';
import { createDeskGateway } from './desk-gateway.js';
import { createDeskSessions } from './desk-sessions.js';
import { createDoor } from './door.js';
import { createGateway } from './gateway.js';
import type { Phase } from './health.js';
import { createHttp } from './http.js';
import { createHub } from './hub.js';
import { createLinks } from './links.js';
import { createLogger } from './logger.js';
import { createMetrics } from './metrics.js';
import { type RelayLimits, type RelayOptions, SPANS } from './options.js';
import { parseOptions } from './parse-options.js';
import { createRates } from './relay-rates.js';
import { createSessions } from './sessions.js';
import { openSqliteStore } from './sqlite-store.js';
import { createVerifier, type TokenVerifier } from './tokens.js';
import { createTranscripts } from './transcripts.js';
import { attachUpgrade } from './upgrade.js';
import { createUploads } from './uploads.js';
import { createUploadHttp } from './uploads-http.js';

export type { ErrorCode, SobaniError } from '../core/errors.js';
export type { Agent } from '../wire/desk.js';
export type { FileStore } from './file-store.js';
export type {
  AgentConfig,
  AppConfig,
  AppKey,
  Enrich,
  EnrichUser,
  RelayLimits,
  RelayOptions,
  TranscriptHook,
} from './options.js';

/** A relay that is made but answers only once it listens. */
export interface Relay {
  /**
   * Starts to answer. `port` 0 takes a free one; `host` defaults to `127.0.0.1`.
   * @throws SobaniError `unavailable` when the port cannot be had
   */
  listen(port: number, host?: string): Promise<{ url: string; port: number }>;
  /** The link that signs each agent in to the desk, good until this relay ends. Ask after `listen`. */
  deskLinks(): { agent: Agent; url: string }[];
  /**
   * Stops accepting, ends all sockets with 1012 over a short time, finishes what is being written, closes the store. Takes
   * less than ten seconds.
   */
  close(): Promise<void>;
}

/** What a request may take, by what a socket may take to say hello: one that dawdles is let go. */
const httpTimes = ({ silent }: RelayLimits) => ({
  headersTimeout: silent,
  // an upload takes longer than all others, which are ended before
  requestTimeout: Math.max(3 * silent, SPANS.upload),
  keepAliveTimeout: silent,
  connectionsCheckingInterval: Math.min(silent, 1_000),
});

/** Ends a request whose body does not come. */
function endLate(request: IncomingMessage, ms: number): void {
  if (request.complete) return;
  const timer = setTimeout(() => request.socket.destroy(), ms).unref();
  request.once('end', () => clearTimeout(timer)).once('close', () => clearTimeout(timer));
}

/**
 * Makes the reference back end: the open wire protocol for visitors' messengers, the agent desk, and a store.
 * @throws SobaniError `invalid` with the path of the option that is wrong, `unsupported` where there is no SQLite,
 * `storage` when the database cannot be used
 * @example
 * const relay = await createRelay({ apps: [{ id: 'shop', origins: ['https://shop.example'] }], database: 'relay.db' });
 * const { url } = await relay.listen(8787);
 */
export async function createRelay(options: RelayOptions): Promise<Relay> {
  const settings = parseOptions(options);
  const { limits, trustProxy } = settings;
  let phase: Phase = 'starting';
  const now = Date.now;
  const log = createLogger(settings.log);
  const onError = (error: unknown) => log.error({ why: String(error) }, 'failed');

  const verifiers = new Map<string, TokenVerifier>();
  for (const app of settings.apps.values()) verifiers.set(app.id, await createVerifier(app, now));
  const metrics = createMetrics();
  const store = await openSqliteStore(settings.database, {
    now,
    onError,
    onCommit: metrics.commit,
    newEpoch: settings.newEpoch,
    bytes: limits.database,
  });

  const hub = createHub();
  store.subscribe(hub.publish);
  store.subscribe(({ messages }) => {
    for (const { author } of messages) metrics.stored.add(author.kind);
  });
  const rates = createRates(limits, now);
  const sessions = createSessions(store, rates.identify, now);
  const deskSessions = createDeskSessions(settings.agents);
  const uploads =
    settings.uploads &&
    createUploads({ settings: { ...settings, uploads: settings.uploads }, store, rates, log, now, onError });
  const desk = createDesk({
    ...{ store, hub, rates, sessions: deskSessions, log, now, onError, uploads },
    upload: settings.uploads && { bytes: limits.upload, types: settings.uploads.types },
    enrich: settings.enrich,
    enrichTimeout: settings.enrichTimeout,
  });

  const address = (request: Parameters<typeof addressOf>[0]) => addressOf(request, trustProxy);
  const http = createHttp({
    ...{ store, hub, rates, metrics, settings, log },
    sessions: deskSessions,
    visitorSessions: sessions,
    access: settings.metrics,
    phase: () => phase,
    addressOf: address,
  });
  const door = createDoor(settings, rates);
  const transcripts = settings.transcript && createTranscripts({ hook: settings.transcript, store, log, now });
  const services = { store, hub, rates, limits, sessions, verifiers, settings, metrics, log, now };
  const visitor = createGateway({ ...services, transcripts, uploads });
  const serveLinks = createLinks({ settings, door, log, addressOf: address, visitor, now });
  const serveUploads = uploads && createUploadHttp({ settings, uploads, store, sessions, deskSessions, door, log });
  const serveRest = getRequestListener(http.fetch);
  const server = createServer(httpTimes(limits), (request, response) => {
    if (serveUploads?.(request, response)) return;
    endLate(request, 3 * limits.silent);
    if (!serveLinks(request, response)) void serveRest(request, response);
  });
  attachUpgrade(server, {
    settings,
    door,
    log,
    addressOf: address,
    visitor,
    agent: createDeskGateway({ desk, sessions: deskSessions, limits, metrics, log, now }),
  });

  let sockets = 0;
  server.on('connection', (socket) => {
    sockets++;
    socket.once('close', () => sockets--);
  });
  metrics.watch({
    sockets: () => sockets,
    visitors: () => hub.size,
    agents: () => desk.size,
    queue: () => store.load().queue,
    database: () => store.load().bytes,
  });

  let url = '';
  let closing: Promise<void> | undefined;

  async function close(): Promise<void> {
    const isListening = server.listening;
    phase = 'draining';
    // it listens meanwhile, to say that it is not ready
    await door.close(1012, 'the relay restarts');
    const ended = new Promise<void>((resolve) => (isListening ? server.close(() => resolve()) : resolve()));
    server.closeIdleConnections();
    // a request that is still under way has two seconds more
    const late = setTimeout(() => server.closeAllConnections(), 2_000);
    await ended;
    clearTimeout(late);
    transcripts?.stop();
    uploads?.stop();
    // a sweep under way needs the store
    await uploads?.sweep();
    rates.stop();
    metrics.stop();
    await store.close();
    log.info('closed');
  }

  return {
    listen: (port, host = '127.0.0.1') =>
      new Promise((resolve, reject) => {
        const failed = (cause: Error) => {
          const message = `cannot listen on ${host}:${port}: ${cause.message}`;
          reject(new SobaniError('unavailable', message, { path: 'port', cause }));
        };
        server.once('error', failed);
        server.listen(port, host, () => {
          server.off('error', failed);
          const { port: taken } = server.address() as AddressInfo;
          phase = 'serving';
          url = `http://${host.includes(':') ? `[${host}]` : host}:${taken}`;
          log.info({ url }, 'listening');
          resolve({ url, port: taken });
        });
      }),
    deskLinks: () =>
      deskSessions.codes.map(({ agent, code }) => ({
        agent,
        url: `${settings.deskUrl ?? url}/desk/#code=${code}`,
      })),
    close: () => {
      closing ??= close();
      return closing;
    },
  };
}
