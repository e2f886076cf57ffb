// `npm test`: a browser if the machine has none, types, lint, the builds that the tests look at, then every test.
import { spawnSync } from 'node:child_process';
import { chromiumPath, ensureChromium } from './browsers.mjs';

if (!chromiumPath()) {
  console.log('No Chromium on this machine: unpacking the one of @sparticuz/chromium');
  if (!ensureChromium()) console.error('Found none: install Chromium or Chrome, or set CHROMIUM_PATH');
}

const run = (command, args, env = {}) => {
  const start = performance.now();
  const options = { stdio: 'inherit', shell: process.platform === 'win32', env: { ...process.env, ...env } };
  const isOk = spawnSync(command, args, options).status === 0;
  const seconds = Math.round((performance.now() - start) / 1000);
  console.log(`${args.join(' ')}: ${isOk ? 'ok' : 'FAILED'}, ${seconds} s`);
  return isOk;
};
const steps = ['typecheck', 'lint', 'build', 'build:demo'];
const failed = steps.filter((step) => !run('npm', ['run', '-s', step]));
if (failed.length) console.error(`failed before the tests: ${failed.join(', ')}`);
const isOk = run('npx', ['vitest', 'run', ...process.argv.slice(2)], { FAILED_STEPS: String(failed.length) });
process.exit(isOk && !failed.length ? 0 : 1);
