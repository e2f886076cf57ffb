// `npm run test:sim`: builds the simulator and passes the arguments on.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildSimulator } from './build.mjs';

const folder = mkdtempSync(join(tmpdir(), 'sobani-sim-'));
try {
  await buildSimulator(folder);
  const regressions = new URL('regressions.json', import.meta.url).pathname;
  const { status } = spawnSync(
    process.execPath,
    [join(folder, 'simulator.mjs'), '--regressions', regressions, '--keep', '--cells', ...process.argv.slice(2)],
    { stdio: 'inherit' },
  );
  process.exitCode = status ?? 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
