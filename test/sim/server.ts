/** The shipped relay, but for its database: a log in memory, of which a crash leaves what was committed. */

import { SobaniError } from '../../src/core/errors.js';
import { createGateway } from '../../src/relay/gateway.js';
import { createHub } from '../../src/relay/hub.js';
import { RELAY_LIMITS } from '../../src/relay/options.js';
import { createRates } from '../../src/relay/relay-rates.js';
import { createSessions } from '../../src/relay/sessions.js';
import { CLOSE } from '../../src/wire/frames.js';
import { createMemoryStore, type Log, newLog } from './memory-store.js';
import type { Listener } from './network.js';
import { createProcess, type Process, type Scheduler } from './scheduler.js';

const LIMITS = {
  ...RELAY_LIMITS,
  conversationsPerHour: 1_000,
  identifyPerMinute: 1_000,
  messagesPerMinute: 600,
  messageBurst: 30,
};
const none = { add() {}, observe() {} };
type Services = Parameters<typeof createGateway>[0];

/** A token as a host would sign it. One of mallory, or one that says that it has expired, is refused. */
export const tokenOf = (sub: string, isGood = true) =>
  `h.${Buffer.from(JSON.stringify({ sub, isGood })).toString('base64url')}.s`;
export const subjectOf = (token: string) =>
  JSON.parse(Buffer.from(token.split('.')[1]!, 'base64url').toString()) as { sub: string; isGood: boolean };

export class Server implements Listener {
  process: Process | null = null;
  log: Log = newLog();
  /** Where the next commit is cut short. */
  crashAt: 'before' | 'after' | null = null;
  /** No commit succeeds. */
  isFull = false;
  onStored: (id: string) => void = () => {};
  onCrash: () => void = () => {};
  private backup: Log | null = null;
  private gateway: ReturnType<typeof createGateway> | null = null;
  private sessions: ReturnType<typeof createSessions> | null = null;
  private hub = createHub();
  private seats = 0;
  store: ReturnType<typeof createMemoryStore> | null = null;

  constructor(private readonly scheduler: Scheduler) {}

  get isRunning(): boolean {
    return this.process !== null;
  }

  start(): void {
    const { scheduler } = this;
    if (this.process) return;
    const own = createProcess(scheduler, 'relay');
    this.process = own;
    scheduler.schedule(own, 0, () => {
      const store = createMemoryStore({
        log: this.log,
        now: Date.now,
        later: (run) => scheduler.schedule(own, scheduler.random() * 5, run),
        commit: (run) => {
          if (this.isFull) throw new Error('ENOSPC');
          const { crashAt } = this;
          this.crashAt = null;
          if (crashAt !== 'before') run();
          if (crashAt) this.onCrash();
          return !crashAt;
        },
        onStored: (id) => this.onStored(id),
      });
      const hub = createHub();
      store.subscribe(hub.publish);
      const rates = createRates(LIMITS, Date.now);
      const sessions = createSessions(store, rates.identify, Date.now);
      const log = {
        child: () => log,
        info() {},
        debug() {},
        warn() {},
        error: (entry: object, what: string) => scheduler.problem(`O8 relay: ${what} ${JSON.stringify(entry)}`),
      };
      const verify = async (token: string) => {
        const { sub, isGood } = subjectOf(token);
        if (!isGood) throw new SobaniError('auth', 'identity token refused: it has expired');
        return { user: sub, name: sub, claims: {} };
      };
      this.gateway = createGateway({
        ...{ store, hub, rates, limits: LIMITS, sessions, log, now: Date.now },
        metrics: { frames: none, stored: none, ack: none, refused: none, replayed: none },
        verifiers: new Map([['shop', { verify }]]),
        settings: { apps: new Map([['shop', { id: 'shop', origins: ['https://shop.example'] }]]) },
      } as unknown as Services);
      Object.assign(this, { store, sessions, hub });
    });
  }

  /** As `kill -9` does. The sockets are for the caller to reset. */
  stop(): void {
    if (this.process) this.process.isDead = true;
    this.process = this.gateway = this.sessions = this.store = null;
  }

  takeBackup(): void {
    this.backup = structuredClone(this.log);
  }
  /** The ids of what is lost; null where there is no backup. */
  restore(): string[] | null {
    if (!this.backup) return null;
    const kept = new Set([...this.backup.messages.values()].flat().map(({ message }) => message.id));
    const lost = [...this.log.messages.values()].flat().flatMap(({ message: { id } }) => (kept.has(id) ? [] : [id]));
    this.log = structuredClone(this.backup);
    this.log.epoch = `epoch${this.scheduler.between(1, 1e9)}`;
    return lost;
  }

  accept(link: Parameters<ReturnType<typeof createGateway>>[0]): void {
    if (!this.gateway) link.terminate();
    else this.gateway(link, { id: `seat${++this.seats}`, address: 'device', origin: 'https://shop.example' });
  }

  async revoke(body: string): Promise<number> {
    const { app, secret } = JSON.parse(body) as { app: string; secret: string };
    const { sessions, hub } = this;
    if (!sessions) return 503;
    try {
      const ended = await sessions.end(app, secret);
      for (const seat of ended ? hub.seats(ended.person.id) : []) {
        if (seat.session === ended?.selector) seat.end(CLOSE.auth, 'session revoked');
      }
      return 204;
    } catch {
      return 503;
    }
  }

  /** Connections of a person now. */
  connections = (person: string) => this.hub.seats(person).length;
}
