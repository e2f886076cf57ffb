/** Firefox as a process, and calls to it as the WebDriver BiDi standard has them. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { WebSocket } from 'ws';
import { firefoxPath } from './browsers.mjs';
import { start } from './started.js';

/** What a driver asks for anyway, Firefox sets by itself. All pages are in one process: to start another is most of a visit. */
const PREFERENCES = {
  'browser.aboutwelcome.enabled': false,
  'browser.newtab.preload': false,
  'browser.startup.homepage_override.mstone': 'ignore',
  'browser.startup.page': 0,
  'datareporting.policy.dataSubmissionEnabled': false,
  'dom.ipc.processCount': 1,
  'dom.ipc.processPrelaunch.enabled': false,
  'fission.autostart': false,
  'intl.accept_languages': 'en-US, en',
  'ui.prefersReducedMotion': 1,
};

export interface Bidi {
  version: string;
  /** A command, as `browsingContext.navigate`. Rejects with the browser's own words. */
  call<T>(method: string, params?: object): Promise<T>;
  end(): Promise<void>;
}

interface Reply {
  id?: number;
  type: 'success' | 'error' | 'event';
  result?: unknown;
  error?: string;
  message?: string;
}

export async function openBidi(): Promise<Bidi> {
  const profile = await mkdtemp(join(tmpdir(), 'sobani-firefox-'));
  const lines = Object.entries(PREFERENCES).map(([name, value]) => `user_pref("${name}", ${JSON.stringify(value)});\n`);
  await writeFile(join(profile, 'user.js'), lines);
  const args = ['--headless', '--no-remote', '--profile', profile, '--remote-debugging-port', '0'];
  const { child, end } = start(firefoxPath, args, ['ignore', 'ignore', 'pipe']);
  const gone = new Promise<void>((resolve) => child.once('close', () => resolve()));
  const close = async () => {
    end();
    await gone;
    await rm(profile, { recursive: true, force: true, maxRetries: 20 });
  };
  try {
    const address = await new Promise<string>((resolve, reject) => {
      child.once('error', reject).once('exit', (code) => reject(new Error(`Firefox ended with ${code}.`)));
      createInterface({ input: child.stderr! }).on('line', (line) => {
        const [, found] = /WebDriver BiDi listening on (ws:\S+)/.exec(line) ?? [];
        if (found) resolve(found);
      });
    });
    const call = await connect(`${address}/session`);
    const { capabilities } = await call<{ capabilities: { browserVersion: string } }>('session.new', {
      capabilities: {},
    });
    return { version: capabilities.browserVersion, call, end: close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function connect(address: string): Promise<Bidi['call']> {
  const socket = new WebSocket(address, { perMessageDeflate: false });
  await new Promise((resolve, reject) => {
    socket.once('open', resolve).once('error', reject);
  });
  const waiting = new Map<number, { resolve(result: unknown): void; reject(error: Error): void }>();
  let calls = 0;
  socket.on('message', (data) => {
    const { id = 0, type, result, error, message } = JSON.parse(String(data)) as Reply;
    const call = waiting.get(id);
    waiting.delete(id);
    if (type === 'error') call?.reject(new Error(`${error}: ${message}`));
    else call?.resolve(result);
  });
  socket.on('close', () => {
    for (const { reject } of waiting.values()) reject(new Error('Firefox is gone.'));
    waiting.clear();
  });
  return (method, params = {}) =>
    new Promise((resolve, reject) => {
      const id = ++calls;
      waiting.set(id, { resolve: resolve as (result: unknown) => void, reject });
      socket.send(JSON.stringify({ id, method, params }));
    });
}
