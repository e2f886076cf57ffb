import { expect } from 'playwright/test';

/** Playwright's assertions, with the patience that a busy machine needs: how quick something is, benchmarks tell. */
export const pw = expect.configure({ timeout: 30_000 });
