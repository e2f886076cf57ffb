/** The browsers that everything must work in, and which of them this machine has; Firefox and WebKit where they are asked for. */
import { existsSync } from 'node:fs';
import { firefoxPath } from './browsers.mjs';
import type { Engine, EngineName } from './engine.js';
import { openPlaywright } from './engine-playwright.js';
import { openWebdriver } from './engine-webdriver.js';
import { missingWebkit } from './webdriver.js';

/** Why that one cannot be had, or null. A line of the run says so too. */
export function missing(name: EngineName): string | null {
  const firefox = existsSync(firefoxPath) ? null : `no ${firefoxPath}: apt-get install firefox-esr, or FIREFOX_PATH`;
  const isAsked = name === 'chromium' || process.env.SOBANI_ENGINES === 'all';
  const why = isAsked ? { chromium: null, firefox, webkit: missingWebkit() }[name] : 'npm run test:engines runs them';
  if (why) console.log(`The tests in ${name} are skipped: ${why}`);
  return why;
}

export const openEngine = (name: EngineName): Promise<Engine> =>
  name === 'webkit' ? openWebdriver() : openPlaywright(name);
