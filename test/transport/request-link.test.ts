/** A session over a stream or over polls. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import * as TIMES from '../../src/core/times.js';
import type { scriptedFetch } from './scripted-fetch.js';
import { LINK, made, tick, WELCOME } from './scripted-relay.js';
import { message, ScriptedSocket } from './scripted-socket.js';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
  ScriptedSocket.all = [];
});

/** Of an answer to a poll. */
const END = 'event: end\ndata: \n\n';

describe('a session over requests', () => {
  it('posts what waits together, one request at a time and in order', async () => {
    const { onStream, net } = made();
    const { session } = await onStream();
    for (const id of ['a', 'b', 'c']) void session.send({ ...message, id }).catch(() => {});
    await tick();
    const posts = () => net.requests.filter(({ path }) => path === 'frames').slice(1);
    const idsOf = (body: string) => body.split('\n').map((line) => JSON.parse(line).message.id);
    expect(posts().map(({ body }) => idsOf(body))).toEqual([['a']]);
    posts()[0]!.answer(204);
    await tick();
    expect(posts().map(({ body }) => idsOf(body))).toEqual([['a'], ['b', 'c']]);
    expect(posts().map(({ headers }) => [headers.get('sobani-link'), headers.get('sobani-number')])).toEqual([
      ['L1', '2'],
      ['L1', '3'],
    ]);
  });

  it('says that it is alive when the relay asks', async () => {
    const { onStream, net } = made();
    const { stream } = await onStream();
    stream.tell(': ping\n\n');
    await tick();
    expect([net.last.path, net.last.body]).toEqual(['frames', '']);
  });

  it.each([
    ['is not answered in time', () => vi.advanceTimersByTimeAsync(TIMES.ack)],
    ['fails', async (it: ReturnType<typeof scriptedFetch>['last']) => it.fail()],
    ['is answered by somebody else', async (it: ReturnType<typeof scriptedFetch>['last']) => it.answer(200, 'hi')],
    ['finds no link', async (it: ReturnType<typeof scriptedFetch>['last']) => it.answer(404)],
  ])('ends when a request %s', async (_what, happen) => {
    const { onStream, net } = made();
    const { session, events } = await onStream();
    session.typing?.('c1', true);
    await happen(net.last);
    await tick();
    expect(events).toMatchObject([{ type: 'closed', error: { code: 'offline', retryable: true } }]);
    expect(net.open).toBe(0);
  });

  it.each([
    ['4401 auth', 'auth', false],
    ['1012 the relay restarts', 'unavailable', true],
    ['nothing', 'offline', true],
  ])('ends as the relay says: %s', async (said, code, retryable) => {
    const { onStream } = made();
    const { stream, events } = await onStream();
    stream.tell(`event: close\ndata: ${said}\n\n`);
    await tick();
    expect(events).toMatchObject([{ type: 'closed', error: { code, retryable } }]);
  });

  it('leaves no request, socket or timer behind after an abort', async () => {
    const { onStream, net } = made();
    const { abort, session } = await onStream();
    void session.send(message).catch(() => {});
    await vi.advanceTimersByTimeAsync(1);
    expect(net.open).toBeGreaterThan(0);
    abort.abort();
    await tick();
    expect(net.open).toBe(0);
    expect(ScriptedSocket.all.every(({ isClosed }) => isClosed)).toBe(true);
    expect(vi.getTimerCount()).toBe(0);
  });

  const reset = '{"t":"event","event":{"type":"reset","conversation":"c1"}}';
  it.each([
    ['is empty', ''],
    ['is of nobody', `data: ${reset}\n\n`],
    ['is of another link', `event: link\ndata: L2\n\ndata: ${reset}\n\n${END}`],
    ['was cut short', LINK],
    ['was cut in its last frame', `${LINK}data: ${reset.slice(0, 20)}`],
  ])('asks again after each answer to a poll, and ends with one that %s', async (_what, foreign) => {
    const { net, attempt, fallDown } = made();
    await fallDown();
    for (let i = 0; i < 2; i++) {
      const { outcome } = attempt();
      await tick();
      net.last.fail();
      await outcome;
    }
    const { found } = attempt();
    await tick();
    net.last.answer(200, LINK + WELCOME + END);
    const session = await found;
    const events: unknown[] = [];
    session.subscribe({}, (event) => events.push(event));
    await tick();
    const polls = () => net.requests.filter(({ path, headers }) => path === 'poll' && headers.has('sobani-link'));
    expect(polls().map(({ body, headers }) => [body, headers.get('sobani-number')])).toEqual([['', '1']]);
    polls()[0]!.answer(200, `${LINK}data: {"t":"event","event":{"type":"caught-up"}}\n\n${END}`);
    await tick();
    expect(events).toEqual([{ type: 'caught-up' }]);
    expect(polls()).toHaveLength(2);
    polls()[1]!.answer(200, foreign);
    await tick();
    expect(events).toMatchObject([{}, { type: 'closed', error: { code: 'offline' } }]);
    expect(polls()).toHaveLength(2);
  });
});
