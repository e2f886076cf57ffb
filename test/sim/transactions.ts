/**
 * Transactions: those that write wait for each other over all tabs, a request succeeds before its transaction is complete,
 * and a tab that dies takes along what is not.
 */
import type { Process, Scheduler } from './scheduler.js';

export type Rows = Map<string, string>;

export interface Request {
  result: unknown;
  error: unknown;
  onsuccess?: (() => void) | null;
  onerror?: (() => void) | null;
  onupgradeneeded?: (() => void) | null;
  onblocked?: (() => void) | null;
}

export class Range {
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

/** What a transaction did, once it is on disk. */
type OnCommit = (changes: ReadonlyMap<string, string | undefined>) => void;

export class Transactions {
  /** Every commit fails. */
  isFull = false;
  /** Milliseconds that a commit may take. */
  slowness = 4;
  onCommit: OnCommit = () => {};
  /** Rows that are about to be written. */
  onStage: (row: string | undefined) => void = () => {};
  protected queue: Transaction[] = [];
  private readonly lastAt = new Map<Process, number>();

  constructor(
    protected readonly scheduler: Scheduler,
    /** The process of the browser itself. */
    protected readonly browser: Process,
  ) {}

  /** That tab writes or reads now. */
  isUsedBy = (process: Process) => this.queue.some((one) => one.process === process && !one.isOver);

  /** Events reach a tab in the order in which they happened. */
  protected soon(process: Process, run: () => void, most = 1): void {
    const { scheduler } = this;
    const at = Math.max(this.lastAt.get(process) ?? 0, scheduler.now + scheduler.random() * most);
    this.lastAt.set(process, at);
    scheduler.schedule(process, at - scheduler.now, run);
  }

  /** What `transaction` answers. */
  protected transact(process: Process, rows: Rows, isWriting: boolean) {
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
  protected next(): void {
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

  protected abort(transaction: Transaction, error: unknown): void {
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
