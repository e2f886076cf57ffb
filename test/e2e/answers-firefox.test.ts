import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build, type Rolldown } from 'vite';
import { expect, test } from 'vitest';
import { missing, openBrowser } from '../kill/browser.js';

test.skipIf(missing('firefox'))('Firefox scores some hundred questions as Node does, to the last bit', async () => {
  const [bundle] = (await build({
    configFile: false,
    logLevel: 'error',
    publicDir: false,
    build: { write: false, lib: { entry: 'test/help/answers-many.ts', formats: ['iife'], name: 'answers' } },
  })) as Rolldown.RolldownOutput[];
  const profile = mkdtempSync(join(tmpdir(), 'sobani-firefox-'));
  const browser = await openBrowser('firefox', profile);
  try {
    const page = await browser.context.newPage();
    const hash = await page.evaluate(`(() => { ${bundle!.output[0].code}; return answers.hashOfScores(); })()`);
    expect(hash).toBe(readFileSync('test/help/golden/answers-scores.txt', 'utf8').trim());
  } finally {
    await browser.kill();
    rmSync(profile, { recursive: true, force: true });
  }
});
