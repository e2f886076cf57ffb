import { randomUUID } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { endOverTime } from '../../src/relay/drain.js';
import { createExposition } from '../../src/relay/exposition.js';
import { builtForThisFile, config, startProcess, writeConfig } from './relay-process.js';
import { dial, FAST, message, newId, openDesk, startRelay, visit } from './support.js';

const file = () => {
  const path = join(tmpdir(), `sobani-${randomUUID()}.db`);
  onTestFinished(async () => {
    for (const part of ['', '-wal', '-shm']) await rm(path + part, { force: true });
  });
  return path;
};
const metric = (text: string, name: string) =>
  Number(new RegExp(`^${name.replace(/[{}"]/g, '\\$&')} (\\S+)$`, 'm').exec(text)?.[1]);
const metricsOf = async (url: string) => (await fetch(`${url}/metrics`)).text();

describe('the metrics', () => {
  test('count what happened, in the format that Prometheus reads', async () => {
    const { url } = await startRelay({ database: file() });
    const visitor = await visit(url);
    const desk = await openDesk(url);
    const conversation = newId();
    await visitor.ask({ t: 'send', message: message(conversation, 'my private words') });
    await visitor.ask({ t: 'send', message: message(conversation, 'more', newId(), 'bot') });
    await desk.ask({ t: 'reply', id: newId(), conversation, text: 'hello' });
    await visitor.answer({ t: 'close', conversation: newId() });
    await visit(url, { secret: visitor.secret });

    const response = await fetch(`${url}/metrics`);
    expect(response.headers.get('content-type')).toBe('text/plain; version=0.0.4; charset=utf-8');
    const text = await response.text();
    const expected = {
      'sobani_messages_stored_total{author="visitor"}': 1,
      'sobani_messages_stored_total{author="bot"}': 1,
      'sobani_messages_stored_total{author="agent"}': 1,
      'sobani_refusals_total{code="not-found"}': 1,
      sobani_replayed_messages_total: 4,
      sobani_visitor_connections: 2,
      sobani_agent_connections: 1,
      sobani_ack_seconds_count: 2,
      'sobani_ack_seconds_bucket{le="\\+Inf"}': 2,
      sobani_commit_failures_total: 0,
      sobani_commit_queue: 0,
    };
    expect(Object.fromEntries(Object.keys(expected).map((name) => [name, metric(text, name)]))).toEqual(expected);
    for (const name of [
      'sobani_frames_total',
      'sobani_sockets',
      'sobani_database_bytes',
      'sobani_commit_writes_count',
    ]) {
      expect([name, metric(text, name) > 0]).toEqual([name, true]);
    }
    expect(metric(text, 'process_resident_memory_bytes')).toBeGreaterThan(10e6);
    // every line is a comment, or a name, labels in words of ours, and a number
    for (const line of text.trimEnd().split('\n')) {
      expect(line).toMatch(/^(# (HELP|TYPE) \w+ .+|\w+(\{(le|code|author)="[\w.+-]+"\})? [\d.e+-]+)$/);
    }
    for (const word of [conversation, visitor.person.id, 'private', '127.0.0.1', 'Mia', 'shop']) {
      expect(text).not.toContain(word);
    }
  });

  test('are for this machine alone, unless it is said otherwise', async () => {
    const status = async (url: string, headers = {}) => (await fetch(`${url}/metrics`, { headers })).status;
    const forwarded = { 'x-forwarded-for': '203.0.113.9' };
    const byDefault = await startRelay();
    expect([await status(byDefault.url), await status(byDefault.url, forwarded)]).toEqual([200, 404]);
    expect(await status(byDefault.url, { forwarded: 'for=203.0.113.9' })).toBe(404);
    const open = await startRelay({ metrics: 'all' });
    expect(await status(open.url, forwarded)).toBe(200);
    const none = await startRelay({ metrics: 'none' });
    expect(await status(none.url)).toBe(404);
  });

  test('a histogram counts a value in its bucket and all above', () => {
    const all = createExposition();
    const times = all.histogram('t', 'times', [1, 2]);
    for (const value of [0.5, 1, 1.5, 9]) times.observe(value);
    expect(all.text()).toBe(
      '# HELP t times\n# TYPE t histogram\nt_bucket{le="1"} 2\nt_bucket{le="2"} 3\nt_bucket{le="+Inf"} 4\nt_sum 12\nt_count 4\n',
    );
  });
});

describe('readiness', () => {
  test('says no while the store takes no writes, which are refused to be tried again, and yes when there is room', async () => {
    const { url } = await startRelay({ database: file(), limits: { ...FAST, database: 512 * 1024 } });
    const ready = async () => (await fetch(`${url}/readyz`)).status;
    const [writer, other] = [await visit(url), await visit(url)];
    const conversation = newId();
    const sent: ReturnType<typeof message>[] = [];
    expect(await ready()).toBe(200);
    await other.ask({ t: 'send', message: message(newId(), 'x'.repeat(9_000)) });
    await other.ask({ t: 'send', message: message(newId(), '€'.repeat(10_000)) });
    let refused: Awaited<ReturnType<typeof writer.answer>> | null = null;
    while (!refused && sent.length < 500) {
      const next = message(conversation, 'x'.repeat(9_000));
      const answer = await writer.answer({ t: 'send', message: next });
      if (answer.t === 'ok') sent.push(next);
      else refused = answer;
    }
    expect(refused).toMatchObject({ t: 'error', code: 'unavailable', retryAfter: expect.any(Number) });
    expect(sent.length).toBeGreaterThan(10);
    expect(await ready()).toBe(503);
    expect(metric(await metricsOf(url), 'sobani_commit_failures_total')).toBeGreaterThan(0);
    // nothing is half there: the log is what was acknowledged
    const page = await writer.ask<{ messages: { id: string; seq: number }[] }>({
      ...{ t: 'history', conversation, before: null, limit: 100 },
    });
    expect(page.messages.at(-1)).toMatchObject({ id: sent.at(-1)!.id, seq: sent.length });
    expect((await fetch(`${url}/healthz`)).status).toBe(200);

    await other.ask({ t: 'erase' });
    await vi.waitFor(async () => expect(await ready()).toBe(200));
    expect(await writer.ask({ t: 'send', message: message(conversation, 'again') })).toMatchObject({
      seq: sent.length + 1,
    });
  });
});

describe('the end of a relay', () => {
  builtForThisFile();

  test('on SIGTERM it tells everybody to come again, answers what was sent, and is gone in ten seconds', async () => {
    const { file: configFile, database } = await writeConfig(config);
    const relay = await startProcess(['--config', configFile, '--database', database]);
    const visitors = await Promise.all(Array.from({ length: 60 }, () => visit(relay.url, {}, null)));
    // one who dawdles over a request, and one who never says anything, hold nothing up
    const { port } = new URL(relay.url);
    for (const words of ['POST /v1/revoke HTTP/1.1\r\nhost: x\r\ncontent-length: 99\r\n\r\n{', 'GET / HT', '']) {
      const socket = connect(Number(port), '127.0.0.1', () => socket.write(words));
      socket.on('error', () => {});
      onTestFinished(() => void socket.destroy());
    }
    const answers = visitors.map(async (visitor) => {
      const sent = message(newId(), 'last words');
      const gone = visitor.closed.then(() => null);
      return {
        sent,
        visitor,
        answer: await Promise.race([visitor.answer({ t: 'send', message: sent }), gone]).catch(() => null),
      };
    });
    await answers[0];
    relay.child.kill('SIGTERM');
    const start = performance.now();
    const closes = await Promise.all(visitors.map((visitor) => visitor.closed));
    expect(new Set(closes.map(({ code }) => code))).toEqual(new Set([1012]));
    expect(await relay.exited).toBe(0);
    expect(performance.now() - start).toBeLessThan(10_000);
    expect(relay.err()).toContain('"msg":"closed"');

    const again = await startProcess(['--config', configFile, '--database', database]);
    for (const { sent, visitor, answer } of await Promise.all(answers)) {
      if (answer?.t !== 'ok') continue;
      const back = await visit(again.url, { secret: visitor.secret });
      expect(back.messages().map(({ id }) => id)).toContain(sent.id);
      back.socket.terminate();
    }
  }, 60_000);

  test('while it drains it is not ready, takes no connection, and serves those whose turn has not come', async () => {
    const { relay, url } = await startRelay({ limits: FAST });
    const ready = async () => (await fetch(`${url}/readyz`)).text();
    expect(await ready()).toBe('ok\n');
    const visitors = await Promise.all(Array.from({ length: 300 }, () => visit(url, {}, null)));
    const last = visitors.at(-1)!;
    const closing = relay.close();
    const [answer, late] = [last.ask({ t: 'send', message: message(newId(), 'in time') }), dial(url)];
    await expect(late).rejects.toThrow('HTTP 503');
    expect(await answer).toMatchObject({ seq: 1 });
    expect(await ready()).toBe('draining\n');
    await visitors[0]!.closed;
    expect(await last.closed).toMatchObject({ code: 1012 });
    await closing;
    await expect(visit(url)).rejects.toThrow('ECONNREFUSED');
  });

  test('thousands are ended a thousand a second, in five seconds at most', async () => {
    vi.useFakeTimers();
    onTestFinished(() => void vi.useRealTimers());
    const endedAfter = async (count: number) => {
      const at: number[] = [];
      const start = Date.now();
      const done = endOverTime(Array.from({ length: count }, () => () => void at.push(Date.now() - start)));
      await vi.runAllTimersAsync();
      await done;
      return at;
    };
    expect(await endedAfter(5)).toEqual([0, 0, 0, 0, 0]);
    const some = await endedAfter(2_000);
    expect(some).toHaveLength(2_000);
    expect(some.filter((at) => at < 1_000).length).toBeLessThanOrEqual(1_010);
    const many = await endedAfter(50_000);
    expect(many).toHaveLength(50_000);
    expect(many.at(-1)).toBeLessThanOrEqual(5_000);
  });
});
