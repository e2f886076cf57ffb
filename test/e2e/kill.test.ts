/** A browser that is killed in the middle of a burst: whatever `send()` had called queued arrives, once and in order. */
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type BrowserName, missing } from '../kill/browser.js';
import { startBurst } from '../kill/page.js';
import { hasTornLog } from '../kill/torn-log.js';
import { newConversations, openWorld, type World } from '../kill/world.js';
import { createRandom } from '../support/proxy.js';

/** With those of kill-tabs and kill-pages, twenty kills. */
const cycles = Number(process.env.KILL_CYCLES ?? 10);
const browser = (process.env.KILL_BROWSER ?? 'chromium') as BrowserName;
const seed = Number(process.env.KILL_SEED ?? 1);
/** A profile grows with every cycle: a new one after so many. */
const LIFE = 10;
const absent = missing(browser);
if (absent) console.log(`Killing ${browser} is skipped: ${absent}`);

let world: World;
beforeAll(async () => {
  if (!absent) world = await openWorld();
});
afterAll(() => world?.close());

/** Kills the browser so many times in a burst, and looks each time after the relaunch. */
async function killInBursts(count: number, random: () => number, { isRelayDown }: { isRelayDown: boolean }) {
  let visitor = await world.returning(browser);
  let promised = 0;
  let age = 0;
  for (let cycle = 0; cycle < count; cycle++) {
    if (age++ === LIFE) {
      await visitor.kill();
      visitor = await world.returning(browser);
      age = 1;
    }
    const name = `${isRelayDown ? 'down' : 'up'} ${cycle}`;
    const page = await visitor.open(name);
    if (isRelayDown) await world.relay.down();
    const before = world.site.sent().length;
    await startBurst(page, { conversations: newConversations(), name, count: 75, every: 8 });
    await expect.poll(() => world.site.sent().length, { interval: 5, timeout: 30_000 }).toBeGreaterThan(before);
    await sleep(random() * 500);
    await visitor.kill();
    // this time it must do
    if (hasTornLog(visitor.profile)) age = LIFE;
    const sent = world.site.sent().slice(before);
    promised += sent.filter(({ state }) => state === 'queued').length;

    await Promise.all([world.relay.up(), visitor.relaunch()]);
    await visitor.open(`${name} again`);
    await world.settled(sent);
  }
  await visitor.kill();
  return promised;
}

describe.skipIf(absent)(`${browser}, killed with all its processes in the middle of a burst`, () => {
  test(
    `keeps every promise over ${cycles} kills`,
    async () => {
      const promised = await killInBursts(cycles, createRandom(seed), { isRelayDown: false });
      expect(promised).toBeGreaterThan(cycles);
    },
    60_000 + cycles * 20_000,
  );

  const down = Math.ceil(cycles / 3);
  test(
    `keeps every promise over ${down} kills while the relay is down, and only the disk has the words`,
    async () => {
      const promised = await killInBursts(down, createRandom(seed + 1), { isRelayDown: true });
      expect(promised).toBeGreaterThan(down);
    },
    60_000 + down * 20_000,
  );

  test('keeps the promise of the very first words too, killed before the browser has saved anything else', async () => {
    const visitor = await world.visitor(browser);
    const page = await visitor.open('first');
    const before = world.site.sent().length;
    await startBurst(page, { conversations: newConversations(), name: 'first', count: 150, every: 4 });
    await expect.poll(() => world.site.sent().length, { interval: 5, timeout: 30_000 }).toBeGreaterThan(before + 5);
    await visitor.kill();
    await visitor.relaunch();
    await visitor.open('first again');
    await world.settled(world.site.sent().slice(before));
    await visitor.kill();
  });

  test('has told of no error that nobody caught, and refused nothing', async () => {
    const trouble = world.site.told.filter(({ tell }) => tell === 'uncaught' || tell === 'rejected');
    expect(trouble).toEqual([]);
  });
});
