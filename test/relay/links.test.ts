/** A session over requests, whichever way its answers come: who may have one, what counts once, and how it ends. */
import { describe, expect, test } from 'vitest';
import { eventsOf, HELLO, openPoll, openStream, post } from './link-requests.js';
import { hello as helloBySocket, message, newId, ORIGIN, OTHER_ORIGIN, startRelay, visit } from './support.js';

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
