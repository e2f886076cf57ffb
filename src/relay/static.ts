import { readdir, readFile } from 'node:fs/promises';
import { extname, join } from 'node:path';

export interface StaticFile {
  body: Uint8Array<ArrayBuffer>;
  type: string;
  /** Its name holds a hash of its content, so it never changes. */
  isHashed: boolean;
}

const TYPES: Record<string, string> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
};
const HASHED = /-[A-Za-z0-9_-]{8}\.\w+$/;

/**
 * Reads a folder once, as soon as it is there. What is served is what was found in it, so no path of a request ever
 * reaches the disk.
 */
export function createStaticFolder(candidates: readonly string[]): () => Promise<Map<string, StaticFile> | null> {
  let files: Map<string, StaticFile> | null = null;
  async function read(folder: string): Promise<Map<string, StaticFile>> {
    const found = new Map<string, StaticFile>();
    for (const entry of await readdir(folder, { withFileTypes: true, recursive: true })) {
      const type = TYPES[extname(entry.name)];
      if (!entry.isFile() || !type) continue;
      const path = join(entry.parentPath, entry.name);
      const name = path.slice(folder.length + 1).replaceAll('\\', '/');
      found.set(name, { body: new Uint8Array(await readFile(path)), type, isHashed: HASHED.test(name) });
    }
    return found;
  }
  return async () => {
    for (const folder of files ? [] : candidates) {
      const found = await read(folder).catch(() => null);
      if (found?.has('index.html')) {
        files = found;
        break;
      }
    }
    return files;
  };
}
