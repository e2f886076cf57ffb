import { readFileSync } from 'node:fs';
import { describe, expect, it, vi } from 'vitest';
import { toSobaniError } from '../../src/core/errors.js';
import type { Session } from '../../src/core/ports.js';
import { conformanceCases, type Harness } from '../../src/transport/conformance.js';
import { memoryHarness } from './memory-harness.js';
import { pollingTransport } from './polling-example.js';

const read = (path: string) => readFileSync(new URL(path, import.meta.url), 'utf8');
const body = (source: string) => source.slice(source.indexOf('type Row')).trim();

/** The back end that the example speaks of, made of the memory transport's. */
function startBackEnd() {
  const { harness, backend } = memoryHarness();
  const sessions = new Map<string, Session>();
  let calls = 0;

  const endpoints: Record<string, (given: never) => Promise<unknown>> = {
    '/hello': async ({ app, secret, token }: { app: string; secret: string | null; token: string | null }) => {
      const known = secret?.split('#')[0] ?? null;
      const signal = new AbortController().signal;
      const session = await harness.transport.connect({ app, secret: known, token, locale: 'en', signal });
      const key = `${session.secret}#${++calls}`;
      sessions.set(key, session);
      return { person: session.person, key };
    },
    '/after': async ({ key, cursors }: { key: string; cursors: Record<string, string> }) => {
      const { person } = sessions.get(key)!;
      const own = backend.conversations().filter((one) => one.person.id === person.id);
      const rows = own.flatMap(({ id }) => backend.messages(id));
      const lost = Object.keys(cursors).filter((id) => Number.isNaN(Number(cursors[id])));
      const after = (id: string) => Number(cursors[id] ?? 0) || 0;
      return { lost, rows: rows.filter(({ conversation, seq }) => seq > after(conversation)) };
    },
    '/send': async ({ key, message }: { key: string; message: Parameters<Session['send']>[0] }) =>
      sessions.get(key)!.send(message),
    '/history': async ({ key, ...request }: { key: string } & Parameters<Session['history']>[0]) =>
      sessions.get(key)!.history(request),
  };

  const fetch = async (url: string, { body, signal }: { body: string; signal: AbortSignal }) => {
    signal.throwIfAborted();
    const given = JSON.parse(body);
    if (given.key && !sessions.has(given.key)) throw new TypeError('fetch failed');
    const answer = await endpoints[new URL(url).pathname]!(given as never).then(
      (data) => ({ ok: true, status: 200, json: async () => structuredClone(data) }),
      (thrown) => {
        const { code, message, retryable } = toSobaniError(thrown);
        return { ok: false, status: retryable ? 503 : 400, json: async () => ({ code, message }) };
      },
    );
    signal.throwIfAborted();
    return answer;
  };
  return { harness, fetch, cut: () => sessions.clear() };
}

describe('the minimal transport of the documentation', () => {
  const backEnd = startBackEnd();
  const { agent, ...rest } = backEnd.harness;
  const harness: Harness = {
    ...rest,
    agent: { reply: agent.reply },
    transport: pollingTransport('http://back.end', 1),
    drop: async () => backEnd.cut(),
  };

  it('is word for word what is tested here', () => {
    expect(read('../../docs/transports.md')).toContain(body(read('./polling-example.ts')));
  });

  for (const { name, run } of conformanceCases) {
    const isAboutMore =
      /^(conversations|handoff|close|read|typing|context|withdraw|rate|revoke|erase|upload):|agent’s (read|typing)|resolves/;
    const outcome = isAboutMore.test(name) ? 'skipped' : 'passed';
    it(`${outcome}: ${name}`, async () => {
      vi.stubGlobal('fetch', backEnd.fetch);
      expect(await run(harness)).toBe(outcome);
    });
  }
});
