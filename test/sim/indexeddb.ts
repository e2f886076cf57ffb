/**
 * As much of IndexedDB as the storage uses, with the transactions of the real one: those that write wait for each other
 * over all tabs, a request succeeds before its transaction is complete, and a tab that dies takes along what is not.
 */
import type { Process, Scheduler } from './scheduler.js';

type Rows = Map<string, string>;

interface Request {
  result: unknown;
  error: unknown;
  onsuccess?: (() => void) | null;
  onerror?: (() => void) | null;
  onupgradeneeded?: (() => void) | null;
  onblocked?: (() => void) | null;
}

class Range {
  constructor(
    readonly lower: string,
    readonly upper: string,
  ) {}
  static bound(lower: string, upper: string) {
    return new Range(lower, upper);
  }
  has(key: string) {
    return key >= this.lower && key <= this.upper;
  }
}

interface Transaction {
  process: Process;
  rows: Rows;
  isWriting: boolean;
  isRunning: boolean;
  isOver: boolean;
  staged: Map<string, string | undefined>;
  requests: (() => void)[];
  /** Asked, not answered. */
  open: Set<Request>;
  result: undefined;
  error: unknown;
  oncomplete?: (() => void) | null;
  onabort?: (() => void) | null;
}

interface Connection {
  process: Process;
  name: string;
  isClosed: boolean;
  onclose: (() => void) | null;
  onversionchange: (() => void) | null;
}

/** What a transaction did, once it is on disk. */
type OnCommit = (changes: ReadonlyMap<string, string | undefined>) => void;

/** The databases of one browser. */
export class Databases {
  /** Every commit fails. */
  isFull = false;
  /** `open` never answers. */
  isHanging = false;
  /** Milliseconds that a commit may take. */
  slowness = 4;
  onCommit: OnCommit = () => {};
  /** Rows that are about to be written. */
  onStage: (row: string | undefined) => void = () => {};
  private readonly databases = new Map<string, Rows>();
  private queue: Transaction[] = [];
  private connections: Connection[] = [];
  private readonly lastAt = new Map<Process, number>();

  constructor(
    private readonly scheduler: Scheduler,
    /** The process of the browser itself. */
    private readonly browser: Process,
  ) {}

  /** All rows of all databases, as JSON. */
  rows(): [string, string][] {
    return [...this.databases.values()].flatMap((rows) => [...rows]);
  }
  /** That tab writes or reads now. */
  isUsedBy = (process: Process) => this.queue.some((one) => one.process === process && !one.isOver);

  /** The connections of a tab die underneath; some browsers say so. */
  breakConnections(process: Process, isTold: boolean): void {
    for (const connection of this.connections.filter((one) => one.process === process && !one.isClosed)) {
      connection.isClosed = true;
      if (isTold) this.soon(process, () => connection.onclose?.());
    }
    for (const one of this.queue.filter((each) => each.process === process)) {
      this.abort(one, new DOMException('Connection to Indexed Database server lost.', 'UnknownError'));
    }
  }
  /** A tab is gone, and all that it had not committed. */
  drop(process: Process): void {
    this.connections = this.connections.filter((one) => one.process !== process);
    for (const one of this.queue) if (one.process === process) one.isOver = true;
    this.next();
  }

  /** What a tab finds as `indexedDB`. */
  for(process: Process) {
    return {
      open: (name: string) => this.open(process, name),
      deleteDatabase: (name: string) => this.delete(process, name),
    };
  }
  static readonly IDBKeyRange = Range;

  /** Events reach a tab in the order in which they happened. */
  private soon(process: Process, run: () => void, most = 1): void {
    const { scheduler } = this;
    const at = Math.max(this.lastAt.get(process) ?? 0, scheduler.now + scheduler.random() * most);
    this.lastAt.set(process, at);
    scheduler.schedule(process, at - scheduler.now, run);
  }

  private open(process: Process, name: string): Request {
    const request: Request = { result: null, error: null };
    if (this.isHanging) return request;
    const connection: Connection = { process, name, isClosed: false, onclose: null, onversionchange: null };
    const isNew = !this.databases.has(name);
    this.soon(process, () => {
      const rows = this.databases.get(name) ?? new Map<string, string>();
      this.databases.set(name, rows);
      this.connections.push(connection);
      request.result = Object.assign(connection, {
        createObjectStore: () => {},
        close: () => {
          connection.isClosed = true;
        },
        transaction: (_: string, mode: string) => this.begin(connection, mode === 'readwrite'),
      });
      if (isNew) request.onupgradeneeded?.();
      request.onsuccess?.();
    });
    return request;
  }

