// The browsers of this machine, and how Playwright launches them. No browser is ever downloaded.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright';

const first = (paths) => paths.find((path) => path && existsSync(path));
const cache = fileURLToPath(new URL('../../node_modules/.cache/chromium/', import.meta.url));
const bundled = `${cache}chromium`;

/** Path of a Chromium, or undefined. `CHROMIUM_PATH` wins. */
export const chromiumPath = () =>
  first([
    process.env.CHROMIUM_PATH,
    '/usr/bin/chromium',
    '/usr/bin/chromium-browser',
    '/usr/bin/google-chrome',
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
    chromium.executablePath(),
    bundled,
  ]);

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

/**
 * Whether it is a browser as people have it. The package's one is a shell of an older version: it has no back/forward cache
 * and no site settings, and remembers a module that failed to load.
 */
export const isWhole = () => chromiumPath() !== bundled;

/** Launch options for Playwright. Throws when there is no Chromium. */
export function launch() {
  const executablePath = ensureChromium();
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
