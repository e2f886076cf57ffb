/** What the core asks of the outside for files: the part of `ports.ts` that is about them. */
import type { FilePart, Part } from '../types.js';
import type { OutboxItem, Session } from './ports.js';

/** What may be attached. It is said to the visitor beforehand; the back end decides. */
export interface UploadLimits {
  /** Of one file. */
  bytes: number;
  /** Media types. */
  types: readonly string[];
}

export interface UploadOptions {
  /** The same id again is the same upload. */
  id: string;
  name: string;
  conversation: string;
  signal: AbortSignal;
  /** Told from 0 to 1 how much of it has left. */
  onProgress?: (share: number) => void;
}

/** Where a file can be fetched, without any header, for so many milliseconds from now; or the file itself. */
export type FileSource = { url: string; expires: number } | { blob: Blob };

/** Brings the files of a message to the back end. Resolves with its parts as the back end will know them. */
export type Upload = (item: OutboxItem, session: Session, signal: AbortSignal) => Promise<Part[]>;

/** What a session can do with files, where it can. */
export interface FileAbilities {
  /**
   * Uploads what a message names later, in a part `file` exactly as this resolves with. What no message ever names, the back
   * end may delete after a day. Rejects with `unsupported` for a type that is not taken, `too-large`, `rate`.
   */
  upload?(file: Blob, options: UploadOptions): Promise<FilePart>;
  /** Where `capabilities.upload` does not hold in this session. */
  readonly uploads?: UploadLimits;
  /** How to get at a file that a message of this conversation names, now. Rejects with `not-found`. */
  file?(conversation: string, id: string): Promise<FileSource>;
}
