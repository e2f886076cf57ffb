/** The socket to the relay: signs in, asks and is answered, comes back by itself. */
import { SobaniError } from '../core/errors.js';
import * as TIMES from '../core/times.js';
import type { DeskAnswers, DeskAsk, DeskClientFrame } from '../wire/desk.js';
import { CLOSE } from '../wire/frames.js';
import { type Incoming, parseAnswer, parseFrame } from './parse.js';
import { strings } from './strings.js';

/** `refused`: the session is no longer good; nothing is tried any more. */
export type ConnectionState = 'connecting' | 'online' | 'offline' | 'refused';

export type Question = DeskAsk extends infer A ? (A extends DeskAsk ? Omit<A, 'r'> : never) : never;

export interface Connection {
  /** Rejects with a `SobaniError`: the relay's, or `offline` or `timeout`. */
  ask<A extends DeskAsk['t']>(question: Extract<Question, { t: A }>): Promise<DeskAnswers[A]>;
  /** For notices that are worth nothing later: dropped without a connection. */
  tell(frame: Exclude<DeskClientFrame, DeskAsk>): void;
  /** Tries at once instead of waiting for the back-off. */
  retry(): void;
  stop(): void;
}

export interface ConnectionOptions {
  url: string;
  session: string;
  onState(state: ConnectionState): void;
  /** Everything but answers and pongs. */
  onFrame(frame: Exclude<Incoming, { t: 'ok' | 'pong' }>): void;
  Socket?: typeof WebSocket;
}

interface Waiting {
  ask: DeskAsk['t'];
  timer: ReturnType<typeof setTimeout>;
  resolve(data: never): void;
  reject(error: SobaniError): void;
}

export function createConnection({
  url,
  session,
  onState,
  onFrame,
  Socket = WebSocket,
}: ConnectionOptions): Connection {
  const waiting = new Map<number, Waiting>();
  let socket: WebSocket | null = null;
  let online = false;
  let stopped = false;
  let asks = 0;
  let attempts = 0;
  let retryTimer: ReturnType<typeof setTimeout> | undefined;
  let deadline: ReturnType<typeof setTimeout> | undefined;
  let pinging: ReturnType<typeof setInterval> | undefined;

  const write = (frame: DeskClientFrame) => socket?.send(JSON.stringify(frame));

  function settle(r: number): Waiting | undefined {
    const entry = waiting.get(r);
    if (entry) clearTimeout(entry.timer);
    waiting.delete(r);
    return entry;
  }

  function drop() {
    clearTimeout(deadline);
    clearInterval(pinging);
    const old = socket;
    socket = null;
    online = false;
    old?.close();
    for (const r of [...waiting.keys()]) settle(r)?.reject(new SobaniError('offline', strings.errors.offline));
  }

  function refuse() {
    stop();
    onState('refused');
  }

  function lost() {
    drop();
    if (stopped) return;
    onState('offline');
    const delay = Math.min(TIMES.backoffCap, TIMES.backoffFirst * 2 ** attempts++) * (0.5 + Math.random() / 2);
    clearTimeout(retryTimer);
    retryTimer = setTimeout(connect, delay);
  }

  function receive(frame: Incoming) {
    if (frame.t === 'pong') return clearTimeout(deadline);
    if (frame.t === 'ok') {
      const entry = settle(frame.r);
      if (!entry) return;
      const data = parseAnswer(entry.ask, frame.data);
      if (data === undefined) entry.reject(new SobaniError('internal', strings.errors.unreadable));
      else entry.resolve(data as never);
      return;
    }
    if (frame.t === 'error') {
      if (frame.r !== undefined) return settle(frame.r)?.reject(new SobaniError(frame.code, frame.message));
      if (frame.code === 'auth') return refuse();
    }
    if (frame.t === 'welcome') {
      clearTimeout(deadline);
      online = true;
      attempts = 0;
      pinging = setInterval(() => {
        write({ t: 'ping' });
        deadline = setTimeout(lost, TIMES.pong);
      }, TIMES.ping);
      onState('online');
    }
    onFrame(frame);
  }

  function connect() {
    clearTimeout(retryTimer);
    drop();
    onState('connecting');
    const next = new Socket(url);
    socket = next;
    deadline = setTimeout(lost, TIMES.connect);
    next.onopen = () => write({ t: 'hello', session });
    next.onmessage = (event) => {
      const frame = socket === next && parseFrame(event.data);
      if (frame) receive(frame);
    };
    next.onclose = (event) => {
      if (socket !== next) return;
      if (event.code === CLOSE.auth) refuse();
      else lost();
    };
  }

  function retry() {
    if (!stopped && !online) connect();
  }

  function stop() {
    stopped = true;
    clearTimeout(retryTimer);
    globalThis.removeEventListener?.('online', retry);
    drop();
  }

  globalThis.addEventListener?.('online', retry);
  connect();

  return {
    ask: (question) =>
      new Promise((resolve, reject) => {
        if (!online) return reject(new SobaniError('offline', strings.errors.offline));
        const r = ++asks;
        const timer = setTimeout(
          () => settle(r)?.reject(new SobaniError('timeout', strings.errors.timeout, { retryable: true })),
          TIMES.ack,
        );
        waiting.set(r, { ask: question.t, timer, resolve, reject });
        write({ ...question, r });
      }),
    tell(frame) {
      if (online) write(frame);
    },
    retry,
    stop,
  };
}
