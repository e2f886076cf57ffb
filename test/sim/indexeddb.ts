/** As much of IndexedDB as the storage uses, with the transactions of the real one. */
import type { Process } from './scheduler.js';
import { Range, type Request, type Rows, Transactions } from './transactions.js';

interface Connection {
  process: Process;
  name: string;
  isClosed: boolean;
  onclose: (() => void) | null;
  onversionchange: (() => void) | null;
}

/** The databases of one browser. */
export class Databases extends Transactions {
  /** `open` never answers. */
  isHanging = false;
  /** `open` waits for a tab that does not let go; null where there is none. */
  blocked: (() => void)[] | null = null;
  /** A page of a later version was here, whose database is of a later version, too: it can be opened, but not as an earlier one. */
  isLater = false;
  private readonly databases = new Map<string, Rows>();
  private connections: Connection[] = [];
  /** Databases that are about to be deleted. */
  private readonly deletions = new Set<{ name: string }>();

  get exist(): boolean {
    return this.databases.size > 0;
  }
  /** All rows of all databases, as JSON. */
  rows(): [string, string][] {
    return [...this.databases.values()].flatMap((rows) => [...rows]);
  }

  /** The connections of a tab, or of all, die underneath; some browsers say so. */
  breakConnections(tab: Process | null, isTold: boolean): void {
    const isMeant = ({ process }: { process: Process }) => !tab || process === tab;
    for (const connection of this.connections.filter((one) => isMeant(one) && !one.isClosed)) {
      connection.isClosed = true;
      if (isTold) this.soon(connection.process, () => connection.onclose?.());
    }
    for (const one of this.queue.filter(isMeant)) {
      this.abort(one, new DOMException('Connection to Indexed Database server lost.', 'UnknownError'));
    }
  }
  /** All of them are erased, whoever uses them. */
  clear(): void {
    this.databases.clear();
    this.breakConnections(null, this.scheduler.chance(0.5));
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
      open: (name: string, version?: number) => this.open(process, name, version),
      deleteDatabase: (name: string) => this.delete(process, name),
      databases: async () => [...this.databases.keys()].map((name) => ({ name })),
    };
  }
  static readonly IDBKeyRange = Range;

  private open(process: Process, name: string, version?: number): Request {
    const request: Request = { result: null, error: null };
    if (this.isHanging) return request;
    if (this.blocked) {
      this.soon(process, () => request.onblocked?.());
      this.blocked.push(() => process.isDead || this.answer(process, name, request, version));
    } else this.answer(process, name, request, version);
    return request;
  }

  private answer(process: Process, name: string, request: Request, version?: number): void {
    if (this.isLater && version !== undefined) {
      request.error = new DOMException('The requested version is less than the existing one.', 'VersionError');
      this.soon(process, () => request.onerror?.());
      return;
    }
    const connection: Connection = { process, name, isClosed: false, onclose: null, onversionchange: null };
    // what was asked of one database is done in that order: an open that came after a deletion waits for it
    const before = [...this.deletions].filter((one) => one.name === name);
    const attempt = () => {
      if (before.some((one) => this.deletions.has(one))) {
        this.scheduler.schedule(process, 5, attempt);
        return;
      }
      const isNew = !this.databases.has(name);
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
    };
    this.soon(process, attempt);
  }

  private delete(process: Process, name: string): Request {
    const request: Request & { oncomplete?: () => void } = { result: null, error: null };
    const deletion = { name };
    this.deletions.add(deletion);
    const attempt = () => {
      // again, to those that were asked for before and open only now
      this.announce(name);
      const isBlocked = this.connections.some((one) => one.name === name && !one.isClosed && !one.process.isDead);
      if (isBlocked || this.queue.some((one) => !one.isOver && one.rows === this.databases.get(name))) {
        this.scheduler.schedule(this.browser, 20, attempt);
        return;
      }
      this.databases.delete(name);
      this.deletions.delete(deletion);
      this.soon(process, () => request.onsuccess?.());
    };
    this.soon(this.browser, attempt);
    return request;
  }

  /** Somebody wants a change for which all connections have to be closed. */
  announce(name?: string): void {
    for (const one of this.connections) {
      if (!one.isClosed && (name ?? one.name) === one.name) this.soon(one.process, () => one.onversionchange?.());
    }
  }
  unblock(): void {
    const waiting = this.blocked ?? [];
    this.blocked = null;
    for (const run of waiting) run();
  }
  /** Another tab appends a row, if nobody is just writing; `make` is told the number. */
  append(prefix: string, make: (n: number) => [string, unknown]): string | null {
    const [rows] = this.databases.values();
    if (!rows || this.queue.some(({ isOver }) => !isOver)) return null;
    const last = [...rows.keys()]
      .filter((key) => key.startsWith(prefix))
      .sort()
      .at(-1);
    const [key, row] = make((Number.parseInt(last?.slice(prefix.length) ?? '', 10) || 0) + 1);
    rows.set(key, JSON.stringify(row));
    return key;
  }

  private begin({ isClosed, process, name }: Connection, isWriting: boolean) {
    if (isClosed) throw new DOMException('The database connection is closing.', 'InvalidStateError');
    return this.transact(process, this.databases.get(name) ?? new Map(), isWriting);
  }
}
