/** The two ways in which answers come: a stream, and polls. */
import { request } from 'node:http';
import { describe, expect, onTestFinished, test } from 'vitest';
import { END, eventsOf, openPoll, openStream, post } from './link-requests.js';
import { FAST, message, newId, ORIGIN, startRelay, visit } from './support.js';

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
