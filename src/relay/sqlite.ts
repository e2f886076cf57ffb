import { SobaniError } from '../core/errors.js';
import { newId } from './ids.js';
import { migrate, readSchema } from './sqlite-schema.js';
import { isGone, lostFrames } from './sqlite-tail.js';

export type Value = null | number | string;

export interface Statement {
  run(...values: Value[]): unknown;
  get(...values: Value[]): unknown;
  all(...values: Value[]): unknown[];
}

/** The part of `node:sqlite` that is used; `@photostructure/sqlite` has the same. */
export interface Database {
  exec(sql: string): void;
  prepare(sql: string): Statement;
  close(): void;
}

interface Module {
  DatabaseSync: new (path: string) => Database;
}

async function loadModule(): Promise<Module> {
  const builtin = (process as { getBuiltinModule?: (id: string) => unknown }).getBuiltinModule?.('node:sqlite');
  if (builtin) return builtin as Module;
  try {
    return (await import('@photostructure/sqlite')) as unknown as Module;
  } catch (cause) {
    const message =
      'this Node has no node:sqlite; add the package that stands in for it: npm i @photostructure/sqlite@1';
    throw new SobaniError('unsupported', message, { cause });
  }
}

const refuse = (path: string, why: string, way = '') =>
  new SobaniError('storage', `the database ${path} ${why}; restore it from a backup${way}`, { path: 'database' });

/** Refuses a file whose pages, indexes or schema are not what they were. Texts in rows have sums, see `sqlite-sums.ts`. */
function check(db: Database, sample: Database, path: string): void {
  const { integrity_check } = db.prepare('PRAGMA integrity_check(1)').get() as { integrity_check: string };
  if (integrity_check !== 'ok') throw refuse(path, `is damaged (${integrity_check})`);
  migrate(db);
  migrate(sample);
  const found = readSchema(db);
  const odd = [...readSchema(sample)].find(([name, sql]) => found.get(name) !== sql);
  if (odd) throw refuse(path, `is damaged (the definition of ${odd[0]})`);
}

/** Milliseconds for which a write waits for another process. */
export const BUSY = 5_000;
/** Bytes of a page, as SQLite sets it for new files. */
const PAGE = 4_096;

/**
 * Opens the file, checks it, makes or updates the schema, and answers the epoch of the log in it. The check reads the
 * whole file: about a second for a million messages.
 * @param options `bytes`: what the file may grow to
 * @throws SobaniError `unsupported` without SQLite, `storage` when the file cannot be used or is damaged
 */
export async function openDatabase(
  path: string,
  { newEpoch, bytes }: { newEpoch: boolean; bytes: number },
): Promise<{ db: Database; epoch: string }> {
  const { DatabaseSync } = await loadModule();
  if (isGone(path)) throw refuse(path, 'is gone, or all but its log (-wal, -shm)');
  const lost = newEpoch ? 0 : lostFrames(path);
  if (lost)
    throw refuse(
      path,
      `has lost ${lost} pages of committed writes`,
      ', or start once with a new epoch to go on without them',
    );
  const sample = new DatabaseSync(':memory:');
  let db: Database | undefined;
  try {
    db = new DatabaseSync(path);
    // FULL: a commit is on disk when it returns, also after a power cut (WAL with NORMAL may lose the last ones)
    db.exec(
      `PRAGMA busy_timeout = ${BUSY}; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; PRAGMA secure_delete = ON; PRAGMA cell_size_check = ON`,
    );
    db.exec(`PRAGMA max_page_count = ${Math.max(1, Math.floor(bytes / PAGE))}`);
    check(db, sample, path);
    if (newEpoch) db.exec("DELETE FROM meta WHERE key = 'epoch'");
    db.prepare("INSERT OR IGNORE INTO meta (key, value) VALUES ('epoch', ?)").run(newId());
    const { value } = db.prepare("SELECT value FROM meta WHERE key = 'epoch'").get() as { value: string };
    return { db, epoch: value };
  } catch (cause) {
    db?.close();
    if (cause instanceof SobaniError) throw cause;
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new SobaniError('storage', `the database cannot be used: ${why}`, { path: 'database', cause });
  } finally {
    sample.close();
  }
}
