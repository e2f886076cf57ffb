import { build } from 'vite';

/** Builds the simulator with all that it simulates into one file, so that nothing is loaded while it runs. */
export async function buildSimulator(outDir) {
  await build({
    configFile: false,
    publicDir: false,
    logLevel: 'error',
    // as in a page: ids of the global crypto, one call at a time
    resolve: { alias: { nanoid: new URL('../../node_modules/nanoid/index.browser.js', import.meta.url).pathname } },
    ssr: { noExternal: true },
    build: {
      ssr: true,
      target: 'node20',
      outDir,
      minify: false,
      rolldownOptions: {
        input: { simulator: new URL('main.ts', import.meta.url).pathname },
        external: [/^node:/],
        output: { entryFileNames: '[name].mjs', codeSplitting: false },
      },
    },
  });
}
