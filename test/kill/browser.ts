/** Browsers with a profile on disk, as processes that may be killed at any moment with all their children. */
import { spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { type BrowserContext, chromium, firefox } from 'playwright';
import { firefoxPath, launch } from '../support/browsers.mjs';

export type BrowserName = 'chromium' | 'firefox';

export interface Killable {
  context: BrowserContext;
  /** SIGKILL to the whole process group, and resolves when none of it is left. */
  kill(): Promise<void>;
  /** Quits as a person does. */
  quit(): Promise<void>;
}

/** How Chromium is started. */
export interface Way {
  switches?: string[];
  /** As people have it. Default: in a long run; a share of one kills shells, which write to the disk as it does. */
  whole?: boolean;
}
const isLong = !!process.env.KILL_CYCLES;

/** Why this browser cannot be had, or null. */
export const missing = (browser: BrowserName): string | null =>
  browser === 'firefox' && !existsSync(firefoxPath)
    ? `no ${firefoxPath}: apt-get install firefox-esr, or FIREFOX_PATH`
    : null;

/** State and group of a process, or null when it is gone. */
function look(pid: string): { state: string; group: number } | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const [state, , group] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return { state: state!, group: Number(group) };
  } catch {
    return null;
  }
}
const processes = () => readdirSync('/proc').filter((name) => /^\d+$/.test(name));
/** What is dead but not buried, which an init that is not in a hurry leaves for seconds, writes no more. */
const isAlive = (group: number) =>
  processes().some((pid) => {
    const found = look(pid);
    return found?.group === group && !/[ZX]/.test(found.state);
  });
const killGroup = async (group: number) => {
  try {
    process.kill(-group, 'SIGKILL');
  } catch {} // gone already
  while (isAlive(group)) await sleep(5);
};
/** What was started here does not outlive this process. */
function killAtExit(group: number) {
  const end = () => {
    try {
      process.kill(-group, 'SIGKILL');
    } catch {}
  };
  process.once('exit', end);
  return () => process.off('exit', end);
}

async function openChromium(profile: string, { switches = [], whole = isLong }: Way): Promise<Killable> {
  const { executablePath, env, args = [] } = launch({ whole });
  const flags = [
    '--headless=new',
    '--remote-debugging-port=0',
    `--user-data-dir=${profile}`,
    '--no-first-run',
    '--no-default-browser-check',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-dev-shm-usage',
    '--disable-gpu',
    '--lang=en-US',
  ];
  const child = spawn(executablePath!, [...args, ...flags, ...switches, 'about:blank'], {
    detached: true, // a process group of its own
    env: env as NodeJS.ProcessEnv,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const group = child.pid!;
  const stay = killAtExit(group);
  let said = '';
  const endpoint = await new Promise<string>((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`Chromium ended with ${code}: ${said.slice(-2_000)}`)));
    child.stderr.on('data', (chunk) => {
      said += chunk;
      const [, url] = /DevTools listening on (\S+)/.exec(said) ?? [];
      if (url) resolve(url);
    });
  });
  const browser = await chromium.connectOverCDP(endpoint);
  return {
    context: browser.contexts()[0]!,
    async quit() {
      const devtools = await browser.newBrowserCDPSession();
      await devtools.send('Browser.close').catch(() => {});
      while (isAlive(group)) await sleep(5);
      stay();
    },
    async kill() {
      await killGroup(group);
      stay();
      await browser.close().catch(() => {});
    },
  };
}

/** Process groups of whatever names this folder in its command line. */
function groupsOf(profile: string): Set<number> {
  const names = (pid: string) => {
    try {
      return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(profile);
    } catch {
      return false; // ended meanwhile
    }
  };
  return new Set(processes().flatMap((pid) => (names(pid) ? (look(pid)?.group ?? []) : [])));
}

async function openFirefox(profile: string): Promise<Killable> {
  const context = await firefox.launchPersistentContext(profile, {
    channel: 'moz-firefox',
    executablePath: firefoxPath,
    handleSIGINT: false,
  });
  // Playwright starts it in a group of its own, but does not tell its number
  const groups = [...groupsOf(profile)];
  const stay = groups.map(killAtExit);
  return {
    context,
    async quit() {
      await context.close();
      for (const undo of stay) undo();
    },
    async kill() {
      await Promise.all(groups.map(killGroup));
      for (const undo of stay) undo();
      await context.close().catch(() => {});
    },
  };
}

/** Starts a browser over a profile, which may be one that was killed. */
export const openBrowser = (browser: BrowserName, profile: string, way: Way = {}): Promise<Killable> =>
  browser === 'firefox' ? openFirefox(profile) : openChromium(profile, way);
