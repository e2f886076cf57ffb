import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { defineConfig, type Plugin } from 'vite';

const at = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
const dist = at('../dist/demo/');
const { version } = JSON.parse(readFileSync(at('../package.json'), 'utf8')) as { version: string };

/** Pages stand at the top of what is built, not where their sources do. */
function pagesAtTop(): Plugin {
  return {
    name: 'pages-at-top',
    apply: 'build',
    applyToEnvironment: (env) => env.name === 'client',
    generateBundle: {
      order: 'post',
      handler(_options, bundle) {
        for (const [path, page] of Object.entries(bundle)) {
          if (page.type !== 'asset' || !path.endsWith('.html')) continue;
          delete bundle[path];
          this.emitFile({ type: 'asset', fileName: path.replace(/.*\//, ''), source: page.source });
        }
      },
    },
  };
}

/** The pages (dist/demo/public) and the command that starts everything (dist/demo/start.js). */
export default defineConfig({
  root: at('.'),
  publicDir: at('shop/public'),
  // the shop's server puts a fresh nonce in its place in every answer
  html: { cspNonce: '__NONCE__' },
  // of the playground, which has the messenger's own sources in it
  define: { __SOBANI_VERSION__: JSON.stringify(version) },
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  resolve: {
    // the one for browsers reads character references by way of innerHTML
    alias: { 'decode-named-character-reference': at('../node_modules/decode-named-character-reference/index.js') },
  },
  plugins: [pagesAtTop()],
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
        rolldownOptions: {
          input: {
            index: at('shop/index.html'),
            playground: at('pages/playground.html'),
            gallery: at('pages/gallery.html'),
            headless: at('pages/headless.html'),
          },
        },
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
          input: { start: at('start.ts') },
          output: { entryFileNames: '[name].js' },
        },
      },
    },
  },
});
