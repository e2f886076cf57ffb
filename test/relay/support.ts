import { randomBytes } from 'node:crypto';
import { onTestFinished } from 'vitest';
import { WebSocket } from 'ws';
import { createRelay, type Relay } from '../../src/relay/index.js';
import type { RelayOptions } from '../../src/relay/options.js';
import type { DeskServerFrame } from '../../src/wire/desk.js';
import type { ServerFrame } from '../../src/wire/frames.js';

export const ORIGIN = 'https://shop.example';
export const OTHER_ORIGIN = 'https://bank.example';
export const SECRET = 'a shared secret of more than thirty-two bytes';
export const CODE = 'code-of-mia-0123456789abcdef';
export const CODE_KEN = 'code-of-ken-0123456789abcdef';

export const newId = () => randomBytes(16).toString('base64url');

/** A relay on a free port, closed when the test ends; `log` holds every line that it logged. */
export async function startRelay(overrides: Partial<RelayOptions> = {}) {
  const log: string[] = [];
  const relay = await createRelay({
    apps: [
      { id: 'shop', origins: [ORIGIN], keys: [{ kid: 'k1', alg: 'HS256', secret: SECRET }] },
      { id: 'bank', origins: [OTHER_ORIGIN], keys: [{ kid: 'k1', alg: 'HS256', secret: `${SECRET} of the bank` }] },
    ],
    agents: [
      { id: 'mia', name: 'Mia', code: CODE },
      { id: 'ken', name: 'Ken', code: CODE_KEN },
    ],
    database: ':memory:',
    log: { level: 'debug', destination: { write: (line) => log.push(line) } },
    ...overrides,
  });
  onTestFinished(() => relay.close());
  const { url } = await relay.listen(0);
  return { relay, url, log };
}

/** Rates so high that a test about something else never meets them. */
export const FAST = {
  messagesPerMinute: 1e9,
  messageBurst: 1e6,
  conversationsPerHour: 1e9,
  contextPerMinute: 1e9,
  withdrawalsPerMinute: 1e9,
  ratingsPerMinute: 1e9,
  identifyPerMinute: 1e9,
  framesPerMinute: 1e9,
  handshakesPerMinute: 1e9,
  signInsPerMinute: 1e9,
  typing: 1,
};

export type Loose = { t: string; r?: number; [key: string]: unknown };

/** One socket that keeps all it received; `next` waits for a frame and takes it. */
export class Client<In extends { t: string } = ServerFrame> {
  readonly all: In[] = [];
  readonly closed: Promise<{ code: number; reason: string }>;
  private pending: In[] = [];
  private waiters: { want: (frame: In) => boolean; resolve: (frame: In) => void; reject: (e: Error) => void }[] = [];
  private r = 0;

  constructor(readonly socket: WebSocket) {
    socket.on('message', (data) => {
      const frame = JSON.parse(String(data)) as In;
      this.all.push(frame);
      const i = this.waiters.findIndex(({ want }) => want(frame));
      if (i < 0) this.pending.push(frame);
      else this.waiters.splice(i, 1)[0]!.resolve(frame);
    });
    socket.on('error', () => {});
    this.closed = new Promise((resolve) => {
      socket.on('close', (code, reason) => {
        for (const { reject } of this.waiters) reject(new Error(`closed ${code} ${reason}`));
        this.waiters = [];
        resolve({ code, reason: String(reason) });
      });
    });
    onTestFinished(() => socket.terminate());
  }

  send(frame: unknown): void {
    this.socket.send(typeof frame === 'string' ? frame : JSON.stringify(frame));
  }

  next<F extends In = In>(want: (frame: In) => boolean): Promise<F> {
    const i = this.pending.findIndex(want);
    if (i >= 0) return Promise.resolve(this.pending.splice(i, 1)[0] as F);
    return new Promise((resolve, reject) => this.waiters.push({ want, resolve: resolve as never, reject }));
  }

  /** Sends an ask and waits for its answer, `ok` or `error`. */
  async answer(frame: Loose): Promise<Loose> {
    const r = ++this.r;
    this.send({ ...frame, r });
    return (await this.next((it) => (it as unknown as Loose).r === r)) as unknown as Loose;
  }

