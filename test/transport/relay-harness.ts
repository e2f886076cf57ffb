import { SignJWT } from 'jose';
import { nanoid } from 'nanoid';
import { expect } from 'vitest';
import { WebSocket } from 'ws';
import type { RemoteMessage } from '../../src/core/ports.js';
import { createRelay, type RelayOptions } from '../../src/relay/index.js';
import type { Harness } from '../../src/transport/conformance.js';
import { relayTransport } from '../../src/transport/relay.js';
import type { DeskAnswers, DeskAsk, DeskClientFrame, DeskServerFrame } from '../../src/wire/desk.js';
import { startProxy } from '../support/proxy.js';

export const ORIGIN = 'https://shop.example';

/** A WebSocket as a page of the shop would open it. */
export class PageSocket extends WebSocket {
  constructor(url: string) {
    super(url, { origin: ORIGIN });
  }
}
// ws has what the transport uses of the browser's interface
export const BrowserSocket = PageSocket as unknown as new (url: string) => globalThis.WebSocket;

/**
 * `fetch` as a page of the shop would call it. Like a browser it asks again by itself where a connection that was kept
 * turns out to be dead, so that the relay may get a request twice.
 */
export const pageFetch: typeof fetch = async (url, init) => {
  const headers = { ...(init?.headers as Record<string, string>), origin: ORIGIN };
  for (let again = 5; ; again--) {
    try {
      return await fetch(url, { ...init, headers });
    } catch (error) {
      if (init?.signal?.aborted || !again) throw error;
    }
  }
};

/** What a browser does where a policy forbids sockets. */
export const NoSocket = class {
  constructor() {
    throw new DOMException('forbidden', 'SecurityError');
  }
} as unknown as typeof BrowserSocket;

export type Way = 'socket' | 'stream' | 'poll';

/** A transport that has found out already which way is open; all others are blocked for it. */
export async function transportOn(way: Way, url: string) {
  const blocked = way === 'poll' ? '/v1/stream' : '/v1/poll';
  // a link has one signal for all its requests
  const links = new Set<AbortSignal>();
  const dead = new Set<AbortSignal>();
  const transport = relayTransport({
    url,
    WebSocket: way === 'socket' ? BrowserSocket : NoSocket,
    fetch: (target, init) => {
      const link = init!.signal!;
      links.add(link);
      const isLost = String(target).endsWith(blocked) || dead.has(link);
      return isLost ? Promise.reject(new TypeError('Failed to fetch')) : pageFetch(target, init);
    },
  });
  const failures = { socket: 0, stream: 2, poll: 4 }[way];
  for (let i = 0; i < failures; i++) {
    const { signal } = new AbortController();
    await expect(
      transport.connect({ app: 'shop', secret: null, token: null, locale: 'en', signal }),
    ).rejects.toMatchObject({ code: 'offline', retryable: true });
  }
  return {
    transport,
    /** A poll that was not under way is not cut with its connection: the links of now get nothing through any more. */
    lose() {
      for (const link of links) dead.add(link);
    },
  };
}

const SECRET = 'a secret of 32 bytes, for tests only';
const sign = (user: string, secret: string) =>
  new SignJWT({})
    .setProtectedHeader({ alg: 'HS256', kid: 'k1' })
    .setSubject(user)
    .setAudience('shop')
    .setExpirationTime('10m')
    .sign(new TextEncoder().encode(secret));

