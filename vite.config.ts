import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { defineConfig, type Plugin, type Rolldown } from 'vite';

const sri = (code: string | Uint8Array, algorithm = 'sha384') =>
  `${algorithm}-${createHash(algorithm).update(code).digest('base64')}`;

/**
 * Makes `sobani.js` of the ES build a classic script, and tells it the hashed files it loads on intent with their
 * integrity. The loader may share no code with them: it must be one file.
 */
function classicLoader(): Plugin {
  return {
    name: 'classic-loader',
    apply: 'build',
    applyToEnvironment: (env) => env.name === 'cdn',
    generateBundle: {
      order: 'post',
      handler(_options, bundle) {
        const chunks = Object.values(bundle).filter((c): c is Rolldown.OutputChunk => c.type === 'chunk');
        const named = (name: string) => chunks.find((c) => c.name === name) ?? this.error(`no chunk ${name}`);
        const loader = named('sobani');
        if (loader.imports.length) this.error(`the loader has static imports: ${loader.imports}`);
        let code = loader.code;
        const messenger = named('messenger');
        if (messenger.imports.length) this.error(`the messenger has static imports: ${messenger.imports}`);
        const fill = (key: string, value: string) => {
          if (!code.includes(key)) this.error(`no ${key} in the loader`);
          code = code.replaceAll(key, value);
        };
        fill('__MESSENGER_FILE__', messenger.fileName);
        // as good for this, and twenty bytes shorter
        fill('__MESSENGER_INTEGRITY__', sri(messenger.code, 'sha256'));
        const collect = named('collect');
        if (collect.imports.length) this.error(`the collector has static imports: ${collect.imports}`);
        fill('__COLLECT_FILE__', collect.fileName);
        fill('__COLLECT_INTEGRITY__', sri(collect.code, 'sha256'));
        loader.code = `(()=>{${code.trim()}})();\n`;
        const all = Object.fromEntries(chunks.map((c) => [c.fileName, sri(c.code)]));
        this.emitFile({ type: 'asset', fileName: 'sri.json', source: `${JSON.stringify(all, null, 1)}\n` });
      },
    },
  };
}

/** What the sources share with the messenger is in both: they come long before it, in one file that is fetched alone. */
function sourcesAlone(): Plugin {
  const own = '?sources';
  return {
    name: 'sources-alone',
    apply: 'build',
    applyToEnvironment: (env) => env.name === 'cdn',
    enforce: 'pre',
    async resolveId(source, importer) {
      if (!importer?.endsWith(own) && !importer?.endsWith('/src/context/collect.ts')) return null;
      const found = await this.resolve(source, importer.replace(own, ''), { skipSelf: true });
      return found && { ...found, id: found.id + own };
    },
  };
}

/** The desk's page stands at the top of its folder, not where its source does. */
function deskAtTop(): Plugin {
  const from = 'src/desk/index.html';
  return {
    name: 'desk-at-top',
    apply: 'build',
    applyToEnvironment: (env) => env.name === 'desk',
    generateBundle: {
      order: 'post',
      handler(_options, bundle) {
        const page = bundle[from];
        if (page?.type !== 'asset') this.error(`no ${from}`);
        const source = String(page.source).replaceAll('../../', './');
        delete bundle[from];
        this.emitFile({ type: 'asset', fileName: 'index.html', source });
      },
    },
  };
}

/**
 * The messenger is one file, and so are the rooms and the relay's transport that follow it: whatever they import statically
 * is in them, and what is fetched after them takes from there what it shares. Otherwise shared modules would become files, and requests, of their own.
 */
function inFewFiles(id: string, graph: Rolldown.ChunkingContext): string | null {
  const reaches = (from: string, seen = new Set<string>()): boolean => {
    if (from === id) return true;
    if (seen.has(from)) return false;
    seen.add(from);
    return (graph.getModuleInfo(from)?.importedIds ?? []).some((next) => reaches(next, seen));
  };
  const isOf = (file: string) => reaches(new URL(file, import.meta.url).pathname);
  if (isOf('src/loader/loader.ts')) return null;
  const roots = { messenger: 'src/loader/start.ts', rooms: 'src/drawn-rooms.ts', relay: 'src/transport/relay.ts' };
  if (isOf('src/context/collect.ts')) return 'collect';
  return Object.entries(roots).find(([, file]) => isOf(file))?.[0] ?? null;
}

