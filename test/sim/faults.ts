/** What goes wrong: each by its number among the faults that are promised to be survived. */
import type { Device, TokenMood, World } from './world.js';

export interface Fault {
  name: string;
  strike(world: World, device: Device): void;
}

const later = (world: World, from: number, to: number, run: () => void) =>
  void world.scheduler.schedule(world.weather, world.scheduler.between(from, to), run);

/** A state of a device that lasts a while. */
const spell = (name: string, change: (device: Device, isOn: boolean, world: World) => void, most = 20_000): Fault => ({
  name,
  strike(world, device) {
    world.scheduler.log(device.browser.name, 'fault begins', name);
    change(device, true, world);
    later(world, 100, most, () => {
      world.scheduler.log(device.browser.name, 'fault ends', name);
      change(device, false, world);
    });
  },
});

const restart = (world: World) => later(world, 0, 10_000, () => world.startServer());
const crash = (name: string, at: 'before' | 'after' | null): Fault => ({
  name,
  strike(world) {
    if (at) world.server.crashAt = at;
    else world.crashServer();
    restart(world);
  },
});
/** Something that happens to one tab that is open. */
const toTab = (name: string, strike: (world: World, device: Device, tab: Device['tabs'][number]) => void): Fault => ({
  name,
  strike(world, device) {
    if (device.tabs.length) strike(world, device, world.scheduler.pick(device.tabs));
  },
});
const frozen = (name: string, isTold: boolean, most: number): Fault =>
  toTab(name, (world, device, tab) => world.freeze(device, tab, world.scheduler.between(1_000, most), isTold));

export const FAULTS: Fault[] = [
  {
    name: 'F1 reset',
    strike(world, device) {
      world.scheduler.log(device.browser.name, 'fault', 'F1 reset');
      for (const pair of [...world.network.pairs]) if (pair.browser === device.browser) pair.reset();
    },
  },
  spell('F3 black hole up', ({ browser }, isOn) => Object.assign(browser, { isBlackUp: isOn })),
  spell('F4 black hole down', ({ browser }, isOn) => Object.assign(browser, { isBlackDown: isOn })),
  spell('F4 black hole', ({ browser }, isOn) => Object.assign(browser, { isBlackUp: isOn, isBlackDown: isOn })),
  spell('F5 latency', ({ browser }, isOn) => Object.assign(browser, { latency: isOn ? 3_000 : 30 })),
  spell('F9 duplicate', ({ browser }, isOn) => Object.assign(browser, { isDuplicating: isOn })),
  spell('F2 offline', ({ browser }, isOn, world) => {
    browser.isOffline = isOn;
    for (const pair of isOn ? [...world.network.pairs] : []) if (pair.browser === browser) pair.reset();
  }),
  crash('F12 relay killed', null),
  crash('F12 relay killed before commit', 'before'),
  crash('F12 relay killed after commit', 'after'),
  spell('F14 relay disk full', (_, isOn, world) => {
    world.server.isFull = isOn;
  }),
  toTab('F16 tab closed', (world, device, tab) => {
    world.do(tab, () => (tab.process.globals.window as EventTarget).dispatchEvent(new Event('pagehide')));
    later(world, 1, 1, () => world.endTab(device, tab, 'is closed'));
    later(world, 10, 5_000, () => device.tabs.length || world.openTab(device));
  }),
  toTab('F17 tab crashed', (world, device, tab) => {
    world.endTab(device, tab, 'crashes');
    later(world, 10, 5_000, () => device.tabs.length || world.openTab(device));
  }),
  {
    name: 'F18 browser killed',
    strike(world, device) {
      const { length } = device.tabs;
      for (const tab of [...device.tabs]) world.endTab(device, tab, 'is killed');
      later(world, 10, 5_000, () => {
        while (device.tabs.length < length) world.openTab(device);
      });
    },
  },
  frozen('F19 freeze', true, 60_000),
  frozen('F19 freeze untold', false, 60_000),
  toTab('F21 reload', (world, device, tab) => {
    world.endTab(device, tab, 'reloads');
    world.openTab(device);
  }),
  {
    name: 'F22 new tab',
    strike: (world, device) => void (device.tabs.length < 4 && world.openTab(device)),
  },
  toTab('F24 database lost', (world, { browser }, tab) => {
    world.scheduler.log(tab.name, 'fault', 'F24 database lost');
    browser.databases.breakConnections(tab.process, world.scheduler.chance(0.5));
  }),
  spell('F25 quota', ({ browser }, isOn) => Object.assign(browser.databases, { isFull: isOn })),
  spell('F26 disk hangs', ({ browser }, isOn) => Object.assign(browser.databases, { isHanging: isOn })),
  spell('F26 disk slow', ({ browser }, isOn) => Object.assign(browser.databases, { slowness: isOn ? 2_000 : 4 })),
  {
    name: 'F30 clock',
    strike(world, device) {
      const skew = world.scheduler.pick([-172_800_000, -3_600_000, 3_600_000, 172_800_000]);
      device.browser.process.skew = skew;
      for (const tab of device.tabs) tab.process.skew = skew;
    },
  },
  spell('F31 throttle', ({ tabs }, isOn, { scheduler }) => {
    for (const tab of tabs) tab.process.throttle = isOn ? scheduler.pick([1_000, 60_000]) : 0;
  }),
  toTab('F32 online storm', (world, _, tab) => {
    for (let i = 0; i < 10; i++) {
      world.do(tab, () => (tab.process.globals.window as EventTarget).dispatchEvent(new Event('online')), i * 20);
    }
  }),
  spell('F33 token', (device, isOn, { scheduler }) => {
    device.token = isOn ? scheduler.pick<TokenMood>(['expired', 'throws', 'hangs', 'other']) : 'good';
  }),
];

/** Those that end a tab or the relay. */
export const KILLS = FAULTS.filter(({ name }) => /^F(12|16|17|18|21) /.test(name));

/** The log goes back to a backup, as another life of it. */
export const RESTORE: Fault = {
  name: 'F15 restore',
  strike(world) {
    const lost = world.server.restore();
    if (!lost) return;
    world.crashServer();
    for (const id of lost) {
      const said = world.records.byId.get(id) ?? [...world.records.said.values()].find((one) => one.id === id);
      if (said) said.isRolledBack = true;
    }
    world.scheduler.log('relay', 'is restored from a backup', lost);
    later(world, 0, 5_000, () => world.startServer());
  },
};
