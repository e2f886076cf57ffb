import { playwright } from '@vitest/browser-playwright';
import { defineConfig } from 'vitest/config';
import { launch } from './test/support/browsers.mjs';
import LongestFirst from './test/support/sequencer.js';

const ours = [
  'architecture',
  'cli',
  'context',
  'core',
  'flows',
  'handoff',
  'help',
  'i18n',
  'loader',
  'matcher',
  'proactive',
  'relay',
  'sim',
  'storage',
  'surveys',
  'testing',
  'theme',
  'transport',
  'ui',
  'wire',
];

const ALONE = 'test/**/*.alone.test.ts';
const unit = {
  include: [`test/{${ours.join(',')}}/**/*.test.{ts,tsx}`],
  setupFiles: ['test/support/waits.ts'],
  environment: 'node',
  restoreMocks: true,
  unstubGlobals: true,
  unstubEnvs: true,
  testTimeout: 30_000,
};
const ENGINES = 'test/e2e/engines-{firefox,webkit}.test.ts';
const e2e = {
  include: ['test/e2e/**/*.test.ts'],
  environment: 'node',
  testTimeout: 180_000,
  hookTimeout: 120_000,
  // what they share is a browser
  isolate: false,
};

export default defineConfig({
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  publicDir: false,
  test: {
    reporters: ['default', './test/support/tally.ts'],
    // one process a core of the smallest machine that this must be quick on; left alone it would be one in all there
    maxWorkers: 2,
    globalSetup: ['test/support/scratch.ts'],
    sequence: { sequencer: LongestFirst },
    expect: { poll: { timeout: 30_000 } },
    projects: [
      {
        extends: true,
        test: {
          ...unit,
          name: 'unit',
          exclude: [ALONE],
          setupFiles: [...unit.setupFiles, 'test/support/one-world.ts'],
          // to load the sources anew for each file would cost as much as a third of the tests
          isolate: false,
        },
      },
      // what changes its world for good, or needs modules that nobody has loaded yet
      { extends: true, test: { ...unit, name: 'alone', include: [ALONE] } },
      {
        extends: true,
        test: {
          name: 'browser',
          include: ['test/browser/**/*.test.{ts,tsx}'],
          setupFiles: ['test/browser/set-up.ts'],
          testTimeout: 30_000,
          browser: {
            enabled: true,
            headless: true,
            screenshotFailures: false,
            provider: playwright({ launchOptions: launch() }),
            instances: [{ browser: 'chromium', viewport: { width: 1024, height: 768 } }],
          },
        },
      },
      {
        extends: true,
        test: {
          ...e2e,
          name: 'e2e',
          exclude: [ENGINES],
          // after the others, so that a browser under test has a core
          sequence: { groupOrder: 1 },
        },
      },
      // with nothing beside them: on a machine that is busy enough their disk takes longer than a visitor would wait
      {
        extends: true,
        test: { ...e2e, name: 'engines', include: [ENGINES], sequence: { groupOrder: 2 }, maxWorkers: 1 },
      },
    ],
  },
});
