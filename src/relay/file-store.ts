/**
 * The port of what was uploaded: where the bytes are. Names are random and the relay's own; what a visitor called a file
 * never reaches it. The default writes a folder beside the database (disk-files.ts).
 */
import type { Readable } from 'node:stream';

export interface FileStore {
  /** Resolves once it is flushed to disk. Where it rejects, `body` included, nothing is left. */
  write(name: string, body: AsyncIterable<Uint8Array>): Promise<void>;
  /** Bytes `start` to `end`, both included. Rejects, or errors, where there is no such file. */
  read(name: string, range: { start: number; end: number }): Promise<Readable>;
  /** Also of one that is not there. */
  remove(name: string): Promise<void>;
  /** All that were written more than an hour ago, whole or not: what no row names is removed. */
  old(): Promise<string[]>;
}
