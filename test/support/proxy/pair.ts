/** One connection through the proxy: the client's socket, the server's, and what is done to the bytes between. */
import type { Socket } from 'node:net';
import { type Direction, slices, type Ward } from './toxics.js';

/** Bytes that may wait in one direction before the sender is held up. */
const ROOM = 64 * 1024;

/** What is in force for all connections. */
export interface Weather {
  readonly toxics: Record<Direction, Ward>;
  /** Each connection is reset after so many bytes: of one direction, or of both together. */
  readonly cutAfter: Record<Direction | 'both', number | null>;
  random(): number;
  /** Runs `then` that much later, unless the proxy is closed before. */
  after(ms: number, then: () => void): void;
}

export interface Pair {
  /** Ends it with RST on both sides. */
  reset(): void;
  /** Ends it in an orderly way on both sides. */
  close(): void;
  /** The toxics of a direction have changed. */
  look(direction: Direction): void;
}

export function createPair(
  near: Socket,
  far: Socket,
  weather: Weather,
  onUp: (chunk: Buffer) => void,
  onGone: () => void,
): Pair {
  let isGone = false;
  const passed = { up: 0, down: 0, both: 0 };

  const gone = () => {
    isGone = true;
    onGone();
  };
  const pair: Pair = {
    reset() {
      if (isGone) return;
      gone();
      near.resetAndDestroy();
      far.resetAndDestroy();
    },
    close() {
      if (isGone) return;
      gone();
      near.destroySoon();
      far.destroySoon();
    },
    look(direction) {
      const { timeout } = weather.toxics[direction];
      if (!timeout?.timeout) return;
      weather.after(timeout.timeout, () => {
        if (!isGone && weather.toxics[direction].timeout === timeout) pair.close();
      });
    },
  };
  const wait = (ms: number) => new Promise<void>((resolve) => weather.after(ms, resolve));

  /** Bytes that this piece may have, and what comes after them. */
  const allowance = (direction: Direction, length: number): [room: number, then?: () => void] => {
    const { cutAfter, toxics } = weather;
    const left = (limit: number | null | undefined, counted: number) => (limit ?? Infinity) - counted;
    const cut = Math.min(left(cutAfter.both, passed.both), left(cutAfter[direction], passed[direction]));
    const limit = left(toxics[direction].limit_data?.bytes, passed[direction]);
    // what was allowed through leaves before the end does
    if (cut < Math.min(length, limit)) return [Math.max(0, cut), () => setImmediate(() => pair.reset())];
    return limit <= length ? [Math.max(0, limit), () => pair.close()] : [length];
  };

  const pass = (from: Socket, to: Socket, direction: Direction) => {
    const waiting: { at: number; chunk: Buffer | null }[] = [];
    let held = 0;
    let isPumping = false;
    let isDoomed = false;

    const write = async (piece: Buffer) => {
      const [room, then] = allowance(direction, piece.length);
      passed[direction] += room;
      passed.both += room;
      const isTaken = to.write(piece.subarray(0, room), then);
      // whoever reads slowly holds up whoever writes
      if (!isTaken && !isGone) {
        await new Promise<void>((resolve) => {
          to.once('drain', resolve);
          to.once('close', resolve);
        });
      }
    };
    /** True for what is swallowed. */
    const isLost = (): boolean => {
      const { timeout, reset_peer: reset } = weather.toxics[direction];
      if (reset && !isDoomed) {
        isDoomed = true;
        weather.after(reset.timeout, () => pair.reset());
      }
      return timeout !== undefined || isDoomed || isGone;
    };
    const deliver = async (chunk: Buffer) => {
      const { slicer } = weather.toxics[direction];
      let start = 0;
      for (const size of slices(chunk.length, slicer, weather.random)) {
        if (slicer?.delay && start) await wait(slicer.delay / 1_000);
        const { bandwidth } = weather.toxics[direction];
        if (bandwidth) await wait(size / bandwidth.rate);
        if (isLost()) return;
        await write(chunk.subarray(start, start + size));
        start += size;
      }
    };
    const pump = async () => {
      isPumping = true;
      for (let next = waiting[0]; next; next = waiting[0]) {
        const { latency, slow_close: slow } = weather.toxics[direction];
        const jitter = (latency?.jitter ?? 0) * (weather.random() * 2 - 1);
        const due = next.at + (latency ? latency.latency + jitter : 0) - performance.now();
        if (latency && due > 0) await wait(due);
        if (next.chunk) await deliver(next.chunk);
        else {
          if (slow) await wait(slow.delay);
          if (!isGone) to.end();
        }
        waiting.shift();
        held -= next.chunk?.length ?? 0;
        if (held <= ROOM) from.resume();
      }
      isPumping = false;
    };
    const take = (chunk: Buffer | null) => {
      waiting.push({ at: performance.now(), chunk });
      held += chunk?.length ?? 0;
      if (held > ROOM) from.pause();
      if (!isPumping) void pump();
    };
    from.setNoDelay(true);
    from.on('data', (chunk) => {
      if (direction === 'up') onUp(chunk);
      take(chunk);
    });
    // an orderly end passes too, after the bytes before it
    from.on('end', () => take(null));
    from.on('error', () => pair.reset());
    from.on('close', () => {
      if (!from.readableEnded) pair.reset();
      else if (to.destroyed) gone();
    });
    pair.look(direction);
  };
  pass(near, far, 'up');
  pass(far, near, 'down');
  return pair;
}
