import { createReadStream } from 'node:fs';
import { mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import type { FileStore } from './file-store.js';

/** Only names that we made are ever joined to a path. */
const NAME = /^[A-Za-z0-9_-]{22}$/;
const ANY = /^[A-Za-z0-9_-]{22}(\.part)?$/;
const HOUR = 3_600_000;

/** Files in a folder, which is made with the first of them and readable by this user alone. */
export function diskFiles(folder: string): FileStore {
  const pathOf = (name: string, pattern = NAME) => {
    if (!pattern.test(name)) throw new Error('that is no name of ours');
    return join(folder, name);
  };
  return {
    async write(name, body) {
      const path = pathOf(name);
      const part = `${path}.part`;
      await mkdir(folder, { recursive: true, mode: 0o700 });
      try {
        const file = await open(part, 'wx', 0o600);
        try {
          for await (const chunk of body) await file.writeFile(chunk);
          await file.datasync();
        } finally {
          await file.close();
        }
        await rename(part, path);
        // the name is on disk as well
        const parent = await open(folder, 'r');
        await parent.sync().finally(() => parent.close());
      } catch (error) {
        await rm(part, { force: true });
        throw error;
      }
    },
    read: async (name, range) => createReadStream(pathOf(name), range),
    remove: async (name) => rm(pathOf(name, ANY), { force: true }),
    async old() {
      const found = await readdir(folder).catch(() => []);
      const before = Date.now() - HOUR;
      const isOld = (name: string) =>
        stat(join(folder, name)).then(
          ({ mtimeMs }) => mtimeMs < before,
          () => false,
        );
      const ours = found.filter((name) => ANY.test(name));
      const old = await Promise.all(ours.map(isOld));
      return ours.filter((_, i) => old[i]);
    },
  };
}

/** The same in memory, where the database is in memory too. */
export function memoryFiles(): FileStore {
  const files = new Map<string, Buffer>();
  return {
    async write(name, body) {
      const chunks: Uint8Array[] = [];
      for await (const chunk of body) chunks.push(chunk);
      files.set(name, Buffer.concat(chunks));
    },
    async read(name, { start, end }) {
      const found = files.get(name);
      if (!found) throw new Error('there is no such file');
      return Readable.from([found.subarray(start, end + 1)], { objectMode: false });
    },
    async remove(name) {
      files.delete(name);
    },
    old: async () => [],
  };
}
