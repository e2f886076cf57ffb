import type fc from 'fast-check';
import { nanoid } from 'nanoid';
import { type Accounts, createAccounts } from '../../src/core/accounts.js';
import { type Conversations, createConversations } from '../../src/core/conversations.js';
import type { SobaniError } from '../../src/core/errors.js';
import type { Disk, Session, Transport } from '../../src/core/ports.js';
import type { Store } from '../../src/core/store.js';
import { joinFiles } from '../../src/files.js';
import type { Locks } from '../../src/storage/election.js';
import { parseRows } from '../../src/storage/parse-rows.js';
import { type Channel, type Group, joinGroup, type TabsPorts } from '../../src/storage/tabs.js';
import { createVault, type Vault } from '../../src/storage/vault.js';
import { fakeClock } from '../../src/testing/fake-clock.js';
import { memoryTransport } from '../../src/transport/memory.js';
import { fakeDisk, newStore, tokenOf, verify } from './world.js';

type Named = Channel & { name: string };

export interface Tab {
  store: Store;
  accounts: Accounts;
  conversations: Conversations;
  vault: Vault;
  errors: SobaniError[];
  group: Group | null;
  /** Reads what is kept, joins the others, connects. */
  load(): Promise<void>;
  say(words: string): Promise<string>;
  /** The same, with a file of these words. */
  attach(words: string): Promise<void>;
  shown(): string[];
  /** As a crash does: nothing of it runs any more, and its lock is free. */
  kill(): void;
}

/**
 * Tabs over one disk and one back end, in which everything that takes time waits for the scheduler: a transaction, a frame
 * on the channel, a lock, each way of each call. `given` stands for the disk, where it is not one that always works.
 */
