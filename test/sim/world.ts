/** A few devices with their tabs, the relay, and the network between them; and how all of them are mended in the end. */
import { type Abilities, Browser } from './browser.js';
import { calm } from './line.js';
import { type Loss, lossesOf } from './losses.js';
import { createNetwork } from './network.js';
import { Records } from './records.js';
import { type Process, Scheduler } from './scheduler.js';
import { Server, tokenOf } from './server.js';
import { thaw } from './sleep.js';
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
  /** Logouts while its disk was slow: ticks at which they were called and had ended. */
  slowLogouts: { from: number; to: number }[];
}

const NOTHING: Abilities = { hasLocks: false, hasChannel: false, hasLocal: false, way: 'socket' };

export class World {
  readonly scheduler: Scheduler;
  readonly records: Records;
  readonly server: Server;
  readonly devices: Device[] = [];
  readonly network;
  /** Turns of somebody who is none of the processes. */
  readonly weather: Process;
  words = 0;
  /** What went when the relay was restored, in that order. */
  readonly losses: Loss[] = [];
  private readonly open = new Map<Process, Tab>();
  /** Whether people sign in and out. */
  hasAccounts = false;

  constructor(seed: number) {
    this.scheduler = new Scheduler(seed);
    const { scheduler } = this;
    this.weather = { ...new Browser(scheduler, 'weather', NOTHING).process };
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

  addDevice(abilities: Abilities): Device {
    const browser = new Browser(this.scheduler, `d${this.devices.length + 1}`, abilities);
    browser.databases.onCommit = (changes) => this.records.committed(changes);
    browser.databases.onStage = (row) => row && this.records.reach(this.records.of(row), 1);
    const device: Device = { browser, tabs: [], user: null, token: 'good', opened: 0, slowLogouts: [] };
    this.devices.push(device);
    this.scheduler.log(browser.name, 'has', JSON.stringify(abilities));
    return device;
  }

  /** In a turn of its own. */
  do(tab: Tab, act: () => unknown, delay = 0): void {
    this.scheduler.schedule(tab.process, delay, () => void act());
  }

  /** An event of the page. */
  tell(tab: Tab, type: string, delay = 0): void {
    const { document, window } = tab.process.globals as Record<string, EventTarget>;
    const target = /^(freeze|resume|visibilitychange)$/.test(type) ? document! : window!;
    this.do(tab, () => target.dispatchEvent(new Event(type)), delay);
  }

  openTab(device: Device): Tab {
    const tab = new Tab(this.scheduler, this.records, device.browser, `${device.browser.name}t${++device.opened}`);
    device.tabs.push(tab);
    tab.onLeft = (user) => {
      // what is on disk of one user goes when another one comes
      for (const loss of device.user === user ? [] : this.losses) if (loss.user === user) loss.leave(device);
    };
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

  /** What the site has stored on a device is erased: all of it, or its databases. */
  erase(device: Device, isWhole: boolean): void {
    this.scheduler.log(device.browser.name, 'its data is erased');
    for (const said of this.records.said.values()) {
      if (said.browser !== device.browser || said.moment < 2) continue;
      const isIn = (tab: Tab) => tab.process === said.tab || tab.messages().some(({ id }) => id === said.id);
      said.erased = device.tabs.filter(isIn);
    }
    for (const loss of this.losses) loss.forget(device);
    device.browser.wasErased = true;
    if (isWhole) device.browser.clear();
    else device.browser.databases.clear();
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
    for (const loss of this.losses) loss.leave(device);
    const logout = { from: this.records.tick(), to: Number.POSITIVE_INFINITY };
    if (device.browser.databases.slowness > 4) device.slowLogouts.push(logout);
    tab.rooms
      .logout()
      .then(
        ({ revoked }) => this.scheduler.log(tab.name, 'logged out', revoked),
        (error) => this.scheduler.log(tab.name, 'logout failed', String(error)),
      )
      .finally(() => {
        logout.to = this.records.tick();
        // of what the relay has lost since
        for (const loss of this.losses) loss.leave(device);
      });
  }

  crashServer(): void {
    if (!this.server.isRunning) return;
    this.scheduler.log('relay', 'crashes');
    this.endServer();
  }
  private endServer(): void {
    this.server.stop();
    for (const pair of [...this.network.pairs]) pair.reset();
  }
  /** It is told to end, and started again. */
  drainServer(): void {
    const { process } = this.server;
    this.scheduler.log('relay', 'drains');
    this.server.drain(() => {
      if (this.server.process !== process) return;
      this.scheduler.log('relay', 'has ended');
      this.endServer();
      this.scheduler.schedule(this.weather, this.scheduler.between(0, 10_000), () => this.startServer());
    });
  }
  restoreServer(): void {
    const { log } = this.server;
    this.crashServer();
    this.server.restore();
    const losses = lossesOf(log, this.server.log, this.devices);
    this.losses.push(...losses);
    this.scheduler.log(
      'relay',
      'is restored from a backup',
      losses.map(({ ids }) => [...ids]),
    );
    for (const id of losses.flatMap(({ ids }) => [...ids])) this.records.rolledBack.add(id);
  }
  startServer(): void {
    if (this.server.isRunning) return;
    this.scheduler.log('relay', 'starts');
    this.server.start();
  }

  /** Everybody is well again. */
  mend(isTold: boolean): void {
    this.scheduler.log('weather', 'everything is mended');
    this.server.isFull = this.server.isLater = false;
    this.server.crashAt = null;
    if (this.server.isDraining) this.endServer();
    this.startServer();
    for (const device of this.devices) {
      const { browser } = device;
      Object.assign(browser.line, calm(browser.abilities.way));
      Object.assign(browser.databases, { isFull: false, isHanging: false, isLater: false, slowness: 4 });
      browser.databases.unblock();
      device.token = 'good';
      if (!device.tabs.length) this.openTab(device);
      for (const tab of device.tabs) {
        tab.process.throttle = 0;
        thaw(this, tab);
        if (isTold) this.tell(tab, 'online', 50);
      }
    }
  }
}
