/** What the cases are written with: visitors that remember what they were told, and checks that say what is wrong. */
import { nanoid } from 'nanoid';
import { type ErrorCode, SobaniError } from '../../core/errors.js';
import type {
  OutgoingMessage,
  RemoteConversation,
  RemoteMessage,
  Session,
  Transport,
  TransportEvent,
} from '../../core/ports.js';
import type { Part, Rating, Snapshot } from '../../types.js';

/** The person at the other end, acted by the harness. Each promise resolves when the back end has it. */
export interface HarnessAgent {
  reply(conversation: string, text: string): Promise<unknown>;
  typing?(conversation: string, on: boolean): Promise<unknown>;
  /** Has seen everything. */
  read?(conversation: string): Promise<unknown>;
  resolve?(conversation: string): Promise<unknown>;
}

/** What the suite asks of you, beside the transport. Limits and rates of the back end must allow some 500 messages. */
export interface Harness {
  transport: Transport;
  /** App id for `connect`. */
  app: string;
  agent: HarnessAgent;
  /** Cuts every connection that the transport has open, without a goodbye; resolves when that is done. */
  drop(): Promise<unknown>;
  /** The conversation as the back end has it, oldest first; empty when there is none. */
  log(conversation: string): Promise<RemoteMessage[]>;
  /** The newest snapshot of the visitor's situation that the back end has for this conversation; null for none. */
  snapshot?(conversation: string): Promise<Snapshot | null | undefined>;
  /** What the visitor of this conversation has answered to surveys, in any conversation or in none; in any order. */
  ratings?(conversation: string): Promise<(Rating & { conversation: string | null })[]>;
  /** A good token for this user. Without it the cases about tokens are skipped. */
  token?(user: string): string | Promise<string>;
  /** A token that must be refused. */
  badToken?(): string | Promise<string>;
  /** Milliseconds that something which must happen may take. Default 5,000. */
  timeout?: number;
}

export type Outcome = 'passed' | 'skipped';

export interface ConformanceCase {
  name: string;
  /** Rejects with an Error that says what is wrong. `skipped`: transport or harness lack what it is about. */
  run(harness: Harness): Promise<Outcome>;
}

class Skip extends Error {}

export function check(isRight: unknown, message: string): asserts isRight {
  if (!isRight) throw new Error(message);
}

export function same(actual: unknown, expected: unknown, what: string): void {
  const [a, b] = [JSON.stringify(actual), JSON.stringify(expected)];
  if (a !== b) throw new Error(`${what}: expected ${b.slice(0, 400)}, got ${String(a).slice(0, 400)}`);
}

/** The optional ability, bound to its session; skips the case when the transport has none. */
export function need<T>(ability: T | undefined): T {
  if (ability === undefined) throw new Skip();
  return ability;
}

/** Skips the case unless this holds. */
export function only(applies: boolean): void {
  if (!applies) throw new Skip();
}

export const text = (words: string): Part[] => [{ type: 'text', text: words }];
export const textOf = (message: RemoteMessage): string => {
  const [part] = message.parts;
  return part?.type === 'text' ? part.text : `(${part?.type})`;
};
export const newId = (): string => nanoid(22);
export const outgoing = (conversation: string, words: string, id = newId()): OutgoingMessage => ({
  id,
  conversation,
  by: 'visitor',
  parts: text(words),
});

export interface VisitorOptions {
  secret?: string | null;
  token?: string | null;
  /** Cursors to subscribe from; false leaves the session without subscription. Default: none, so all is replayed. */
  after?: Record<string, string> | false;
}

/** One connected session and all it was told. */
export interface Visitor {
  session: Session;
  events: TransportEvent[];
  /** Takes what the session tells; `subscribe` gets it by default. */
  listen(event: TransportEvent): void;
  abort(): void;
  send(conversation: string, words: string, id?: string): ReturnType<Session['send']>;
  /** Message events of one conversation, as they came. */
  told(conversation: string): RemoteMessage[];
  /** The newest cursor of a conversation. */
  cursor(conversation: string): string;
  /** Waits for the first event, past or to come, that fits. */
  until<T extends TransportEvent['type']>(
    type: T,
    what: string,
    fits?: (event: Extract<TransportEvent, { type: T }>) => boolean,
  ): Promise<Extract<TransportEvent, { type: T }>>;
  untilTold(conversation: string, words: string): Promise<RemoteMessage>;
  untilConversation(id: string, what: string, fits: (conversation: RemoteConversation) => boolean): Promise<unknown>;
}

