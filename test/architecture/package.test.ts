/** What `npm i sobani` brings. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';

const root = new URL('../../', import.meta.url).pathname;
const json = (file: string) => JSON.parse(readFileSync(`${root}${file}`, 'utf8'));

describe('the package', () => {
  test('brings a web team four libraries and no server', () => {
    expect(Object.keys(json('package.json').dependencies)).toEqual([
      '@floating-ui/dom',
      'idb-keyval',
      'nanoid',
      'preact',
    ]);
  });

  test('pins every version', () => {
    const { dependencies, devDependencies } = json('package.json');
    const versions = Object.values({ ...dependencies, ...devDependencies });
    expect(versions.filter((version) => !/^\d+\.\d+\.\d+$/.test(String(version)))).toEqual([]);
  });

  test('runs no install script', () => {
    const { packages } = json('package-lock.json') as { packages: Record<string, { hasInstallScript?: boolean }> };
    const scripted = Object.keys(packages).filter((name) => packages[name]!.hasInstallScript);
    const { allowScripts, scripts } = json('package.json');
    expect(scripted.every((name) => allowScripts[name.replace('node_modules/', '')] === false)).toBe(true);
    expect(readFileSync(`${root}.npmrc`, 'utf8')).toContain('ignore-scripts=true');
    expect(Object.keys(scripts).filter((name) => /install/.test(name))).toEqual([]);
  });

  test('holds what is built, the licence and the README, and nothing else', () => {
    const out = execFileSync('npm', ['pack', '--dry-run', '--json', '--loglevel=error'], {
      cwd: root,
      encoding: 'utf8',
    });
    const files = (JSON.parse(out) as [{ files: { path: string }[] }])[0].files.map(({ path }) => path);
    const tops = new Set(files.map((path) => path.split('/').slice(0, 2).join('/')));
    expect([...tops].sort()).toEqual([
      'LICENSE',
      'README.md',
      'dist/cdn',
      'dist/npm',
      'dist/types',
      'docs/emoji-licenses.md',
      'docs/flows.schema.json',
      'docs/rules.schema.json',
      'docs/snapshot.schema.json',
      'package.json',
    ]);
    expect(files.filter((path) => /\.(map|test\.\w+)$/.test(path))).toEqual([]);
    // of what is bundled
    const licences = files.filter((path) => path.endsWith('/licenses.md'));
    expect(licences).toEqual(['dist/cdn', 'dist/npm/desk', 'dist/npm'].map((folder) => `${folder}/licenses.md`));
    expect(readFileSync(`${root}dist/cdn/licenses.md`, 'utf8')).toContain('## preact');
  });

  test.each([
    'sobani',
    'sobani/headless',
    'sobani/transports/memory',
    'sobani/transports/relay',
    'sobani/transports/conformance',
    'sobani/testing',
    'sobani/relay',
  ])('%s can be imported where there is no window, and does nothing', (entry) => {
    const script = `
        const before = Object.getOwnPropertyNames(globalThis).length;
        const entry = await import('${entry}');
        if (!Object.keys(entry).length) throw new Error('exports nothing');
        if (Object.getOwnPropertyNames(globalThis).length !== before) throw new Error('left a global');
        const messenger = entry.createMessenger?.({ app: 'shop' });
        await messenger?.open();
        await messenger?.set({ traits: { plan: 'pro' } });
      `;
    expect(() =>
      execFileSync(process.execPath, ['--input-type=module', '-e', script], { cwd: root, stdio: 'pipe' }),
    ).not.toThrow();
  });
});
