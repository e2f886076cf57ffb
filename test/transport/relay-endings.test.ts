import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import * as TIMES from '../../src/core/times.js';
import { relayTransport } from '../../src/transport/relay.js';
import { connected, message, request, Scripted, ScriptedSocket, told } from './scripted-socket.js';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
  ScriptedSocket.all = [];
});

describe('when the relay does not answer', () => {
  it('gives up connecting after the connect time', async () => {
    const connecting = relayTransport({ url: 'https://relay.example', WebSocket: Scripted }).connect(request());
    const failed = expect(connecting).rejects.toMatchObject({ code: 'timeout', retryable: true });
    ScriptedSocket.last.onopen?.();
    await vi.advanceTimersByTimeAsync(TIMES.connect);
    await failed;
    expect(ScriptedSocket.last.isClosed).toBe(true);
  });

  it('rejects one ask after the ack time and keeps the session', async () => {
    const { session, socket, events, listen } = await connected();
    session.subscribe({}, listen);
    socket.answer('subscribe', null);
    const failed = expect(session.send(message)).rejects.toMatchObject({ code: 'timeout', retryable: true });
    await vi.advanceTimersByTimeAsync(TIMES.ack);
    await failed;
    expect(events).toEqual([]);
    // an answer that comes too late is nobody's
    socket.answer('send', { id: 'm1', seq: 1, at: 1 });
    expect(socket.isClosed).toBe(false);
  });

  it('pings after silence, and ends the session when that is not answered', async () => {
    const { session, socket, events, listen } = await connected();
    session.subscribe({}, listen);
    socket.answer('subscribe', null);
    await vi.advanceTimersByTimeAsync(TIMES.ping);
    expect(socket.frame('ping')).toBeDefined();
    const pending = expect(session.send(message)).rejects.toMatchObject({ code: 'offline', retryable: true });
    await vi.advanceTimersByTimeAsync(TIMES.pong - 1);
    expect(events).toEqual([]);
    await vi.advanceTimersByTimeAsync(1);
    await pending;
    expect(events).toMatchObject([{ type: 'closed', error: { code: 'offline', retryable: true } }]);
    expect(socket.isClosed).toBe(true);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('goes on as long as pings are answered', async () => {
    const { socket } = await connected();
    for (let i = 1; i <= 5; i++) {
      await vi.advanceTimersByTimeAsync(TIMES.ping);
      expect(socket.sent.filter(({ t }) => t === 'ping')).toHaveLength(i);
      socket.tell({ t: 'pong' });
    }
    expect(socket.isClosed).toBe(false);
  });

  it('does not ping while there is traffic', async () => {
    const { socket } = await connected();
    for (let i = 0; i < 5; i++) {
      await vi.advanceTimersByTimeAsync(TIMES.ping - 1);
      socket.tell({ t: 'event', event: told });
    }
    expect(socket.frame('ping')).toBeUndefined();
  });
});

describe('how a session ends', () => {
  it.each([
    [4401, 'auth', false, undefined],
    [4400, 'invalid', false, undefined],
    [1012, 'unavailable', true, expect.any(Number)],
    [1013, 'unavailable', true, expect.any(Number)],
    [4429, 'rate', true, expect.any(Number)],
    [1006, 'offline', true, undefined],
    [1001, 'offline', true, undefined],
  ])('close code %i is %s, retryable %s', async (code, errorCode, retryable, retryAfter) => {
    const { session, socket, events, listen } = await connected();
    session.subscribe({}, listen);
    const pending = expect(session.send(message)).rejects.toMatchObject({ code: errorCode, retryable });
    socket.onclose?.({ code });
    await pending;
    expect(events).toHaveLength(1);
    expect(events[0]).toMatchObject({ type: 'closed', error: { code: errorCode, retryable } });
    expect((events[0] as { error: { retryAfter?: number } }).error.retryAfter).toEqual(retryAfter);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('closes on abort, tells it once, and rejects what is asked later', async () => {
    const controller = new AbortController();
    const { session, socket, events, listen } = await connected({ signal: controller.signal });
    session.subscribe({}, listen);
    controller.abort();
    socket.tell({ t: 'event', event: told });
    socket.onclose?.({ code: 1000 });
    expect(socket.isClosed).toBe(true);
    expect(events.map(({ type }) => type)).toEqual(['closed']);
    await expect(session.send(message)).rejects.toMatchObject({ code: 'offline', retryable: true });
    expect(vi.getTimerCount()).toBe(0);
  });

  it('connects nowhere when the signal was aborted before', async () => {
    const connecting = relayTransport({ url: 'https://relay.example', WebSocket: Scripted }).connect(
      request({ signal: AbortSignal.abort() }),
    );
    await expect(connecting).rejects.toMatchObject({ code: 'offline' });
    expect(ScriptedSocket.last.isClosed).toBe(true);
  });

  it.each([
    ['no JSON', '{"t":'],
    ['a list', '[]'],
    ['no text', new ArrayBuffer(8)],
    ['an event without its message', '{"t":"event","event":{"type":"message","cursor":"1"}}'],
    ['a number where a text belongs', JSON.stringify({ t: 'event', event: { ...told, cursor: 7 } })],
  ])('ends with a typed error on %s, and throws nothing into the page', async (_name, data) => {
    const { session, socket, events, listen } = await connected();
    session.subscribe({}, listen);
    expect(() => socket.tellRaw(data)).not.toThrow();
    expect(events).toMatchObject([{ type: 'closed', error: { code: 'invalid', retryable: false } }]);
    expect(socket.isClosed).toBe(true);
  });

  it('ends with a typed error on an answer of the wrong shape', async () => {
    const { session, socket } = await connected();
    const page = expect(session.history({ conversation: 'c1', before: null, limit: 10 })).rejects.toMatchObject({
      code: 'invalid',
      path: 'data.messages',
    });
    socket.answer('history', { id: 'm1', seq: 1, at: 1 });
    await page;
    expect(socket.isClosed).toBe(true);
  });

  it('ignores frames and events that only a later version knows', async () => {
    const { session, socket, events, listen } = await connected();
    session.subscribe({}, listen);
    socket.tell({ t: 'weather', is: 'fine' });
    socket.tell({ t: 'event', event: { type: 'presence', who: 'ann' } });
    expect(socket.isClosed).toBe(false);
    expect(events).toEqual([]);
  });
});
