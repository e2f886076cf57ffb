/**
 * The reference transport: a back end in this page's memory. For tests, for demos, and for pages without a back end. It
 * keeps every rule of docs/transports.md, has no timer, and stores nothing anywhere.
 */
import { nanoid } from 'nanoid';
import { SobaniError, toSobaniError } from '../core/errors.js';
import * as LIMITS from '../core/limits.js';
import type { ConnectOptions, Session, Transport, TransportEvent } from '../core/ports.js';
import type { Person } from '../types.js';
import {
  conversationEvent,
  createMemoryBackend,
  type MemoryBackend,
  messageEvent,
  notFound,
  type Seat,
} from './memory-backend.js';
import { MEMORY_UPLOADS } from './memory-files.js';

export type { MemoryBackend, MemoryConversation, Notice } from './memory-backend.js';

export interface MemoryOptions {
  /** Says who a token stands for; throws or gives null to refuse it. Default: every token is refused. */
  verify?: (token: string) => { id: string; name?: string } | null | Promise<{ id: string; name?: string } | null>;
  /** Runs a hop of the way to the back end or back: pass your own for latency. Default: as a microtask. */
  schedule?: (hop: () => void) => void;
  /** Server's time. Default `Date.now`. */
  now?: () => number;
  /**
   * Goes on with conversations that it does not know, from the place the visitor has them to. For a page without a back
   * end, whose only log is on the visitor's disk. Default false: they are `reset`.
   */
  continues?: boolean;
}

/** Whatever order the hops come in, what takes them keeps its own. */
function inOrder(schedule: (hop: () => void) => void) {
  const queue: (() => void)[] = [];
  return (run: () => void) => {
    queue.push(run);
    schedule(() => queue.shift()?.());
  };
}

type Backend = ReturnType<typeof createMemoryBackend>;

const disconnected = () => new SobaniError('offline', 'Disconnected.', { retryable: true });

/** One session; `secrets` holds who may come back. */
function createSession(
  back: Backend,
  person: Person,
  secret: string,
  secrets: Map<string, Person>,
  signal: AbortSignal,
  schedule: (hop: () => void) => void,
  continues: boolean,
): Session {
  const up = inOrder(schedule);
  const down = inOrder(schedule);
  const pending = new Set<(error: SobaniError) => void>();
  let on: ((event: TransportEvent) => void) | undefined;
  let over: SobaniError | undefined;

  const seat: Seat = {
    person,
    secret,
    emit(event) {
      const listener = on;
      if (!listener) return;
      down(() => {
        if (!over && on === listener) listener(event);
      });
    },
    end(error) {
      if (over) return;
      over = error;
      back.seats.delete(seat);
      signal.removeEventListener('abort', abort);
      for (const reject of pending) reject(error);
      on?.({ type: 'closed', error });
      on = undefined;
    },
  };
  const abort = () => seat.end(disconnected());
  signal.addEventListener('abort', abort);
  back.seats.add(seat);

  /** There and back again: a cut after the first hop leaves the back end with it, and the caller without an answer. */
  const call = <T>(run: () => T) =>
    new Promise<T>((resolve, reject) => {
      if (over) return reject(over);
      pending.add(reject);
      const settle = (done: () => void) =>
        down(() => {
          pending.delete(reject);
          done();
        });
      up(() => {
        if (over) return;
        try {
          back.mayFail();
          const answer = structuredClone(run());
          settle(() => resolve(answer));
        } catch (thrown) {
          settle(() => reject(toSobaniError(thrown)));
        }
      });
    });

  /** The secrets of these sessions are worthless now, and all of them but this one are over. */
  const leave = (isMeant: (seat: Seat) => boolean) => {
    secrets.delete(secret);
    for (const other of [...back.seats].filter(isMeant)) {
      secrets.delete(other.secret);
      if (other !== seat) other.end(new SobaniError('auth', 'This session was ended.'));
    }
  };

  const replay = (after: Readonly<Record<string, string>>) => {
    const named = new Map(Object.entries(after));
    for (const row of back.of(person)) {
      const cursor = named.get(row.data.id);
      named.delete(row.data.id);
      const from = cursor === undefined ? 0 : Number(cursor) - row.base;
      const canContinue = Number.isSafeInteger(from) && from >= 0 && from <= row.log.length;
      // what is older than the last few hundred comes by paging, and a log may have no gap
      const start = Math.max(canContinue ? from : 0, row.log.length - LIMITS.replay);
      if (cursor !== undefined && (!canContinue || start > from))
        seat.emit({ type: 'reset', conversation: row.data.id });
      seat.emit(conversationEvent(row));
      for (const message of row.log.slice(start)) seat.emit(messageEvent(message));
    }
    for (const [conversation, cursor] of named) {
      if (continues && Number(cursor) >= 0 && !back.has(conversation)) back.adopt(conversation, person, Number(cursor));
      else seat.emit({ type: 'reset', conversation });
    }
    seat.emit({ type: 'caught-up' });
  };

  return {
    person: { ...person },
    secret,
    subscribe(after, listener) {
      on = listener;
      if (over) {
        const error = over;
        queueMicrotask(() => {
          on?.({ type: 'closed', error });
          on = undefined;
        });
      } else replay(after);
      return () => {
        if (on === listener) on = undefined;
      };
    },
    send: (message) => call(() => back.send(message, person).receipt),
    handoff: ({ message, snapshot, tags, team, reason, ...handoff }) =>
      call(() => {
        const { row, receipt, isNew } = back.send(message, person);
        if (isNew) {
          back.change(row, {
            status: row.data.status === 'open' ? 'open' : 'waiting',
            snapshot,
            handoff,
            tags: [...new Set([...row.data.tags, ...tags])],
            ...(team !== undefined && { team }),
            ...(reason !== undefined && { reason }),
          });
        }
        return receipt;
      }),
    history: ({ conversation, before, limit }) =>
      call(() => {
        const { log, base } = back.find(conversation, person);
        const end = before === null ? log.length : Math.max(0, Math.min(before - 1 - base, log.length));
        const start = Math.max(0, end - Math.min(limit, LIMITS.historyPage));
        return { messages: log.slice(start, end), before: start > 0 ? base + start + 1 : null };
      }),
    conversations: () => call(() => back.of(person).map((row) => conversationEvent(row).conversation)),
    typing: (conversation, on) => back.notice({ type: 'typing', person: person.id, conversation, on }),
    read: (conversation, seq) =>
      void call(() => {
        const row = back.find(conversation, person);
        const readTo = Math.min(seq, row.base + row.log.length);
        if (readTo > row.data.readTo) back.change(row, { readTo });
      }).catch(() => {}),
    context: (conversation, snapshot) =>
      call(() => {
        back.find(conversation, person).data.snapshot = snapshot;
      }),
    withdraw: (parts) => call(() => back.withdraw(person, parts)),
    rate: (conversation, rating) => call(() => back.rate(conversation, rating, person)),
    uploads: MEMORY_UPLOADS,
    async upload(file, options) {
      const part = await back.files.upload(person, file, options);
      return call(() => part);
    },
    file: async (conversation, id) => ({
      blob: await call(() => {
        const { log } = back.find(conversation, person);
        if (!log.some(({ parts }) => parts.some((part) => part.type === 'file' && part.id === id))) throw notFound();
        return back.files.get(person, id);
      }),
    }),
    close: (conversation) => call(() => back.end(back.find(conversation, person))),
    presence: (state) => back.notice({ type: 'presence', person: person.id, state }),
    event: (name, data) => back.notice({ type: 'event', person: person.id, name, data }),
    revoke: () => call(() => leave((other) => other.secret === secret)),
    erase: () =>
      call(() => {
        back.erase(person);
        leave((other) => other.person === person);
      }),
  };
}

