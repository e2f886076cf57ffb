/** The package in a bundle, as a team ships it. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';

const dist = fileURLToPath(new URL('../../dist/npm/', import.meta.url));

export interface Bundle {
  /** Holds `app.js` and what it loads later. */
  folder: string;
  remove(): Promise<void>;
}

/** Bundles a file of `fixtures`, in which `sobani` is the built package. */
export async function bundle(fixture: string): Promise<Bundle> {
  const folder = await mkdtemp(join(tmpdir(), 'sobani-app-'));
  await build({
    configFile: false,
    base: './',
    logLevel: 'error',
    define: { 'process.env.NODE_ENV': '"development"' },
    resolve: {
      alias: [
        { find: /^sobani$/, replacement: join(dist, 'index.js') },
        { find: 'sobani/testing', replacement: join(dist, 'testing.js') },
      ],
    },
    build: {
      outDir: folder,
      emptyOutDir: true,
      // its links would be left in the page
      modulePreload: false,
      rolldownOptions: {
        input: fileURLToPath(new URL(`fixtures/${fixture}`, import.meta.url)),
        output: { entryFileNames: 'app.js' },
      },
    },
  });
  return { folder, remove: () => rm(folder, { recursive: true, force: true }) };
}
