/** The relay's store port over maps. What `commit` has run is on disk. */
import { SobaniError } from '../../src/core/errors.js';
import type { RemoteMessage } from '../../src/core/ports.js';
import type { Change, Command, ConversationRow, Lineage, PersonRow, SessionRow, Store } from '../../src/relay/store.js';

/** All that is on the relay's disk. */
export interface Log {
  epoch: string;
  people: Map<string, PersonRow>;
  sessions: Map<string, Omit<SessionRow, 'person'> & { app: string; person: string }>;
  conversations: Map<string, ConversationRow>;
  messages: Map<string, { message: RemoteMessage; lineage: Lineage }[]>;
  ids: number;
}

export const newLog = (): Log => ({
  epoch: 'epoch0',
  people: new Map(),
  sessions: new Map(),
  conversations: new Map(),
  messages: new Map(),
  ids: 0,
});

interface StoreOptions {
  log: Log;
  now: () => number;
  /** Commits what has come together by then. */
  later(run: () => void): void;
  /** Runs the writes, and answers whether anybody lives to hear of it; throws when the disk refuses. */
  commit(run: () => void): boolean;
  onStored(id: string): void;
}

export function createMemoryStore({ log, now, later, commit, onStored }: StoreOptions): Store {
  const { people, sessions, conversations, messages } = log;
  const listeners = new Set<(change: Change) => void>();
  let jobs: {
    work(): unknown;
    then?(result: never): void;
    resolve(result: never): void;
    reject(error: unknown): void;
  }[] = [];

  const flush = () => {
    const batch = jobs;
    jobs = [];
    const outcomes: ({ result: unknown } | { refused: unknown })[] = [];
    const work = () => {
      for (const job of batch) {
        try {
          outcomes.push({ result: job.work() });
        } catch (refused) {
          outcomes.push({ refused });
        }
      }
    };
    try {
      if (!commit(work)) return;
    } catch (cause) {
      const details = { retryable: true, retryAfter: 1_000, cause };
      for (const job of batch) job.reject(new SobaniError('unavailable', 'the store could not write', details));
      return;
    }
    for (const [i, job] of batch.entries()) {
      const outcome = outcomes[i]!;
      if ('result' in outcome) job.then?.(outcome.result as never);
    }
    for (const [i, job] of batch.entries()) {
      const outcome = outcomes[i]!;
      if ('result' in outcome) job.resolve(outcome.result as never);
      else job.reject(outcome.refused);
    }
  };
  const run = <T>(work: () => T, then?: (result: T) => void) =>
    new Promise<T>((resolve, reject) => {
      jobs.push({ work, resolve, reject, ...(then && { then }) } as never);
      if (jobs.length === 1) later(flush);
    });

  function carryOut({ conversation: id, message, decide }: Command): Change | null {
    const before = conversations.get(id) ?? null;
    const list = messages.get(id) ?? [];
    const same = list.find((one) => one.message.id === message) ?? null;
    const at = Math.max(now(), before?.at ?? 0);
    const decision = decide({ conversation: before, same, at, snapshot: () => null });
    if (!decision) return null;
    const after = { ...decision.conversation };
    if (!people.has(after.person)) throw new SobaniError('not-found', 'there is no such visitor any more');
    const written = decision.messages.map(({ id: own, author, parts, lineage }) => {
      after.lastSeq++;
      after.at = at;
      const told: RemoteMessage = { id: own, conversation: id, author, parts, at, seq: after.lastSeq };
      list.push({ message: told, lineage });
      onStored(own);
      return told;
    });
    messages.set(id, list);
    conversations.set(id, after);
    return { before, after, messages: written };
  }

  const none = () => Promise.reject(new Error('files are not simulated'));
  return {
    uploads: {
      find: none,
      file: none,
      weight: none,
      add: none,
      dropOrphans: none,
      gone: none,
      forget: none,
      isNamed: none,
    },
    epoch: log.epoch,
    isWritable: async () => true,
    load: () => ({ queue: jobs.length, bytes: 0 }),
    async session(app, selector) {
      const found = sessions.get(selector);
      const person = found && people.get(found.person);
      return found?.app === app && person ? { ...found, person } : null;
    },
    signIn: ({ app, user, session, merge }) =>
      run(() => {
        let who = user && [...people.values()].find((one) => one.user === user.id);
        if (!who) {
          // random in the relay: one that was lost is given to nobody again
          const id = `p${++log.ids} of ${log.epoch}`;
          who = { id, app, user: user?.id ?? null, name: user?.name ?? null, claims: {} };
          people.set(id, who);
        }
        sessions.set(session.selector, { ...session, app, person: who.id, createdAt: now(), usedAt: now() });
        const from = merge && user ? people.get(sessions.get(merge)?.person ?? '') : undefined;
        if (!from || from.user !== null) return { person: who, moved: [], from: null };
        // new rows: what was committed just before them is still to be told as it was then
        const left = [...conversations.values()].filter((row) => row.person === from.id);
        const moved = left.map((row) => ({ ...row, person: who.id }));
        for (const row of moved) conversations.set(row.id, row);
        people.delete(from.id);
        for (const [selector, one] of sessions) if (one.person === from.id) sessions.delete(selector);
        return { person: who, moved, from: from.id };
      }),
    touch: (selector) =>
      run(() => {
        const found = sessions.get(selector);
        if (found) found.usedAt = now();
        return (found && people.get(found.person)) ?? null;
      }),
    endSession: (selector) => run(() => void sessions.delete(selector)),
    erase: (person) =>
      run(() => {
        const gone = [...conversations.values()].filter((row) => row.person === person).map(({ id }) => id);
        for (const id of gone) for (const map of [conversations, messages]) map.delete(id);
        people.delete(person);
        return gone;
      }),
    commit: (command) =>
      run(
        () => carryOut(command),
        (change) => {
          if (change) for (const listener of listeners) listener(change);
        },
      ),
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    conversation: async (id) => conversations.get(id) ?? null,
    conversations: async (person, limit) =>
      [...conversations.values()]
        .filter((row) => row.person === person)
        .sort((a, b) => b.at - a.at)
        .slice(0, limit),
    messages: async (id, { after, before, limit }) =>
      (messages.get(id) ?? [])
        .map(({ message }) => message)
        .filter(({ seq }) => seq > after && (before === null || seq < before))
        .slice(-limit),
    message: async (id, message) => messages.get(id)?.find((one) => one.message.id === message)?.message ?? null,
    recent: async () => [],
    person: async (id) => people.get(id) ?? null,
    handoff: async () => null,
    card: async () => null,
    earlier: async () => ({ earlier: [], hasEarlier: false }),
    timeline: async () => ({ entries: [], before: null }),
    remark: async () => false,
    unremark: async () => {},
    withdraw: async () => {},
    rate: async () => null,
    notes: async () => [],
    addNote: async () => null,
    async close() {},
  };
}