/** A transport to a back end in memory, and that back end's other side to act on. `accepted`, `forever`, `cursor`. */
export function memoryTransport(options: MemoryOptions = {}): Transport & { readonly backend: MemoryBackend } {
  const { verify = () => null, schedule = queueMicrotask, now = Date.now } = options;
  const back = createMemoryBackend(now);
  const secrets = new Map<string, Person>();
  const users = new Map<string, Person>();

  const keep = (person: Person): [Person, string] => {
    // the first letter tells a user's secret also when it was revoked: it never opens an anonymous session
    const secret = (person.verified ? 'u' : 'v') + nanoid();
    secrets.set(secret, person);
    return [person, secret];
  };

  async function admit(secret: string | null, token: string | null): Promise<[Person, string]> {
    const former = secret === null ? undefined : secrets.get(secret);
    if (token === null) {
      if (secret?.startsWith('u'))
        throw new SobaniError('auth', 'This session is of a known user: connect with a token.');
      return former ? [former, secret!] : keep({ id: nanoid(), verified: false });
    }
    const who = await Promise.resolve(token)
      .then(verify)
      .catch(() => null);
    if (!who) throw new SobaniError('auth', 'The identity token was refused.');
    const user = users.get(who.id) ?? { id: who.id, verified: true };
    users.set(who.id, user);
    if (who.name !== undefined) user.name = who.name;
    if (former === user) return [user, secret!];
    if (former && !former.verified) {
      secrets.delete(secret!);
      back.merge(former, user);
      for (const seat of [...back.seats]) {
        if (seat.person === former) seat.end(new SobaniError('auth', 'This visitor is a known user now.'));
      }
    }
    return keep(user);
  }

  return {
    name: 'memory',
    capabilities: { ackMeans: 'accepted', dedup: 'forever', replay: 'cursor', upload: MEMORY_UPLOADS },
    backend: back.backend,
    async connect({ secret, token, signal }: ConnectOptions) {
      await new Promise<void>((resolve, reject) => {
        signal.addEventListener('abort', () => reject(disconnected()), { once: true });
        schedule(resolve);
      });
      back.mayFail();
      const [person, kept] = await admit(secret, token);
      if (signal.aborted) throw disconnected();
      return createSession(back, person, kept, secrets, signal, schedule, options.continues ?? false);
    },
  };
}