  private delete(process: Process, name: string): Request {
    const request: Request & { oncomplete?: () => void } = { result: null, error: null };
    for (const one of this.connections.filter((each) => each.name === name && !each.isClosed)) {
      this.soon(one.process, () => one.onversionchange?.());
    }
    const attempt = () => {
      const isBlocked = this.connections.some((one) => one.name === name && !one.isClosed && !one.process.isDead);
      if (isBlocked || this.queue.some((one) => !one.isOver && one.rows === this.databases.get(name))) {
        this.scheduler.schedule(this.browser, 20, attempt);
        return;
      }
      this.databases.delete(name);
      this.soon(process, () => request.onsuccess?.());
    };
    this.soon(this.browser, attempt);
    return request;
  }

  private begin(connection: Connection, isWriting: boolean) {
    if (connection.isClosed) throw new DOMException('The database connection is closing.', 'InvalidStateError');
    const { process, name } = connection;
    const rows = this.databases.get(name) ?? new Map<string, string>();
    const transaction: Transaction = {
      ...{ process, rows, isWriting, isRunning: false, isOver: false, staged: new Map() },
      ...{ requests: [], open: new Set<Request>() },
      ...{ result: undefined, error: null },
    };
    this.queue.push(transaction);
    this.soon(this.browser, () => this.next());
    const read = (range: Range) => {
      const found = new Map(rows);
      for (const [key, row] of transaction.staged) row === undefined ? found.delete(key) : found.set(key, row);
      return [...found].filter(([key]) => range.has(key)).sort(([a], [b]) => (a < b ? -1 : 1));
    };
    const ask = (answer: () => unknown): Request => {
      const request: Request = { result: undefined, error: null };
      transaction.open.add(request);
      transaction.requests.push(() => {
        request.result = answer();
        this.soon(process, () => {
          if (transaction.isOver) return;
          transaction.open.delete(request);
          request.onsuccess?.();
          // what the handler asked for is in the queue once its turn is over
          this.scheduler.schedule(this.browser, 0, () => this.step(transaction));
        });
      });
      return request;
    };
    const store = {
      transaction,
      getAllKeys: (range: Range) => ask(() => read(range).map(([key]) => key)),
      getAll: (range: Range) => ask(() => read(range).map(([, row]) => JSON.parse(row))),
      openKeyCursor: (range: Range, _: 'prev') =>
        ask(() => {
          const last = read(range).at(-1);
          return last ? { key: last[0] } : null;
        }),
      put: (row: unknown, key: string) => void this.stage(transaction, key, JSON.stringify(row)),
      delete: (key: string) => void this.stage(transaction, key, undefined),
    };
    return { objectStore: () => store };
  }

  private stage(transaction: Transaction, key: string, row: string | undefined): void {
    if (transaction.isOver) throw new DOMException('The transaction is not active.', 'TransactionInactiveError');
    transaction.staged.set(key, row);
    this.onStage(row);
  }

  /** Starts what may run now: readers together, a writer alone. */
  private next(): void {
    this.queue = this.queue.filter((one) => !one.isOver);
    for (const [i, one] of this.queue.entries()) {
      const before = this.queue.slice(0, i).filter((each) => each.rows === one.rows);
      if (one.isWriting ? before.length : before.some((each) => each.isWriting)) continue;
      if (one.isRunning) continue;
      one.isRunning = true;
      this.step(one);
    }
  }

  private step(transaction: Transaction): void {
    if (transaction.isOver) return;
    const request = transaction.requests.shift();
    if (request) {
      request();
      return;
    }
    const slowness = transaction.isWriting ? this.slowness : 0;
    this.scheduler.schedule(this.browser, this.scheduler.random() * slowness, () => this.commit(transaction));
  }

  private commit(transaction: Transaction): void {
    if (transaction.isOver) return;
    const { process, rows, staged } = transaction;
    if (this.isFull && [...staged.values()].some((row) => row !== undefined)) {
      this.abort(transaction, new DOMException('The quota has been exceeded.', 'QuotaExceededError'));
      return;
    }
    for (const [key, row] of staged) row === undefined ? rows.delete(key) : rows.set(key, row);
    transaction.isOver = true;
    if (staged.size) this.onCommit(staged);
    this.soon(process, () => transaction.oncomplete?.(), 3);
    this.next();
  }

  private abort(transaction: Transaction, error: unknown): void {
    transaction.isOver = true;
    transaction.error = error;
    this.soon(transaction.process, () => {
      for (const request of transaction.open) {
        request.error = error;
        request.onerror?.();
      }
      transaction.onabort?.();
    });
    this.next();
  }
}
