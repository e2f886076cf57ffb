/** Real relays: the command as a process of its own, built for the tests. */
import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, onTestFinished } from 'vitest';
import { buildCommand } from './build-command.mjs';
import { CODE, FAST, ORIGIN } from './support.js';

// beside node_modules, where the bundle finds the one package that it does not hold
const built = resolve('node_modules/.cache', `relay-${randomUUID()}`);
const cli = join(built, 'cli.js');

/** Builds the command before the tests of a file, and removes it after them. */
export function builtForThisFile(): void {
  beforeAll(() => buildCommand(built), 60_000);
  afterAll(() => rm(built, { recursive: true, force: true }));
}

export const config = {
  apps: [{ id: 'shop', origins: [ORIGIN] }],
  agents: [{ id: 'mia', name: 'Mia Berg', code: CODE }],
  database: ':memory:',
  limits: FAST,
};

/** A folder of its own for each, with the configuration and a place for the database. */
export async function writeConfig(config: object) {
  const folder = await mkdtemp(join(tmpdir(), 'sobani-relay-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const file = join(folder, 'relay.json');
  await writeFile(file, JSON.stringify(config));
  return { folder, file, database: join(folder, 'relay.db') };
}

export interface Run {
  child: ChildProcess;
  out(): string;
  err(): string;
  exited: Promise<number | NodeJS.Signals>;
  /** The first match on standard output. */
  says(pattern: RegExp): Promise<RegExpExecArray>;
}

interface How {
  /** Options of Node itself. */
  node?: string[];
  /** More of the environment. */
  env?: NodeJS.ProcessEnv;
  /** A command that runs it, with its arguments. */
  under?: string[];
}

/** Runs the command. */
export function run(args: string[], { node = [], env = {}, under = [] }: How = {}): Run {
  const [program, ...given] = [...under, process.execPath, ...node, cli, ...args] as [string, ...string[]];
  const child = spawn(program, given, {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...env },
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  let [out, err] = ['', ''];
  child.stdout.on('data', (chunk) => {
    out += chunk;
  });
  child.stderr.on('data', (chunk) => {
    err += chunk;
  });
  const exited = new Promise<number | NodeJS.Signals>((done) =>
    child.on('close', (code, signal) => done(code ?? signal!)),
  );
  return {
    child,
    out: () => out,
    err: () => err,
    exited,
    says: (pattern) =>
      new Promise((done, fail) => {
        const look = () => {
          const found = pattern.exec(out);
          if (found) done(found);
        };
        child.stdout.on('data', look);
        void exited.then((code) => fail(new Error(`exited ${code}: ${err}`)));
        look();
      }),
  };
}

/** A relay that listens. */
export async function startProcess(args: string[], how: Parameters<typeof run>[1] = {}) {
  const relay = run(['relay', '--port', '0', ...args], how);
  const [, url] = await relay.says(/relay listening on (\S+)\n/);
  return { ...relay, url: url! };
}