  /** The same for an ask that must succeed: its data. */
  async ask<T = never>(frame: Loose): Promise<T> {
    const answer = await this.answer(frame);
    if (answer.t !== 'ok') throw new Error(`refused: ${JSON.stringify(answer)}`);
    return answer.data as T;
  }

  /** Everything that was sent to this socket before has arrived when this resolves. */
  async settled(): Promise<void> {
    this.send({ t: 'ping' });
    await this.next((frame) => frame.t === 'pong');
  }

  /** Events of the kind that arrived so far. */
  events(type: string): Extract<ServerFrame, { t: 'event' }>['event'][] {
    const frames = this.all as unknown as ServerFrame[];
    return frames.flatMap((frame) => (frame.t === 'event' && frame.event.type === type ? [frame.event] : []));
  }

  messages() {
    return this.events('message').flatMap((event) => (event.type === 'message' ? [event.message] : []));
  }

  event(type: string, where: (event: never) => boolean = () => true) {
    return this.next((frame) => {
      const it = frame as unknown as ServerFrame;
      return it.t === 'event' && it.event.type === type && where(it.event as never);
    });
  }
}

/** Opens a socket; rejects with the HTTP status when it is refused. */
export function openSocket(url: string, path: string, headers: Record<string, string> = {}): Promise<WebSocket> {
  const socket = new WebSocket(url.replace('http', 'ws') + path, { headers });
  return new Promise((resolve, reject) => {
    socket.on('open', () => resolve(socket));
    socket.on('unexpected-response', (_request, response) => {
      response.resume();
      reject(new Error(`HTTP ${response.statusCode}`));
    });
    socket.on('error', reject);
  });
}

export interface Hello {
  app?: string;
  origin?: string;
  secret?: string;
  token?: string;
}

/** A visitor's socket before `hello`. */
export async function dial(url: string, origin = ORIGIN): Promise<Client> {
  // the first frames may come with the handshake, so the client listens before anything else can run
  return new Client(await openSocket(url, '/sobani/v1/socket', { origin }));
}

export async function hello(url: string, { app = 'shop', origin = ORIGIN, secret, token }: Hello = {}) {
  const client = await dial(url, origin);
  client.send({ t: 'hello', v: 1, app, ...(secret && { secret }), ...(token && { token }) });
  const frame = await client.next((it) => it.t === 'welcome' || it.t === 'error');
  return { client, frame };
}

/** A visitor who is admitted, and listens when `after` is given. */
export async function visit(url: string, how: Hello = {}, after: Record<string, string> | null = {}) {
  const { client, frame } = await hello(url, how);
  if (frame.t !== 'welcome') throw new Error(`refused: ${JSON.stringify(frame)}`);
  if (after) {
    await client.ask({ t: 'subscribe', after });
    await client.event('caught-up');
  }
  return Object.assign(client, { person: frame.person, secret: frame.secret, epoch: frame.epoch });
}

/** What the relay has of a conversation, by paging through its history. */
export async function readBack(url: string, secret: string, conversation: string) {
  const reader = await visit(url, { secret }, null);
  const log: { id: string; seq: number }[] = [];
  for (let before: number | null = null, more = true; more; ) {
    const ask = { t: 'history', conversation, before, limit: 100 };
    const page: { messages: typeof log; before: number | null } = await reader.ask(ask);
    log.unshift(...page.messages);
    before = page.before;
    more = before !== null;
  }
  reader.socket.terminate();
  return log;
}

export const message = (conversation: string, text: string, id = newId(), by = 'visitor') => ({
  id,
  conversation,
  by,
  parts: [{ type: 'text', text }],
});

export const snapshot = { v: 1, page: { url: 'https://shop.example/', title: 'Shop', language: 'en' }, locale: 'en' };

export async function signIn(url: string, code = CODE): Promise<{ session: string }> {
  const response = await fetch(`${url}/desk/v1/session`, { method: 'POST', body: JSON.stringify({ code }) });
  return (await response.json()) as { session: string };
}

export async function openDesk(url: string, code = CODE) {
  const { session } = await signIn(url, code);
  const desk = new Client<DeskServerFrame>(await openSocket(url, '/desk/v1/socket'));
  desk.send({ t: 'hello', session });
  const welcome = await desk.next<Extract<DeskServerFrame, { t: 'welcome' }>>((frame) => frame.t === 'welcome');
  return Object.assign(desk, { welcome });
}

export type { Relay };