const es2022 = ['es2022', 'chrome94', 'firefox93', 'safari15.4'];
/** Whoever passes on what is bundled passes on these. */
const LICENSES = { fileName: 'licenses.md' };
const hashed = 'c/[name]-[hash:7].js';

const { version } = JSON.parse(readFileSync(new URL('package.json', import.meta.url), 'utf8')) as { version: string };

export default defineConfig({
  define: { __SOBANI_VERSION__: JSON.stringify(version) },
  plugins: [classicLoader(), sourcesAlone(), deskAtTop()],
  // said here, not only in tsconfig.json: oxc reads tsconfig.json just for the files that it includes
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  publicDir: false,
  // LightDark: what each `color-scheme` would carry for a `light-dark()`, of which there is none
  css: { lightningcss: { exclude: 1 << 20 } },
  builder: {
    async buildApp(builder) {
      for (const name of ['cdn', 'npm', 'node', 'desk']) await builder.build(builder.environments[name]!);
    },
  },
  environments: {
    // sobani.js (classic script, stable name) and hashed ES chunks, nothing external
    cdn: {
      consumer: 'client',
      // what is imported on a server too asks only whether there is one
      define: { 'globalThis.window': 'true' },
      build: {
        target: es2022,
        outDir: 'dist/cdn',
        license: LICENSES,
        // lib mode leaves out vite's preload helper; it also keeps white space, hence output.minify
        lib: {
          entry: {
            sobani: 'src/loader/loader.ts',
            messenger: 'src/loader/start.ts',
            relay: 'src/transport/relay.ts',
            collect: 'src/context/collect.ts',
          },
          formats: ['es'],
        },
        rolldownOptions: {
          // an entry may export what lazy chunks share with it, so that it stays one file
          preserveEntrySignatures: 'allow-extension',
          output: {
            minify: true,
            comments: false,
            // compiled while it is fetched, beside the page's own work
            postBanner: ({ name }) => (name === 'messenger' ? '//# allFunctionsCalledOnLoad' : ''),
            codeSplitting: { groups: [{ name: inFewFiles }] },
            entryFileNames: (chunk) => (chunk.name === 'sobani' ? 'sobani.js' : hashed),
            chunkFileNames: hashed,
          },
        },
      },
    },
    // the npm package for the browser, its dependencies left external
    npm: {
      consumer: 'client',
      build: {
        target: es2022,
        outDir: 'dist/npm',
        emptyOutDir: true,
        lib: {
          entry: {
            index: 'src/index.ts',
            headless: 'src/headless.ts',
            testing: 'src/testing/index.ts',
            'transports/memory': 'src/transport/memory.ts',
            'transports/relay': 'src/transport/relay.ts',
            'transports/conformance': 'src/transport/conformance.ts',
          },
          formats: ['es'],
        },
        rolldownOptions: {
          external: [/^preact/, '@floating-ui/dom', 'idb-keyval', 'nanoid'],
          output: { entryFileNames: '[name].js', chunkFileNames: hashed },
        },
      },
    },
    // the relay and the command, with their libraries inside: a web team gets no server dependency
    node: {
      consumer: 'server',
      resolve: { noExternal: true, external: ['@photostructure/sqlite', 'bufferutil', 'utf-8-validate'] },
      build: {
        ssr: true,
        target: 'node20',
        outDir: 'dist/npm',
        emptyOutDir: false,
        license: LICENSES,
        rolldownOptions: {
          input: { relay: 'src/relay/index.ts', cli: 'src/cli/cli.ts' },
          external: [/^node:/, '@photostructure/sqlite', 'bufferutil', 'utf-8-validate'],
          output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: hashed },
        },
      },
    },
    // the agent desk's page, served by the relay
    desk: {
      consumer: 'client',
      build: {
        target: es2022,
        outDir: 'dist/npm/desk',
        license: LICENSES,
        emptyOutDir: true,
        modulePreload: false,
        rolldownOptions: { input: 'src/desk/index.html' },
      },
    },
  },
  base: './',
});
