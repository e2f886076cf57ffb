import type { Reporter, TestModule } from 'vitest/node';

/** Prints the closing line: `N passed, N failed, N skipped`. Steps that failed before the tests count as failed. */
export default class Tally implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandled: readonly unknown[]): void {
    let passed = 0;
    let skipped = 0;
    let failed = unhandled.length + Number(process.env.FAILED_STEPS ?? 0);
    for (const module of modules) {
      let own = 0;
      for (const test of module.children.allTests()) {
        const { state } = test.result();
        if (state === 'passed') passed++;
        else if (state === 'skipped') skipped++;
        else if (state === 'failed') own++;
      }
      failed += own || (module.state() === 'failed' ? 1 : 0); // a file that did not load counts as one
    }
    // a failure outside the tests (a global setup, no test file) shows in the exit code alone
    process.on('exit', (code) =>
      console.log(`\n${passed} passed, ${failed || (code ? 1 : 0)} failed, ${skipped} skipped`),
    );
  }
}
