/** `npm run demo`: the shop and, behind it, the relay as a process of its own. */
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { freePort, type RelayProcess, startRelay, writeRelayConfig } from './server/relay.js';
import { type Shop, startShop } from './server/shop.js';

const isTaken = (error: unknown): boolean => error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';

/** The shop on that port, or on the next that is free. */
async function openShop(port: number, relayPort: number): Promise<Shop> {
  for (let next = port; ; next++) {
    try {
      return await startShop({ port: next, relayPort });
    } catch (error) {
      if (!isTaken(error) || next >= port + 100) throw error;
    }
  }
}

const port = Number(process.env.PORT ?? 5173);
if (!Number.isInteger(port) || port < 0 || port > 65_535) throw new Error(`PORT is ${process.env.PORT}, not a port`);
const relayPort = await freePort();
const shop = await openShop(port, relayPort);

// by port, so that two that run at once do not take each other's data
const data = join('.demo', String(shop.port));
if (process.env.KEEP !== '1') await rm(data, { recursive: true, force: true });
await mkdir(data, { recursive: true });
const database = join(data, 'relay.db');
const config = join(data, 'relay.json');
await writeRelayConfig(config, shop);

let relay: RelayProcess | undefined;
let ending = false;
async function end(code: number): Promise<void> {
  if (ending) return;
  ending = true;
  await Promise.all([relay?.kill(), shop.close()]);
  process.exit(code);
}
process.once('SIGINT', () => void end(0));
process.once('SIGTERM', () => void end(0));

try {
  relay = await startRelay({ config, port: relayPort, database, origin: shop.url });
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  await end(1);
}
const { pid, desks, exited } = relay!;
const width = Math.max(...desks.map(({ name }) => name.length));
console.log(`
  Hinoki, a shop with a messenger

    Shop        ${shop.url}/
    Playground  ${shop.url}/playground
    Gallery     ${shop.url}/gallery
    Headless    ${shop.url}/headless, another interface
${desks.map(({ name, url }) => `    Desk        ${name.padEnd(width)}  ${url}`).join('\n')}

  Open a desk link in another browser or a private window. The relay is process ${pid}:
  \`kill -9 ${pid}\` shows what a visitor sees while it is gone. Ctrl+C stops everything.
`);
void exited.then((code) => {
  if (ending) return;
  console.log(`  The relay has ended (${code ?? 'killed'}); the shop goes on without it. To start it again, in another terminal:

    node dist/npm/cli.js relay --config ${config} --port ${relayPort} --database ${database}
`);
});
