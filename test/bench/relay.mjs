/**
 * `npm run bench:relay`: how many visitors one relay holds, and how fast it acknowledges what they write. The relay is a
 * process of its own, with its database on disk; this one is all of its visitors, and one agent who is signed in.
 *
 *   --visitors 5000   connected at once
 *   --rate 500        messages a second, of all together
 *   --seconds 60      for how long
 *   --agents 1        desks that are told everything
 */
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { readFileSync, rmSync } from 'node:fs';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { cpus, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { WebSocket } from 'ws';
import { buildCommand } from '../relay/build-command.mjs';

const string = (value) => ({ type: 'string', default: String(value) });
const { values } = parseArgs({
  options: { visitors: string(5_000), rate: string(500), seconds: string(60), agents: string(1) },
});
const [visitors, rate, seconds, agents] = ['visitors', 'rate', 'seconds', 'agents'].map((name) => {
  const amount = Number(values[name]);
  if (Number.isSafeInteger(amount) && amount >= 0) return amount;
  throw new Error(`--${name}: ${values[name]} is no number`);
});

const ORIGIN = 'https://shop.example';
const CODE = 'bench-0123456789abcdefghij';
const TICK = 10;
/** Connections that are being opened at once. */
const OPENING = 100;

const newId = () => randomBytes(16).toString('base64url');
const wait = (ms) => new Promise((done) => setTimeout(done, ms));
const built = resolve('node_modules/.cache', `bench-${process.pid}`);
const folder = await mkdtemp(join(tmpdir(), 'sobani-bench-'));
const database = join(folder, 'relay.db');

async function startRelay() {
  await buildCommand(built);
  const many = 1e9;
  const config = {
    apps: [{ id: 'shop', origins: [ORIGIN] }],
    agents: [{ id: 'mia', name: 'Mia', code: CODE }],
    database,
    // all come from one address here; what one visitor may do is as it is by default
    limits: {
      connectionsPerAddress: many,
      handshakesPerMinute: many,
      conversationsPerHour: many,
      signInsPerMinute: many,
    },
    log: { level: 'error' },
  };
  await writeFile(join(folder, 'relay.json'), JSON.stringify(config));
  const args = [join(built, 'cli.js'), 'relay', '--port', '0', '--config', join(folder, 'relay.json')];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  // also when something here throws
  process.once('exit', () => {
    child.kill('SIGKILL');
    for (const made of [folder, built]) rmSync(made, { recursive: true, force: true });
  });
  const exited = new Promise((done) => child.once('exit', done));
  const url = await new Promise((done, fail) => {
    let out = '';
    child.stdout.on('data', (chunk) => {
      out += chunk;
      const found = /listening on (\S+)\n/.exec(out);
      if (found) done(found[1]);
    });
    void exited.then((code) => fail(new Error(`the relay exited with ${code}`)));
  });
  return { child, url, exited };
}

function open(url, path, origin, hello, onFrame) {
  const socket = new WebSocket(url.replace('http', 'ws') + path, { origin, perMessageDeflate: false });
  return new Promise((done, fail) => {
    socket.on('error', fail);
    socket.on('open', () => socket.send(JSON.stringify(hello)));
    socket.on('message', (data) => onFrame(JSON.parse(String(data)), socket, done));
  });
}

const results = { sent: 0, acknowledged: 0, refused: 0, echoed: 0, twice: 0, closed: 0, rss: 0 };
const latencies = [];
/** Id of each message that was sent, with what became of it. */
const messages = new Map();
let isEnding = false;

async function openVisitor(url) {
  const visitor = { conversation: newId(), asked: new Map(), r: 1 };
  visitor.socket = await open(url, '/v1/socket', ORIGIN, { t: 'hello', v: 1, app: 'shop' }, (frame, socket, done) => {
    if (frame.t === 'welcome') socket.send('{"t":"subscribe","r":1,"after":{}}');
    else if (frame.t === 'event' && frame.event.type === 'caught-up') done(socket);
    else if (frame.t === 'event' && frame.event.type === 'message') {
      const message = messages.get(frame.event.message.id);
      if (!message) return;
      if (message.isEchoed) results.twice++;
      else results.echoed++;
      message.isEchoed = true;
    } else if (frame.r > 1) {
      const message = visitor.asked.get(frame.r);
      visitor.asked.delete(frame.r);
      if (frame.t === 'ok') {
        latencies.push(performance.now() - message.at);
        message.isAcknowledged = true;
        results.acknowledged++;
      } else results.refused++;
    }
  });
  visitor.socket.on('close', () => {
    if (!isEnding) results.closed++;
  });
  return visitor;
}

function say(visitor) {
  const id = newId();
  const message = { at: performance.now() };
  messages.set(id, message);
  visitor.asked.set(++visitor.r, message);
  results.sent++;
  const parts = [{ type: 'text', text: 'Where is my order? I have been waiting since Tuesday.' }];
  const frame = { t: 'send', r: visitor.r, message: { id, conversation: visitor.conversation, by: 'visitor', parts } };
  visitor.socket.send(JSON.stringify(frame));
}

async function openAgent(url) {
  const body = JSON.stringify({ code: CODE });
  const { session } = await (await fetch(`${url}/desk/v1/session`, { method: 'POST', body })).json();
  await open(url, '/desk/v1/socket', url, { t: 'hello', session }, (frame, socket, done) => {
    if (frame.t === 'welcome') done(socket);
  });
}

async function countStored() {
  const { DatabaseSync } = process.getBuiltinModule?.('node:sqlite') ?? (await import('@photostructure/sqlite'));
  const db = new DatabaseSync(database);
  const ids = db.prepare('SELECT id FROM message').all();
  db.close();
  const stored = new Set(ids.map(({ id }) => id));
  const lost = [...messages].filter(([id, { isAcknowledged }]) => isAcknowledged && !stored.has(id)).length;
  return { lost, doubled: ids.length - stored.size };
}

const percentile = (sorted, p) => sorted[Math.min(Math.floor(sorted.length * p), sorted.length - 1)] ?? Number.NaN;

const relay = await startRelay();
for (let i = 0; i < agents; i++) await openAgent(relay.url);
const connecting = performance.now();
const crowd = [];
while (crowd.length < visitors) {
  const some = Math.min(OPENING, visitors - crowd.length);
  crowd.push(...(await Promise.all(Array.from({ length: some }, () => openVisitor(relay.url)))));
}
const connected = (performance.now() - connecting) / 1_000;
console.log(`${crowd.length} visitors connected in ${connected.toFixed(1)} s`);

const readMemory = async () => {
  const text = await (await fetch(`${relay.url}/metrics`)).text();
  const [, bytes = 0] = /^process_resident_memory_bytes (\d+)$/m.exec(text) ?? [];
  results.rss = Math.max(results.rss, Number(bytes));
};
const start = performance.now();
let nextReading = start;
for (let now = start; now < start + seconds * 1_000; now = performance.now()) {
  // as many as are due by now, so that a late tick makes up for it
  while (results.sent < ((now - start) / 1_000) * rate) say(crowd[results.sent % crowd.length]);
  if (now >= nextReading) {
    nextReading += 1_000;
    void readMemory();
  }
  await wait(TICK);
}
const lasted = (performance.now() - start) / 1_000;
const settled = () => results.acknowledged + results.refused === results.sent && results.echoed >= results.acknowledged;
for (const end = performance.now() + 10_000; !settled() && performance.now() < end; ) await wait(50);
await readMemory();

isEnding = true;
const ending = performance.now();
relay.child.kill('SIGTERM');
const code = await relay.exited;
const drained = (performance.now() - ending) / 1_000;
const { lost, doubled } = await countStored();
const sorted = latencies.sort((a, b) => a - b);
const cpu = /^model name\s*: (.+)$/m.exec(process.platform === 'linux' ? readFileSync('/proc/cpuinfo', 'utf8') : '');
const table = {
  machine: `${cpus().length} × ${cpu?.[1] ?? cpus()[0].model}, Node ${process.versions.node}`,
  'connected visitors': crowd.length - results.closed,
  'acknowledged a second': (results.acknowledged / lasted).toFixed(0),
  'send to receipt, p50 ms': percentile(sorted, 0.5).toFixed(1),
  'p99 ms': percentile(sorted, 0.99).toFixed(1),
  'highest ms': (sorted.at(-1) ?? Number.NaN).toFixed(1),
  'memory, highest MB': (results.rss / 1e6).toFixed(0),
  'sent, acknowledged, refused': `${results.sent}, ${results.acknowledged}, ${results.refused}`,
  lost: lost + (results.sent - results.acknowledged - results.refused),
  doubled: doubled + results.twice,
  'drained after SIGTERM, s': `${drained.toFixed(1)} (exit ${code})`,
};
const width = Math.max(...Object.keys(table).map((name) => name.length));
for (const [name, value] of Object.entries(table)) console.log(`${name.padEnd(width)}  ${value}`);
process.exit();