export interface Kit {
  harness: Harness;
  /** Connects, subscribes, and waits for `caught-up`. */
  visitor(options?: VisitorOptions): Promise<Visitor>;
  connect(options?: VisitorOptions, signal?: AbortSignal): Promise<Session>;
  /** The promise must reject with a SobaniError of one of these codes. */
  refused(promise: Promise<unknown>, codes: ErrorCode[], what: string): Promise<SobaniError>;
  /** Settles as the promise does, or rejects when that takes too long. */
  soon<T>(promise: Promise<T>, what: string): Promise<T>;
}

function createKit(harness: Harness, undo: (() => void)[]): Kit {
  const limit = harness.timeout ?? 5_000;

  const soon = <T>(promise: Promise<T>, what: string): Promise<T> => {
    let timer: ReturnType<typeof setTimeout>;
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new Error(`${what}: did not happen within ${limit} ms`)), limit);
    });
    return Promise.race([promise, late]).finally(() => clearTimeout(timer));
  };

  const connect = ({ secret = null, token = null }: VisitorOptions = {}, signal?: AbortSignal) => {
    const controller = new AbortController();
    undo.push(() => controller.abort());
    const request = { app: harness.app, secret, token, locale: 'en', signal: signal ?? controller.signal };
    return soon(harness.transport.connect(request), 'connect');
  };

  const visitor = async (options: VisitorOptions = {}): Promise<Visitor> => {
    const controller = new AbortController();
    undo.push(() => controller.abort());
    const session = await connect(options, controller.signal);
    const events: TransportEvent[] = [];
    const waiting = new Set<() => void>();
    const made: Visitor = {
      session,
      events,
      listen(event) {
        events.push(event);
        for (const look of [...waiting]) look();
      },
      abort: () => controller.abort(),
      send: (conversation, words, id) => soon(session.send(outgoing(conversation, words, id)), 'the answer to send'),
      told: (conversation) =>
        events.flatMap((e) => (e.type === 'message' && e.message.conversation === conversation ? [e.message] : [])),
      cursor(conversation) {
        const found = events.filter((e) => e.type === 'message' && e.message.conversation === conversation).at(-1);
        check(found?.type === 'message', `no message of ${conversation} was told`);
        return found.cursor;
      },
      until(type, what, fits = () => true) {
        type Wanted = Extract<TransportEvent, { type: typeof type }>;
        const found = new Promise<Wanted>((resolve) => {
          const look = () => {
            const event = events.find((e): e is Wanted => e.type === type && fits(e as Wanted));
            if (!event) return;
            waiting.delete(look);
            resolve(event);
          };
          waiting.add(look);
          look();
        });
        return soon(found, what);
      },
      async untilTold(conversation, words) {
        const isIt = (m: RemoteMessage) => m.conversation === conversation && textOf(m) === words;
        return (await made.until('message', `the message "${words}"`, (e) => isIt(e.message))).message;
      },
      untilConversation: (id, what, fits) =>
        made.until('conversation', what, (e) => e.conversation.id === id && fits(e.conversation)),
    };
    if (options.after === false) return made;
    session.subscribe(options.after ?? {}, made.listen);
    await made.until('caught-up', 'caught-up after subscribe');
    return made;
  };

  return {
    harness,
    visitor,
    connect,
    soon,
    async refused(promise, codes, what) {
      let error: unknown;
      try {
        await soon(promise, what);
      } catch (thrown) {
        error = thrown;
      }
      check(error !== undefined, `${what}: was not refused`);
      check(error instanceof SobaniError, `${what}: refused with ${String(error)}, which is no SobaniError`);
      check(codes.includes(error.code), `${what}: refused with ${error.code}, expected ${codes.join(' or ')}`);
      return error;
    },
  };
}

/** Makes a case. Every session it opened is closed after it. */
export function defineCase(name: string, body: (kit: Kit) => Promise<void>): ConformanceCase {
  return {
    name,
    async run(harness) {
      const undo: (() => void)[] = [];
      try {
        await body(createKit(harness, undo));
        return 'passed';
      } catch (thrown) {
        if (thrown instanceof Skip) return 'skipped';
        throw thrown;
      } finally {
        for (const one of undo) one();
      }
    },
  };
}
