/** A thousand histories in virtual time; more of them: `npm run test:sim -- --seeds N`. */
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { buildSimulator } from './build.mjs';

const folder = mkdtempSync(join(tmpdir(), 'sobani-sim-'));
beforeAll(() => buildSimulator(folder), 60_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Answers what it printed, if something broke. */
const play = (seeds: number, ...given: string[]) =>
  new Promise<string>((resolve) => {
    const regressions = new URL('regressions.json', import.meta.url).pathname;
    const args = [join(folder, 'simulator.mjs'), ...given, '--seeds', `${seeds}`, '--regressions', regressions];
    execFile(process.execPath, args, { maxBuffer: 2 ** 26 }, (error, stdout, stderr) =>
      resolve(error ? `${stdout}${stderr}` : ''),
    );
  });
const LONG = 300_000;

test(
  'nothing that visitors write is lost, doubled, reordered or shown wrongly, whatever fails',
  async () => {
    expect(await play(500, '--accounts', 'no', '--channel', 'yes')).toBe('');
  },
  LONG,
);

test(
  'the same while people sign in and out in several tabs at once',
  async () => {
    expect(await play(500, '--accounts', 'yes', '--channel', 'yes')).toBe('');
  },
  LONG,
);

// Without a channel one browser may become two anonymous persons, and their tabs show what they have on disk only
// (docs/guarantees.md), so that what they show together (O3, O4, O6) cannot hold. What is said in them does.
test(
  'nothing is lost, doubled, reordered or said as somebody else where tabs cannot talk to each other',
  async () => {
    expect(await play(100, '--accounts', 'no', '--channel', 'no', '--promises', 'O1|O2|O5|O7')).toBe('');
  },
  LONG,
);
