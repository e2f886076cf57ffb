/**
 * Whether the write-ahead log still holds every commit that was made. SQLite reads it up to the first frame that is
 * torn or damaged, and forgets what follows without a word, also when that was committed and acknowledged. How far it
 * was committed stands in its index (`-shm`), which is written after each flush, survives the death of the process, and
 * is made anew at the next opening: so it is read before. Formats: https://sqlite.org/walformat.html
 */
import { existsSync, readFileSync, statSync } from 'node:fs';
import { endianness } from 'node:os';

const INDEX_HEADER = 48;
const LOG_HEADER = 32;
const FRAME_HEADER = 24;
const isLittle = endianness() === 'LE';

type Sums = readonly [number, number];

/** SQLite's own running sum over pairs of 32-bit words. */
function add([a, b]: Sums, bytes: Buffer, from: number, to: number, little: boolean): Sums {
  let [one, two] = [a, b];
  for (let at = from; at < to; at += 8) {
    one = (one + (little ? bytes.readUInt32LE(at) : bytes.readUInt32BE(at)) + two) >>> 0;
    two = (two + (little ? bytes.readUInt32LE(at + 4) : bytes.readUInt32BE(at + 4)) + one) >>> 0;
  }
  return [one, two];
}

function read(path: string): Buffer | null {
  try {
    return readFileSync(path);
  } catch {
    return null;
  }
}

/** What was committed last: how many frames of which log. The first copy that is whole; the second is written first. */
function committed(index: Buffer): { frames: number; salts: Buffer } | null {
  const word = (at: number) => (isLittle ? index.readUInt32LE(at) : index.readUInt32BE(at));
  for (const at of [0, INDEX_HEADER]) {
    if (index.length < at + INDEX_HEADER) return null;
    const [one, two] = add([0, 0], index, at, at + 40, isLittle);
    const isMade = index[at + 12] === 1;
    if (isMade && one === word(at + 40) && two === word(at + 44)) {
      return { frames: word(at + 16), salts: index.subarray(at + 32, at + 40) };
    }
  }
  return null;
}

/** Frames at the beginning of the log that are whole, at most `limit`; all when it is the log of other salts. */
function intact(log: Buffer, salts: Buffer, limit: number): number {
  const size = log.readUInt32BE(8);
  const isLittleLog = log.readUInt32BE(0) === 0x377f0682;
  let sums = add([0, 0], log, 0, 24, isLittleLog);
  if (sums[0] !== log.readUInt32BE(24) || sums[1] !== log.readUInt32BE(28)) return 0;
  // an index of an earlier log, left by a power cut, says nothing of this one
  if (log.compare(salts, 0, 8, 16, 24) !== 0) return limit;
  let frames = 0;
  for (let at = LOG_HEADER; frames < limit; at += FRAME_HEADER + size) {
    if (at + FRAME_HEADER + size > log.length) break;
    if (log.compare(log, 16, 24, at + 8, at + 16) !== 0) break;
    sums = add(sums, log, at, at + 8, isLittleLog);
    sums = add(sums, log, at + FRAME_HEADER, at + FRAME_HEADER + size, isLittleLog);
    if (sums[0] !== log.readUInt32BE(at + 16) || sums[1] !== log.readUInt32BE(at + 20)) break;
    frames++;
  }
  return frames;
}

/** No database is shorter. SQLite would begin anew in such a file, and where the file is gone and only its log is left. */
const SHORTEST = 512;

/** Nothing is left of the database at `path`, and there was one. */
export function isGone(path: string): boolean {
  const size = statSync(path, { throwIfNoEntry: false })?.size ?? 0;
  return size ? size < SHORTEST : [`${path}-wal`, `${path}-shm`].some((file) => existsSync(file));
}

/**
 * Commits of the file at `path` that its write-ahead log has lost, in frames of a page each: 0 when none is missing, or
 * when nothing tells. Only for a file that no process has open.
 */
export function lostFrames(path: string): number {
  const index = read(`${path}-shm`);
  const last = index && committed(index);
  if (!last?.frames) return 0;
  const log = read(`${path}-wal`);
  if (!log || log.length < LOG_HEADER) return last.frames;
  return last.frames - intact(log, last.salts, last.frames);
}
