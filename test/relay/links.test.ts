import { request } from 'node:http';
import { describe, expect, onTestFinished, test } from 'vitest';
import { FAST, hello as helloBySocket, message, newId, ORIGIN, OTHER_ORIGIN, startRelay, visit } from './support.js';

const HELLO = JSON.stringify({ t: 'hello', v: 1, app: 'shop' });

interface Post {
  origin?: string | null;
  body?: string;
  link?: string;
  number?: number;
  method?: string;
}

/** A request as a page makes it. */
function post(url: string, path: string, { origin = ORIGIN, body = '', link, number, method = 'POST' }: Post = {}) {
  const abort = new AbortController();
  onTestFinished(() => abort.abort());
  return fetch(`${url}/sobani/v1/${path}`, {
    method,
    signal: abort.signal,
    ...(method === 'POST' && { body }),
    headers: {
      ...(origin !== null && { origin }),
      ...(link !== undefined && { 'sobani-link': link }),
      ...(number !== undefined && { 'sobani-number': String(number) }),
    },
  });
}

/** The events of an answer: `next` waits for one, `rest` for all until its end. */
function eventsOf(answer: Response) {
  const reader = answer.body!.pipeThrough(new TextDecoderStream()).getReader();
  let text = '';
  const next = async (): Promise<string | null> => {
    for (;;) {
      const end = text.indexOf('\n\n');
      if (end >= 0) {
        const event = text.slice(0, end);
        text = text.slice(end + 2);
        return event;
      }
      const { value, done } = await reader.read().catch(() => ({ value: undefined, done: true }));
      if (done) return null;
      text += value;
    }
  };
  return {
    next,
    /** Until one that contains this. */
    async until(part: string): Promise<string> {
      for (let event = await next(); event !== null; event = await next()) if (event.includes(part)) return event;
      throw new Error(`ended before ${part}`);
    },
    async rest(): Promise<string[]> {
      const events: string[] = [];
      for (let event = await next(); event !== null; event = await next()) events.push(event);
      return events;
    },
    cancel: () => reader.cancel(),
  };
}

/** By which the answer to a poll is known to be whole. */
const END = 'event: end\ndata: ';
const idOf = (event: string | null) => /^event: link\ndata: ([A-Za-z0-9_-]{22})$/.exec(event ?? '')![1]!;

async function openStream(url: string, origin = ORIGIN, body = HELLO) {
  const answer = await post(url, 'stream', { origin, body });
  const events = eventsOf(answer);
  return { answer, ...events, link: idOf(await events.next()) };
}

async function openPoll(url: string, body = HELLO) {
  const answer = await post(url, 'poll', { body });
  const [first, ...rest] = await eventsOf(answer).rest();
  return { answer, link: idOf(first!), frames: rest.filter((event) => event !== END), last: rest.at(-1) };
}

