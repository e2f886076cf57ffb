/** What was uploaded to the back end in memory. */
import { SobaniError } from '../core/errors.js';
import type { UploadOptions } from '../core/file-ports.js';
import * as LIMITS from '../core/limits.js';
import type { FilePart, Part, Person } from '../types.js';

interface Kept {
  person: Person;
  part: FilePart;
  blob: Blob;
}

const notFound = () => new SobaniError('not-found', 'There is no such file.', { path: 'file' });

export const MEMORY_UPLOADS = { bytes: LIMITS.attachment, types: LIMITS.attachmentTypes };

/** A picture's size, where this runtime can tell. */
async function sizeOf(blob: Blob): Promise<{ width?: number; height?: number }> {
  if (!/^image/.test(blob.type) || !globalThis.createImageBitmap) return {};
  try {
    const bitmap = await createImageBitmap(blob);
    const { width, height } = bitmap;
    bitmap.close();
    return { width, height };
  } catch {
    throw new SobaniError('unsupported', 'This is no picture.');
  }
}

export function createMemoryFiles() {
  const files = new Map<string, Kept>();
  const own = (person: Person, id: string) => {
    const kept = files.get(id);
    if (kept?.person !== person) throw notFound();
    return kept;
  };
  return {
    async upload(person: Person, blob: Blob, { id, name, signal, onProgress }: UploadOptions): Promise<FilePart> {
      const isTaken = LIMITS.attachmentTypes.some((type) => blob.type.startsWith(type.replace('*', '')));
      if (!isTaken) throw new SobaniError('unsupported', 'This type is not taken.');
      if (blob.size > LIMITS.attachment) throw new SobaniError('too-large', 'A file may have 20 MiB.');
      const size = await sizeOf(blob);
      if (signal.aborted) throw new SobaniError('offline', 'The upload was aborted.', { retryable: true });
      const known = files.get(id);
      if (known) return own(person, id).part;
      const part: FilePart = { type: 'file', id, name: name.slice(0, 128), size: blob.size, media: blob.type, ...size };
      files.set(id, { person, part, blob });
      onProgress?.(1);
      return part;
    },
    get: (person: Person, id: string) => own(person, id).blob,
    /** @throws SobaniError `not-found` for files that are not theirs */
    check(person: Person, parts: readonly Part[]): void {
      for (const part of parts) if (part.type === 'file') own(person, part.id);
    },
    merge(from: Person, to: Person): void {
      for (const kept of files.values()) if (kept.person === from) kept.person = to;
    },
    erase(person: Person): void {
      for (const [id, kept] of files) if (kept.person === person) files.delete(id);
    },
  };
}
