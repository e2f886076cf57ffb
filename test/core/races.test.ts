/** What may happen at the same time, in any order in which the steps of it can meet. */
import 'fake-indexeddb/auto';
import { IDBFactory } from 'fake-indexeddb';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SobaniError } from '../../src/core/errors.js';
import { identify, logout } from '../../src/core/identity.js';
import { databaseName } from '../../src/core/mark.js';
import { indexedDBDisk } from '../../src/storage/indexeddb.js';
import { racing, type Tab } from './races-world.js';
import { keysOf, text, tokenOf } from './world.js';

type Racing = ReturnType<typeof racing>;
const offline = () => new SobaniError('offline', 'The connection was cut.', { retryable: true });
const as = (sub: string) => ({ getToken: async () => tokenOf(sub) });

/** Lets everything happen that can, in the order of the scheduler, while time goes on. */
async function settle(scheduler: fc.Scheduler, world: Racing, seconds = 40): Promise<void> {
  const idle = async () => {
    do {
      await new Promise((resolve) => setImmediate(resolve));
      await scheduler.waitIdle();
    } while (world.isBusy);
  };
  for (let i = 0; i < seconds; i++) {
    await idle();
    await world.clock.advance(1_000);
  }
  await idle();
}
/** Everything that was queued is in the log once, is shown by every tab, and nothing waits. */
function expectWhole({ transport, disk }: Racing, tabs: Tab[], said: string[]): void {
  const log = transport.backend.messages('c').map(({ parts }) => ('text' in parts[0]! ? parts[0].text : ''));
  expect([...log].sort()).toEqual([...said].sort());
  for (const tab of tabs) {
    expect(tab.shown()).toEqual(log);
    expect(tab.accounts.scope.delivery.waiting()).toEqual([]);
    expect(tab.errors).toEqual([]);
  }
  expect(keysOf(disk).filter((key) => key.includes('/o/'))).toEqual([]);
}

/** As many orders of each race. */
const RUNS = 150;
const inAnyOrder = (run: (scheduler: fc.Scheduler) => Promise<void>) =>
  fc.assert(fc.asyncProperty(fc.scheduler(), run), { numRuns: RUNS });
const race = (title: string, run: (world: Racing, scheduler: fc.Scheduler) => Promise<void>) =>
  it(title, () => inAnyOrder((scheduler) => run(racing(scheduler), scheduler)));
/** Tabs that have loaded, of which one is connected. */
async function open(world: Racing, scheduler: fc.Scheduler, count: number): Promise<Tab[]> {
  const tabs = Array.from({ length: count }, (_, i) => world.openTab(`tab${i}`));
  for (const tab of tabs) void tab.load();
  await settle(scheduler, world, 3);
  return tabs;
}

