import { SobaniError } from '../core/errors.js';
import type {
  Capabilities,
  ConnectOptions,
  OutgoingMessage,
  Receipt,
  Session,
  Transport,
  TransportEvent,
} from '../core/ports.js';
import type { Person } from '../types.js';

/**
 * What becomes of a call. `ok` succeeds; an error rejects; `hang` never settles, until the session ends; a function gives
 * the result itself. `{ lost: error }` is the worst: done, but the caller is told that it failed.
 */
export type Outcome<T> = 'ok' | 'hang' | SobaniError | { lost: SobaniError } | ((...args: never[]) => T | Promise<T>);

export interface Script {
  /** One outcome a call, in order; when the list is at its end, `ok`. */
  connect?: Outcome<void>[];
  send?: Outcome<Receipt>[];
  person?: Person;
  secret?: string | null;
  /** Told to each subscriber before `caught-up`. */
  replay?: TransportEvent[];
  /** Leaves out `caught-up`, so that the test tells it. Default false. */
  holdCaughtUp?: boolean;
  /** Optional abilities of every session. */
  abilities?: Partial<Session>;
  capabilities?: Partial<Capabilities>;
}

export interface ScriptedTransport extends Transport {
  /** Requests of `connect`, in order. */
  readonly connects: ConnectOptions[];
  /** Cursors of each `subscribe`, in order. */
  readonly subscribes: Readonly<Record<string, string>>[];
  /** Every attempt to send, in order, refused ones too. */
  readonly attempts: OutgoingMessage[];
  /** What the back end would have: every message once, in order. */
  readonly stored: OutgoingMessage[];
  /** Tells the current subscriber. */
  emit(event: TransportEvent): void;
  /** Ends the session: its calls reject, `closed` is told. Default error: `offline`, retryable. */
  close(error?: SobaniError): void;
}

const offline = () => new SobaniError('offline', 'The connection was cut.', { retryable: true });

/** A transport that does what it is told, call by call. For a back end that behaves, use `memoryTransport`. */
export function scriptedTransport(script: Script = {}): ScriptedTransport {
  const plans = { connect: [...(script.connect ?? [])], send: [...(script.send ?? [])] };
  const connects: ConnectOptions[] = [];
  const subscribes: Readonly<Record<string, string>>[] = [];
  const attempts: OutgoingMessage[] = [];
  const stored: OutgoingMessage[] = [];
  let listener: ((event: TransportEvent) => void) | undefined;
  let end: ((error: SobaniError) => void) | undefined;

  async function follow<T>(plan: Outcome<T> | undefined, run: () => T, ended: Promise<never>): Promise<T> {
    if (plan === 'hang') return ended;
    if (plan instanceof SobaniError) throw plan;
    if (typeof plan === 'function') return (plan as () => T | Promise<T>)();
    const result = run();
    if (typeof plan === 'object') throw plan.lost;
    return result;
  }

  return {
    name: 'scripted',
    capabilities: { ackMeans: 'durable', dedup: 'forever', replay: 'cursor', ...script.capabilities },
    connects,
    subscribes,
    attempts,
    stored,
    emit: (event) => listener?.(event),
    close: (error = offline()) => end?.(error),
    async connect(options) {
      connects.push(options);
      let on: ((event: TransportEvent) => void) | undefined;
      let over: SobaniError | undefined;
      let reject!: (error: SobaniError) => void;
      const ended = new Promise<never>((_, no) => {
        reject = no;
      });
      ended.catch(() => {});
      const finish = (error: SobaniError) => {
        if (over) return;
        over = error;
        reject(error);
        on?.({ type: 'closed', error });
        if (listener === on) listener = undefined;
        on = undefined;
      };
      options.signal.addEventListener('abort', () => finish(offline()), { once: true });
      end = finish;
      await follow<void>(plans.connect.shift(), () => {}, ended);
      if (over) throw over;
      return {
        person: script.person ?? { id: 'visitor', verified: options.token !== null },
        secret: script.secret === undefined ? 'secret' : script.secret,
        subscribe(after, tell) {
          subscribes.push(after);
          listener = on = tell;
          for (const event of script.replay ?? []) tell(event);
          if (!script.holdCaughtUp) tell({ type: 'caught-up' });
          return () => {
            if (listener === on) listener = undefined;
            on = undefined;
          };
        },
        async send(message) {
          if (over) throw over;
          attempts.push(message);
          const store = (): Receipt => {
            const known = stored.findIndex(({ id }) => id === message.id);
            if (known < 0) stored.push(message);
            const seq = (known < 0 ? stored.length - 1 : known) + 1;
            return { id: message.id, seq, at: seq, ...(known >= 0 && { duplicate: true }) };
          };
          return follow(plans.send.shift(), store, ended);
        },
        history: async () => ({ messages: [], before: null }),
        ...script.abilities,
      };
    },
  };
}
