/** Speaks first: hears what happens, decides, shows one thing at a time, and remembers what became of it. */
import { type SobaniError, toSobaniError } from '../core/errors.js';
import { matches } from '../core/match.js';
import type { Json, Scalar } from '../types.js';
import { type Decision, decide, type Moment } from './decide.js';
import type { Rule, RulesFile, Show } from './format.js';
import { merged, noted, nothing, type Past, parsePast, type State, seenAt } from './past.js';
import { PAUSE, soon, watchPage } from './triggers.js';

/** What the visitor makes of what is shown. */
export interface Answers {
  dismissed(): void;
  engaged(): void;
}

export interface ProactiveHost {
  /** The wall clock. */
  now(): number;
  /** What conditions and placeholders read. */
  data(): Record<string, Json>;
  /** Signs of trouble on this page, whatever is agreed to: they are looked at here and go nowhere. */
  signals(): readonly { type: string; at: number }[];
  /** Called when what is known may have changed: the page, the cart, signs of trouble. */
  onKnown(listener: () => void): () => void;
  onTrack(listener: (name: string, data: Record<string, Scalar>) => void): () => void;
  /** The panel opened. */
  onOpen(listener: () => void): () => void;
  /** They became known, and more of what is kept may be theirs; or with true somebody else is here. */
  onPerson(listener: (isAnother: boolean) => void): () => void;
  isPanelOpen(): boolean;
  isWithPerson(): boolean;
  /** Id of a known person. */
  visitor(): string | undefined;
  /** A new seed, for draws. */
  seed(): string;
  /** Whether a team, else anybody, is there; undefined where there are no office hours. */
  isOpen(team?: string): boolean | undefined;
  can(show: Show): boolean;
  load(): Promise<unknown>;
  save(row: Json): void;
  /**
   * Shows it. Resolves when it is seen: with what takes it away, or null where nothing stays; undefined when it could not be
   * shown. `signal` aborts when it is not wanted any more.
   */
  show(
    show: Show,
    data: Record<string, Json>,
    answers: Answers,
    signal: AbortSignal,
  ): Promise<(() => void) | null | undefined>;
  /** The visitor has done something: from here on things may be stored. */
  act(): void;
  told(detail: { rule: string; state: State; way?: string }): void;
  error(error: SobaniError): void;
}

export interface Proactive {
  /** Of the last moments, why each rule showed something or not; the latest last. */
  why(): readonly { at: number; on: Moment['on']; why: Decision['why'] }[];
  /** What was shown before, and what conditions ask, as it is now. */
  now(): { past: Past; data: Record<string, Json> };
  stop(): void;
}

/** Moments that are remembered for developers. */
const MOST_MOMENTS = 20;

/** Time of the visitor, for conditions. */
const clockOf = (at: number) => {
  const time = new Date(at);
  const two = (n: number) => `${n}`.padStart(2, '0');
  const date = `${time.getFullYear()}-${two(time.getMonth() + 1)}-${two(time.getDate())}`;
  return { hour: time.getHours(), weekday: time.getDay() || 7, date };
};

/** What rules and news ask: what is known, the visitor's clock, and the event there was. */
export const dataOf = (host: Pick<ProactiveHost, 'data' | 'now'>, event?: Json): Record<string, Json> => ({
  now: clockOf(host.now()),
  ...host.data(),
  ...(event !== undefined && { event }),
});

interface Current {
  rule: Rule;
  show: Show;
  isSeen: boolean;
  end: AbortController;
}

