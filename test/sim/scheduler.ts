/**
 * Virtual time. Whatever happens is a task of one process: a tab, a browser, the relay. Tasks run one after the other in
 * the order of their time, each until nothing of it is left to do, so that one seed is one history.
 */
import { createRandom } from '../support/proxy/random.js';

const nextTurn = setImmediate;

interface Task {
  at: number;
  order: number;
  process: Process;
  run(): void;
}

/** What dies, freezes and has globals of its own. */
export interface Process {
  readonly name: string;
  isDead: boolean;
  isFrozen: boolean;
  /** Tasks that fell due while it was frozen. */
  held: Task[];
  /** What code of this process finds on `globalThis`. */
  globals: Record<string, unknown>;
  /** Timers fall due no finer than this, milliseconds. */
  throttle: number;
  /** The wall clock of the machine is off by this. */
  skew: number;
  startedAt: number;
}

export type Line = readonly [at: number, who: string, what: string, detail?: unknown];

export class Scheduler {
  now = 0;
  readonly random: () => number;
  readonly trace: Line[] = [];
  readonly problems: string[] = [];
  /** Tasks that have run. */
  turns = 0;
  current: Process | null = null;
  /** After each turn, told whose it was. */
  afterTurn: (process: Process) => void = () => {};
  private order = 0;
  private heap: Task[] = [];

  constructor(readonly seed: number) {
    this.random = createRandom(seed);
  }

  /** A whole number from `from` to `to`. */
  between(from: number, to: number): number {
    return from + Math.floor(this.random() * (to - from + 1));
  }
  chance(p: number): boolean {
    return this.random() < p;
  }
  pick<T>(list: readonly T[]): T {
    return list[Math.floor(this.random() * list.length)]!;
  }

  log(who: string, what: string, detail?: unknown): void {
    this.trace.push([this.now, who, what, detail]);
  }
  /** An oracle has found something. */
  problem(what: string): void {
    this.log('ORACLE', what);
    if (this.problems.length < 20) this.problems.push(`${(this.now / 1000).toFixed(3)} s: ${what}`);
  }

  /** Returns its undo. */
  schedule(process: Process, delay: number, run: () => void): () => void {
    const task: Task = { at: this.now + Math.max(0, delay), order: this.order++, process, run };
    this.push(task);
    return () => {
      task.run = NOTHING;
    };
  }

  thaw(process: Process): void {
    process.isFrozen = false;
    const { held } = process;
    process.held = [];
    // the same ones, so that what is undone later is undone
    for (const task of held) this.push(Object.assign(task, { at: this.now, order: this.order++ }));
  }

  /** Runs what falls due within so many milliseconds; ends early once `isOver`, which is asked now and then. */
  async advance(ms: number, isOver?: () => boolean): Promise<void> {
    const end = this.now + ms;
    for (let turn = 0; ; turn++) {
      const task = this.heap[0];
      if (!task || task.at > end) break;
      this.pop();
      if (task.run === NOTHING || task.process.isDead) continue;
      if (task.process.isFrozen) {
        task.process.held.push(task);
        continue;
      }
      this.now = Math.max(this.now, task.at);
      await this.turn(task.process, task.run);
      if (isOver && turn % 20 === 0 && isOver()) return;
    }
    this.now = end;
  }

  /** Lets a process do something, and all that follows of it at once. */
  async turn(process: Process, run: () => void): Promise<void> {
    this.turns++;
    this.current = process;
    try {
      run();
    } catch (error) {
      this.problem(`O7 uncaught in ${process.name}: ${(error as Error).stack}`);
    }
    await new Promise<void>((resolve) => nextTurn(resolve));
    this.current = null;
    this.afterTurn(process);
  }

  private push(task: Task): void {
    const { heap } = this;
    let i = heap.push(task) - 1;
    while (i > 0) {
      const parent = (i - 1) >> 1;
      if (!isBefore(task, heap[parent]!)) break;
      heap[i] = heap[parent]!;
      i = parent;
    }
    heap[i] = task;
  }

  private pop(): void {
    const { heap } = this;
    const last = heap.pop()!;
    if (!heap.length) return;
    let i = 0;
    for (;;) {
      let child = 2 * i + 1;
      if (child >= heap.length) break;
      if (child + 1 < heap.length && isBefore(heap[child + 1]!, heap[child]!)) child++;
      if (!isBefore(heap[child]!, last)) break;
      heap[i] = heap[child]!;
      i = child;
    }
    heap[i] = last;
  }
}

const NOTHING = () => {};
const isBefore = (a: Task, b: Task) => a.at < b.at || (a.at === b.at && a.order < b.order);

/** A process with timers and a clock of its own. */
export function createProcess(scheduler: Scheduler, name: string): Process {
  const timers = new Map<number, () => void>();
  let last = 0;
  const process: Process = {
    name,
    isDead: false,
    isFrozen: false,
    held: [],
    throttle: 0,
    skew: 0,
    startedAt: scheduler.now,
    globals: {},
  };
  const coarse = (ms: number) => (process.throttle ? Math.ceil(ms / process.throttle) * process.throttle : ms);
  const set = (run: (...args: unknown[]) => void, ms = 0, ...args: unknown[]) => {
    const id = ++last;
    const undo = scheduler.schedule(process, coarse(ms), () => {
      timers.delete(id);
      run(...args);
    });
    timers.set(id, undo);
    return handle(id);
  };
  const clear = (id: unknown) => {
    timers.get(Number(id))?.();
    timers.delete(Number(id));
  };
  const every = (run: () => void, ms: number) => {
    const id = ++last;
    const again = () => {
      timers.set(id, scheduler.schedule(process, coarse(ms), tick));
    };
    const tick = () => {
      again();
      run();
    };
    again();
    return handle(id);
  };
  Object.assign(process.globals, {
    setTimeout: set,
    clearTimeout: clear,
    setInterval: every,
    clearInterval: clear,
    setImmediate: (run: () => void) => set(run),
    clearImmediate: clear,
    performance: { now: () => scheduler.now - process.startedAt },
  });
  return process;
}

/** As Node's timers are, which the relay unrefs, and numbers all the same. */
const handle = (id: number) => ({ unref: () => handle(id), [Symbol.toPrimitive]: () => id });
