/** WebKitGTK as processes: a display, the driver, a browser; and calls to the driver as the WebDriver standard has them. */
import type { ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import type { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from '../../demo/server/relay.js';
import { start } from './started.js';

const first = (paths: string[]) => paths.find((path) => existsSync(path));
const onPath = (name: string) => first((process.env.PATH ?? '').split(delimiter).map((folder) => join(folder, name)));
const DRIVER = onPath('WebKitWebDriver');
const DISPLAY_SERVER = onPath('Xvfb');
const BROWSER = first(
  ['x86_64', 'aarch64'].map((machine) => `/usr/lib/${machine}-linux-gnu/webkit2gtk-4.1/MiniBrowser`),
);

/** Why there is no WebKitGTK here, or null. */
export const missingWebkit = (): string | null =>
  DRIVER && DISPLAY_SERVER && BROWSER
    ? null
    : 'no WebKitWebDriver, MiniBrowser or Xvfb: apt-get install webkit2gtk-driver xvfb';

export interface Session {
  version: string;
  /** A command of this session, as `POST /url`. Rejects with the driver's own words. */
  call<T>(method: 'GET' | 'POST' | 'DELETE', path: string, body?: object): Promise<T>;
  end(): Promise<void>;
}

const told = (child: ChildProcess) =>
  new Promise<string>((resolve, reject) => {
    child.once('error', reject).once('exit', (code) => reject(new Error(`The display ended with ${code}.`)));
    (child.stdio[3] as Readable).once('data', (chunk) => resolve(String(chunk).trim()));
  });

export async function openSession(): Promise<Session> {
  // it tells which display was free
  const screen = ['-displayfd', '3', '-screen', '0', '1400x1000x24', '-nolisten', 'tcp'];
  const display = start(DISPLAY_SERVER!, screen, ['ignore', 'ignore', 'ignore', 'pipe']);
  const port = await freePort();
  // drawn by the processor at once: there is no graphics card, and to imitate one is most of the work
  const drawing = { WEBKIT_DISABLE_COMPOSITING_MODE: '1', WEBKIT_SKIA_ENABLE_CPU_RENDERING: '1' };
  const env = { ...process.env, ...drawing, DISPLAY: `:${await told(display.child)}`, LANG: 'en_US.UTF-8' };
  // a browser goes with its display
  const driver = start(DRIVER!, [`--port=${port}`], 'ignore', env);
  const ask = async <T>(method: string, path: string, body?: object): Promise<T> => {
    const answer = await fetch(`http://127.0.0.1:${port}${path}`, {
      method,
      ...(body && { body: JSON.stringify(body) }),
    });
    const { value } = (await answer.json()) as { value: T & { error?: string; message?: string } };
    if (!answer.ok) throw new Error(`${method} ${path}: ${value.error}: ${value.message}`);
    return value;
  };
  const end = () => {
    driver.end();
    display.end();
  };
  try {
    for (let tries = 0; ; tries++) {
      const ready = await ask('GET', '/status').catch((error: unknown) => {
        if (tries === 300) throw error;
      });
      if (ready) break;
      await sleep(100);
    }
    const browser = { binary: BROWSER, args: ['--automation'] };
    const { sessionId, capabilities } = await ask<{ sessionId: string; capabilities: { browserVersion: string } }>(
      'POST',
      '/session',
      { capabilities: { alwaysMatch: { 'webkitgtk:browserOptions': browser } } },
    );
    return {
      version: capabilities.browserVersion,
      call: (method, path, body) => ask(method, `/session/${sessionId}${path}`, body),
      async end() {
        await ask('DELETE', `/session/${sessionId}`).catch(() => {});
        end();
      },
    };
  } catch (error) {
    end();
    throw error;
  }
}
