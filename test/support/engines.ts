/** The browsers that everything must work in, and which of them this machine has. `SOBANI_ENGINES` names fewer, as `chromium,firefox`. */
import { existsSync } from 'node:fs';
import { firefoxPath } from './browsers.mjs';
import type { Engine, EngineName } from './engine.js';
import { openFirefox } from './engine-bidi.js';
import { openChromium } from './engine-chromium.js';
import { openWebkit } from './engine-webdriver.js';
import { missingWebkit } from './webdriver.js';

const asked = process.env.SOBANI_ENGINES?.split(',');

/** Why that one cannot be had, or null. A line of the run says so too. */
export function missing(name: EngineName): string | null {
  const firefox = existsSync(firefoxPath) ? null : `no ${firefoxPath}: apt-get install firefox-esr, or FIREFOX_PATH`;
  const isAsked = asked?.includes(name) ?? true;
  const why = isAsked ? { chromium: null, firefox, webkit: missingWebkit() }[name] : 'SOBANI_ENGINES does not name it';
  if (why) console.log(`The tests in ${name} are skipped: ${why}`);
  return why;
}

export const openEngine = (name: EngineName): Promise<Engine> =>
  ({ chromium: openChromium, firefox: openFirefox, webkit: openWebkit })[name]();
