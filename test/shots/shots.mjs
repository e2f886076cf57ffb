// Pictures of the gallery's states: npm run shots -- [--only TEXT] [--look NAME] [--against REV] [--out FOLDER]
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { chromium } from 'playwright';
import { build } from 'vite';
import { launch } from '../support/browsers.mjs';
import { compare } from './compare.mjs';

const root = fileURLToPath(new URL('../../', import.meta.url));
const { values } = parseArgs({
  options: {
    only: { type: 'string' },
    look: { type: 'string' },
    against: { type: 'string' },
    out: { type: 'string', default: 'dist/shots' },
  },
});
const out = join(root, values.out);
const PAGES = 2;
const NOW = new Date('2026-11-20T10:00:00Z');

/** Query of the page, and the window. */
const LOOKS = {
  light: { query: '', viewport: { width: 720, height: 780 } },
  dark: { query: 'theme=dark', viewport: { width: 720, height: 780 } },
  rtl: { query: 'dir=rtl', viewport: { width: 720, height: 780 } },
  phone: { query: 'theme=dark', viewport: { width: 390, height: 780 } },
  'phone-rtl': { query: 'dir=rtl', viewport: { width: 390, height: 780 } },
};

/** Builds the gallery with the messenger of a folder. */
async function buildGallery(folder, outDir) {
  const demo = join(folder, 'demo');
  await build({
    ...{ configFile: false, logLevel: 'warn', root: demo, publicDir: join(demo, 'shop/public') },
    define: { __SOBANI_VERSION__: '"0.0.0"' },
    oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
    resolve: {
      alias: {
        'decode-named-character-reference': join(folder, 'node_modules/decode-named-character-reference/index.js'),
      },
    },
    build: {
      ...{ outDir, emptyOutDir: true, target: 'es2022', modulePreload: false, minify: false },
      rolldownOptions: { input: join(demo, 'pages/gallery.html') },
    },
  });
}

const TYPES = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css', '.svg': 'image/svg+xml' };
const serve = (folder) =>
  new Promise((resolve) => {
    const server = createServer(async (req, res) => {
      const path = new URL(req.url, 'http://x').pathname;
      const body = await readFile(join(folder, path)).catch(() => null);
      if (body) res.writeHead(200, { 'content-type': TYPES[extname(path)] ?? 'application/octet-stream' }).end(body);
      else res.writeHead(404).end();
    });
    server.listen(0, '127.0.0.1', () => resolve(server));
  });

async function shoot(browser, folder, to) {
  const server = await serve(folder);
  const url = `http://127.0.0.1:${server.address().port}/pages/gallery.html`;
  const jobs = [];
  const troubles = [];
  const named = await browser.newPage();
  await named.goto(url);
  const names = await named
    .locator('.states a[aria-label$=", light"]')
    .evaluateAll((all) => all.map((a) => a.getAttribute('href').slice(1)));
  await named.close();
  for (const [look, how] of Object.entries(LOOKS)) {
    if (values.look && look !== values.look) continue;
    for (const name of names) if (!values.only || name.includes(values.only)) jobs.push({ look, name, ...how });
  }
  const work = async () => {
    const page = await browser.newPage({ reducedMotion: 'reduce', timezoneId: 'UTC', locale: 'en-GB' });
    await page.route(/elsewhere\.example/, (route) => route.abort());
    await page.clock.setFixedTime(NOW);
    for (let job = jobs.shift(); job; job = jobs.shift()) {
      const { look, name, query, viewport } = job;
      await page.setViewportSize(viewport);
      // another document each time
      await page.goto('about:blank');
      await page.goto(`${url}#${name}${query && `?${query}`}`, { waitUntil: 'commit', timeout: 120_000 });
      await page.locator('html[data-ready], html[data-trouble]').waitFor({ state: 'attached', timeout: 60_000 });
      const trouble = await page.locator('html').getAttribute('data-trouble');
      if (trouble) troubles.push(`${name} ${look}: ${trouble}`);
      await page.evaluate(() =>
        Promise.all([document.fonts.ready, new Promise((done) => requestAnimationFrame(() => setTimeout(done, 80)))]),
      );
      const rtl = look.endsWith('rtl');
      const isWide = viewport.width > 500;
      // where the panel is, and some of the page
      const clip =
        isWide && !/banner|hint|start/.test(name) ? { x: rtl ? 0 : 280, y: 0, width: 440, height: 780 } : undefined;
      await page.screenshot({
        path: join(to, `${name.replaceAll('/', '-')}.${look}.png`),
        animations: 'disabled',
        ...(clip && { clip }),
      });
    }
    await page.close();
  };
  await Promise.all(Array.from({ length: PAGES }, work));
  server.close();
  server.closeAllConnections();
  return troubles;
}

const scratch = mkdtempSync(join(tmpdir(), 'shots-'));
const browser = await chromium.launch(launch({ whole: true }));
let troubles = [];
try {
  rmSync(out, { recursive: true, force: true });
  const now = join(out, 'now');
  mkdirSync(now, { recursive: true });
  await buildGallery(root, join(scratch, 'now'));
  troubles = await shoot(browser, join(scratch, 'now'), now);
  if (values.against) {
    const tree = join(scratch, 'tree');
    execFileSync('git', ['worktree', 'add', '--detach', tree, values.against], { cwd: root, stdio: 'ignore' });
    try {
      symlinkSync(join(root, 'node_modules'), join(tree, 'node_modules'));
      // the same states of the other messenger
      for (const path of ['demo/gallery', 'demo/pages', 'demo/playground', 'demo/shop', 'demo/help']) {
        cpSync(join(root, path), join(tree, path), { recursive: true });
      }
      await buildGallery(tree, join(scratch, 'before'));
      const before = join(out, 'before');
      mkdirSync(before, { recursive: true });
      troubles.push(
        ...(await shoot(browser, join(scratch, 'before'), before)).map((line) => `${values.against}: ${line}`),
      );
      const changed = await compare(browser, before, now, join(out, 'changed'));
      for (const { name, pixels } of changed) console.log(`${name}: ${pixels} pixels differ`);
      if (!changed.length) console.log('No pixel differs.');
    } finally {
      execFileSync('git', ['worktree', 'remove', '--force', tree], { cwd: root });
    }
  }
} finally {
  await browser.close();
  rmSync(scratch, { recursive: true, force: true });
}
if (troubles.length) console.error(troubles.join('\n'));
console.log(`Pictures: ${out}`);
process.exitCode = troubles.length ? 1 : 0;
