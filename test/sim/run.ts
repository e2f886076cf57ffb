/** One seed, one history: who does what, what goes wrong meanwhile, and whether all that is promised has held. */
import { reply, resolve } from '../../src/relay/desk-rules.js';
import { FAULTS, type Fault, KILLS, RESTORE } from './faults.js';
import { takeGlobals } from './globals.js';
import { checkEnd, firstGap } from './oracles.js';
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
const BOUND = { told: 60_000, untold: 240_000 };
const AGENT = { id: 'ann', name: 'Ann' };

/** What is left to the seed where it is not given. */
export interface Given {
  /** Whether people sign in and out. */
  accounts?: boolean | undefined;
  /** Whether browsers have a BroadcastChannel. */
  channel?: boolean | undefined;
  /** Whether the relay is restored from a backup. Default false. */
  restore?: boolean | undefined;
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
    const device = world.addDevice({ hasLocks: !chance(0.25), hasChannel });
    if (world.hasAccounts && chance(0.25)) device.user = pick(['aiko', 'ben']);
    const tabs = chance(0.3) ? 1 : between(2, 4);
    for (let t = 0; t < tabs; t++) world.openTab(device);
  }
  await scheduler.advance(between(0, 1_000));

  const draw = scheduler.random();
  const count = draw < 0.05 ? 0 : draw < 0.5 ? 1 : draw < 0.8 ? 2 : draw < 0.95 ? 3 : 4;
  // what kills is drawn more often, because every moment counts there
  const chosen = Array.from({ length: count }, () => pick(chance(0.3) ? KILLS : FAULTS));
  if (given.restore) chosen.push(RESTORE);
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
    if (given.restore && chance(0.2)) world.server.takeBackup();
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
  const bound = isTold ? BOUND.told : BOUND.untold;
  await advance(world, 2_000);
  for (let left = bound; left > 0 && firstGap(world) !== null; left -= 15_000) {
    for (const device of world.devices) for (const tab of [...device.tabs]) settle(world, device, tab);
    await advance(world, 15_000, () => firstGap(world) === null);
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
  const isRight = tab.principal === (device.user ? `u:${device.user}` : 'a');
  if (isRight && tab.store.status.value !== 'paused') return;
  world.endTab(device, tab, 'reloads');
  world.openTab(device);
}

async function advance(world: World, ms: number, isOver?: () => boolean): Promise<void> {
  await world.scheduler.advance(ms, isOver);
}

/** Somebody does something. */
function act(world: World): void {
  const { scheduler } = world;
  const device = scheduler.pick(world.devices);
  const tab = device.tabs.length ? scheduler.pick(device.tabs) : world.openTab(device);
  const dice = scheduler.random() * (world.hasAccounts ? 1 : 0.91);
  if (dice < 0.55) {
    const burst = scheduler.chance(0.2) ? scheduler.between(2, 5) : 1;
    for (let i = 0; i < burst; i++) {
      const one = scheduler.chance(0.8) ? tab : scheduler.pick(device.tabs);
      const text = `words ${++world.words}`;
      world.do(one, () => one.send(text, scheduler.chance(0.05)), scheduler.chance(0.5) ? 0 : scheduler.between(0, 5));
    }
  } else if (dice < 0.72) {
    agent(world);
  } else if (dice < 0.78) {
    world.do(tab, () => {
      const failed = tab.messages().find((message) => message.state === 'failed');
      const said = failed && world.records.byId.get(failed.id);
      if (!failed || !said) return;
      const isRetry = scheduler.chance(0.7);
      scheduler.log(tab.name, isRetry ? 'retry' : 'discard', said.text);
      if (isRetry) said.isRetried = true;
      else said.isDiscarded = true;
      if (isRetry) tab.rooms.retry(failed.id);
      else tab.rooms.discard(failed.id);
    });
  } else if (dice < 0.84) {
    world.do(tab, () => {
      for (const { id } of tab.store.conversations.value) tab.rooms.seen(id);
    });
  } else if (dice < 0.88) {
    world.endTab(device, tab, 'reloads');
    world.openTab(device);
  } else if (dice < 0.91) {
    if (device.tabs.length < 4) world.openTab(device);
  } else if (dice < 0.955) {
    device.user = scheduler.pick(['aiko', 'ben']);
    world.do(tab, () => world.identify(device, tab));
  } else {
    world.do(tab, () => world.signOut(device, tab));
  }
}

function agent(world: World): void {
  const { scheduler, server } = world;
  const rows = [...server.log.conversations.values()];
  const { process, store } = server;
  if (!rows.length || !process || !store) return;
  const { id } = scheduler.pick(rows);
  const text = `answer ${++world.words}`;
  const isEnd = scheduler.chance(0.05);
  scheduler.schedule(process, 0, () => {
    const decide = isEnd ? resolve(AGENT) : reply(`agent${world.words}`.padEnd(22, '-'), text, AGENT);
    store.commit({ conversation: id, message: `agent${world.words}`.padEnd(22, '-'), decide }).catch(() => {});
  });
}
