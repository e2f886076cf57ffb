import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { root } from './paths.js';
import type { Shop } from './shop.js';

export interface DeskLink {
  name: string;
  url: string;
}

export interface RelayProcess {
  desks: DeskLink[];
  pid: number;
  /** Resolves with the exit code, null after a signal. */
  exited: Promise<number | null>;
  /** Ends it, at once with `SIGKILL`, and resolves when it is gone. */
  kill(signal?: 'SIGTERM' | 'SIGKILL'): Promise<void>;
}

/** A port that nobody listens on now. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === 'object' && address ? address.port : 0;
}

/** Writes what the relay has to know of the shop: its origins, its public key, and who answers at the desk. */
export async function writeRelayConfig(file: string, shop: Shop, more: Record<string, unknown> = {}): Promise<void> {
  const { kid, publicJwk } = shop.signer;
  const config = {
    apps: [
      {
        id: 'hinoki',
        name: 'Hinoki',
        origins: [`http://localhost:${shop.port}`, `http://127.0.0.1:${shop.port}`],
        keys: [{ kid, alg: 'EdDSA', jwk: publicJwk }],
      },
    ],
    // written down, so that an open desk comes back by itself when the relay is started again
    agents: [
      { id: 'mika', name: 'Mika Sato', code: randomBytes(24).toString('base64url') },
      { id: 'jonas', name: 'Jonas Weber', code: randomBytes(24).toString('base64url') },
    ],
    trustProxy: ['127.0.0.1'],
    ...more,
  };
  await writeFile(file, `${JSON.stringify(config, null, 2)}\n`);
}

/** Starts the relay as a process of its own, and resolves when it listens. Its log goes to `log`, line by line. */
export async function startRelay(options: {
  config: string;
  port: number;
  database: string;
  /** Origin through which the desk is reached. Default: the relay's own. */
  origin?: string;
  log?: (line: string) => void;
}): Promise<RelayProcess> {
  const { config, port, database, origin, log = () => {} } = options;
  // it prints one link for each of them
  const { agents = [] } = JSON.parse(await readFile(config, 'utf8')) as { agents?: unknown[] };
  const command = ['relay', '--config', config, '--port', String(port), '--database', database];
  const child = spawn(process.execPath, [join(root, 'dist/npm/cli.js'), ...command], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const exited = new Promise<number | null>((resolve) => child.once('exit', resolve));
  // it must not outlive this process, however that ends
  const end = () => child.kill('SIGKILL');
  process.once('exit', end);
  void exited.then(() => process.off('exit', end));
  const errors: string[] = [];
  createInterface({ input: child.stderr }).on('line', (line) => {
    errors.push(line);
    if (errors.length > 20) errors.shift();
    log(line);
  });

  const desks: DeskLink[] = [];
  await new Promise<void>((resolve, reject) => {
    child.once('error', reject);
    void exited.then((code) =>
      reject(new Error(`The relay ended with ${code} before it listened.\n${errors.join('\n')}`)),
    );
    let listening = false;
    createInterface({ input: child.stdout }).on('line', (line) => {
      log(line);
      listening ||= line.includes('relay listening on ');
      const [, name, url] = /desk: (.+?) (https?:\S+)$/.exec(line) ?? [];
      if (name && url) desks.push({ name, url: origin ? throughOrigin(url, origin) : url });
      if (listening && desks.length === agents.length) resolve();
    });
  });
  return {
    desks,
    pid: child.pid ?? 0,
    exited,
    async kill(signal = 'SIGTERM') {
      child.kill(signal);
      await exited;
    },
  };
}

function throughOrigin(url: string, origin: string): string {
  const { pathname, search, hash } = new URL(url);
  return `${origin}${pathname}${search}${hash}`;
}
