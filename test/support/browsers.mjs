// The browsers of this machine, and how Playwright launches them. No browser is ever downloaded.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright';

const first = (paths) => paths.find((path) => path && existsSync(path));
const cache = fileURLToPath(new URL('../../node_modules/.cache/chromium/', import.meta.url));
const bundled = `${cache}chromium`;

/** Browsers as people have them. */
const browsers = () =>
  [
    process.env.CHROMIUM_PATH,
    '/usr/bin/chromium',
    '/usr/bin/chromium-browser',
    '/usr/bin/google-chrome',
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
    chromium.executablePath(),
  ].filter((path) => !/headless.shell/.test(path));

/**
 * Path of a Chromium to test pages in, or undefined. `CHROMIUM_PATH` wins. A shell goes before a browser: it is the same
 * engine, and starting it or opening a page takes a third of the work.
 */
export const chromiumPath = () =>
  first([process.env.CHROMIUM_PATH, '/usr/bin/chromium-headless-shell', ...browsers(), bundled]);

/** Path of a Firefox ESR, which may not be there. `FIREFOX_PATH` wins. */
export const firefoxPath = process.env.FIREFOX_PATH ?? '/usr/bin/firefox-esr';

/** Unpacks the Chromium of the package @sparticuz/chromium (Linux) when the machine has none. */
export function ensureChromium() {
  if (chromiumPath() || process.platform !== 'linux') return chromiumPath();
  mkdirSync(cache, { recursive: true });
  // the package unpacks into TMPDIR; told that it is on AWS it unpacks libnss3 and libexpat too
  execFileSync(process.execPath, ['-e', 'import("@sparticuz/chromium").then((m) => m.default.executablePath())'], {
    cwd: fileURLToPath(new URL('../../', import.meta.url)),
    env: { ...process.env, TMPDIR: cache, AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs20.x' },
    stdio: 'inherit',
  });
  // the package's own fonts.conf looks in /tmp/fonts; Chromium dies on the first text without a font
  const dirs = [`${cache}fonts/fonts`, '/usr/share/fonts'].map((dir) => `<dir>${dir}</dir>`).join('');
  writeFileSync(`${cache}fonts.conf`, `<fontconfig>${dirs}<cachedir>${cache}font-cache</cachedir></fontconfig>`);
  return chromiumPath();
}

/** Whether there is a browser as people have it: a shell has no back/forward cache, and no settings and permissions of a site. */
export const isWhole = () => !!first(browsers());

/** Launch options for Playwright; `whole` asks for a browser as people have it, if there is one. Throws when there is no Chromium. */
export function launch({ whole = false } = {}) {
  const executablePath = (whole && first(browsers())) || ensureChromium();
  if (!executablePath) throw new Error('No Chromium found: install Chromium or Chrome, or set CHROMIUM_PATH');
  const env = { ...process.env };
  if (executablePath === bundled) {
    env.LD_LIBRARY_PATH = [`${cache}al2023/lib`, process.env.LD_LIBRARY_PATH].filter(Boolean).join(':');
    env.FONTCONFIG_FILE = `${cache}fonts.conf`;
  }
  // Chromium's sandbox refuses to start as root, and needs user namespaces otherwise
  const noSandbox = process.getuid?.() === 0 || executablePath === bundled;
  return { executablePath, env, args: noSandbox ? ['--no-sandbox'] : [] };
}
