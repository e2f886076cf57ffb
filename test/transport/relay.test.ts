import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import * as LIMITS from '../../src/core/limits.js';
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

describe('where it connects', () => {
  const urlOf = (url: string) => {
    void relayTransport({ url, WebSocket: Scripted }).connect(request());
    return ScriptedSocket.last.url;
  };

  it('turns http into ws and https into wss, below the path given', () => {
    expect(urlOf('http://127.0.0.1:8787')).toBe('ws://127.0.0.1:8787/v1/socket');
    expect(urlOf('https://relay.example/sobani/')).toBe('wss://relay.example/sobani/v1/socket');
    expect(urlOf('wss://relay.example')).toBe('wss://relay.example/v1/socket');
  });

  it('takes a URL relative to the page', () => {
    vi.stubGlobal('location', { href: 'https://shop.example/cart?x=1#y' });
    expect(urlOf('/sobani')).toBe('wss://shop.example/sobani/v1/socket');
  });

  it('refuses what is no URL of a relay, and names the option', async () => {
    const connecting = relayTransport({ url: 'http://[', WebSocket: Scripted }).connect(request());
    await expect(connecting).rejects.toMatchObject({ code: 'invalid', path: 'relay', retryable: false });
  });

  it('says token and secret in the first frame and never in the URL', () => {
    const transport = relayTransport({ url: 'https://relay.example', WebSocket: Scripted });
    void transport.connect(request({ token: 'TOKEN', secret: 'SECRET' }));
    const socket = ScriptedSocket.last;
    socket.onopen?.();
    expect(socket.sent).toEqual([{ t: 'hello', v: 1, app: 'shop', locale: 'en', token: 'TOKEN', secret: 'SECRET' }]);
    expect(socket.url).not.toMatch(/TOKEN|SECRET/);
  });
});

describe('refusals', () => {
  it('rejects the ask with code, path and wait, and keeps the session', async () => {
    const { session, socket } = await connected();
    const sent = expect(session.send(message)).rejects.toMatchObject({
      code: 'rate',
      path: 'message',
      retryAfter: 700,
      retryable: true,
    });
    const { r } = socket.frame('send')!;
    socket.tell({ t: 'error', r, code: 'rate', message: 'slower', path: 'message', retryAfter: 700 });
    await sent;
    expect(socket.isClosed).toBe(false);
  });

  it.each([
    ['rate', true],
    ['unavailable', true],
    ['internal', true],
    ['timeout', true],
    ['offline', true],
    ['invalid', false],
    ['not-found', false],
    ['forbidden', false],
    ['auth', false],
    ['too-large', false],
    ['closed', false],
    ['conflict', false],
    ['unsupported', false],
    ['storage', false],
  ])('%s is retryable: %s', async (code, retryable) => {
    const { session, socket } = await connected();
    const sent = expect(session.send(message)).rejects.toMatchObject({ code, retryable });
    socket.tell({ t: 'error', r: socket.frame('send')!.r, code, message: 'no' });
    await sent;
  });

  it('rejects connect with the error that refuses the hello', async () => {
    const connecting = relayTransport({ url: 'https://relay.example', WebSocket: Scripted }).connect(request());
    const refused = expect(connecting).rejects.toMatchObject({ code: 'auth', message: 'expired', retryable: false });
    ScriptedSocket.last.onopen?.();
    ScriptedSocket.last.tell({ t: 'error', code: 'auth', message: 'expired' });
    await refused;
  });

  it('does not take a refused notice for the end of the session', async () => {
    const { session, socket, events, listen } = await connected();
    session.subscribe({}, listen);
    session.typing?.('c1', true);
    socket.tell({ t: 'error', code: 'invalid', message: 'no such notice' });
    expect(events).toEqual([]);
    expect(socket.isClosed).toBe(false);
  });

  it('refuses a frame that is too large before it leaves', async () => {
    const { session, socket } = await connected();
    const parts = [{ type: 'text' as const, text: '€'.repeat(LIMITS.frame / 3) }];
    await expect(session.send({ ...message, parts })).rejects.toMatchObject({ code: 'too-large', retryable: false });
    expect(socket.frame('send')).toBeUndefined();
  });

  it('ends the session when the subscription is refused', async () => {
    const { session, socket, events, listen } = await connected();
    session.subscribe({}, listen);
    socket.tell({ t: 'error', r: socket.frame('subscribe')!.r, code: 'unavailable', message: 'busy', retryAfter: 50 });
    await vi.advanceTimersByTimeAsync(0);
    expect(events).toMatchObject([{ type: 'closed', error: { code: 'unavailable', retryAfter: 50 } }]);
    expect(events).toHaveLength(1);
  });
});

