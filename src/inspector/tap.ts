/**
 * Notes what leaves over the transport, while the inspector is open: the calls of the one door out are watched on the
 * objects that make them, and those are as they were when it closes. Nothing of the page's is touched.
 */
import type { Accounts } from '../core/accounts.js';
import type { ConnectOptions, Session, Transport } from '../core/ports.js';
import type { Log } from './log.js';
import type { Scrub } from './scrub.js';
import { bytesOf } from './words.js';

export interface Departure {
  /** Grows with each. */
  n: number;
  at: number;
  /** The session's method; `connect` and `revoke` also of the transport. */
  kind: string;
  conversation?: string;
  /** Of what was handed to the transport, as JSON in UTF-8. Absent where that holds secrets. */
  bytes?: number;
  /** `ok` or an error's code; `told` where none is awaited; null while it is waited for. */
  answer: string | null;
  /** Milliseconds until the answer. */
  latency?: number;
  what: unknown;
}

export interface Tap {
  /** Connections that were tried and that failed since. */
  readonly connects: { tried: number; failed: number };
  /** A frozen object of somebody else's cannot be watched. */
  readonly isBlind: boolean;
  /** Watches the session that there is by now. */
  look(): void;
  stop(): void;
}

type Method = (...args: unknown[]) => unknown;

/** A record, so that one that is added to the port must be added here. */
const METHODS: Record<Exclude<keyof Session, 'person' | 'secret' | 'carrier' | 'uploads' | 'subscribe'>, true> = {
  send: true,
  history: true,
  conversations: true,
  typing: true,
  read: true,
  presence: true,
  probe: true,
  upload: true,
  file: true,
  context: true,
  withdraw: true,
  handoff: true,
  rate: true,
  event: true,
  transcript: true,
  close: true,
  revoke: true,
  erase: true,
};

/** What the arguments of a method are about. */
function described(kind: string, args: unknown[]): { conversation?: string; what: unknown } {
  const [first, second, third] = args;
  if (first instanceof Blob) return { what: { file: first.type, size: first.size } };
  const { conversation, message } = Object(first) as { conversation?: unknown; message?: { conversation?: unknown } };
  const id = typeof first === 'string' && kind !== 'event' ? first : (conversation ?? message?.conversation);
  // of a snapshot that has changed the change leaves
  const rest = kind === 'context' ? (third ?? second) : second;
  const what = typeof first !== 'string' ? first : kind === 'event' ? { name: first, data: second } : rest;
  return { ...(typeof id === 'string' && { conversation: id }), what };
}

/** Puts another method in place of an object's own or inherited one. Returns its undo. @throws TypeError where it is frozen */
function replace(target: object, name: string, make: (own: Method) => Method): () => void {
  const own = Object.getOwnPropertyDescriptor(target, name);
  const method = (target as Record<string, Method>)[name]!;
  const value = make((...args) => method.apply(target, args));
  Object.defineProperty(target, name, { value, configurable: true, enumerable: true, writable: true });
  return () => {
    // somebody else has put theirs over it
    if ((target as Record<string, unknown>)[name] !== value) return;
    if (own) Object.defineProperty(target, name, own);
    else delete (target as Record<string, unknown>)[name];
  };
}

/** @param onSecret told each secret that passes by, which is noted nowhere */
export function tapTransport(
  accounts: Accounts,
  log: Log<Departure>,
  scrub: Scrub,
  onSecret: (secret: string | null) => void,
): Tap {
  const connects = { tried: 0, failed: 0 };
  const undo: (() => void)[] = [];
  const watched = new WeakSet<object>();
  let n = 0;
  let isOver = false;
  let isBlind = false;

  /** Notes one call, and its answer when that comes. */
  const note = (
    kind: string,
    told: Pick<Departure, 'conversation' | 'bytes' | 'what'>,
    call: () => unknown,
  ): unknown => {
    const began = performance.now();
    const entry: Departure = { n: ++n, at: Date.now(), kind, ...told, what: scrub(told.what), answer: null };
    const end = (answer: string) => {
      if (isOver) return;
      Object.assign(entry, { answer, latency: Math.round(performance.now() - began) });
      log.changed();
    };
    log.add(entry);
    let result: unknown;
    try {
      result = call();
    } catch (error) {
      end(codeOf(error));
      throw error;
    }
    if (isPromise(result)) {
      result.then(
        () => end('ok'),
        (error: unknown) => end(codeOf(error)),
      );
    } else entry.answer = 'told';
    return result;
  };
  const watch = (target: object, name: string, make: (own: Method) => Method) => {
    try {
      undo.push(replace(target, name, make));
    } catch {
      isBlind = true;
    }
  };

  const watchSession = (session: Session) => {
    // a tab that follows has a stand-in, which sends nothing
    if (isOver || watched.has(session) || !session.send) return;
    watched.add(session);
    onSecret(session.secret);
    for (const name of Object.keys(METHODS)) {
      if (typeof session[name as keyof Session] !== 'function') continue;
      watch(session, name, (own) => (...args) => {
        const { what, ...about } = described(name, args);
        return note(name, { ...about, what, bytes: bytesOf(what) }, () => own(...args));
      });
    }
  };
  const watchTransport = (transport: Transport) => {
    if (isOver) return;
    watch(transport, 'connect', (own) => (...args) => {
      const [{ app, locale, secret, token }] = args as [ConnectOptions];
      onSecret(secret);
      onSecret(token);
      connects.tried++;
      const what = { app, locale, session: secret ? 'continued' : 'new', user: token ? 'by token' : 'anonymous' };
      const connected = note('connect', { what }, () => own(...args)) as Promise<Session>;
      return connected.then(
        (session) => {
          watchSession(session);
          return session;
        },
        (error: unknown) => {
          connects.failed++;
          throw error;
        },
      );
    });
    if (!transport.revoke) return;
    watch(transport, 'revoke', (own) => (...args) => {
      const { app, secret } = Object(args[0]) as { app?: string; secret?: string };
      onSecret(secret ?? null);
      return note('revoke', { what: { app } }, () => own(...args));
    });
  };

  accounts.transport().then(watchTransport, () => {});
  const tap: Tap = {
    connects,
    get isBlind() {
      return isBlind;
    },
    look() {
      const { session } = (accounts.joining ?? accounts.scope).connection;
      if (session) watchSession(session);
    },
    stop() {
      isOver = true;
      for (const undoOne of undo.reverse()) undoOne();
    },
  };
  tap.look();
  return tap;
}

const codeOf = (error: unknown) => {
  const { code } = Object(error) as { code?: unknown };
  return typeof code === 'string' ? code : 'internal';
};

const isPromise = (value: unknown): value is Promise<unknown> =>
  typeof (Object(value) as { then?: unknown }).then === 'function';
