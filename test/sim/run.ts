/** One seed, one history: who does what, what goes wrong meanwhile, and whether all that is promised has held. */
import type { Fault } from './fault.js';
import { ALL, faultsFor, KILLS } from './faults.js';
import { takeGlobals } from './globals.js';
import type { Way } from './line.js';
import { checkEnd, firstGap } from './oracles.js';
import { act } from './people.js';
import type { Line } from './scheduler.js';
import { type Device, World } from './world.js';

export interface Outcome {
  seed: number;
  problems: string[];
  trace: Line[];
  /** `fault at Mn`, how often. */
  cells: Map<string, number>;
  said: number;
  turns: number;
}

/** Within it all is well after the last fault: told that the network is back, or left to find out. */
const BOUND = { told: 60_000, untold: 240_000, slow: 30_000 };
const RESTORE = 'F15 restore';

/** What is left to the seed where it is not given. */
export interface Given {
  /** Whether people sign in and out. */
  accounts?: boolean | undefined;
  /** Whether browsers have a BroadcastChannel. */
  channel?: boolean | undefined;
  /** How browsers reach the relay. */
  way?: Way | undefined;
  /** The faults to draw from, by a part of their names; the names have a vertical bar between them. */
  only?: string | undefined;
}

export async function run(seed: number, given: Given = {}): Promise<Outcome> {
  const world = new World(seed);
  const { scheduler, records } = world;
  const giveBack = takeGlobals(scheduler);
  const onRejection = (reason: unknown) => {
    const why = reason instanceof Error ? reason.stack : String(reason);
    scheduler.problem(`O7 unhandled rejection in ${scheduler.current?.name}: ${why}`);
  };
  process.on('unhandledRejection', onRejection);
  const cells = new Map<string, number>();
  try {
    await live(world, cells, given);
  } finally {
    process.off('unhandledRejection', onRejection);
    giveBack();
  }
  const { problems, trace, turns } = scheduler;
  return { seed, problems, trace, cells, said: records.said.size, turns };
}