describe('what passes', () => {
  it('passes events on in order, also before subscribe is answered', async () => {
    const { session, socket, events, listen } = await connected();
    session.subscribe({ c1: '0' }, listen);
    expect(socket.frame('subscribe')).toMatchObject({ after: { c1: '0' } });
    socket.tell({ t: 'event', event: told });
    socket.tell({ t: 'event', event: { type: 'caught-up' } });
    socket.answer('subscribe', null);
    expect(events).toEqual([told, { type: 'caught-up' }]);
  });

  it('answers each ask with its own answer, whatever their order', async () => {
    const { session, socket } = await connected();
    const first = session.send(message);
    const list = session.conversations?.();
    socket.answer('conversations', []);
    socket.answer('send', { id: 'm1', seq: 4, at: 9, extra: 'dropped' });
    expect(await list).toEqual([]);
    expect(await first).toEqual({ id: 'm1', seq: 4, at: 9 });
  });

  it('resolves asks that answer nothing with nothing', async () => {
    const { session, socket } = await connected();
    const closing = session.close?.('c1');
    socket.answer('close', { anything: 'else' });
    expect(await closing).toBeFalsy();
  });

  it('sends what has changed in place of the whole, and resolves with the name of the state', async () => {
    const { session, socket } = await connected();
    const snapshot = { v: 1 as const, page: { url: '/', title: '', language: 'en' }, locale: 'en' };
    const change = { base: 'one', patch: [{ op: 'replace' as const, path: '/locale', value: 'en' }] };
    for (const [given, sent, answer] of [
      [undefined, { snapshot }, 'one'],
      [change, change, 'two'],
      // from a relay that takes no changes
      [undefined, { snapshot }, null],
    ] as const) {
      const told = session.context!('c', snapshot, given);
      const { r, ...frame } = socket.frame('context')!;
      expect(frame).toEqual({ t: 'context', conversation: 'c', ...sent });
      socket.tell({ t: 'ok', r, data: answer });
      expect(await told).toBe(answer);
    }
  });

  it('tells nothing after the undo of subscribe', async () => {
    const { session, socket, events, listen } = await connected();
    const undo = session.subscribe({}, listen);
    undo();
    socket.tell({ t: 'event', event: told });
    socket.onclose?.({ code: 1006 });
    expect(events).toEqual([]);
  });
});

describe('a session that is ended by its secret alone', () => {
  const answered = (status: number) => {
    const fetch = vi.fn(async (_to: string, _how: RequestInit) => new Response(null, { status }));
    vi.stubGlobal('fetch', fetch);
    const ending = relayTransport({ url: 'https://relay.example/sobani/' }).revoke!({ app: 'shop', secret: 'SECRET' });
    return { fetch, ending };
  };

  it('is named in the body, never in the URL, and the request outlives the page', async () => {
    const { fetch, ending } = answered(204);
    expect(await ending).toBeUndefined();
    const [[url, request]] = fetch.mock.calls as [[string, RequestInit]];
    expect(url).toBe('https://relay.example/sobani/v1/revoke');
    expect(request).toMatchObject({ method: 'POST', body: '{"app":"shop","secret":"SECRET"}', keepalive: true });
  });

  it.each([
    [429, 'rate'],
    [503, 'unavailable'],
    [403, 'unavailable'],
  ])('has not ended when the relay answers %i: %s', async (status, code) => {
    await expect(answered(status).ending).rejects.toMatchObject({ code, retryable: true });
  });
});
