/** A TCP proxy that does to connections what networks do. */
import { type AddressInfo, connect, createServer, type Server } from 'node:net';
import { createPair, type Pair, type Weather } from './proxy/pair.js';
import { createRandom } from './proxy/random.js';
import { createRequestReader, sendAgain } from './proxy/requests.js';
import type { Direction, Toxic, Toxics, Which } from './proxy/toxics.js';

export { createRandom } from './proxy/random.js';

export interface ChaosProxy {
  readonly port: number;
  /** Connections that are open now. */
  readonly open: number;
  /** Adds one of Toxiproxy's toxics, for connections that are open and those that come. Returns its undo. */
  add<T extends Toxic>(toxic: T, attributes: Toxics[T], which?: Which): () => void;
  /** Ends every connection with RST. */
  cut(): void;
  /** While on, bytes of that direction are swallowed, and the connections stay open. */
  blackhole(which: Which, on: boolean): void;
  /** Cuts each connection after so many bytes of that direction, or of both together; null ends that. */
  cutAfter(bytes: number | null, which?: Which): void;
  /** While on, new connections are ended at once. */
  refuse(on: boolean): void;
  /**
   * Delivers each HTTP request whose head this is true of twice: again as soon as it is whole, over a connection of its
   * own, whose answer is dropped. Null ends that.
   */
  duplicate(isTwice: ((head: string) => boolean) | null): void;
  /**
   * Kills every connection at random moments, `minMs` to `maxMs` apart: first a moment of black hole, so that something
   * is always under way and unanswered, then RST. The same seed, the same moments. Returns its undo.
   */
  killEvery(minMs: number, maxMs: number, seed?: number): () => void;
  close(): Promise<void>;
}

const directions = (which: Which): Direction[] => (which === 'both' ? ['up', 'down'] : [which]);

/** Listens on a free port of 127.0.0.1 and forwards to `target`, there too. All that is random is of the one seed. */
export async function startProxy(target: number, seed = 1): Promise<ChaosProxy> {
  const pairs = new Set<Pair>();
  const timers = new Set<NodeJS.Timeout>();
  const copies = new Set<() => void>();
  let isRefusing = false;
  let isTwice: ((head: string) => boolean) | null = null;

  const after = (ms: number, then: () => void) => {
    const timer = setTimeout(() => {
      timers.delete(timer);
      then();
    }, ms);
    timers.add(timer);
    return timer;
  };
  const weather: Weather = {
    toxics: { up: {}, down: {} },
    cutAfter: { up: null, down: null, both: null },
    random: createRandom(seed),
    after,
  };
  const toServer = () => connect(target, '127.0.0.1');

  const server: Server = createServer({ allowHalfOpen: true }, (near) => {
    if (isRefusing) {
      near.resetAndDestroy();
      return;
    }
    const read = createRequestReader((request, head) => {
      if (isTwice?.(head)) copies.add(sendAgain(request, toServer));
    });
    const pair = createPair(near, toServer(), weather, read, () => pairs.delete(pair));
    pairs.add(pair);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });

  const proxy: ChaosProxy = {
    port: (server.address() as AddressInfo).port,
    get open() {
      return pairs.size;
    },
    add(toxic, attributes, which = 'both') {
      for (const direction of directions(which)) {
        weather.toxics[direction][toxic] = attributes;
        for (const pair of pairs) pair.look(direction);
      }
      return () => {
        for (const direction of directions(which)) {
          if (weather.toxics[direction][toxic] === attributes) delete weather.toxics[direction][toxic];
        }
      };
    },
    cut() {
      for (const pair of [...pairs]) pair.reset();
    },
    blackhole(which, on) {
      for (const direction of directions(which)) {
        if (on) weather.toxics[direction].timeout = { timeout: 0 };
        else delete weather.toxics[direction].timeout;
      }
    },
    cutAfter(bytes, which = 'both') {
      weather.cutAfter[which] = bytes;
    },
    refuse(on) {
      isRefusing = on;
    },
    duplicate(given) {
      isTwice = given;
    },
    killEvery(minMs, maxMs, own = weather.random() * 2 ** 32) {
      const dice = createRandom(own);
      let timer: NodeJS.Timeout;
      const next = () => {
        const hole = (['up', 'down', 'both'] as const)[Math.floor(dice() * 3)]!;
        const pause = minMs + dice() * (maxMs - minMs);
        const dark = dice() * Math.min(50, minMs / 2);
        timer = after(pause - dark, () => {
          proxy.blackhole(hole, true);
          timer = after(dark, () => {
            proxy.cut();
            proxy.blackhole('both', false);
            next();
          });
        });
      };
      next();
      return () => {
        clearTimeout(timer);
        timers.delete(timer);
        proxy.blackhole('both', false);
      };
    },
    close() {
      for (const timer of timers) clearTimeout(timer);
      timers.clear();
      proxy.cut();
      for (const drop of copies) drop();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
  return proxy;
}
