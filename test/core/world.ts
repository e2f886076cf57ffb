import { type Accounts, createAccounts } from '../../src/core/accounts.js';
import { createConversations } from '../../src/core/conversations.js';
import { SobaniError } from '../../src/core/errors.js';
import type { Change, Disk, OutboxItem, Transport } from '../../src/core/ports.js';
import { numberIn, outboxKey } from '../../src/core/rows.js';
import { createStore, type Store } from '../../src/core/store.js';
import { parseRows } from '../../src/storage/parse-rows.js';
import { createVault } from '../../src/storage/vault.js';
import { fakeClock } from '../../src/testing/fake-clock.js';
import type { Message } from '../../src/types.js';

export const newStore = (): Store => createStore({ app: 'shop' }, 'en');

export const text = (words: string) => [{ type: 'text' as const, text: words }];

/** A visitor's message; give it a `seq` and it is acknowledged. */
export const message = (id: string, more: Partial<Message> = {}): Message => ({
  id,
  conversation: 'c',
  author: { kind: 'visitor' },
  parts: text(id),
  at: 1,
  ...more,
});
export const fromAgent = (id: string, seq: number, more: Partial<Message> = {}): Message =>
  message(id, { author: { kind: 'agent', name: 'Ann' }, seq, at: seq, ...more });

export const item = (id: string, n: number, more: Partial<OutboxItem> = {}): OutboxItem => ({
  id,
  n,
  key: outboxKey(n, id),
  message: { id, conversation: 'c', by: 'visitor', parts: text(id) },
  at: n,
  ...more,
});

export interface FakeDisk extends Disk {
  readonly rows: Map<string, unknown>;
  /** Every write that was made, in order. */
  readonly transactions: Change[][];
  /** What every call throws; null mends it. */
  error: unknown;
  /** The next writes wait for `release`. */
  hold(): () => void;
}

/** Rows in a map, which is all a page leaves behind: give the same map to the next one. */
export function fakeDisk(rows = new Map<string, unknown>()): FakeDisk {
  let gate: Promise<void> = Promise.resolve();
  const disk: FakeDisk = {
    rows,
    transactions: [],
    error: null,
    hold() {
      let release = () => {};
      gate = new Promise((resolve) => {
        release = resolve;
      });
      return release;
    },
    async load(prefix) {
      if (disk.error) throw disk.error;
      const found = [...rows].filter(([key]) => key.startsWith(prefix)).sort(([a], [b]) => (a < b ? -1 : 1));
      return structuredClone(found);
    },
    async write(changes) {
      await gate;
      return put(changes);
    },
    async append(prefix, make) {
      await gate;
      return put(make(numberIn(keysOf(disk, prefix).at(-1) ?? '', prefix) + 1));
    },
  };
  const put = (changes: readonly Change[]) => {
    if (disk.error) throw disk.error;
    disk.transactions.push([...changes]);
    for (const [key, row] of changes) {
      if (row === undefined) rows.delete(key);
      else rows.set(key, structuredClone(row));
    }
    return true;
  };
  return disk;
}

export const keysOf = (disk: FakeDisk, prefix = '') => [...disk.rows.keys()].filter((k) => k.startsWith(prefix)).sort();
export const ids = (list: readonly { id: string }[]) => list.map(({ id }) => id);

export const offline = () => new SobaniError('offline', 'No network.', { retryable: true });

/** A token as a host's server would sign it; the memory transport's `verify` below looks no further than its subject. */
export const tokenOf = (sub: string, name = sub) =>
  `h.${Buffer.from(JSON.stringify({ sub, name })).toString('base64url')}.s`;
export const verify = (token: string) => {
  const { sub, name } = JSON.parse(Buffer.from(token.split('.')[1]!, 'base64url').toString()) as Record<string, string>;
  return sub === 'mallory' ? null : { id: sub!, name: name! };
};

export interface Page {
  store: Store;
  accounts: Accounts;
  errors: SobaniError[];
  /** Everything that can happen without time passing has happened. */
  settled(): Promise<void>;
  /** Reads what is kept and connects, as a page load does for a returning visitor. */
  load(): Promise<void>;
  say(words: string, conversation?: string): Promise<string>;
  transcript(conversation?: string): string[];
}

/** The core of one page, over a disk and a back end that outlive it. */
export function openPage(disk: FakeDisk, transport: Transport, clock = fakeClock()): Page {
  const store = newStore();
  const errors: SobaniError[] = [];
  const onError = (error: SobaniError) => void errors.push(error);
  const vault = createVault(
    async () => disk,
    (durable) => store.apply({ type: 'durable', durable }, 'system'),
  );
  const accounts = createAccounts({
    store,
    rows: vault,
    clock,
    transport: async () => transport,
    app: 'shop',
    parseRows: async (rows) => parseRows(rows, onError),
    onError,
  });
  const conversations = createConversations(accounts);
  const settled = () => clock.advance(0);
  return {
    store,
    accounts,
    errors,
    settled,
    async load() {
      await vault.open();
      let isRestored = false;
      const restored = accounts.restore().finally(() => {
        isRestored = true;
      });
      await settled();
      // readers of parts may have to be fetched, in the world's own time; and what looks as if another tab were just moving it
      // is waited for
      while (!isRestored) {
        await new Promise(setImmediate);
        await clock.advance(1_000);
      }
      await restored;
      accounts.connect();
      await settled();
    },
    async say(words, conversation = 'c') {
      const { id } = await conversations.write(words, conversation);
      await settled();
      return id;
    },
    transcript: (conversation = 'c') =>
      store.messages(conversation).value.map((m) => ('text' in m.parts[0]! ? m.parts[0].text! : m.parts[0]!.type)),
  };
}