export function racing(scheduler: fc.Scheduler, given?: Disk) {
  const clock = fakeClock();
  const disk = fakeDisk();
  const beneath = given ?? disk;
  const begin = () => memoryTransport({ verify, now: clock.date });
  let transport = begin();
  const turn = (what: string) => scheduler.schedule(Promise.resolve(), what);

  // transactions run one after the other, in the order in which they were asked for
  let last: Promise<unknown> = Promise.resolve();
  let writing = 0;
  const queued = <T>(what: string, run: () => Promise<T>): Promise<T> => {
    const own = last
      .then(() => turn(what))
      .then(() => {
        writing++;
        return run();
      })
      .finally(() => {
        writing--;
      });
    last = own.catch(() => {});
    return own.then(async (value) => {
      await turn(`${what} is over`);
      return value;
    });
  };

  const channels = new Set<Named>();
  let holder: { end(error?: unknown): void } | null = null;
  let waiting: (() => void)[] = [];
  const grant = () => {
    if (!holder) waiting.shift()?.();
  };

  function portsOf(id: string, isDead: () => boolean): { ports: TabsPorts; leave(): void } {
    const own: Named[] = [];
    let release = () => {};
    const channel = (name: string): Channel => {
      const made: Named = {
        name,
        onmessage: null,
        postMessage(frame) {
          for (const other of channels) {
            if (other === made || other.name !== name) continue;
            const hear = () => void (channels.has(other) && other.onmessage?.({ data: structuredClone(frame) }));
            void turn('frame').then(hear);
          }
        },
        close: () => void channels.delete(made),
      };
      channels.add(made);
      own.push(made);
      return made;
    };
    const request: Locks['request'] = (_, { signal, steal }, held) =>
      new Promise<void>((resolve, reject) => {
        const take = () => {
          const mine = { end: (error?: unknown) => (error ? reject(error) : resolve()) };
          holder = mine;
          release = () => {
            if (holder === mine) holder = null;
            grant();
          };
          void turn('lock').then(() => {
            if (holder !== mine || isDead()) return;
            void held().then(() => {
              mine.end();
              release();
            });
          });
        };
        if (steal) {
          holder?.end(new DOMException('Stolen.', 'AbortError'));
          return take();
        }
        waiting.push(take);
        signal?.addEventListener('abort', () => {
          waiting = waiting.filter((one) => one !== take);
          reject(signal.reason);
        });
        grant();
      });
    const leave = () => {
      for (const one of own) channels.delete(one);
      release();
    };
    return { ports: { id, channel, locks: { request } }, leave };
  }

  function openTab(id: string): Tab {
    const store = newStore();
    let isDead = false;
    const alive = <T>(value: T): T | Promise<never> => (isDead ? new Promise<never>(() => {}) : value);
    const own: Disk = {
      load: async (prefix) => alive(await queued('load', () => beneath.load(prefix))),
      write: async (changes) => alive(await queued('write', () => beneath.write(changes))),
      append: async (prefix, make) => alive(await queued('append', () => beneath.append(prefix, make))),
    };
    const wrapped: Transport = {
      ...transport,
      async connect(options) {
        await turn('hello');
        const session = await alive(await transport.connect(options));
        await alive(await turn('welcome'));
        const send: Session['send'] = async (message) => {
          await alive(await turn(`send ${id}`));
          const receipt = await session.send(message);
          await alive(await turn(`ack ${id}`));
          return receipt;
        };
        const upload: Session['upload'] = async (file, options) => {
          await alive(await turn(`upload ${id}`));
          const part = await session.upload!(file, options);
          await alive(await turn(`uploaded ${id}`));
          return part;
        };
        return { ...session, send, upload };
      },
    };
    const errors: SobaniError[] = [];
    const onError = (error: SobaniError) => void errors.push(error);
    const vault = createVault(
      async () => own,
      (durable) => store.apply({ type: 'durable', durable }, 'system'),
    );
    const accounts: Accounts = createAccounts({
      store,
      upload: (...asked) => files.upload(...asked),
      rows: vault,
      clock,
      transport: async () => wrapped,
      app: 'shop',
      parseRows: async (rows) => parseRows(rows, onError),
      onError,
    });
    const files = joinFiles({ store, accounts, transport: async () => wrapped });
    const conversations = createConversations(accounts);

    const { ports, leave } = portsOf(id, () => isDead);
    const tab: Tab = {
      ...{ store, accounts, conversations, vault, errors },
      group: null,
      async load() {
        await vault.open();
        tab.group = joinGroup({ accounts, vault, ports, name: 'sobani/shop/a', check: () => true });
        await accounts.restore();
        accounts.connect();
      },
      async say(words) {
        return (await conversations.write(words, 'c')).id;
      },
      async attach(words) {
        const bytes = new Blob([words], { type: 'text/plain' });
        const part = {
          type: 'file',
          id: nanoid(22),
          name: `${words}.txt`,
          size: bytes.size,
          media: bytes.type,
        } as const;
        await conversations.write(words, 'c', undefined, { files: [{ part, bytes }] });
      },
      shown: () => store.messages('c').value.flatMap((m) => ('text' in m.parts[0]! ? m.parts[0].text! : [])),
      kill() {
        isDead = true;
        leave();
        accounts.scope.connection.stop();
      },
    };
    return tab;
  }

  /** The back end is one that was restored from a copy, from when it had so many messages of this user. */
  async function restore(sub: string, held: number): Promise<void> {
    const before = transport;
    const copied = before.backend.messages('c').slice(0, held);
    const next = begin();
    const own = new AbortController();
    const request = { app: 'shop', secret: null, token: tokenOf(sub), locale: 'en', signal: own.signal };
    const session = await next.connect(request);
    for (const { id, conversation, parts } of copied) await session.send({ id, conversation, by: 'visitor', parts });
    own.abort();
    transport = next;
    before.backend.disconnect();
  }

  return {
    clock,
    disk,
    /** As it is now. */
    get transport() {
      return transport;
    },
    /** The disk is at work, which is no matter of the scheduler. */
    get isBusy() {
      return writing > 0;
    },
    restore,
    openTab,
    turn,
  };
}
