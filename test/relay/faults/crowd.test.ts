/** Those who read too slowly, write too much, come all at once, or are only half there: others do not notice. */
import { connect, type Socket } from 'node:net';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { builtForThisFile, config, startProcess, writeConfig } from '../relay-process.js';
import { FAST, message, newId, ORIGIN, startRelay, visit } from '../support.js';

const patient = { timeout: 30_000, interval: 50 };

async function metric(url: string, name: string): Promise<number> {
  const text = await (await fetch(`${url}/metrics`, { headers: { connection: 'close' } })).text();
  return Number(new RegExp(`^${name} (\\S+)$`, 'm').exec(text)?.[1]);
}

describe('a relay of its own process', () => {
  builtForThisFile();

  test('readers who do not read are let go with 1013, and take no memory with them', async () => {
    const { file } = await writeConfig(config);
    const relay = await startProcess(['--config', file]);
    const readers = await Promise.all([1, 2].map(() => visit(relay.url)));
    const neighbour = await visit(relay.url);
    const writers = await Promise.all(readers.map(({ secret }) => visit(relay.url, { secret }, null)));
    const conversations = readers.map(() => newId());
    const before = await metric(relay.url, 'process_resident_memory_bytes');
    for (const { socket } of readers) socket.pause();
    const letGo = () => relay.err().split('reads too slowly').length - 1;
    for (let i = 0; letGo() < readers.length && i < 2_000; i++) {
      const sends = [...writers, ...writers].map((writer, n) =>
        writer.ask({ t: 'send', message: message(conversations[n % 2]!, '€'.repeat(9_000)) }),
      );
      await Promise.all([...sends, neighbour.settled()]);
    }
    expect(letGo()).toBe(readers.length);
    // each may keep a megabyte waiting, beside what the system takes
    expect((await metric(relay.url, 'process_resident_memory_bytes')) - before).toBeLessThan(100e6);
    for (const reader of readers) {
      reader.socket.resume();
      expect(await reader.closed).toMatchObject({ code: 1013 });
    }
    await neighbour.ask({ t: 'send', message: message(newId(), 'still served') });
  }, 120_000);

  test('one who floods is closed with 4429 after ten thousand frames at most, while others are served', async () => {
    const { framesPerMinute: _default, ...limits } = FAST;
    const { file } = await writeConfig({ ...config, limits });
    const relay = await startProcess(['--config', file]);
    const [flooder, neighbour] = [await visit(relay.url), await visit(relay.url)];
    for (let i = 0; i < 10_000; i++) flooder.send({ t: 'ping' });
    const served = Array.from({ length: 20 }, () =>
      neighbour.ask({ t: 'send', message: message(newId(), 'in between') }),
    );
    expect(await flooder.closed).toMatchObject({ code: 4429 });
    expect(flooder.all.at(-1)).toMatchObject({ t: 'error', code: 'rate', retryAfter: expect.any(Number) });
    expect(await Promise.all(served)).toHaveLength(20);
    // 1,200 at once, and what was refilled meanwhile
    expect(flooder.all.filter(({ t }) => t === 'pong').length).toBeLessThan(2_000);
  });

  test('one who writes ten thousand messages is refused all but a few, each with the time to wait', async () => {
    const { messagesPerMinute: _a, messageBurst: _b, ...limits } = FAST;
    const { file } = await writeConfig({ ...config, limits });
    const relay = await startProcess(['--config', file]);
    const [flooder, neighbour] = [await visit(relay.url), await visit(relay.url)];
    const conversation = newId();
    const flood = Array.from({ length: 10_000 }, (_, i) =>
      flooder.answer({ t: 'send', message: message(conversation, `${i}`) }),
    );
    expect(await neighbour.ask({ t: 'send', message: message(newId(), 'in between') })).toMatchObject({ seq: 1 });
    const answers = await Promise.all(flood);
    const taken = answers.filter(({ t }) => t === 'ok');
    expect(taken.length).toBeLessThan(200);
    for (const answer of answers) {
      if (answer.t !== 'ok') expect(answer).toMatchObject({ code: 'rate', retryAfter: expect.any(Number) });
    }
    const stored = await metric(relay.url, 'sobani_messages_stored_total\\{author="visitor"\\}');
    expect(stored).toBe(taken.length + 1);
  }, 60_000);

  test('hundreds who come back at once after a crash are all back, each with what it wrote, once', async () => {
    const { file, database } = await writeConfig(config);
    const args = ['--config', file, '--database', database];
    const relay = await startProcess(args);
    const crowd = await Promise.all(
      Array.from({ length: 200 }, async (_, n) => {
        const client = await visit(relay.url, {}, null);
        const conversation = newId();
        const [first, second] = [message(conversation, `${n} first`), message(conversation, `${n} second`)];
        const { seq } = await client.ask<{ seq: number }>({ t: 'send', message: first });
        return { client, first, second, seq };
      }),
    );
    // under way when it dies: nobody knows of these whether they arrived
    for (const { client, second } of crowd) client.send({ t: 'send', r: 99, message: second });
    relay.child.kill('SIGKILL');
    await relay.exited;
    const { url } = await startProcess([...args, '--port', new URL(relay.url).port]);
    const logs = await Promise.all(
      crowd.map(async ({ client, second }) => {
        const back = await visit(url, { secret: client.secret });
        await back.ask({ t: 'send', message: second });
        await back.settled();
        return back.messages().map(({ id, seq }) => ({ id, seq }));
      }),
    );
    expect(logs).toEqual(
      crowd.map(({ first, second }) => [
        { id: first.id, seq: 1 },
        { id: second.id, seq: 2 },
      ]),
    );
    expect(await metric(url, 'sobani_visitor_connections')).toBe(crowd.length);
  }, 120_000);
});

