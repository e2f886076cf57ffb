/** Keeps one session with the back end: connects, follows the log, waits, comes back. */
import type { Person, Status } from '../types.js';
import { backoff } from './backoff.js';
import { SobaniError, toSobaniError } from './errors.js';
import type { Clock, Cursor, Session, Transport, TransportEvent } from './ports.js';
import * as TIMES from './times.js';

export interface ConnectionOptions {
  transport(): Promise<Transport>;
  app: string;
  clock: Clock;
  locale(): string;
  secret(): Promise<string | null>;
  /** Fetches a token of the user, or null for an anonymous visitor. */
  token: (() => Promise<string>) | null;
  cursors(): Record<string, Cursor>;
  onStatus(status: Status): void;
  /** Before any event of the session. Waited for; where it rejects the session is left. */
  onSession(session: Session): unknown;
  onEvent(event: TransportEvent): void;
  onCaughtUp(session: Session): void;
  onLost(): void;
  onError(error: SobaniError): void;
}

export interface Connection {
  /** The session, once it has caught up. */
  readonly session: Session | null;
  /**
   * Connects unless it does or is, and goes on trying. Resolves with the person at the first welcome; rejects when the
   * back end refuses for good, when there is no token, or at `stop`.
   */
  start(): Promise<Person>;
  /** Tries now instead of after the wait, or sees whether the connection still stands. Does nothing before `start`. */
  wake(): void;
  stop(): void;
}

/** Rejects with `timeout` when the promise takes longer. */
export function within<T>(promise: Promise<T>, ms: number, clock: Clock, what: string): Promise<T> {
  return new Promise((resolve, reject) => {
    const undo = clock.setTimeout(
      () => reject(new SobaniError('timeout', `${what} took longer than ${ms / 1000} seconds.`, { retryable: true })),
      ms,
    );
    promise.then(resolve, reject).finally(undo);
  });
}

export function createConnection(options: ConnectionOptions): Connection {
  const { clock, transport, onStatus } = options;
  let session: Session | null = null;
  let abort: AbortController | null = null;
  let welcome: { promise: Promise<Person>; resolve(person: Person): void; reject(error: SobaniError): void } | null =
    null;
  let attempt = 0;
  let undoWait = () => {};

  /** In this order: what the abort sets off must find that this is over. */
  const leave = () => {
    const left = abort;
    abort = session = null;
    left?.abort();
  };

  const token = async () => {
    if (!options.token) return null;
    try {
      return await within(Promise.resolve(options.token()), TIMES.token, clock, 'getToken');
    } catch (cause) {
      // worth another try, but never without a token: that would be another person
      throw new SobaniError('auth', `getToken gave no token: ${toSobaniError(cause).message}`, {
        retryable: true,
        cause,
      });
    }
  };

  const lost = (error: SobaniError) => {
    // an established session that is refused now has outlived its token: a fresh one may do
    const mayTryAgain = error.retryable || (error.code === 'auth' && session !== null);
    leave();
    options.onLost();
    if (mayTryAgain) {
      onStatus(error.code === 'auth' ? 'paused' : 'offline');
      undoWait = clock.setTimeout(() => void open(), error.retryAfter ?? backoff(attempt++));
    } else {
      onStatus(error.code === 'auth' && options.token ? 'paused' : 'unavailable');
    }
    if (!mayTryAgain || error.code === 'auth') {
      welcome?.reject(error);
      options.onError(error);
    }
  };

  const open = async () => {
    undoWait();
    const own = new AbortController();
    abort = own;
    const isCurrent = () => abort === own;
    // who is offline stays so, until there is something else to say
    if (!attempt) onStatus('connecting');
    try {
      const request = {
        app: options.app,
        secret: await options.secret(),
        token: await token(),
        locale: options.locale(),
        signal: own.signal,
      };
      if (!isCurrent()) return;
      const found = await within((await transport()).connect(request), TIMES.connect, clock, 'Connecting');
      if (!isCurrent()) return;
      await options.onSession(found);
      if (!isCurrent()) return;
      welcome?.resolve(found.person);
      found.subscribe(options.cursors(), (event) => {
        if (!isCurrent()) return;
        if (event.type === 'closed') return lost(event.error);
        options.onEvent(event);
        if (event.type !== 'caught-up') return;
        attempt = 0;
        session = found;
        onStatus('online');
        options.onCaughtUp(found);
      });
    } catch (thrown) {
      if (isCurrent()) lost(toSobaniError(thrown, 'unavailable'));
    }
  };

  return {
    get session() {
      return session;
    },
    start() {
      if (!welcome) {
        let resolve!: (person: Person) => void;
        let reject!: (error: SobaniError) => void;
        const promise = new Promise<Person>((yes, no) => {
          resolve = yes;
          reject = no;
        });
        promise.catch(() => {});
        welcome = { promise, resolve, reject };
        void open();
      }
      return welcome.promise;
    },
    wake() {
      // what looks connected after sleep, or on another network, may be dead
      session?.probe?.();
      if (abort || !welcome) return;
      attempt = 0;
      void open();
    },
    stop() {
      undoWait();
      leave();
      options.onLost();
      welcome?.reject(new SobaniError('offline', 'Disconnected before the back end answered.'));
      welcome = null;
    },
  };
}
