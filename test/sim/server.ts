/** The shipped relay, but for its database: a log in memory, of which a crash leaves what was committed. */

import { SobaniError } from '../../src/core/errors.js';
import { addressOf } from '../../src/relay/address.js';
import { createDoor, type Door } from '../../src/relay/door.js';
import { createGateway } from '../../src/relay/gateway.js';
import { createHub } from '../../src/relay/hub.js';
import { createLinks } from '../../src/relay/links.js';
import { RELAY_LIMITS } from '../../src/relay/options.js';
import { createRates } from '../../src/relay/relay-rates.js';
import { createSessions } from '../../src/relay/sessions.js';
import { CLOSE, REVOKE_PATH } from '../../src/wire/frames.js';
import type { Reply, Request } from './http.js';
import { createMemoryStore, type Log, newLog } from './memory-store.js';
import type { Listener } from './network.js';
import { createProcess, type Process, type Scheduler } from './scheduler.js';

const LIMITS = {
  ...RELAY_LIMITS,
  // known users in tabs that store nothing have one in each
  connectionsPerVisitor: 100,
  conversationsPerHour: 1_000,
  identifyPerMinute: 1_000,
  messagesPerMinute: 600,
  messageBurst: 30,
};
const none = { add() {}, observe() {} };
type Services = Parameters<typeof createGateway>[0] & Parameters<typeof createLinks>[0];
type Link = Parameters<ReturnType<typeof createGateway>>[0];

const UNKNOWN = [
  '{"t":"poll","r":1,"question":"?"}',
  '{"t":"event","event":{"type":"reaction","conversation":"c","emoji":"+1"}}',
  '{"t":"pong","load":0.5}',
];

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
  isDraining = false;
  /** It is of a later version, and says what this one does not know. */
  isLater = false;
  onStored: (id: string) => void = () => {};
  onCrash: () => void = () => {};
  private backup: Log | null = null;
  private gateway: ReturnType<typeof createGateway> | null = null;
  private sessions: ReturnType<typeof createSessions> | null = null;
  private links: ReturnType<typeof createLinks> | null = null;
  private door: Door | null = null;
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
      const apps = new Map([['shop', { id: 'shop', origins: ['https://shop.example'] }]]);
      const settings = { apps, limits: LIMITS, path: '' } as unknown as Services['settings'];
      const door = createDoor(settings, rates);
      const serve = createGateway({
        ...{ store, hub, rates, limits: LIMITS, sessions, log, settings, now: Date.now },
        metrics: { frames: none, stored: none, ack: none, refused: none, replayed: none },
        verifiers: new Map([['shop', { verify }]]),
      } as unknown as Services);
      const gateway: typeof serve = (link, peer) => serve(this.chatty(link), peer);
      const address = (request: Parameters<typeof addressOf>[0]) => addressOf(request, new Set());
      const carriers = { settings, door, log, addressOf: address, visitor: gateway, now: Date.now };
      this.links = createLinks(carriers as unknown as Services);
      Object.assign(this, { store, sessions, hub, gateway, door });
    });
  }

  /** As `kill -9` does. The sockets are for the caller to reset. */
  stop(): void {
    if (this.process) this.process.isDead = true;
    this.isDraining = false;
    this.process = this.gateway = this.sessions = this.store = this.links = this.door = null;
  }
  /** As a restart that is asked for: nobody is let in any more, and all who are there are told to come back. */
  drain(over: () => void): void {
    const { process: own } = this;
    if (!own) return;
    this.isDraining = true;
    this.scheduler.schedule(own, 0, async () => {
      await this.door?.close(1012, 'the relay restarts');
      // requests under way have this long
      this.scheduler.schedule(own, 2_000, over);
    });
  }

  takeBackup(): void {
    this.backup = structuredClone(this.log);
  }
  get hasBackup(): boolean {
    return this.backup !== null;
  }
  /** Goes back to the backup, as another life of the log. */
  restore(): void {
    this.log = structuredClone(this.backup!);
    this.log.epoch = `epoch${this.scheduler.between(1, 1e9)}`;
  }

  accept(link: Link, address: string): () => void {
    const { gateway, door } = this;
    if (!gateway || !door || door.refusal(address, true)) {
      link.terminate();
      return () => {};
    }
    const exit = door.enter(address, link);
    gateway(link, { id: `seat${++this.seats}`, address, origin: 'https://shop.example' });
    return exit;
  }
  serve(request: Request, reply: Reply): void {
    if (this.links?.(request as never, reply as never)) return;
    if (request.url === REVOKE_PATH) void this.revoke(request, reply);
    else reply.destroy();
  }

  /** Puts frames between that only a later version knows. */
  private chatty(link: Link): Link {
    const { scheduler } = this;
    const send = (text: string) => {
      link.send(text);
      if (this.isLater && scheduler.chance(0.3)) link.send(scheduler.pick(UNKNOWN));
    };
    return Object.create(link, { send: { value: send } });
  }

  private async revoke(request: Request, reply: Reply): Promise<void> {
    try {
      let body = '';
      for await (const piece of request.body) body += piece;
      const { app, secret } = JSON.parse(body) as { app: string; secret: string };
      const { sessions, hub } = this;
      const ended = await sessions!.end(app, secret);
      for (const seat of ended ? hub.seats(ended.person.id) : []) {
        if (seat.session === ended?.selector) seat.end(CLOSE.auth, 'session revoked');
      }
      reply.writeHead(204).end();
    } catch {
      reply.writeHead(503).end();
    }
  }

  /** Connections of a person now. */
  connections = (person: string) => this.hub.seats(person).length;
}
