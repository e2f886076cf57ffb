import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { SobaniError, toSobaniError } from '../core/errors.js';
import { createRelay, type RelayOptions } from '../relay/index.js';

const HELP = `sobani relay --config relay.json [--port 8787] [--host 127.0.0.1] [--database relay.db]
             [--new-epoch]

  --config     JSON file with the options of createRelay: apps, agents, database, limits, trustProxy, …
  --port       Default 8787; 0 takes a free one.
  --host       Address to listen on. Default 127.0.0.1.
  --database   Path of the SQLite file; wins over the one of the config file.
  --new-epoch  For the first start after the database was restored from a backup.

Prints where it listens and one sign-in link an agent; the log goes to standard error.
`;

function parseArguments(argv: string[]) {
  try {
    const string = { type: 'string' } as const;
    const flag = { type: 'boolean' } as const;
    const options = { config: string, port: string, host: string, database: string, 'new-epoch': flag, help: flag };
    return parseArgs({ args: argv, options }).values;
  } catch (cause) {
    throw new SobaniError('invalid', `${(cause as Error).message}; see sobani relay --help`, { cause });
  }
}

function parsePort(text: string | undefined): number {
  if (text === undefined) return 8787;
  const port = Number(text);
  if (/^\d+$/.test(text) && port <= 65_535) return port;
  throw new SobaniError('invalid', `--port: ${text} is no port; give a number from 0 to 65535`, { path: 'port' });
}

async function readConfig(file: string | undefined): Promise<Record<string, unknown>> {
  if (file === undefined) throw new SobaniError('invalid', '--config is missing; see sobani relay --help');
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (cause) {
    throw new SobaniError('invalid', `--config: ${file} cannot be read: ${(cause as Error).message}`, { cause });
  }
  try {
    const config: unknown = JSON.parse(text);
    if (typeof config === 'object' && config !== null && !Array.isArray(config)) return { ...config };
  } catch (cause) {
    throw new SobaniError('invalid', `--config: ${file} is not JSON: ${(cause as Error).message}`, { cause });
  }
  throw new SobaniError('invalid', `--config: ${file} must hold a JSON object`);
}

/** Ends with a signal: sockets are told to come again, writes are finished. */
function untilSignal(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => resolve());
  });
}

/** `sobani relay`. Resolves with the exit code: 0 after a signal, 1 when it cannot run, 2 when called wrongly. */
export async function relay(argv: string[]): Promise<number> {
  try {
    const { config, port, host, database, help, 'new-epoch': newEpoch } = parseArguments(argv);
    if (help) {
      process.stdout.write(HELP);
      return 0;
    }
    const options = {
      ...(await readConfig(config)),
      ...(database !== undefined && { database }),
      ...(newEpoch !== undefined && { newEpoch }),
    };
    // what the file holds is checked there
    const made = await createRelay(options as unknown as RelayOptions);
    const { url } = await made.listen(parsePort(port), host);
    const links = made.deskLinks().map((link) => `desk: ${link.agent.name} ${link.url}\n`);
    process.stdout.write(`relay listening on ${url}\n${links.join('')}`);
    await untilSignal();
    await made.close();
    return 0;
  } catch (thrown) {
    const error = toSobaniError(thrown);
    process.stderr.write(`sobani relay: ${error.message}\n`);
    return 1;
  }
}
