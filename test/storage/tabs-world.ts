/** Tabs of one browser, by hand: one disk, one channel, one set of locks, one marker; and a back end. */
import { createAccounts } from '../../src/core/accounts.js';
import { createConversations } from '../../src/core/conversations.js';
import type { SobaniError } from '../../src/core/errors.js';
import type { Transport } from '../../src/core/ports.js';
import type { Locks } from '../../src/storage/election.js';
import { parseRows } from '../../src/storage/parse-rows.js';
import { share } from '../../src/storage/share.js';
import type { Channel } from '../../src/storage/tabs.js';
import { createVault } from '../../src/storage/vault.js';
import { type FakeClock, fakeClock } from '../../src/testing/fake-clock.js';
import { memoryTransport } from '../../src/transport/memory.js';
import type { Message } from '../../src/types.js';
import { type FakeDisk, fakeDisk, newStore, offline, verify } from '../core/world.js';

/** What the Web Locks API promises of exclusive locks, for as many names. */
export function fakeLocks(): Locks {
  interface Request {
    run(): void;
    isOver: boolean;
  }
  const held = new Map<string, (reason: unknown) => void>();
  const queues = new Map<string, Request[]>();
  const next = (name: string) => {
    if (held.has(name)) return;
    const queue = queues.get(name) ?? [];
    const first = queue.find(({ isOver }) => !isOver);
    queues.set(
      name,
      queue.filter((request) => request !== first && !request.isOver),
    );
    first?.run();
  };
  return {
    request: (name, { signal, steal }, run) =>
      new Promise((resolve, reject) => {
        const grant = () => {
          const mine = reject;
          held.set(name, mine);
          run()
            .then(resolve, reject)
            .finally(() => {
              if (held.get(name) === mine) held.delete(name);
              next(name);
            });
        };
        if (steal) {
          held.get(name)?.(new DOMException('stolen', 'AbortError'));
          grant();
          return;
        }
        const request = { run: grant, isOver: false };
        signal?.addEventListener('abort', () => {
          request.isOver = true;
          reject(new DOMException('aborted', 'AbortError'));
        });
        queues.set(name, [...(queues.get(name) ?? []), request]);
        queueMicrotask(() => next(name));
      }),
  };
}

/** Delivers in a later turn, as the browser does; never to the sender. */
export function fakeChannels() {
  const open = new Map<string, Set<Channel>>();
  return {
    open(name: string): Channel {
      const all = open.get(name) ?? new Set();
      open.set(name, all);
      const own: Channel = {
        onmessage: null,
        postMessage(frame) {
          for (const other of all) {
            if (other !== own) queueMicrotask(() => other.onmessage?.({ data: structuredClone(frame) }));
          }
        },
        close: () => void all.delete(own),
      };
      all.add(own);
      return own;
    },
  };
}

export interface Browser {
  disk: FakeDisk;
  locks: Locks | undefined;
  /** Null where there are none. */
  channels: Pick<ReturnType<typeof fakeChannels>, 'open'> | null;
  clock: FakeClock;
  transport: Transport;
}

let count = 0;

export function openTab({ disk, locks, channels, clock, transport }: Browser) {
  const store = newStore();
  const errors: SobaniError[] = [];
  const evicted: Message[][] = [];
  const onError = (error: SobaniError) => void errors.push(error);
  const vault = createVault(
    async () => disk,
    (durable) => store.apply({ type: 'durable', durable }, 'system'),
  );
  const connects: unknown[] = [];
  const counted: Transport = {
    ...transport,
    connect(options) {
      connects.push(options);
      return transport.connect(options);
    },
  };
  const accounts = createAccounts({
    store,
    rows: vault,
    clock,
    transport: async () => counted,
    app: 'shop',
    parseRows: async (rows) => parseRows(rows, onError),
    onError,
  });
  const conversations = createConversations(accounts);
  const settled = () => clock.advance(0);
  count++;
  return {
    store,
    accounts,
    vault,
    errors,
    evicted,
    connects,
    async load() {
      await vault.open();
      accounts.shared = share({
        options: { app: 'shop' },
        accounts,
        vault,
        ports: { locks, channel: channels?.open ?? null, id: `tab${count}` },
        onEvicted: (unsent) => void evicted.push(unsent),
      });
      accounts.shared.enter();
      await accounts.restore();
      accounts.connect();
      await settled();
    },
    async say(words: string, conversation = 'c') {
      const sent = await conversations.write(words, conversation);
      await settled();
      return sent.id;
    },
    transcript: (conversation = 'c') =>
      store.messages(conversation).value.map((m) => ('text' in m.parts[0]! ? m.parts[0].text! : m.parts[0]!.type)),
    states: () => store.messages('c').value.map(({ state }) => state),
    /** The page is gone, or sleeps in the cache for pages. */
    leave: () => accounts.disconnect(),
  };
}

export type Tab = ReturnType<typeof openTab>;

export let browser: Browser & {
  transport: ReturnType<typeof memoryTransport>;
  channels: ReturnType<typeof fakeChannels>;
};
export let backend: ReturnType<typeof memoryTransport>['backend'];

/** For `beforeEach`: a browser whose visitor has acted before, and a back end that knows nobody yet. */
export function freshBrowser(): void {
  localStorage.clear();
  localStorage.setItem('sobani:shop', 'e1');
  const clock = fakeClock();
  const transport = memoryTransport({ verify, now: clock.date });
  backend = transport.backend;
  browser = { disk: fakeDisk(), locks: fakeLocks(), channels: fakeChannels(), clock, transport };
}

/** So many tabs of that browser. */
export async function tabs(count: number): Promise<Tab[]> {
  const all = Array.from({ length: count }, () => openTab(browser));
  for (const tab of all) await tab.load();
  return all;
}

/** What the back end has of the conversation, in order. */
export const stored = () =>
  backend.messages('c').flatMap(({ parts: [part] }) => (part?.type === 'text' ? [part.text] : []));

export { offline };
