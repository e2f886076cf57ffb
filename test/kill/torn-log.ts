/**
 * Chromium keeps what a site stores in LevelDB, whose log a kill may tear in the middle of its last record. The next start
 * reads what is whole, as it should, but then writes on behind the torn end; the start after that finds this, and throws
 * away all that the site has stored. No page can do anything about it, so a profile with a torn log is not killed again.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

// https://github.com/google/leveldb/blob/main/doc/log_format.md
const BLOCK = 32_768;
const HEADER = 7;
const FULL = 1;
const LAST = 4;

function isCut(log: Buffer): boolean {
  let type = FULL;
  for (let at = 0; at < log.length; ) {
    const left = BLOCK - (at % BLOCK);
    if (left < HEADER) {
      at += left;
      continue;
    }
    if (at + HEADER > log.length) return true;
    type = log[at + 6]!;
    at += HEADER + log.readUInt16LE(at + 4);
    if (at > log.length) return true;
  }
  return type !== FULL && type !== LAST;
}

/** Whether a browser that was killed has left such a log of a site in its profile. */
export function hasTornLog(profile: string): boolean {
  const folder = join(profile, 'Default/IndexedDB');
  const files = existsSync(folder) ? (readdirSync(folder, { recursive: true }) as string[]) : [];
  return files.some((file) => file.endsWith('.log') && isCut(readFileSync(join(folder, file))));
}
