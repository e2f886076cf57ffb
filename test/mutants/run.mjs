// `npm run test:mutants`: plants one bug after the other in a copy of this tree, and expects the tests that are named beside
// it to fail. `-- --only WORDS` takes those whose name or file has them, `--jobs 2` works on two copies at once.
import { spawn } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { all, faults, ROOT } from './all.mjs';

const NOT_COPIED = new Set(['.git', '.demo', 'dist', 'docs', 'node_modules']);
/** Milliseconds for the tests of one mutant; some mutants never end. */
const LIMIT = 300_000;

const { values } = parseArgs({ options: { only: { type: 'string' }, jobs: { type: 'string', default: '1' } } });
const mutants = all.filter(({ name, file }) => `${name} ${file}`.includes(values.only ?? ''));

function copyTree() {
  const folder = mkdtempSync(join(tmpdir(), 'sobani-mutants-'));
  const filter = (source) => !NOT_COPIED.has(source.slice(ROOT.length));
  cpSync(ROOT, folder, { recursive: true, filter });
  // its own folder, so that what Vitest keeps in it is not shared
  const modules = join(ROOT, 'node_modules');
  mkdirSync(join(folder, 'node_modules'));
  for (const name of readdirSync(modules).filter((one) => !/^\.(vite|package-lock)/.test(one))) {
    symlinkSync(join(modules, name), join(folder, 'node_modules', name));
  }
  return folder;
}

const running = new Set();

/** Runs the tests in a copy. `failed` names those that failed; empty when none did; null when they did not come to an end. */
function runTests(folder, files) {
  const report = join(folder, 'report.json');
  rmSync(report, { force: true });
  const args = [
    '--project',
    'unit',
    '--project',
    'alone',
    '--bail',
    '1',
    '--reporter',
    'json',
    '--outputFile',
    report,
    ...files,
  ];
  const child = spawn(process.execPath, [join(ROOT, 'node_modules/vitest/vitest.mjs'), 'run', ...args], {
    cwd: folder,
    stdio: ['ignore', 'ignore', 'pipe'],
    detached: true,
  });
  running.add(child);
  let said = '';
  child.stderr.on('data', (chunk) => {
    said = `${said}${chunk}`.slice(-2_000);
  });
  const timer = setTimeout(() => kill(child), LIMIT);
  return new Promise((resolve) => {
    child.on('close', (code) => {
      clearTimeout(timer);
      running.delete(child);
      if (!existsSync(report)) return resolve({ isOk: false, failed: null, said });
      const { testResults } = JSON.parse(readFileSync(report, 'utf8'));
      const results = testResults.flatMap(({ assertionResults }) => assertionResults);
      const failed = results.filter(({ status }) => status === 'failed').map(({ fullName }) => fullName);
      const broken = testResults.filter(
        ({ status, assertionResults }) => status === 'failed' && !assertionResults.length,
      );
      resolve({
        isOk: code === 0 && results.length > 0,
        failed: broken.length ? null : failed,
        said: broken[0]?.message ?? said,
      });
    });
  });
}

/** With all that it has started. */
function kill(child) {
  try {
    process.kill(-child.pid, 'SIGKILL');
  } catch {} // it is gone already
}

async function judge(folder, { file, find, replace, tests }) {
  const path = join(folder, file);
  const right = readFileSync(path, 'utf8');
  writeFileSync(
    path,
    right.replace(find, () => replace),
  );
  try {
    const { isOk, failed, said } = await runTests(folder, tests);
    if (failed?.length) return { verdict: 'caught', by: failed[0] };
    // an uncaught error fails the run, and no test
    if (failed && !isOk && /Unhandled|Uncaught/.test(said)) return { verdict: 'caught', by: 'an uncaught error' };
    return isOk
      ? { verdict: 'survived', by: tests.join(' ') }
      : { verdict: 'unclear', by: said.trim() || 'no end in time' };
  } finally {
    writeFileSync(path, right);
  }
}

const wrong = faults();
if (!mutants.length) wrong.push(`no mutant has ${values.only} in its name or file`);
if (wrong.length) {
  console.error(wrong.join('\n'));
  process.exit(1);
}

const start = performance.now();
const seconds = (from) => `${Math.round((performance.now() - from) / 1_000)} s`;
const folders = Array.from({ length: Math.max(1, Number(values.jobs)) }, copyTree);
const clean = () => {
  running.forEach(kill);
  for (const folder of folders) rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
};
process.on('exit', clean);
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => process.exit(130));

// a test that fails anyway would catch everything
const tests = [...new Set(mutants.flatMap((mutant) => mutant.tests))];
const before = await runTests(folders[0], tests);
if (!before.isOk) {
  console.error(`without any mutant there fails: ${before.failed?.join(', ') ?? ''}\n${before.said}`);
  process.exit(1);
}
console.log(`${tests.length} test files pass without any mutant, ${seconds(start)}`);

const tally = { caught: 0, survived: 0, unclear: 0 };
const queue = [...mutants];
await Promise.all(
  folders.map(async (folder) => {
    for (let mutant = queue.shift(); mutant; mutant = queue.shift()) {
      const from = performance.now();
      const { verdict, by } = await judge(folder, mutant);
      tally[verdict]++;
      console.log(`${verdict.padEnd(8)} ${mutant.guarantee.padEnd(3)} ${mutant.name}, ${seconds(from)}: ${by}`);
      if (verdict !== 'caught') console.log(`         ${mutant.file}: ${mutant.why}`);
    }
  }),
);
console.log(`${tally.caught} caught, ${tally.survived} survived, ${tally.unclear} unclear, ${seconds(start)} in all`);
process.exitCode = tally.survived + tally.unclear ? 1 : 0;
