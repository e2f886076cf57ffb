/** From sockets down to streams and polls, and up again. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import * as TIMES from '../../src/core/times.js';
import { CLIMB } from '../../src/transport/fallback/ladder.js';
import { relayTransport } from '../../src/transport/relay.js';
import { scriptedFetch } from './scripted-fetch.js';
import { LINK, made, tick, url, WELCOME } from './scripted-relay.js';
import { request, Scripted, ScriptedSocket } from './scripted-socket.js';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
  ScriptedSocket.all = [];
});

describe('the way down', () => {
  it('is two tries with a socket, two with a stream, two with polls, and a socket again', async () => {
    const { net, attempt, fallDown } = made();
    await fallDown();
    expect(net.requests).toEqual([]);
    for (const path of ['stream', 'stream', 'poll', 'poll']) {
      const { outcome } = attempt();
      await tick();
      expect(net.last.path).toBe(path);
      expect(JSON.parse(net.last.body)).toMatchObject({ t: 'hello', app: 'shop' });
      net.last.fail();
      expect(await outcome).toBe('offline');
    }
    const sockets = ScriptedSocket.all.length;
    await fallDown();
    expect(ScriptedSocket.all.length).toBe(sockets + 2);
    expect(net.requests).toHaveLength(4);
    void attempt();
    await tick();
    expect(net.last.path).toBe('stream');
  });

  it.each(['auth', 'forbidden', 'rate', 'internal', 'unavailable'])(
    'does not begin with a refusal: %s',
    async (code) => {
      const { net, attempt } = made();
      for (let i = 0; i < 5; i++) {
        const { outcome } = attempt();
        ScriptedSocket.last.onopen?.();
        ScriptedSocket.last.tell({ t: 'error', code, message: 'no' });
        expect(await outcome).toBe(code);
      }
      expect(net.requests).toEqual([]);
    },
  );

  it('does not begin when the page changes its mind', async () => {
    const { net, attempt } = made();
    for (let i = 0; i < 5; i++) {
      const { abort, outcome } = attempt();
      await tick();
      abort.abort();
      expect(await outcome).toBe('offline');
    }
    expect(net.requests).toEqual([]);
  });

  it('begins anew after a welcome', async () => {
    const { net, attempt, fallDown } = made();
    for (let i = 0; i < 3; i++) {
      await fallDown(1);
      const { outcome } = attempt();
      ScriptedSocket.last.welcome();
      expect(await outcome).toBe('welcome');
      ScriptedSocket.last.onclose?.({ code: 1006 });
    }
    expect(net.requests).toEqual([]);
  });

  it('leads past a socket that swallows all, after the time for connecting', async () => {
    const { net, attempt } = made();
    for (let i = 0; i < 2; i++) {
      const { outcome } = attempt();
      ScriptedSocket.last.onopen?.();
      await vi.advanceTimersByTimeAsync(TIMES.connect);
      expect(await outcome).toBe('timeout');
    }
    void attempt();
    await tick();
    expect(net.last.path).toBe('stream');
  });

  it.each([
    ['where there is no WebSocket', undefined],
    ['where a policy forbids it', Scripted],
  ])('begins %s', async (_where, WebSocket) => {
    const Forbidden = function Forbidden() {
      throw new DOMException('refused', 'SecurityError');
    } as unknown as typeof Scripted;
    vi.stubGlobal('WebSocket', WebSocket && Forbidden);
    const net = scriptedFetch();
    const transport = relayTransport({ url, fetch: net.fetch });
    for (let i = 0; i < 2; i++) {
      await expect(transport.connect(request())).rejects.toMatchObject({ code: 'offline', retryable: true });
    }
    void transport.connect(request()).catch(() => {});
    await tick();
    expect(net.last.url).toBe('https://relay.example/sobani/v1/stream');
  });

  it.each(['http://[', 'shop.example:8080', 'ftp://relay.example', 'mailto:relay'])(
    'is not taken with what is no URL of a relay: %s',
    async (wrong) => {
      const { net, transport } = made({ url: wrong });
      for (let i = 0; i < 4; i++) {
        await expect(transport.connect(request())).rejects.toMatchObject({ code: 'invalid', path: 'relay' });
      }
      expect(net.requests).toEqual([]);
    },
  );

  it.each([
    ['a page of somebody else', (it: ReturnType<typeof scriptedFetch>['last']) => it.answer(200, '<p>Sign in</p>\n\n')],
    ['another status', (it: ReturnType<typeof scriptedFetch>['last']) => it.answer(502, 'bad gateway')],
    ['an end before the welcome', (it: ReturnType<typeof scriptedFetch>['last']) => it.answer(200, LINK)],
  ])('goes on after %s', async (_what, answer) => {
    const { net, attempt, fallDown } = made();
    await fallDown();
    for (let i = 0; i < 2; i++) {
      const { outcome } = attempt();
      await tick();
      answer(net.last);
      await tick();
      expect(await outcome).toBe('offline');
    }
    void attempt();
    await tick();
    expect(net.last.path).toBe('poll');
  });

  it('stays where it is when the relay answers that there are too many', async () => {
    const { net, attempt, fallDown } = made();
    await fallDown();
    for (let i = 0; i < 3; i++) {
      const { outcome } = attempt();
      await tick();
      expect(net.last.path).toBe('stream');
      net.last.answer(429);
      expect(await outcome).toBe('rate');
    }
  });
});

describe('the way up', () => {
  it('is looked for at the first welcome and then every five minutes, and leads there at once', async () => {
    const { onStream, attempt, net } = made();
    const { events, pass } = await onStream();
    await vi.advanceTimersByTimeAsync(1);
    // the two that failed, and the look
    expect(ScriptedSocket.all).toHaveLength(3);
    ScriptedSocket.last.onclose?.({ code: 1006 });
    await pass(CLIMB - 1_000);
    expect(ScriptedSocket.all).toHaveLength(3);
    await pass(1_000);
    expect(ScriptedSocket.all).toHaveLength(4);
    const socket = ScriptedSocket.last;
    socket.onopen?.();
    expect(socket.sent).toEqual([{ t: 'ping' }]);
    expect(events).toEqual([]);
    socket.tell({ t: 'pong' });
    expect(socket.isClosed).toBe(true);
    expect(events).toMatchObject([{ type: 'closed', error: { code: 'offline', retryable: true, retryAfter: 0 } }]);
    expect(net.open).toBe(0);
    const { outcome } = attempt();
    ScriptedSocket.last.welcome();
    expect(await outcome).toBe('welcome');
  });

  it('is not looked for again by each session, but in its time', async () => {
    const { onStream, attempt, net } = made();
    const { stream } = await onStream();
    await vi.advanceTimersByTimeAsync(1);
    ScriptedSocket.last.onclose?.({ code: 1006 });
    for (let i = 0; i < 3; i++) {
      net.requests
        .filter(({ path }) => path === 'stream')
        .at(-1)!
        .end();
      await tick();
      const { found } = attempt();
      await tick();
      net.last.answer(200);
      net.last.tell(LINK + WELCOME);
      await found;
      await vi.advanceTimersByTimeAsync(1);
    }
    expect(stream.signal.aborted).toBe(true);
    expect(ScriptedSocket.all).toHaveLength(3);
  });

  it('is looked for at once where a socket has worked before', async () => {
    const { onStream, attempt, fallDown, net } = made();
    await onStream();
    await vi.advanceTimersByTimeAsync(1);
    ScriptedSocket.last.tell({ t: 'pong' });
    const { outcome } = attempt();
    ScriptedSocket.last.welcome();
    expect(await outcome).toBe('welcome');
    await fallDown();
    const { found } = attempt();
    await tick();
    net.last.answer(200);
    net.last.tell(LINK + WELCOME);
    await found;
    const sockets = ScriptedSocket.all.length;
    await vi.advanceTimersByTimeAsync(1);
    expect(ScriptedSocket.all).toHaveLength(sockets + 1);
  });

  it('is not open when a socket opens and no frame comes back', async () => {
    const { onStream } = made();
    const { events } = await onStream();
    await vi.advanceTimersByTimeAsync(1);
    ScriptedSocket.last.onopen?.();
    await vi.advanceTimersByTimeAsync(TIMES.connect);
    expect(ScriptedSocket.last.isClosed).toBe(true);
    expect(events).toEqual([]);
  });
});
