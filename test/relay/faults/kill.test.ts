/**
 * `kill -9` of a relay that is a process of its own, while visitors write. They do what the messenger does: keep what was
 * not acknowledged, come back, and send it again under the same id. `SOBANI_KILLS` is the number of kills at random
 * moments, default 3.
 */
import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import { builtForThisFile, config, startProcess, writeConfig } from '../relay-process.js';
import { message, newId, openDesk, readBack, visit } from '../support.js';

const KILLS = Number(process.env.SOBANI_KILLS ?? 3);
const failPoints = ['--import', resolve('test/relay/faults/fail-points.mjs')];
/** Messages that one visitor has under way. */
const WINDOW = 5;

builtForThisFile();

type Client = Awaited<ReturnType<typeof visit>>;

interface Writer {
  conversation: string;
  secret?: string;
  client?: Client;
  /** In the order of writing, with the place once it is acknowledged. */
  messages: { id: string; text: string; seq?: number }[];
}

const writers = (count: number, messages: number): Writer[] =>
  Array.from({ length: count }, (_, n) => ({
    conversation: newId(),
    messages: Array.from({ length: messages }, (_, i) => ({ id: newId(), text: `${n}-${i}` })),
  }));
const open = (writer: Writer) => writer.messages.filter(({ seq }) => seq === undefined);

/** Sends what is open, in order. Ends when all is acknowledged, or the relay is gone. */
async function write(url: string, writer: Writer): Promise<void> {
  const { secret, conversation } = writer;
  const client = await visit(url, secret === undefined ? {} : { secret }, null).catch(() => null);
  if (!client) return;
  writer.secret = client.secret;
  writer.client = client;
  const gone = client.closed.then(() => null);
  for (let waiting = open(writer); waiting.length; waiting = open(writer)) {
    const answers = waiting.slice(0, WINDOW).map(async (one) => {
      const ask = { t: 'send', message: message(conversation, one.text, one.id) };
      const answer = await Promise.race([client.answer(ask), gone]).catch(() => null);
      if (answer?.t === 'ok') one.seq = (answer.data as { seq: number }).seq;
      return answer;
    });
    if ((await Promise.all(answers)).includes(null)) return;
  }
}

/** Every message once, where its receipt said, in the order of writing, without a gap. */
async function expectExact(url: string, all: Writer[]): Promise<void> {
  for (const writer of all) {
    const log = await readBack(url, writer.secret!, writer.conversation);
    expect(log.map(({ id }) => id)).toEqual(writer.messages.map(({ id }) => id));
    expect(log.map(({ seq }) => seq)).toEqual(writer.messages.map(({ seq }) => seq));
    expect(log.map(({ seq }) => seq)).toEqual(log.map((_, i) => i + 1));
  }
}

async function database() {
  const { file, database } = await writeConfig(config);
  const args = ['--config', file, '--database', database];
  return {
    args,
    start: () => startProcess(args),
    failing: (at: string) => startProcess(args, { node: failPoints, env: { SOBANI_FAIL_AT: at } }),
  };
}

test.each([
  ['received', 4, 7],
  ['before-commit', 2, 2],
  ['after-commit', 2, 2],
  ['before-ack', 4, 7],
  ['after-ack', 4, 7],
])(
  'killed at “%s”, a relay has every message once and in order',
  async (moment, ...occurrences) => {
    const { start, failing } = await database();
    const all = writers(3, 12);
    for (const nth of occurrences) {
      const relay = await failing(`${moment}:${nth}`);
      await Promise.all(all.map((writer) => write(relay.url, writer)));
      expect(all.some((writer) => open(writer).length)).toBe(true);
      expect(await relay.exited).toBe('SIGKILL');
    }
    const { url } = await start();
    await Promise.all(all.map((writer) => write(url, writer)));
    await expectExact(url, all);
  },
  60_000,
);

test('killed while half of a frame has arrived, it has nothing of that message, and takes it later', async () => {
  const { start } = await database();
  const [writer] = writers(1, 3) as [Writer];
  const relay = await start();
  const first = writer.messages.splice(1);
  await write(relay.url, writer);
  const payload = Buffer.from(JSON.stringify({ t: 'send', r: 99, message: message(writer.conversation, 'half') }));
  // final text frame, masked with zeros, of which the end is missing
  const head = Buffer.from([0x81, 0x80 | 126, payload.length >> 8, payload.length & 255, 0, 0, 0, 0]);
  const { _socket } = writer.client!.socket as unknown as { _socket: NodeJS.WritableStream };
  await new Promise((done) => _socket.write(Buffer.concat([head, payload.subarray(0, -9)]), () => done(null)));
  relay.child.kill('SIGKILL');
  await relay.exited;
  writer.messages.push(...first);
  const { url } = await start();
  await write(url, writer);
  await expectExact(url, [writer]);
});

test('killed again and again at any moment, with an agent who answers, it loses and doubles nothing', async () => {
  const { start } = await database();
  const all = writers(4, 60 * (KILLS + 1));
  const replies: { id: string; conversation: string }[] = [];
  for (let kill = 0; kill < KILLS; kill++) {
    const relay = await start();
    const desk = await openDesk(relay.url);
    const moment = Math.random() * 120;
    const timer = setTimeout(() => relay.child.kill('SIGKILL'), moment);
    const answering = (async () => {
      for (const { conversation } of all) {
        const id = newId();
        const answer = await Promise.race([
          desk.answer({ t: 'reply', id, conversation, text: 'hello' }),
          desk.closed.then(() => null),
        ]).catch(() => null);
        if (answer?.t === 'ok') replies.push({ id, conversation });
      }
    })();
    await Promise.all([answering, ...all.map((writer) => write(relay.url, writer))]);
    clearTimeout(timer);
    relay.child.kill('SIGKILL');
    await relay.exited;
  }
  const { url } = await start();
  await Promise.all(all.map((writer) => write(url, writer)));
  for (const writer of all) {
    const log = await readBack(url, writer.secret!, writer.conversation);
    expect(log.map(({ seq }) => seq)).toEqual(log.map((_, i) => i + 1));
    expect(new Set(log.map(({ id }) => id)).size).toBe(log.length);
    const own = new Set(writer.messages.map(({ id }) => id));
    expect(log.filter(({ id }) => own.has(id)).map(({ id, seq }) => ({ id, seq }))).toEqual(
      writer.messages.map(({ id, seq }) => ({ id, seq })),
    );
    for (const { id, conversation } of replies) {
      if (conversation === writer.conversation) expect(log.some((one) => one.id === id)).toBe(true);
    }
  }
}, 600_000);
