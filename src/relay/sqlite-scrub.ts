import { BUSY, type Database } from './sqlite.js';

/** Milliseconds until what was deleted is out of the log too; and after another process was in the way. */
const SOON = 500;
const AGAIN = 30_000;

/**
 * What is deleted is overwritten in the file (`secure_delete`), but the write-ahead log has it until it begins anew, which
 * this sees to. It waits for nobody who reads the file; then it is tried again.
 */
export function createScrub(db: Database, onError: (error: unknown) => void) {
  let timer: NodeJS.Timeout | undefined;
  function run(): void {
    timer = undefined;
    try {
      db.exec('PRAGMA busy_timeout = 0');
      const { busy } = db.prepare('PRAGMA wal_checkpoint(TRUNCATE)').get() as { busy: number };
      if (busy) soon(AGAIN);
    } catch (error) {
      onError(error);
    } finally {
      db.exec(`PRAGMA busy_timeout = ${BUSY}`);
    }
  }
  function soon(after = SOON): void {
    timer ??= setTimeout(run, after).unref();
  }
  return { soon: () => soon(), stop: () => clearTimeout(timer) };
}
