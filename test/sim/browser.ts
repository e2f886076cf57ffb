/** One device: a browser profile with its tabs, and what they share beside the databases. */
import { Databases } from './indexeddb.js';
import { calm, type Way } from './line.js';
import { createProcess, type Process, type Scheduler } from './scheduler.js';

interface LockRequest {
  process: Process;
  name: string;
  held: () => Promise<void>;
  resolve(): void;
  reject(error: unknown): void;
}

/** Web Locks of one browser, exclusive ones, with `steal`. */
class LockManager {
  private readonly holders = new Map<string, LockRequest>();
  private queue: LockRequest[] = [];

  constructor(private readonly scheduler: Scheduler) {}

  for(process: Process) {
    type Options = { signal?: AbortSignal; steal?: boolean };
    const request = (name: string, { signal, steal }: Options, held: () => Promise<void>) =>
      new Promise<void>((resolve, reject) => {
        const one: LockRequest = { process, name, held, resolve, reject };
        if (steal) {
          const robbed = this.holders.get(name);
          this.holders.delete(name);
          if (robbed) this.tell(robbed, () => robbed.reject(new DOMException('Stolen.', 'AbortError')));
          this.queue.unshift(one);
        } else this.queue.push(one);
        signal?.addEventListener('abort', () => {
          if (!this.queue.includes(one)) return;
          this.queue = this.queue.filter((other) => other !== one);
          reject(signal.reason);
        });
        this.grant();
      });
    return { request };
  }
  drop(process: Process): void {
    this.queue = this.queue.filter((one) => one.process !== process);
    for (const [name, one] of this.holders) if (one.process === process) this.holders.delete(name);
    this.grant();
  }

  private tell = (one: LockRequest, run: () => void) =>
    this.scheduler.schedule(one.process, this.scheduler.random() * 2, run);

  private grant(): void {
    for (const one of [...this.queue]) {
      if (this.holders.has(one.name)) continue;
      this.holders.set(one.name, one);
      this.queue = this.queue.filter((other) => other !== one);
      this.tell(one, () => {
        if (this.holders.get(one.name) !== one) return;
        void one.held().then(() => {
          if (this.holders.get(one.name) !== one) return;
          this.holders.delete(one.name);
          one.resolve();
          this.grant();
        });
      });
    }
  }
}

interface Port {
  process: Process;
  name: string;
  isClosed: boolean;
  lastAt: number;
  onmessage: ((event: { data: unknown }) => void) | null;
}

export interface Abilities {
  hasLocks: boolean;
  hasChannel: boolean;
  /** Whether localStorage may be touched. */
  hasLocal: boolean;
  way: Way;
}

export class Browser {
  readonly process: Process;
  readonly databases: Databases;
  readonly local = new Map<string, string>();
  readonly line;
  /** What was stored here was erased: of a log that is not all there any more the beginning comes by paging. */
  wasErased = false;
  private readonly locks: LockManager;
  private ports: Port[] = [];
  private pages: { process: Process; page: EventTarget }[] = [];

  constructor(
    private readonly scheduler: Scheduler,
    readonly name: string,
    readonly abilities: Abilities,
  ) {
    this.process = createProcess(scheduler, name);
    this.line = calm(abilities.way);
    this.databases = new Databases(scheduler, this.process);
    this.locks = new LockManager(scheduler);
  }

  /** A new tab of this browser. */
  tab(name: string): Process {
    const { scheduler, local } = this;
    const process = createProcess(scheduler, name);
    process.skew = this.process.skew;
    const page = new EventTarget();
    this.pages.push({ process, page });
    const document = Object.assign(new EventTarget(), {
      ...{ title: 'Shop', referrer: '', hidden: false, visibilityState: 'visible', documentElement: { lang: 'en' } },
      querySelectorAll: () => [],
    });
    Object.assign(process.globals, {
      document,
      window: page,
      location: { href: 'https://shop.example/', origin: 'https://shop.example' },
      addEventListener: page.addEventListener.bind(page),
      removeEventListener: page.removeEventListener.bind(page),
      navigator: {
        language: 'en',
        languages: ['en'],
        locks: this.abilities.hasLocks ? this.locks.for(process) : undefined,
      },
      BroadcastChannel: this.abilities.hasChannel ? this.channelOf(process) : undefined,
      indexedDB: this.databases.for(process),
      IDBKeyRange: Databases.IDBKeyRange,
      ResizeObserver: class {
        observe() {}
        disconnect() {}
      },
    });
    const storage = {
      getItem: (key: string) => local.get(key) ?? null,
      setItem: (key: string, value: string) => this.store(process, key, value),
      removeItem: (key: string) => this.store(process, key, null),
    };
    const get = () => {
      if (!this.abilities.hasLocal) throw new DOMException('Access is denied for this document.', 'SecurityError');
      return storage;
    };
    Object.defineProperty(process.globals, 'localStorage', { get });
    return process;
  }

  /** What localStorage holds has changed, of which the other tabs hear. */
  private store(from: Process, key: string, newValue: string | null): void {
    const oldValue = this.local.get(key) ?? null;
    if (oldValue === newValue) return;
    if (newValue === null) this.local.delete(key);
    else this.local.set(key, newValue);
    for (const { process, page } of this.pages) {
      if (process === from) continue;
      const tell = () => page.dispatchEvent(Object.assign(new Event('storage'), { key, oldValue, newValue }));
      this.scheduler.schedule(process, this.scheduler.random() * 3, tell);
    }
  }

  /** A page that loads finds that somebody was here. */
  get isKnown(): boolean {
    // after a logout that did not reach the back end only its ticket is there
    const isLeft = (marker: string) => marker.startsWith('!');
    return this.local.size ? ![...this.local.values()].every(isLeft) : this.databases.exist;
  }
  /** The user clears what this site has stored. */
  clear(): void {
    this.databases.clear();
    this.local.clear();
    for (const { process, page } of this.pages) {
      const tell = () => page.dispatchEvent(Object.assign(new Event('storage'), { key: null }));
      this.scheduler.schedule(process, this.scheduler.random() * 3, tell);
    }
  }

  /** A tab is gone, in whatever way. */
  drop(process: Process): void {
    process.isDead = true;
    this.locks.drop(process);
    this.databases.drop(process);
    this.ports = this.ports.filter((port) => port.process !== process);
    this.pages = this.pages.filter((one) => one.process !== process);
  }

  /** A frame on a channel, to all but who sent it. */
  post(name: string, frame: unknown, from?: Port): void {
    const { scheduler } = this;
    const text = JSON.stringify(frame);
    for (const port of this.ports) {
      if (port === from || port.name !== name || port.isClosed) continue;
      port.lastAt = Math.max(port.lastAt, scheduler.now + scheduler.random() * 3);
      scheduler.schedule(port.process, port.lastAt - scheduler.now, () => {
        if (!port.isClosed) port.onmessage?.({ data: JSON.parse(text) });
      });
    }
  }

  private channelOf(process: Process) {
    const browser = this;
    return class implements Port {
      readonly process = process;
      isClosed = false;
      lastAt = 0;
      onmessage: Port['onmessage'] = null;
      constructor(readonly name: string) {
        browser.ports.push(this);
      }
      postMessage(frame: unknown): void {
        if (this.isClosed) throw new DOMException('Channel is closed', 'InvalidStateError');
        browser.post(this.name, frame, this);
      }
      close(): void {
        this.isClosed = true;
        browser.ports = browser.ports.filter((port) => port !== this);
      }
    };
  }
}