describe('the stream', () => {
  test('begins with the id of the link, then the welcome, and is not to be kept or held back', async () => {
    const { url } = await startRelay();
    const { answer, link, next } = await openStream(url);
    expect(answer.headers.get('content-type')).toBe('text/event-stream; charset=utf-8');
    expect(answer.headers.get('cache-control')).toBe('no-store, no-transform');
    expect(answer.headers.get('x-accel-buffering')).toBe('no');
    expect(link).toHaveLength(22);
    expect(await next()).toMatch(/^data: \{"t":"welcome","v":1,/);
  });

  test('carries the answers to what is posted, in order', async () => {
    const { url } = await startRelay();
    const { link, until, next } = await openStream(url);
    await until('welcome');
    const conversation = newId();
    const sends = [1, 2, 3].map((r) => JSON.stringify({ t: 'send', r, message: message(conversation, `${r}`) }));
    expect((await post(url, 'frames', { link, number: 1, body: sends.join('\n') })).status).toBe(204);
    for (const r of [1, 2, 3]) expect(JSON.parse((await next())!.slice('data: '.length))).toMatchObject({ t: 'ok', r });
  });

  test('asks for a sign of life, and ends when none comes', async () => {
    const { url } = await startRelay({ limits: { ping: 50, pong: 2_000 } });
    const [alive, dead] = [await openStream(url), await openStream(url)];
    let number = 0;
    let isOver = false;
    const answering = (async () => {
      while (!isOver) {
        await alive.until(': ping');
        expect((await post(url, 'frames', { link: alive.link, number: ++number })).status).toBe(204);
      }
    })();
    await dead.rest();
    isOver = true;
    await answering;
    expect((await post(url, 'frames', { link: dead.link, number: 1 })).status).toBe(404);
  });

  test('outlives the time that a request may take', async () => {
    const { url } = await startRelay({ limits: { silent: 100, ping: 100, pong: 10_000 } });
    const { until, link } = await openStream(url);
    const { link: polling } = await openPoll(url);
    const poll = post(url, 'poll', { link: polling, number: 1 });
    // a request has three times as long as a silent socket, and that is looked after each such time
    for (let i = 0; i < 15; i++) await until(': ping');
    expect((await post(url, 'frames', { link, number: 1 })).status).toBe(204);
    expect((await poll).status).toBe(200);
  });

  test('that nobody reads is closed before it fills the memory', async () => {
    const { url } = await startRelay({ limits: { ...FAST, buffered: 64 * 1024, ping: 60_000 } });
    const { hostname, port } = new URL(url);
    const writer = await visit(url);
    const conversation = newId();
    const slow = await new Promise<import('node:http').IncomingMessage>((resolve) => {
      const headers = { origin: ORIGIN };
      const asked = request({ hostname, port, path: '/v1/stream', method: 'POST', headers }, resolve);
      onTestFinished(() => void asked.destroy());
      asked.end(JSON.stringify({ t: 'hello', v: 1, app: 'shop', secret: writer.secret }));
    });
    const link = await new Promise<string>((resolve) => {
      slow.once('data', (chunk) => resolve(/data: (\S+)/.exec(String(chunk))![1]!));
    });
    slow.pause();
    const listen = JSON.stringify({ t: 'subscribe', r: 1, after: {} });
    await post(url, 'frames', { link, number: 1, body: listen });
    const isGone = async (number: number) => (await post(url, 'frames', { link, number })).status === 404;
    for (let number = 2; !(await isGone(number)); number++) {
      const text = 'x'.repeat(10_000);
      await Promise.all(
        Array.from({ length: 20 }, () => writer.ask({ t: 'send', message: message(conversation, text) })),
      );
    }
  });
});

describe('the poll', () => {
  test('answers hello with the id of the link and the welcome', async () => {
    const { url } = await startRelay();
    const { answer, frames, last } = await openPoll(url);
    expect(answer.headers.get('content-type')).toBe('text/plain; charset=utf-8');
    expect(answer.headers.get('cache-control')).toBe('no-store, no-transform');
    expect(frames).toEqual([expect.stringMatching(/^data: \{"t":"welcome"/)]);
    expect(last).toBe(END);
  });

  test('answers at once when there is something, else when there is, else after a while', async () => {
    const { url } = await startRelay({ limits: { ping: 400 } });
    const { link } = await openPoll(url);
    const ask = (number: number, r: number) =>
      post(url, 'frames', { link, number, body: JSON.stringify({ t: 'conversations', r }) });
    const frames = async (number: number) =>
      (await eventsOf(await post(url, 'poll', { link, number })).rest()).slice(1);
    await ask(1, 7);
    expect(await frames(1)).toEqual(['data: {"t":"ok","r":7,"data":[]}', END]);
    const waiting = frames(2);
    await ask(2, 8);
    expect(await waiting).toEqual(['data: {"t":"ok","r":8,"data":[]}', END]);
    expect(await frames(3)).toEqual([END]);
  });

  test('ends the link when nobody asks for a while, when two ask at once, or when an answer did not arrive', async () => {
    const { url } = await startRelay({ limits: { ping: 60_000, pong: 200, connectionsPerAddress: 1 } });
    const isGone = (link: string) =>
      expect.poll(async () => (await post(url, 'frames', { link, number: 1 })).status).toBe(404);
    const silent = await openPoll(url);
    await isGone(silent.link);

    const twice = await openPoll(url);
    const asks = [1, 2].map((number) => post(url, 'poll', { link: twice.link, number }).catch(() => null));
    await Promise.all(asks);
    await isGone(twice.link);

    const gone = await openPoll(url);
    const abort = new AbortController();
    const headers = { origin: ORIGIN, 'sobani-link': gone.link, 'sobani-number': '1' };
    const poll = fetch(`${url}/v1/poll`, { method: 'POST', headers, signal: abort.signal });
    await new Promise((resolve) => setImmediate(resolve));
    abort.abort();
    await expect(poll).rejects.toThrow('aborted');
    await isGone(gone.link);
    // every one of them was freed, or there would be no room
    await openPoll(url);
  });
});

describe.each(['stream', 'poll'] as const)('by %s', (way) => {
  const open = (url: string, body = HELLO) => (way === 'stream' ? openStream(url, ORIGIN, body) : openPoll(url, body));
  /** How the link ended, after what was sent before. */
  async function ending(url: string, opened: Awaited<ReturnType<typeof open>>): Promise<string> {
    const events = 'until' in opened ? opened : eventsOf(await post(url, 'poll', { link: opened.link, number: 1 }));
    return await events.until('event: close');
  }

  test.each([
    ['no origin', null],
    ['another site', 'https://evil.example'],
    ['another scheme', 'http://shop.example'],
    ['an opaque one', 'null'],
    ['one with a path', 'https://shop.example/'],
  ])('%s is refused before anything is made', async (_what, origin) => {
    const { url } = await startRelay();
    const answer = await post(url, way, { origin, body: HELLO });
    expect(answer.status).toBe(403);
    expect(answer.headers.get('access-control-allow-origin')).toBeNull();
    expect(await answer.json()).toEqual({ code: 'forbidden' });
  });

  test('a refused hello is answered as on a socket: the error, and then the close code', async () => {
    const { url } = await startRelay();
    const refused = JSON.stringify({ t: 'hello', v: 1, app: 'bank' });
    const events = await eventsOf(await post(url, way, { body: refused })).rest();
    expect(events[1]).toMatch(/^data: \{"t":"error","code":"forbidden"/);
    expect(events[2]).toBe('event: close\ndata: 4401 forbidden');
    const junk = await eventsOf(await post(url, way, { body: 'junk' })).rest();
    expect(junk[1]).toMatch(/"code":"invalid"/);
  });

  test('an id is good for its own origin only, and an unknown one is answered alike', async () => {
    const { url } = await startRelay();
    const { link } = await open(url);
    const answers = await Promise.all([
      post(url, 'frames', { link, number: 1, origin: OTHER_ORIGIN }),
      post(url, 'frames', { link: newId(), number: 1 }),
      post(url, 'frames', { number: 1 }),
      post(url, 'poll', { link, number: 1, origin: OTHER_ORIGIN }),
      post(url, 'stream', { link, number: 1 }),
    ]);
    for (const answer of answers) {
      expect(answer.status).toBe(404);
      expect(await answer.json()).toEqual({ code: 'not-found' });
    }
    expect((await post(url, 'frames', { link, number: 1, origin: 'https://evil.example' })).status).toBe(403);
    expect((await post(url, 'frames', { link, number: 1 })).status).toBe(204);
  });

  test('a request that comes twice counts once; one that is missing ends the link', async () => {
    const { url } = await startRelay();
    const opened = await open(url);
    const { link } = opened;
    const conversation = newId();
    const send = (r: number) => JSON.stringify({ t: 'send', r, message: message(conversation, `${r}`) });
    for (const number of [1, 1, 2]) {
      expect((await post(url, 'frames', { link, number, body: send(number) })).status).toBe(204);
    }
    const late = await post(url, 'frames', { link, number: 4, body: send(4) });
    expect([late.status, await late.json()]).toEqual([409, { code: 'invalid' }]);
    expect(await ending(url, opened)).toBe('event: close\ndata: 1002 invalid');
  });

  test.each([
    ['a body over 256 KiB', `${'{"t":"ping"}\n'.repeat(1_000)}${'\n'.repeat(256 * 1024)}`, 413],
    ['a frame over 64 KiB', `{"t":"ping"}\n${'x'.repeat(64 * 1024 + 1)}`, 413],
  ])('%s is refused, and ends the link with 1009', async (_what, body, status) => {
    const { url } = await startRelay();
    const opened = await open(url);
    const answer = await post(url, 'frames', { link: opened.link, number: 1, body });
    expect([answer.status, await answer.json()]).toEqual([status, { code: 'too-large' }]);
    expect(await ending(url, opened)).toBe('event: close\ndata: 1009 too-large');
    expect((await post(url, way, { body: 'x'.repeat(64 * 1024 + 1) })).status).toBe(413);
  });

  test('what is no frame ends the link with 4400, and too many end it with 4429', async () => {
    const { url } = await startRelay({ limits: { framesPerMinute: 50 } });
    const wrong = await open(url);
    await post(url, 'frames', { link: wrong.link, number: 1, body: 'nonsense' });
    expect(await ending(url, wrong)).toBe('event: close\ndata: 4400 invalid');
    const many = await open(url);
    await post(url, 'frames', { link: many.link, number: 1, body: '{"t":"ping"}\n'.repeat(60) });
    expect(await ending(url, many)).toBe('event: close\ndata: 4429 rate');
    const empty = await open(url);
    for (let number = 1; number <= 50; number++) await post(url, 'frames', { link: empty.link, number });
    expect((await post(url, 'frames', { link: empty.link, number: 51 })).status).toBe(429);
  });

  test('links count with sockets: so many an address, so many new ones a minute, so many a visitor', async () => {
    const few = await startRelay({ limits: { connectionsPerAddress: 2 } });
    await visit(few.url);
    await open(few.url);
    const refused = await post(few.url, way, { body: HELLO });
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '5']);
    await expect(visit(few.url)).rejects.toThrow('HTTP 429');

    const slow = await startRelay({ limits: { handshakesPerMinute: 2 } });
    await open(slow.url);
    await open(slow.url);
    expect((await post(slow.url, way, { body: HELLO })).status).toBe(429);

    const one = await startRelay({ limits: { connectionsPerVisitor: 1 } });
    const { secret } = await visit(one.url);
    const second = JSON.stringify({ t: 'hello', v: 1, app: 'shop', secret });
    const events = eventsOf(await post(one.url, way, { body: second }));
    expect(await events.until('error')).toContain('"code":"rate"');
  });

  test('a client that vanishes leaves nothing behind', async () => {
    const { url } = await startRelay({ limits: { connectionsPerAddress: 1, pong: 100 } });
    for (let i = 0; i < 3; i++) {
      const opened = await open(url);
      if ('cancel' in opened) await opened.cancel();
      await expect.poll(async () => (await post(url, 'frames', { link: opened.link, number: 1 })).status).toBe(404);
    }
    await open(url);
  });

  test('a session that is revoked elsewhere ends the link with 4401, and a relay that restarts with 1012', async () => {
    const { url, relay } = await startRelay();
    const socket = await visit(url);
    const { secret } = socket;
    const revoked = await open(url, JSON.stringify({ t: 'hello', v: 1, app: 'shop', secret }));
    await socket.ask({ t: 'revoke' });
    expect(await ending(url, revoked)).toMatch(/^event: close\ndata: 4401 /);
    const opened = await open(url);
    const end = ending(url, opened);
    // a poll has to be there before the relay lets nobody in any more
    if (way === 'poll') await post(url, 'frames', { link: opened.link, number: 1 });
    await relay.close();
    expect(await end).toBe('event: close\ndata: 1012 the relay restarts');
  });
});

test('pages of configured origins may ask from afar, all others not', async () => {
  const { url } = await startRelay();
  const asked = await post(url, 'frames', { method: 'OPTIONS' });
  expect(asked.status).toBe(204);
  expect(asked.headers.get('access-control-allow-origin')).toBe(ORIGIN);
  expect(asked.headers.get('access-control-allow-methods')).toBe('POST');
  expect(asked.headers.get('access-control-allow-headers')).toBe('content-type, sobani-link, sobani-number');
  expect(asked.headers.get('access-control-allow-credentials')).toBeNull();
  expect(asked.headers.get('vary')).toBe('origin');
  const refused = await post(url, 'frames', { method: 'OPTIONS', origin: 'https://evil.example' });
  expect([refused.status, refused.headers.get('access-control-allow-origin')]).toEqual([403, null]);
  expect(refused.headers.get('vary')).toBe('origin');
  const unknown = await post(url, 'frames', { link: newId(), number: 1 });
  expect([unknown.status, unknown.headers.get('access-control-allow-origin')]).toEqual([404, ORIGIN]);
  for (const path of ['stream', 'poll', 'frames']) {
    expect((await post(url, path, { method: 'GET' })).status).toBe(405);
  }
});

test('the log names no link', async () => {
  const { url, log } = await startRelay();
  const { link } = await openStream(url);
  await post(url, 'frames', { link, number: 9 });
  await helloBySocket(url);
  expect(log.length).toBeGreaterThan(0);
  expect(log.join('\n')).not.toContain(link);
});
