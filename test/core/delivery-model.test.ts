import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createDelivery, type Delivery } from '../../src/core/delivery.js';
import { SobaniError } from '../../src/core/errors.js';
import type { Disk, OutboxItem, OutgoingMessage, Receipt, Session } from '../../src/core/ports.js';
import type { Store } from '../../src/core/store.js';
import { createVault } from '../../src/storage/vault.js';
import { type FakeClock, fakeClock } from '../../src/testing/fake-clock.js';
import { fakeDisk, ids, message, newStore } from './world.js';

/** What is promised, without any of the means: ids in the order in which `enqueue` resolved. */
interface Model {
  queued: string[];
}

interface Tab {
  delivery: Delivery;
  rows: Disk;
  store: Store;
  /** The call that the back end has not answered. */
  asked: { message: OutgoingMessage; yes(receipt: Receipt): void; no(error: SobaniError): void } | null;
}

/** Tabs over one disk that can be reloaded, before a back end whose every answer the test decides. Any of them may send. */
class World {
  readonly clock: FakeClock = fakeClock();
  readonly disk = fakeDisk();
  readonly log: string[] = [];
  tabs: Tab[] = [];
  said = 0;

  constructor(readonly count: number) {}

  async load(i: number) {
    const store = newStore();
    const vault = createVault(
      async () => this.disk,
      () => {},
    );
    await vault.open();
    const rows = vault.of('a');
    const delivery = createDelivery(store, rows, this.clock);
    const outbox = async () => (await rows.load('o/')).map(([key, row]) => ({ ...(row as OutboxItem), key }));
    // as tabs do that write to one disk: what others have put in, and what they got rid of
    delivery.sync = async () => {
      const found = await outbox();
      const here = new Set(found.map(({ id }) => id));
      for (const { id, key } of delivery.waiting()) if (key && !here.has(id)) delivery.forget(id);
      delivery.restore(found);
    };
    this.tabs[i]?.delivery.stop();
    this.tabs[i] = { delivery, rows, store, asked: null };
    delivery.restore(await outbox());
  }
  connect(i: number) {
    this.lose(i);
    const tab = this.tabs[i]!;
    const send = (outgoing: OutgoingMessage) =>
      new Promise<Receipt>((yes, no) => {
        tab.asked = { message: outgoing, yes, no };
      });
    tab.delivery.start({ send } as unknown as Session);
  }
  lose(i: number) {
    const tab = this.tabs[i]!;
    const { asked } = tab;
    tab.asked = null;
    tab.delivery.stop();
    asked?.no(new SobaniError('offline', 'Cut.', { retryable: true }));
  }
  /** The back end takes it in, as it does: an id that it has is not a second message. */
  take(outgoing: OutgoingMessage): Receipt {
    if (!this.log.includes(outgoing.id)) this.log.push(outgoing.id);
    const seq = this.log.indexOf(outgoing.id) + 1;
    return { id: outgoing.id, seq, at: seq };
  }
}

type Command = fc.AsyncCommand<Model, World>;
const command = (name: string, act: (world: World, tab: number, model: Model) => unknown) =>
  fc.nat(2).map(
    (given): Command => ({
      check: () => true,
      async run(model, world) {
        await act(world, given % world.count, model);
        await world.clock.advance(0);
        // the log only ever grows in the order in which things were said
        expect(world.log).toEqual(model.queued.slice(0, world.log.length));
        for (const { store, delivery } of world.tabs) {
          const shown = ids(store.messages('c').value);
          expect(new Set(shown).size).toBe(shown.length);
          expect(model.queued).toEqual(expect.arrayContaining(ids(delivery.waiting())));
        }
      },
      toString: () => `${name} ${given}`,
    }),
  );
const answer = (world: World, i: number, how: (asked: NonNullable<Tab['asked']>, tab: Tab) => void) => {
  const tab = world.tabs[i]!;
  const { asked } = tab;
  tab.asked = null;
  if (asked) how(asked, tab);
};

const commands = [
  command('say', async (world, i, model) => {
    const id = `m${++world.said}`;
    await world.tabs[i]!.delivery.enqueue(message(id));
    model.queued.push(id);
  }),
  command('connect', (world, i) => world.connect(i)),
  command('lose', (world, i) => world.lose(i)),
  command('acknowledge', (world, i) => answer(world, i, ({ message: m, yes }) => yes(world.take(m)))),
  command('echo only', (world, i) =>
    answer(world, i, ({ message: m }, { delivery }) => delivery.settle(world.take(m))),
  ),
  command('stored, then cut', (world, i) => {
    const { asked } = world.tabs[i]!;
    if (asked) world.take(asked.message);
    world.lose(i);
  }),
  command('busy', (world, i) =>
    answer(world, i, ({ no }) => no(new SobaniError('rate', 'Slow.', { retryable: true }))),
  ),
  command('expired', (world, i) => answer(world, i, ({ no }) => no(new SobaniError('auth', 'Expired.')))),
  command('hint', (world, i) => world.tabs[i]!.delivery.sync!()),
  command('time passes', (world) => world.clock.advance(1000)),
  command('reload', (world, i) => world.load(i)),
];

it.each([1, 2, 3])(
  'every queued message ends in the log exactly once, in order, whatever happens on the way, in %d tabs',
  async (count) => {
    await fc.assert(
      fc.asyncProperty(fc.commands(commands, { maxCommands: 40 }), async (plan) => {
        const model: Model = { queued: [] };
        const world = new World(count);
        for (let i = 0; i < count; i++) await world.load(i);
        await fc.asyncModelRun(() => ({ model, real: world }), plan);
        // after the last fault the back end behaves
        for (let i = 0; i < count; i++) {
          await world.load(i);
          world.connect(i);
        }
        for (let i = 0; i <= model.queued.length; i++) {
          await world.clock.advance(0);
          for (let t = 0; t < count; t++) answer(world, t, ({ message: m, yes }) => yes(world.take(m)));
        }
        await world.clock.advance(0);
        expect(world.log).toEqual(model.queued);
        for (const { delivery, rows } of world.tabs) {
          await delivery.sync!();
          expect(delivery.waiting()).toEqual([]);
          expect(await rows.load('o/')).toEqual([]);
        }
      }),
      { numRuns: 700 },
    );
  },
  120_000,
);
