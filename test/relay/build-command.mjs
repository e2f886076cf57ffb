import { build } from 'vite';

const beside = ['@photostructure/sqlite', 'bufferutil', 'utf-8-validate'];

/** Builds the command as it is published, into a folder of its own, so that tests do not depend on an earlier build. */
export async function buildCommand(outDir) {
  await build({
    configFile: false,
    publicDir: false,
    logLevel: 'error',
    ssr: { noExternal: true, external: beside },
    build: {
      ssr: true,
      target: 'node20',
      outDir,
      rolldownOptions: {
        input: { cli: 'src/cli/cli.ts' },
        external: [/^node:/, ...beside],
        output: { entryFileNames: '[name].js' },
      },
    },
  });
}
