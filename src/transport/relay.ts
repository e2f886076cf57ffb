/**
 * Our own relay, over one WebSocket, or, where none gets through, over plain requests (fallback/, fetched then). The
 * protocol: docs/protocol.md. It never reconnects by itself: the core does.
 */
import { type ErrorCode, type ErrorDetails, SobaniError, toSobaniError } from '../core/errors.js';
import * as LIMITS from '../core/limits.js';
import type { ConnectOptions, Session, Transport, TransportEvent } from '../core/ports.js';
import * as TIMES from '../core/times.js';
import * as CLOSE from '../wire/close.js';
import {
  type Answers,
  type Ask,
  type ClientFrame,
  PROTOCOL,
  REVOKE_PATH,
  type ServerFrame,
  SOCKET_PATH,
} from '../wire/frames.js';
import { encodeFrame, fetchReaders, parseServerFrame, wasShort } from '../wire/parse.js';
import { BETTER, type Ladder, type Link } from './link.js';

export interface RelayOptions {
  /** URL of the relay, absolute or relative to the page, as `/sobani` or `https://relay.example`. */
  url: string;
  /** Where the runtime has none. Default: the global one. */
  WebSocket?: new (
    url: string,
  ) => WebSocket;
  /** The same. */
  fetch?: typeof globalThis.fetch;
}

type Asked<T extends Ask['t']> = Omit<Extract<Ask, { t: T }>, 'r' | 't'>;
/** Answers that hold nothing resolve to nothing. */
type Answer<T extends Ask['t']> = Answers[T] extends null ? undefined : Answers[T];

/** Words of the relay's own are among the details. */
const failure = (code: ErrorCode, details?: ErrorDetails) =>
  new SobaniError(code, `Relay: ${code}`, { ...details, retryable: /offl|rate|time|unav|inter/.test(code) });

const CLOSED: Record<number, readonly [ErrorCode, ErrorDetails?]> = {
  [CLOSE.auth]: ['auth'],
  [CLOSE.protocol]: ['invalid'],
  // the wait keeps a crowd from coming back in the same second
  [CLOSE.rate]: ['rate', { retryAfter: 10_000 }],
  1012: ['unavailable', { retryAfter: 1_000 }],
  1013: ['unavailable', { retryAfter: 2_000 }],
  [BETTER]: ['offline', { retryAfter: 0 }],
};