async function live(world: World, cells: Map<string, number>, given: Given): Promise<void> {
  const { scheduler } = world;
  const { between, chance, pick } = {
    between: scheduler.between.bind(scheduler),
    chance: scheduler.chance.bind(scheduler),
    pick: <T>(list: readonly T[]) => scheduler.pick(list),
  };
  const draws = chance(0.5);
  world.hasAccounts = given.accounts ?? draws;
  scheduler.log('weather', world.hasAccounts ? 'with accounts' : 'without accounts');
  world.startServer();
  const devices = chance(0.7) ? 1 : between(2, 3);
  for (let i = 0; i < devices; i++) {
    const drawn = !chance(0.1);
    const hasChannel = given.channel ?? drawn;
    const hasLocks = !chance(0.25);
    const usual = chance(0.85) ? 'socket' : pick(['stream', 'poll'] as const);
    const way = given.way ?? usual;
    // a tab is told by the marker that somebody has left; where there is none nothing is promised of that
    const hasLocal = !chance(0.05) || world.hasAccounts;
    const device = world.addDevice({ hasLocks, hasChannel, hasLocal, way });
    if (world.hasAccounts && chance(0.25)) device.user = pick(['aiko', 'ben']);
    const tabs = chance(0.3) ? 1 : between(2, 4);
    for (let t = 0; t < tabs; t++) world.openTab(device);
  }
  await scheduler.advance(between(0, 1_000));

  const draw = scheduler.random();
  const count = draw < 0.05 ? 0 : draw < 0.5 ? 1 : draw < 0.8 ? 2 : draw < 0.95 ? 3 : 4;
  // what kills is drawn more often, because every moment counts there
  const drawn = given.only
    ? ALL.filter(({ name }) => given.only!.split('|').some((one) => name.includes(one)))
    : faultsFor(given.channel !== false);
  const chosen = Array.from({ length: count }, () => pick(chance(0.3) ? KILLS : drawn));
  const isBackedUp = chosen.some(({ name }) => name === RESTORE);
  const strike = (fault: Fault, device: Device, column?: string) => {
    const moments = new Set<string>();
    for (const said of world.records.said.values()) {
      if (said.browser === device.browser && said.moment < 8 && !said.error) moments.add(`M${said.moment}`);
    }
    if (column) moments.add(column);
    for (const moment of moments.size ? moments : ['M8']) {
      const cell = `${fault.name} at ${moment}`;
      cells.set(cell, (cells.get(cell) ?? 0) + 1);
    }
    fault.strike(world, device);
  };
  // a fault waits for a message to have come so far, and strikes in that instant or soon after
  const armed: { fault: Fault; moment: string }[] = [];
  const reached = (browser: Device['browser'], moment: string) => {
    const found = armed.findIndex((one) => one.moment === moment);
    if (found < 0) return;
    const [{ fault }] = armed.splice(found, 1) as [(typeof armed)[number]];
    const device = world.devices.find((one) => one.browser === browser)!;
    const column = moment.startsWith('R') ? moment : undefined;
    scheduler.schedule(world.weather, chance(0.5) ? 0 : between(0, 8), () => strike(fault, device, column));
  };
  world.records.onMoment = (said) => reached(said.browser, `M${said.moment}`);
  world.records.onReceived = (browser) => reached(browser, 'R3');

  const steps = between(6, 24);
  for (let step = 0; step < steps; step++) {
    if (isBackedUp && chance(0.2)) world.server.takeBackup();
    if (chosen.length && chance(0.4)) {
      const fault = pick(chosen);
      if (chance(0.6)) armed.push({ fault, moment: chance(0.3) ? 'R3' : `M${between(0, 8)}` });
      else strike(fault, pick(world.devices));
    }
    act(world);
    await advance(world, chance(0.1) ? between(5_000, 40_000) : chance(0.5) ? between(0, 30) : between(30, 2_500));
  }
  armed.length = 0;

  // whatever was to come has come, and then all is mended
  await advance(world, chance(0.8) ? 0 : 65_000);
  const isTold = chance(0.5);
  world.mend(isTold);
  const calmAt = scheduler.now;
  const { requests } = world.records;
  // where answers are held back, that is found out by waiting for them
  const isSlow = world.devices.some(({ browser }) => browser.abilities.way === 'poll');
  const bound = (isTold ? BOUND.told : BOUND.untold) + (isSlow ? BOUND.slow : 0);
  await advance(world, 2_000);
  // a page that is loaded again begins with the sockets again, too
  const pause = isSlow ? 45_000 : 15_000;
  for (let left = bound; left > 0 && firstGap(world) !== null; left -= pause) {
    for (const device of world.devices) for (const tab of [...device.tabs]) settle(world, device, tab);
    await advance(world, pause, () => firstGap(world) === null);
  }
  const missing = firstGap(world);
  if (missing)
    scheduler.problem(`O6 not well ${Math.round((scheduler.now - calmAt) / 1000)} s after the last fault: ${missing}`);
  const rate = (world.records.requests - requests) / Math.max(10, (scheduler.now - calmAt) / 1_000);
  if (rate > Math.max(3, world.tabs().length) * 2) scheduler.problem(`O6 ${rate.toFixed(1)} requests a second`);
  await advance(world, 1_000);
  checkEnd(world);
}

/** Host pages do so: who is signed in says so on every page load, and again when the messenger asks for it. */
function settle(world: World, device: Device, tab: Device['tabs'][number]): void {
  const { browser } = device;
  // without localStorage a tab in which nobody has acted hears of the others when it is loaded
  const isTold = browser.abilities.hasLocal || tab.isSharing || !browser.isKnown;
  const isRight = isTold && tab.principal === (device.user ? `u:${device.user}` : 'a');
  if (isRight && tab.store.status.value !== 'paused') return;
  world.endTab(device, tab, 'reloads');
  world.openTab(device);
}

async function advance(world: World, ms: number, isOver?: () => boolean): Promise<void> {
  await world.scheduler.advance(ms, isOver);
}