describe('whatever comes first', () => {
  race('two tabs that send at once have both said it once, in one order', async (world, scheduler) => {
    const [one, two] = (await open(world, scheduler, 2)) as [Tab, Tab];
    void one.say('a');
    void two.say('b');
    void one.say('c');
    await settle(scheduler, world);
    expectWhole(world, [one, two], ['a', 'b', 'c']);
    expect(one.shown().indexOf('a')).toBeLessThan(one.shown().indexOf('c'));
  });

  race('an acknowledgement that meets the next attempt is one message', async (world, scheduler) => {
    const [tab] = (await open(world, scheduler, 1)) as [Tab];
    world.transport.backend.fail(2, offline());
    void tab.say('a');
    void world.clock.advance(1_000);
    void world.turn('cut').then(() => world.transport.backend.disconnect());
    await settle(scheduler, world);
    expectWhole(world, [tab], ['a']);
  });

  race('a tab that closes while it is acknowledged leaves one message', async (world, scheduler) => {
    const [one, two] = (await open(world, scheduler, 2)) as [Tab, Tab];
    const said = one.say('a');
    void world.turn('close').then(() => one.kill());
    await settle(scheduler, world);
    const isQueued = await Promise.race([
      said.then(() => true),
      world.turn('over').then(() => false),
      scheduler.waitIdle().then(() => false),
    ]);
    expectWhole(world, [two], isQueued || two.shown().length ? ['a'] : []);
  });

  race('a lead that is lost while messages leave loses and doubles none', async (world, scheduler) => {
    const [one, two] = (await open(world, scheduler, 2)) as [Tab, Tab];
    void one.say('a');
    void one.say('b');
    void two.say('c');
    void world.turn('steal').then(() => two.accounts.scope.connection.session?.conversations?.().catch(() => {}));
    await settle(scheduler, world);
    expectWhole(world, [one, two], ['a', 'b', 'c']);
  });

  race('what an anonymous visitor has written leaves once when they sign in meanwhile', async (world, scheduler) => {
    const [tab] = (await open(world, scheduler, 1)) as [Tab];
    void tab.say('a');
    void tab.say('b');
    void world.turn('sign in').then(() => identify(tab.accounts, as('aiko')).catch(() => {}));
    await settle(scheduler, world);
    expectWhole(world, [tab], ['a', 'b']);
  });

  race(
    'a logout that meets an acknowledgement leaves nothing, and tells what was not sent',
    async (world, scheduler) => {
      const [tab] = (await open(world, scheduler, 1)) as [Tab];
      const said = tab.say('a').catch(() => null);
      let unsent: string[] = [];
      void world.turn('sign out').then(() =>
        logout(tab.accounts, (left) => {
          unsent = left.map(({ parts }) => ('text' in parts[0]! ? parts[0].text! : ''));
        }),
      );
      await settle(scheduler, world);
      const isStored = world.transport.backend.messages('c').length > 0;
      expect(isStored || unsent.length > 0 || (await said) === null).toBe(true);
      expect(tab.shown()).toEqual([]);
      expect(keysOf(world.disk)).toEqual([]);
    },
  );

  race('a connection that is cut while its token is fetched comes back as the same user', async (world, scheduler) => {
    const [tab] = (await open(world, scheduler, 1)) as [Tab];
    const getToken = async () => {
      await world.turn('token');
      return tokenOf('aiko');
    };
    void identify(tab.accounts, { getToken }).catch(() => {});
    void world.turn('cut').then(() => world.transport.backend.disconnect());
    void tab.say('a');
    void world.turn('cut again').then(() => world.transport.backend.disconnect());
    await settle(scheduler, world);
    expectWhole(world, [tab], ['a']);
    expect(tab.store.person.value).toMatchObject({ verified: true });
  });

  race('a page of history that meets a new message makes one transcript', async (world, scheduler) => {
    const [tab] = (await open(world, scheduler, 1)) as [Tab];
    void tab.say('a');
    await settle(scheduler, world, 5);
    const { session } = tab.accounts.scope.connection;
    void world.turn('history').then(async () => {
      const page = await session!.history({ conversation: 'c', before: 3, limit: 50 });
      await world.turn('page');
      for (const message of page.messages) tab.accounts.scope.receive(message);
    });
    void world.turn('answer').then(() => world.transport.backend.reply('c', 'b'));
    void tab.say('c');
    await settle(scheduler, world);
    const log = world.transport.backend.messages('c');
    expect(tab.store.messages('c').value.map(({ id }) => id)).toEqual(log.map(({ id }) => id));
    expect(log.filter(({ author }) => author.kind === 'visitor')).toHaveLength(2);
  });

  it.each([0, 1, 2])(
    'a back end that is restored from a copy with %i messages, while more leave, has all of them once in the end',
    (held) =>
      inAnyOrder(async (scheduler) => {
        const world = racing(scheduler);
        const [tab] = (await open(world, scheduler, 1)) as [Tab];
        void identify(tab.accounts, as('aiko')).catch(() => {});
        await settle(scheduler, world, 3);
        void tab.say('a');
        void tab.say('b');
        await settle(scheduler, world, 3);
        void tab.say('c');
        void world.turn('restore').then(() => world.restore('aiko', held));
        void tab.say('d');
        await settle(scheduler, world);
        expectWhole(world, [tab], ['a', 'b', 'c', 'd']);
      }),
  );

  it.each<[string, () => IDBOpenDBRequest]>([
    ['upgraded by a newer version', () => indexedDB.open(databaseName('shop'), 2)],
    ['deleted by the browser', () => indexedDB.deleteDatabase(databaseName('shop'))],
  ])('a database that is %s while messages are saved costs none of them', (_, take) =>
    inAnyOrder(async (scheduler) => {
      globalThis.indexedDB = new IDBFactory();
      const world = racing(scheduler, indexedDBDisk('shop'));
      const [tab] = (await open(world, scheduler, 1)) as [Tab];
      void tab.say('a');
      void tab.say('b');
      let isTaken = false;
      void world.turn('take').then(() => {
        take().onsuccess = () => {
          isTaken = true;
        };
      });
      void tab.say('c');
      await settle(scheduler, world);
      expect(isTaken).toBe(true);
      expectWhole(world, [tab], ['a', 'b', 'c']);
    }),
  );

  race(
    'files leave with their messages, whichever tab brings them there, and nothing of them stays',
    async (world, scheduler) => {
      const tabs = (await open(world, scheduler, 2)) as [Tab, Tab];
      void tabs[0].attach('a');
      void tabs[1].attach('b');
      void world.turn('cut').then(() => world.transport.backend.disconnect());
      await settle(scheduler, world);
      expectWhole(world, tabs, ['a', 'b']);
      const kinds = world.transport.backend.messages('c').map(({ parts }) => parts.map(({ type }) => type));
      expect(kinds).toEqual([
        ['text', 'file'],
        ['text', 'file'],
      ]);
      expect(keysOf(world.disk).filter((key) => key.includes('/b/'))).toEqual([]);
    },
  );

  race('a file that is uploaded while its visitor becomes known is theirs', async (world, scheduler) => {
    const [tab] = (await open(world, scheduler, 1)) as [Tab];
    void tab.attach('a');
    void world.turn('identify').then(() => identify(tab.accounts, as('aiko')).catch(() => {}));
    await settle(scheduler, world);
    expectWhole(world, [tab], ['a']);
    expect(keysOf(world.disk).filter((key) => key.includes('/b/'))).toEqual([]);
  });

  race(
    'a logout that meets an upload leaves nothing of the file, and nobody else sends it',
    async (world, scheduler) => {
      const [tab] = (await open(world, scheduler, 1)) as [Tab];
      void identify(tab.accounts, as('aiko')).catch(() => {});
      await settle(scheduler, world, 3);
      void tab.attach('a').catch(() => {});
      void world.turn('logout').then(async () => {
        await logout(tab.accounts, () => {});
        await identify(tab.accounts, as('ben'));
      });
      await settle(scheduler, world);
      const { backend } = world.transport;
      for (const { person, id } of backend.conversations()) {
        expect([person.id, backend.messages(id).length]).toEqual(['aiko', 1]);
      }
      expect(keysOf(world.disk).filter((key) => /\/[bo]\//.test(key))).toEqual([]);
      expect(tab.shown()).toEqual([]);
    },
  );

  race('messengers that go away while anything happens stay silent', async (world, scheduler) => {
    const [one, two] = (await open(world, scheduler, 2)) as [Tab, Tab];
    void one.say('a');
    void two.say('b');
    void world.turn('destroy').then(async () => {
      one.accounts.disconnect();
      one.group?.leave();
      await one.vault.close();
    });
    await settle(scheduler, world);
    const log = world.transport.backend.messages('c').map(({ parts }) => parts);
    expect(log).toHaveLength(new Set(log.map((parts) => JSON.stringify(parts))).size);
    expect(log).toContainEqual(text('b'));
    expect(one.accounts.scope.connection.session).toBeNull();
  });
});
