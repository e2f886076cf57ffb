/** The same over live sockets: whoever sends nonsense is answered or closed with a code that is documented, and nobody else. */
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { WebSocketServer } from 'ws';
import { SobaniError } from '../../src/core/errors.js';
import type { TransportEvent } from '../../src/core/ports.js';
import { relayTransport } from '../../src/transport/relay.js';
import { dial, FAST, message, newId, startRelay, visit } from '../relay/support.js';
import { BrowserSocket } from '../transport/relay-harness.js';
import { clientFrames, frames } from './frames-fixture.js';
import { jsonSuite, mutated, naughtyStrings, runs } from './fuzz-mutations.js';

const DOCUMENTED = new Set(
  [...readFileSync(new URL('../../docs/protocol.md', import.meta.url), 'utf8').matchAll(/^\| (\d{4}) \| /gm)].map(
    ([, code]) => Number(code),
  ),
);
const sockets = Math.max(25, Math.ceil(runs / 40));
const within = { timeout: 60_000 + sockets * 500 };

describe('the relay', () => {
  const corpus = [
    ...jsonSuite().map(({ base64 }) => Buffer.from(base64, 'base64').toString('utf8')),
    ...naughtyStrings(),
  ];
  const sent = fc.oneof(
    { weight: 8, arbitrary: mutated(clientFrames) },
    { weight: 1, arbitrary: fc.constantFrom(...(corpus.length ? corpus : ['{'])) },
    { weight: 1, arbitrary: fc.uint8Array({ maxLength: 100 }).map((bytes) => Buffer.from(bytes)) },
    { weight: 1, arbitrary: fc.nat(3).map((n) => 'x'.repeat(65_535 + n)) },
  );

  it('answers or closes as its documents say, fails at nothing, and serves others meanwhile', within, async () => {
    expect(DOCUMENTED).toContain(4400);
    const { url, log } = await startRelay({ limits: FAST });
    const neighbour = await visit(url);
    const conversation = newId();
    let told = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(sent, { minLength: 1, maxLength: 20 }), fc.boolean(), async (texts, isAdmitted) => {
        const client = isAdmitted ? await visit(url) : await dial(url);
        for (const text of texts) client.socket.send(text);
        if (!isAdmitted) client.send({ t: 'ping' });
        const end = await Promise.race([client.closed, client.settled().catch(() => client.closed)]);
        if (end) expect([...DOCUMENTED].filter((code) => code !== 1011)).toContain(end.code);
        client.socket.terminate();
        await neighbour.ask({ t: 'send', message: message(conversation, `${++told}`) });
      }),
      { numRuns: sockets },
    );
    expect(log.filter((line) => line.includes('"internal"'))).toEqual([]);
    expect(Object.keys(Object.prototype)).toEqual([]);
    const { messages } = await neighbour.ask<{ messages: object[] }>({
      ...{ t: 'history', conversation, before: null, limit: 100 },
    });
    expect(messages).toHaveLength(Math.min(100, told));
  });
});

describe('the client', () => {
  let server: WebSocketServer | undefined;
  afterEach(() => {
    for (const socket of server?.clients ?? []) socket.terminate();
    server?.close();
  });

  it('ends the session or goes on, and rejects what it had asked with nothing but typed errors', within, async () => {
    let says: string[] = [];
    server = new WebSocketServer({ port: 0, host: '127.0.0.1' });
    server.on('connection', (socket) => {
      socket.on('error', () => {});
      socket.on('message', (data) => {
        const { t, r } = JSON.parse(String(data)) as { t: string; r?: number };
        const say = (frame: object) => socket.send(JSON.stringify(frame));
        if (t === 'hello') say({ t: 'welcome', v: 1, person: { id: 'p', verified: false }, secret: 's', epoch: 'e' });
        else if (t === 'subscribe') say({ t: 'ok', r, data: null });
        else if (t === 'history') {
          for (const text of says) socket.send(text);
          socket.close(1012);
        }
      });
    });
    await once(server, 'listening');
    const { port } = server.address() as { port: number };
    const transport = relayTransport({ url: `http://127.0.0.1:${port}/sobani`, WebSocket: BrowserSocket });
    const texts = fc.array(mutated(frames.map(([, frame]) => frame)), { minLength: 1, maxLength: 20 });
    await fc.assert(
      fc.asyncProperty(texts, async (given) => {
        says = given;
        const { signal } = new AbortController();
        const session = await transport.connect({ app: 'shop', secret: null, token: null, locale: 'en', signal });
        const events: TransportEvent[] = [];
        const closed = new Promise<SobaniError>((resolve) => {
          session.subscribe({}, (event) => {
            events.push(event);
            if (event.type === 'closed') resolve(event.error);
          });
        });
        const asked = session.history({ conversation: 'c', before: null, limit: 1 }).catch((error) => error as unknown);
        expect(await closed).toBeInstanceOf(SobaniError);
        const answer = await asked;
        if (answer instanceof Error) expect(answer).toBeInstanceOf(SobaniError);
        else expect(answer).toHaveProperty('messages');
        expect(events.filter(({ type }) => type === 'closed')).toHaveLength(1);
        expect(events.at(-1)!.type).toBe('closed');
      }),
      { numRuns: sockets },
    );
    expect(Object.keys(Object.prototype)).toEqual([]);
  });
});
