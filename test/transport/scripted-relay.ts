/** A relay whose other end is the test, over sockets as over requests. The clock is the test's too. */
import { expect, vi } from 'vitest';
import type { TransportEvent } from '../../src/core/ports.js';
import { relayTransport } from '../../src/transport/relay.js';
import { scriptedFetch } from './scripted-fetch.js';
import { request, Scripted, ScriptedSocket } from './scripted-socket.js';

export const url = 'https://relay.example/sobani';
export const tick = () => vi.advanceTimersByTimeAsync(0);
export const LINK = 'event: link\ndata: L1\n\n';
export const WELCOME = `data: ${JSON.stringify({ t: 'welcome', v: 1, person: { id: 'p1', verified: false }, secret: 's1', epoch: 'e1' })}\n\n`;

/** A transport to that relay. */
export function made(options: Partial<Parameters<typeof relayTransport>[0]> = {}) {
  const net = scriptedFetch();
  const transport = relayTransport({ url, WebSocket: Scripted, fetch: net.fetch, ...options });
  /** An attempt, and how it ended. */
  const attempt = (more = {}) => {
    const abort = new AbortController();
    const found = transport.connect(request({ signal: abort.signal, ...more }));
    const outcome = found.then(
      () => 'welcome',
      (error) => error.code as string,
    );
    return { abort, found, outcome };
  };
  /** Sockets that cannot be had, so often. */
  const fallDown = async (times = 2) => {
    for (let i = 0; i < times; i++) {
      const { outcome } = attempt();
      ScriptedSocket.last.onclose?.({ code: 1006 });
      expect(await outcome).toBe('offline');
    }
  };
  /** A session over a stream, at whose welcome the look at WebSocket begins. */
  const onStream = async () => {
    await fallDown();
    const { abort, found } = attempt();
    await tick();
    const stream = net.last;
    stream.answer(200);
    stream.tell(LINK + WELCOME);
    const session = await found;
    const events: TransportEvent[] = [];
    session.subscribe({}, (event) => events.push(event));
    await tick();
    net.last.answer(204);
    stream.tell('data: {"t":"ok","r":1,"data":null}\n\n');
    await tick();
    /** Time in which the relay answers whatever is asked. */
    const pass = async (ms: number) => {
      for (let left = ms; left > 0; left -= 20_000) {
        await vi.advanceTimersByTimeAsync(Math.min(left, 20_000));
        stream.tell('data: {"t":"pong"}\n\n');
      }
    };
    return { abort, session, stream, events, pass };
  };
  return { net, transport, attempt, fallDown, onStream };
}