describe('a connection that is only half there is let go', () => {
  const upgrade = [
    'GET /sobani/v1/socket HTTP/1.1',
    'host: relay',
    `origin: ${ORIGIN}`,
    'connection: upgrade',
    'upgrade: websocket',
    'sec-websocket-version: 13',
    'sec-websocket-key: AAAAAAAAAAAAAAAAAAAAAA==',
    '\r\n',
  ].join('\r\n');
  const frame = (text: string) =>
    Buffer.concat([Buffer.from([0x81, 0x80 | text.length, 0, 0, 0, 0]), Buffer.from(text)]);
  const hello = frame('{"t":"hello","v":1,"app":"shop"}');

  test.each<[string, (socket: Socket) => void]>([
    ['that says nothing', () => {}],
    ['in the middle of its first line', (socket) => socket.write('GET /hea')],
    ['whose headers never end', (socket) => trickle(socket, 'GET /healthz HTTP/1.1\r\n', 'x-a: b\r\n')],
    [
      'whose body never ends',
      (socket) => trickle(socket, 'POST /v1/revoke HTTP/1.1\r\nhost: x\r\ncontent-length: 4000\r\n\r\n', '{'),
    ],
    ['that asked once and stays', (socket) => socket.write('GET /healthz HTTP/1.1\r\nhost: x\r\n\r\n')],
    ['that became a socket and says no hello', (socket) => socket.write(upgrade)],
    ['that was admitted and answers no ping', (socket) => socket.write(Buffer.concat([Buffer.from(upgrade), hello]))],
    [
      'that trickles a frame',
      (socket) => trickle(socket, Buffer.concat([Buffer.from(upgrade), hello, hello.subarray(0, 7)]), 'x'),
    ],
  ])('%s', async (_what, begin) => {
    const { url } = await startRelay({ limits: { silent: 100, ping: 100, pong: 100 } });
    const socket = connect(Number(new URL(url).port), '127.0.0.1');
    onTestFinished(() => void socket.destroy());
    let isClosed = false;
    socket.on('error', () => {});
    socket.on('close', () => {
      isClosed = true;
    });
    socket.on('data', () => {});
    await new Promise((done) => socket.once('connect', done));
    begin(socket);
    await vi.waitFor(() => expect(isClosed).toBe(true), patient);
    // the one who asks for it is the only one left
    // (it too is let go where it dawdles, and asks again)
    const left = async () => [await metric(url, 'sobani_sockets'), await metric(url, 'sobani_visitor_connections')];
    await vi.waitFor(async () => expect(await left()).toEqual([1, 0]), patient);
  });

  /** Begins, and goes on a little at a time. */
  function trickle(socket: Socket, begin: string | Buffer, more: string): void {
    socket.write(begin);
    const timer = setInterval(() => socket.writable && socket.write(more), 20);
    socket.once('close', () => clearInterval(timer));
  }
});
