import { SobaniError } from '../core/errors.js';

interface Transactions {
  begin(): void;
  commit(): void;
  rollback(): void;
}

/** What one flush to disk was, for those who watch. */
export interface Commit {
  writes: number;
  seconds: number;
  hasFailed: boolean;
}

export interface GroupCommit {
  /**
   * Runs the work in the transaction of this turn of the event loop, in the order of the calls, and resolves with its
   * result after the commit. `then` runs right after the commit, before any promise resolves. Work refuses by throwing
   * a SobaniError before it has written anything; any other error fails the whole transaction.
   */
  run<T>(work: () => T, then?: (result: T) => void): Promise<T>;
  /** Work that waits for the next commit. */
  readonly size: number;
  /** The last commit that was tried did not succeed. */
  readonly hasFailed: boolean;
  /** Commits what waits. Nothing may be run afterwards. */
  close(): void;
}

interface Job {
  work(): unknown;
  then: ((result: never) => void) | undefined;
  resolve(result: never): void;
  reject(error: unknown): void;
}

const failed = (cause: unknown) =>
  new SobaniError('unavailable', 'the store could not write; try again', { retryable: true, retryAfter: 1_000, cause });

/** One flush to disk for all that arrives in one turn: what makes a durable acknowledgement cheap. */
export function createGroupCommit(
  db: Transactions,
  onError: (error: unknown) => void,
  onCommit: (commit: Commit) => void = () => {},
): GroupCommit {
  let jobs: Job[] = [];
  let scheduled: NodeJS.Immediate | null = null;
  let isClosed = false;
  let hasFailed = false;

  function flush(): void {
    const batch = jobs;
    jobs = [];
    scheduled = null;
    if (!batch.length) return;
    const outcomes: ({ result: unknown } | { refused: SobaniError })[] = [];
    const start = performance.now();
    try {
      db.begin();
      for (const job of batch) {
        try {
          outcomes.push({ result: job.work() });
        } catch (error) {
          if (!(error instanceof SobaniError)) throw error;
          outcomes.push({ refused: error });
        }
      }
      db.commit();
      hasFailed = false;
    } catch (error) {
      hasFailed = true;
      onError(error);
      try {
        db.rollback();
      } catch (again) {
        onError(again); // SQLite has rolled back by itself, as it does when the disk is full
      }
      for (const job of batch) job.reject(failed(error));
    }
    onCommit({ writes: batch.length, seconds: (performance.now() - start) / 1_000, hasFailed });
    if (hasFailed) return;
    for (const [i, job] of batch.entries()) {
      const outcome = outcomes[i]!;
      if ('refused' in outcome) continue;
      try {
        job.then?.(outcome.result as never);
      } catch (error) {
        onError(error);
      }
    }
    for (const [i, job] of batch.entries()) {
      const outcome = outcomes[i]!;
      if ('refused' in outcome) job.reject(outcome.refused);
      else job.resolve(outcome.result as never);
    }
  }

  return {
    run(work, then) {
      if (isClosed) return Promise.reject(failed(new Error('closed')));
      return new Promise((resolve, reject) => {
        jobs.push({ work, then, resolve, reject });
        scheduled ??= setImmediate(flush);
      });
    },
    get size() {
      return jobs.length;
    },
    get hasFailed() {
      return hasFailed;
    },
    close() {
      if (scheduled) clearImmediate(scheduled);
      flush();
      isClosed = true;
    },
  };
}