function open(
  link: Link,
  given: RelayOptions,
  { app, secret, token, locale, signal }: ConnectOptions,
): Promise<Session> {
  return new Promise((resolve, reject) => {
    const pending = new Map<number, { t: Ask['t']; done(error: SobaniError | null, data?: unknown): void }>();
    let asked = 0;
    let over: SobaniError | undefined;
    let listener: ((event: TransportEvent) => void) | undefined;
    let timer: ReturnType<typeof setTimeout>;
    /** Frames that wait for the readers of the first one's parts, so that they keep their order. */
    let held: unknown[] | undefined;
    /** They were waited for: what is not known now stays so, for this session. */
    let isWhole = false;

    const end = (error: SobaniError) => {
      if (!over) {
        over = error;
        clearTimeout(timer);
        link.close();
        reject(error);
        for (const { done } of pending.values()) done(error);
      }
      // also whoever subscribes after the end
      listener?.({ type: 'closed', error: over });
      listener = undefined;
    };
    const lost = () => end(failure('offline'));
    const after = (ms: number, then: () => void) => {
      clearTimeout(timer);
      timer = setTimeout(then, ms);
    };
    const probe = () => {
      send({ t: 'ping' });
      after(TIMES.pong, lost);
    };
    const send = (frame: ClientFrame) => {
      if (!over) link.send(encodeFrame(frame));
    };

    const ask = <T extends Ask['t']>(t: T, fields?: Asked<T>) =>
      new Promise<Answer<T>>((resolve, reject) => {
        const r = ++asked;
        const text = encodeFrame({ t, r, ...fields } as Ask);
        if (over) return reject(over);
        if (new Blob([text]).size > LIMITS.frame) return reject(failure('too-large'));
        const limit = setTimeout(() => done(failure('timeout')), TIMES.ack);
        const done = (error: SobaniError | null, data?: unknown) => {
          clearTimeout(limit);
          pending.delete(r);
          if (error) reject(error);
          else resolve(data as Answer<T>);
        };
        pending.set(r, { t, done });
        link.send(text);
      });

    const session = ({ person, secret, can = [], upload: uploads }: ServerFrame & { t: 'welcome' }): Session => ({
      person,
      secret,
      carrier: link.way ?? 'websocket',
      subscribe(after, on) {
        listener = on;
        // without its log the session is of no use
        ask('subscribe', { after }).catch(end);
        return () => {
          listener = undefined;
        };
      },
      send: (message) => ask('send', { message }),
      probe,
      history: (request) => ask('history', request),
      conversations: () => ask('conversations'),
      typing: (conversation, on) => send({ t: 'typing', conversation, on }),
      read: (conversation, seq) => send({ t: 'read', conversation, seq }),
      handoff: (request) => ask('handoff', request),
      context: (conversation, snapshot, change) => ask('context', { conversation, ...(change ?? { snapshot }) }),
      withdraw: (parts) => ask('withdraw', { parts: [...parts] }),
      rate: (conversation, rating) => ask('rate', { conversation, rating }),
      close: (conversation) => ask('close', { conversation }),
      ...(can.includes('transcript') && { transcript: (conversation, to) => ask('transcript', { conversation, to }) }),
      ...(uploads && {
        uploads,
        upload: async (file, options) =>
          (await import('./upload/put-file.js')).putFile(
            under(given.url, ''),
            { app, secret },
            file,
            options,
            given.fetch,
          ),
        async file(conversation, file) {
          const { url, expires } = await ask('file', { conversation, file });
          return { url: under(given.url, url), expires };
        },
      }),
      revoke: () => ask('revoke'),
      erase: () => ask('erase'),
    });

    after(TIMES.connect, () => end(failure('timeout')));
    signal.addEventListener('abort', lost);
    if (signal.aborted) lost();
    link.onopen = () =>
      send({ t: 'hello', v: PROTOCOL, app, locale, ...(secret && { secret }), ...(token && { token }) });
    const take = (data: unknown) => {
      if (over) return;
      if (held) return void held.push(data);
      // a listener that throws ends the session too, instead of leaving a gap
      try {
        const frame = parseServerFrame(data as string, (r) => pending.get(r)?.t);
        if (wasShort() && !isWhole) {
          isWhole = true;
          held = [data];
          const go = () => {
            clearTimeout(late);
            const all = held;
            held = undefined;
            all?.forEach(take);
          };
          const late = setTimeout(go, TIMES.readers);
          fetchReaders().then(go, go);
        } else if (frame?.t === 'welcome') resolve(session(frame));
        else if (frame?.t === 'event') listener?.(frame.event);
        else if (frame?.t === 'ok') pending.get(frame.r)?.done(null, frame.data);
        else if (frame?.t === 'error') {
          const error = failure(frame.code, frame as ErrorDetails);
          // one that answers no ask refuses the hello; later it concerns a notice, and what ends a session is its close code
          if (!asked) end(error);
          else pending.get(frame.r ?? 0)?.done(error);
        }
      } catch (thrown) {
        end(toSobaniError(thrown));
      }
    };
    link.onmessage = ({ data }) => {
      if (!over) after(TIMES.ping, probe);
      take(data);
    };
    link.onerror = lost;
    link.onclose = ({ code }) => end(failure(...(CLOSED[code] ?? (['offline'] as const))));
  });
}

/** @throws TypeError for what is no URL */
const under = (url: string, path: string) => new URL(url.replace(/\/$/, '') + path, globalThis.location?.href).href;

/** A transport to our relay. `durable`, `forever`, `cursor`. */
export function relayTransport(given: RelayOptions): Transport {
  const ladder: Ladder = { failures: 0 };
  let lower: typeof import('./fallback/ladder.js') | undefined;
  return {
    name: 'relay',
    capabilities: {
      ...{ ackMeans: 'durable', dedup: 'forever', replay: 'cursor' },
      // each session says it exactly
      upload: {},
    },
    async connect(options) {
      const { url, WebSocket = globalThis.WebSocket } = given;
      let href = '';
      try {
        href = `ws${/^(?:http|ws)(s?:[^#]+)$/.exec(under(url, SOCKET_PATH))![1]}`;
        const link = lower?.lowerLink(ladder, href, given);
        const session = await open(link ?? (new WebSocket(href) as Link), given, options);
        ladder.failures -= ladder.failures % 2;
        // what has worked is looked at soon, should it be lost
        if (!link) ladder.lookedAt = undefined;
        return session;
      } catch (thrown) {
        if (!href) throw new SobaniError('invalid', `${url} is no URL of a relay`, { path: 'relay', cause: thrown });
        // what is none of ours: there is no WebSocket, or a policy forbids it
        const error = thrown instanceof SobaniError ? thrown : failure('offline');
        // neither refused by the relay nor given up by the page
        if (/offl|time/.test(error.code) && !options.signal.aborted && ++ladder.failures > 1) {
          lower ??= await import('./fallback/ladder.js').catch(() => undefined);
        }
        throw error;
      }
    },
    async revoke(session) {
      const { url, fetch = globalThis.fetch } = given;
      const headers = { 'content-type': 'application/json' };
      const answer = await fetch(under(url, REVOKE_PATH), {
        method: 'POST',
        headers,
        body: JSON.stringify(session),
        keepalive: true,
      });
      if (!answer.ok) throw failure(answer.status === 429 ? 'rate' : 'unavailable');
    },
  };
}
