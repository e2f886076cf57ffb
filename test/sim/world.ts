/** A few devices with their tabs, the relay, and the network between them; and how all of them are mended in the end. */
import { Browser } from './browser.js';
import { createNetwork } from './network.js';
import { Records } from './records.js';
import { type Process, Scheduler } from './scheduler.js';
import { Server, tokenOf } from './server.js';
import { Tab } from './tab.js';

/** What `getToken` of the host does. */
export type TokenMood = 'good' | 'expired' | 'throws' | 'hangs' | 'other';

export interface Device {
  browser: Browser;
  tabs: Tab[];
  /** Who is signed in to the host page. */
  user: string | null;
  token: TokenMood;
  /** Tabs that were ever opened. */
  opened: number;
}

export class World {
  readonly scheduler: Scheduler;
  readonly records: Records;
  readonly server: Server;
  readonly devices: Device[] = [];
  readonly network;
  /** Turns of somebody who is none of the processes. */
  readonly weather: Process;
  words = 0;
  private readonly open = new Map<Process, Tab>();
  /** Whether people sign in and out. */
  hasAccounts = false;

  constructor(seed: number) {
    this.scheduler = new Scheduler(seed);
    const { scheduler } = this;
    this.weather = { ...new Browser(scheduler, 'weather', { hasLocks: false, hasChannel: false }).process };
    this.records = new Records(scheduler);
    this.server = new Server(scheduler);
    this.server.onStored = (id) => this.records.storedAt(id);
    this.network = createNetwork(scheduler, () => this.server, {
      opened: () => void this.records.requests++,
      sent: (tab, socket, text) => this.records.sent(this.deviceOf(tab)!.browser, socket, text),
      received: (text) => this.records.received(text),
      answered: (text) => this.records.answered(text),
      heard: (tab, text) => {
        scheduler.log(tab.name, '<', text);
        this.records.heard(this.deviceOf(tab)!.browser, text);
      },
    });
    this.server.onCrash = () => this.crashServer();
    scheduler.afterTurn = (process) => this.open.get(process)?.check();
  }

  deviceOf = (process: Process) => this.devices.find(({ browser }) => process.name.startsWith(browser.name));
  tabs = () => this.devices.flatMap(({ tabs }) => tabs);

  addDevice(abilities: { hasLocks: boolean; hasChannel: boolean }): Device {
    const browser = new Browser(this.scheduler, `d${this.devices.length + 1}`, abilities);
    browser.databases.onCommit = (changes) => this.records.committed(changes);
    browser.databases.onStage = (row) => row && this.records.reach(this.records.of(row), 1);
    const device: Device = { browser, tabs: [], user: null, token: 'good', opened: 0 };
    this.devices.push(device);
    this.scheduler.log(browser.name, 'has', JSON.stringify(abilities));
    return device;
  }

  /** In a turn of its own. */
  do(tab: Tab, act: () => unknown, delay = 0): void {
    this.scheduler.schedule(tab.process, delay, () => void act());
  }

  openTab(device: Device): Tab {
    const tab = new Tab(this.scheduler, this.records, device.browser, `${device.browser.name}t${++device.opened}`);
    device.tabs.push(tab);
    this.open.set(tab.process, tab);
    this.network.attach(device.browser, tab.process);
    this.scheduler.log(tab.name, 'opens');
    this.do(tab, () => {
      tab.load();
      if (device.user) this.identify(device, tab);
    });
    return tab;
  }
  /** However it ends: it runs nothing more. */
  endTab(device: Device, tab: Tab, how: string): void {
    this.scheduler.log(tab.name, how);
    device.tabs = device.tabs.filter((one) => one !== tab);
    this.open.delete(tab.process);
    this.network.drop(tab.process);
    device.browser.drop(tab.process);
  }

  identify(device: Device, tab: Tab): void {
    const { user } = device;
    if (!user) return;
    this.scheduler.log(tab.name, 'identify', user);
    const getToken = (): Promise<string> => {
      if (device.token === 'throws') throw new Error('The host is out of order.');
      if (device.token === 'hangs') return new Promise(() => {});
      return Promise.resolve(tokenOf(device.token === 'other' ? 'mallory' : user, device.token !== 'expired'));
    };
    tab.rooms.identify({ getToken }).catch((error) => this.scheduler.log(tab.name, 'identify failed', String(error)));
  }
  signOut(device: Device, tab: Tab): void {
    device.user = null;
    this.scheduler.log(tab.name, 'logout is called');
    tab.rooms.logout().then(
      ({ revoked }) => this.scheduler.log(tab.name, 'logged out', revoked),
      (error) => this.scheduler.log(tab.name, 'logout failed', String(error)),
    );
  }

  crashServer(): void {
    if (!this.server.isRunning) return;
    this.scheduler.log('relay', 'crashes');
    this.server.stop();
    for (const pair of [...this.network.pairs]) pair.reset();
  }
  startServer(): void {
    if (this.server.isRunning) return;
    this.scheduler.log('relay', 'starts');
    this.server.start();
  }

  freeze(device: Device, tab: Tab, ms: number, isTold: boolean): void {
    if (tab.isFreezing) return;
    tab.isFreezing = true;
    if (isTold) this.do(tab, () => (tab.process.globals.document as EventTarget).dispatchEvent(new Event('freeze')));
    const stop = () => {
      // no browser freezes a tab in the middle of a transaction
      if (device.browser.databases.isUsedBy(tab.process)) return void this.scheduler.schedule(this.weather, 5, stop);
      if (tab.process.isDead || !tab.isFreezing) return;
      this.scheduler.log(tab.name, 'is frozen');
      tab.process.isFrozen = true;
      this.scheduler.schedule(this.weather, ms, () => this.thaw(tab));
    };
    this.scheduler.schedule(this.weather, isTold ? 20 : 0, stop);
  }
  thaw(tab: Tab): void {
    if (!tab.isFreezing || tab.process.isDead) return;
    this.scheduler.log(tab.name, 'thaws');
    tab.isFreezing = false;
    // the page hears that it goes on before anything else
    const { process } = tab;
    process.isFrozen = false;
    this.do(tab, () => (process.globals.document as EventTarget).dispatchEvent(new Event('resume')));
    this.scheduler.thaw(process);
  }

  /** Everybody is well again. */
  mend(isTold: boolean): void {
    this.scheduler.log('weather', 'everything is mended');
    this.server.isFull = false;
    this.server.crashAt = null;
    this.startServer();
    for (const device of this.devices) {
      const { browser } = device;
      Object.assign(browser, {
        isBlackUp: false,
        isBlackDown: false,
        isOffline: false,
        isDuplicating: false,
        latency: 30,
      });
      Object.assign(browser.databases, { isFull: false, isHanging: false, slowness: 4 });
      device.token = 'good';
      if (!device.tabs.length) this.openTab(device);
      for (const tab of device.tabs) {
        tab.process.throttle = 0;
        this.thaw(tab);
        if (isTold)
          this.do(tab, () => (tab.process.globals.window as EventTarget).dispatchEvent(new Event('online')), 50);
      }
    }
  }
}