export async function attachProactive(host: ProactiveHost, file: RulesFile): Promise<Proactive> {
  const stop = new AbortController();
  const { signal } = stop;
  const moments = file.rules.map(({ when }) => when);
  const log: { at: number; on: Moment['on']; why: Decision['why'] }[] = [];
  const undo: (() => void)[] = [];
  let past: Past = nothing(host.seed());
  let current: Current | undefined;
  /** Held back only because the visitor writes: asked again once they pause. */
  let waiting: { moment: Moment; event: Json | undefined } | undefined;
  let address = '';
  let cart = '';
  let seenSignals = host.now();

  const remember = (next: Past) => {
    past = next;
    host.save(past as unknown as Json);
  };
  const leave = () => {
    const { end } = current ?? {};
    current = undefined;
    end?.abort();
  };

  async function present(rule: Rule, show: Show, way: string | undefined, data: Record<string, Json>): Promise<void> {
    leave();
    const own: Current = { rule, show, isSeen: false, end: new AbortController() };
    current = own;
    const became = (state: State) => {
      remember(noted(past, rule, show, state, host.now(), way));
      host.told({ rule: rule.id, state, ...(way && { way }) });
    };
    const answered = (state: 'dismissed' | 'engaged') => () => {
      if (current !== own) return;
      leave();
      became(state);
      host.act();
    };
    try {
      const answers = { dismissed: answered('dismissed'), engaged: answered('engaged') };
      const gone = await host.show(show, data, answers, own.end.signal);
      if (current !== own) return gone?.();
      if (gone === undefined) return leave();
      own.isSeen = true;
      became('shown');
      if (gone) own.end.signal.addEventListener('abort', gone);
      else leave();
    } catch (thrown) {
      if (current === own) leave();
      host.error(toSobaniError(thrown));
    }
  }

  function consider(moment: Moment, event?: Json): void {
    if (signal.aborted) return;
    const data = dataOf(host, event);
    const now = host.now();
    past = seenAt(past, now);
    const decision = decide(file, past, moment, {
      now,
      data,
      visitor: host.visitor(),
      isBusy: watched.isBusy(),
      showing: current && (current.rule.priority ?? 0),
      isWithPerson: host.isWithPerson(),
      isPanelOpen: host.isPanelOpen(),
      isOpen: host.isOpen,
      can: host.can,
    });
    const { rule, show, way, why } = decision;
    if (why.length) log.push({ at: now, on: moment.on, why });
    if (log.length > MOST_MOMENTS) log.shift();
    if (rule && show) void present(rule, show, way, data);
    else if (rule) {
      remember(noted(past, rule, show, 'withheld', now, way));
      host.told({ rule: rule.id, state: 'withheld', ...(way && { way }) });
    } else if (why.some(({ reason }) => reason === 'busy')) {
      if (!waiting) setTimeout(again, PAUSE);
      waiting = { moment, event };
    }
  }
  const again = () => {
    const held = waiting;
    waiting = undefined;
    if (held) consider(held.moment, held.event);
  };
  /** Not in the middle of what the page does. */
  const queue: [Moment, Json?][] = [];
  const drain = soon(() => {
    for (const next of queue.splice(0)) consider(...next);
  });
  const happened = (...next: [Moment, Json?]) => {
    queue.push(next);
    drain();
  };

  const watched = watchPage(
    moments,
    {
      time: (seconds) => happened({ on: 'time', seconds }),
      idle: (seconds) => happened({ on: 'idle', seconds }),
      scroll: (from, to) => happened({ on: 'scroll', from, to }),
      exit: () => happened({ on: 'exit' }),
    },
    signal,
  );

  /** What is known has changed: another page, another cart, more trouble. */
  const look = () => {
    if (signal.aborted) return;
    const data = dataOf(host);
    const { url = '' } = Object(data.page) as { url?: string };
    if (url !== address) {
      address = url;
      waiting = undefined;
      // a hint belongs to the page that it is on, the rest to where its condition holds
      if (current && ('hint' in current.show || !matches(current.rule.if ?? {}, data))) leave();
      watched.begin();
      consider({ on: 'page' });
      // a visit is told by when they were here last, once there is something to count in it
      if (past.at) host.save(past as unknown as Json);
    }
    const next = JSON.stringify(data.cart ?? null);
    if (next !== cart) {
      cart = next;
      if (data.cart) consider({ on: 'cart' });
    }
    const signs = host.signals().filter(({ at }) => at > seenSignals);
    for (const { type, at } of signs) {
      seenSignals = Math.max(seenSignals, at);
      consider({ on: 'frustration', signal: type });
    }
  };
  const lookSoon = soon(look);

  const seen = { why: () => log, now: () => ({ past, data: dataOf(host) }) };
  const unread = (thrown: unknown) => host.error(toSobaniError(thrown, 'storage'));
  const read = async () => {
    const found = parsePast(await host.load());
    // what was shown before this was read counts as well
    if (found) past = merged(past, found);
  };
  await read().catch(unread);
  if (signal.aborted) return { ...seen, stop() {} };
  undo.push(
    host.onKnown(lookSoon),
    host.onTrack((name, data) => happened({ on: 'event', event: name }, { ...data, name })),
    host.onOpen(() => {
      // what asks to open the panel has been answered by that; a hint stays beside its element
      if (current?.isSeen && !('hint' in current.show || 'flow' in current.show)) leave();
    }),
    host.onPerson((isAnother) => {
      if (isAnother) {
        leave();
        past = nothing(host.seed());
      }
      void read().catch(unread);
    }),
  );
  lookSoon();

  return {
    ...seen,
    stop() {
      stop.abort();
      leave();
      for (const each of undo) each();
    },
  };
}
