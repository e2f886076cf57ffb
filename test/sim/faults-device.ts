/** What befalls tabs, browsers and disks. */
import { type Fault, later, spell, toTab } from './fault.js';
import { freeze, visitAndReturn } from './sleep.js';
import { speakAsBefore } from './version.js';
import type { Device, TokenMood, World } from './world.js';

const frozen = (name: string, isTold: boolean, most: number): Fault =>
  toTab(name, (world, device, tab) => freeze(world, device, tab, world.scheduler.between(1_000, most), isTold));

function reload(world: World, device: Device, tab: Device['tabs'][number]): void {
  world.endTab(device, tab, 'reloads');
  world.openTab(device);
}

export const DEVICE_FAULTS: Fault[] = [
  toTab('F16 tab closed', (world, device, tab) => {
    world.tell(tab, 'pagehide');
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
      // localStorage is written late
      if (world.scheduler.chance(0.2)) device.browser.local.clear();
      later(world, 10, 5_000, () => {
        while (device.tabs.length < length) world.openTab(device);
      });
    },
  },
  frozen('F19 freeze', true, 60_000),
  frozen('F19 freeze untold', false, 60_000),
  toTab('F20 bfcache', (world, device, tab) => visitAndReturn(world, device, tab)),
  {
    name: 'F20 page shown late',
    strike(world, device) {
      // it comes once all of a page is there, after much of it has begun
      if (device.tabs.length < 4) world.tell(world.openTab(device), 'pageshow', world.scheduler.between(0, 500));
    },
  },
  toTab('F21 reload', reload),
  {
    name: 'F22 new tab',
    strike: (world, device) => void (device.tabs.length < 4 && world.openTab(device)),
  },
  spell('F23 database blocked', ({ browser: { databases } }, isOn) => {
    if (isOn) databases.blocked ??= [];
    else databases.unblock();
  }),
  spell('F23 later schema', (device, isOn, world) => {
    const { databases } = device.browser;
    databases.isLater = isOn;
    if (isOn) databases.announce();
    // it stays: pages of the version before go on without it until they are loaded anew, and then are of the later one
    else for (const tab of [...device.tabs]) reload(world, device, tab);
  }),
  toTab('F24 database lost', (world, { browser }, tab) => {
    world.scheduler.log(tab.name, 'fault', 'F24 database lost');
    browser.databases.breakConnections(tab.process, world.scheduler.chance(0.5));
  }),
  spell('F25 quota', ({ browser }, isOn) => Object.assign(browser.databases, { isFull: isOn })),
  spell('F26 disk hangs', ({ browser }, isOn) => Object.assign(browser.databases, { isHanging: isOn })),
  spell('F26 disk slow', ({ browser }, isOn) => Object.assign(browser.databases, { slowness: isOn ? 2_000 : 4 })),
  {
    name: 'F27 database erased',
    strike: (world, device) => world.erase(device, false),
  },
  {
    name: 'F27 site data erased',
    strike: (world, device) => world.erase(device, true),
  },
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
    for (let i = 0; i < 10; i++) world.tell(tab, 'online', i * 20);
  }),
  spell('F33 token', (device, isOn, { scheduler }) => {
    device.token = isOn ? scheduler.pick<TokenMood>(['expired', 'throws', 'hangs', 'other']) : 'good';
  }),
  spell('F35 later relay', (_, isOn, { server }) => {
    server.isLater = isOn;
  }),
  {
    name: 'F35 tab of the version before',
    strike: speakAsBefore,
  },
];
