// `npm run test:kill -- --cycles 300 [--rounds 20] [--browser firefox] [--seed 7] [--skip-build]`: the long runs in which
// browsers are killed. `npm test` runs a few of each.
import { spawnSync } from 'node:child_process';
import { parseArgs } from 'node:util';

const string = { type: 'string' };
const { values } = parseArgs({
  options: {
    /** Browsers killed in a burst; a third as many more with the relay down. */
    cycles: { ...string, default: '300' },
    /** Times that each way of losing the tab in the lead is repeated. */
    rounds: { ...string, default: '20' },
    browser: { ...string, default: 'chromium' },
    seed: { ...string, default: String(Math.floor(Math.random() * 2 ** 31)) },
    'skip-build': { type: 'boolean' },
  },
});
const { cycles, rounds, browser, seed } = values;
const run = (command, args, env = {}) =>
  spawnSync(command, args, {
    stdio: 'inherit',
    shell: process.platform === 'win32',
    env: { ...process.env, ...env },
  }).status === 0;

console.log(`${cycles} kills of ${browser}, seed ${seed}`);
const isBuilt = values['skip-build'] || run('npx', ['vite', 'build', '--logLevel', 'warn']);
// the tabs and pages are driven through DevTools, which only Chromium has
const files = browser === 'chromium' ? ['test/e2e/kill'] : ['test/e2e/kill.test.ts'];
const env = { KILL_CYCLES: cycles, KILL_ROUNDS: rounds, KILL_BROWSER: browser, KILL_SEED: seed };
const isOk = isBuilt && run('npx', ['vitest', 'run', '--project', 'e2e', '--reporter', 'verbose', ...files], env);
process.exit(isOk ? 0 : 1);