/** An agent at the desk, over its real socket. */
async function signIn(url: string, code: string) {
  const answer = await fetch(`${url}/desk/v1/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ code }),
  });
  if (!answer.ok) throw new Error(`the desk answered ${answer.status}`);
  const { session } = (await answer.json()) as { session: string };
  const socket = new WebSocket(`${url.replace('http', 'ws')}/desk/v1/socket`, { origin: url });
  const pending = new Map<number, { resolve(data: unknown): void; reject(error: Error): void }>();
  let asked = 0;
  const send = (frame: DeskClientFrame) => socket.send(JSON.stringify(frame));
  await new Promise<void>((resolve, reject) => {
    socket.on('error', reject);
    socket.on('close', (closeCode) => reject(new Error(`the desk closed with ${closeCode}`)));
    socket.on('open', () => send({ t: 'hello', session }));
    socket.on('message', (data) => {
      const frame = JSON.parse(String(data)) as DeskServerFrame;
      if (frame.t === 'welcome') resolve();
      else if (frame.t === 'ok') pending.get(frame.r)?.resolve(frame.data);
      else if (frame.t === 'error') pending.get(frame.r ?? 0)?.reject(new Error(`${frame.code}: ${frame.message}`));
    });
  });
  type Asked<T extends DeskAsk['t']> = Omit<Extract<DeskAsk, { t: T }>, 't' | 'r'>;
  return {
    send,
    ask: <T extends DeskAsk['t']>(t: T, fields: Asked<T>) =>
      new Promise<DeskAnswers[T]>((resolve, reject) => {
        const r = ++asked;
        pending.set(r, { resolve: resolve as (data: unknown) => void, reject });
        send({ t, r, ...fields } as DeskAsk);
      }),
    close: () => socket.close(),
  };
}

/** A real relay with a database in memory, a desk with an agent, and a proxy through which the visitors come. */
export async function startRelayHarness(options: Partial<RelayOptions> = {}, way: Way = 'socket') {
  const plenty = 1_000_000;
  const { limits, ...rest } = options;
  const relay = await createRelay({
    apps: [{ id: 'shop', origins: [ORIGIN], keys: [{ kid: 'k1', alg: 'HS256', secret: SECRET }] }],
    agents: [{ id: 'ann', name: 'Ann' }],
    database: ':memory:',
    log: { level: 'silent' },
    limits: {
      connectionsPerVisitor: 50,
      handshakesPerMinute: plenty,
      messagesPerMinute: plenty,
      messageBurst: plenty,
      conversationsPerHour: plenty,
      contextPerMinute: plenty,
      withdrawalsPerMinute: plenty,
      ratingsPerMinute: plenty,
      identifyPerMinute: plenty,
      framesPerMinute: plenty,
      signInsPerMinute: plenty,
      ...limits,
    },
    ...rest,
  });
  const { url, port } = await relay.listen(0);
  const code = new URL(relay.deskLinks()[0]!.url).hash.slice('#code='.length);
  const desk = await signIn(url, code);
  const proxy = await startProxy(port);
  const log = async (conversation: string): Promise<RemoteMessage[]> => {
    try {
      return (await desk.ask('load', { conversation })).messages;
    } catch (error) {
      if (String(error).includes('not-found')) return [];
      throw error;
    }
  };
  const { transport, lose } = await transportOn(way, `http://127.0.0.1:${proxy.port}/sobani`);
  const harness: Harness = {
    transport,
    app: 'shop',
    agent: {
      reply: (conversation, text) => desk.ask('reply', { id: nanoid(22), conversation, text }),
      typing: async (conversation, on) => desk.send({ t: 'typing', conversation, on }),
      read: async (conversation) =>
        desk.send({ t: 'read', conversation, seq: (await log(conversation)).at(-1)?.seq ?? 0 }),
      resolve: (conversation) => desk.ask('resolve', { conversation }),
    },
    drop: async () => {
      lose();
      proxy.cut();
    },
    log,
    snapshot: async (conversation) => (await desk.ask('load', { conversation })).card.snapshot,
    ratings: async (conversation) => (await desk.ask('load', { conversation })).card.ratings,
    token: (user) => sign(user, SECRET),
    badToken: () => sign('mallory', 'another secret, made up in the page'),
  };
  return {
    harness,
    proxy,
    relay,
    port,
    async close() {
      desk.close();
      await proxy.close();
      await relay.close();
    },
  };
}
