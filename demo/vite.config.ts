import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';

const dist = fileURLToPath(new URL('../dist/demo/', import.meta.url));

/** The shop's page (dist/demo/public) and the command that starts everything (dist/demo/start.js). */
export default defineConfig({
  root: fileURLToPath(new URL('shop', import.meta.url)),
  // the shop's server puts a fresh nonce in its place in every answer
  html: { cspNonce: '__NONCE__' },
  builder: {
    async buildApp(builder) {
      for (const name of ['client', 'server']) await builder.build(builder.environments[name]!);
    },
  },
  environments: {
    client: {
      build: {
        target: 'es2022',
        outDir: `${dist}public`,
        emptyOutDir: true,
        modulePreload: false,
        assetsInlineLimit: 0,
      },
    },
    server: {
      consumer: 'server',
      build: {
        ssr: true,
        target: 'node20',
        outDir: dist,
        emptyOutDir: false,
        copyPublicDir: false,
        rolldownOptions: {
          input: { start: fileURLToPath(new URL('start.ts', import.meta.url)) },
          output: { entryFileNames: '[name].js' },
        },
      },
    },
  },
});
