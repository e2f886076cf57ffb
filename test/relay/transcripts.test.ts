import { createHmac } from 'node:crypto';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { pino } from 'pino';
import { describe, expect, it, onTestFinished, test, vi } from 'vitest';
import { referenceOf } from '../../src/core/reference.js';
import type { RelayOptions } from '../../src/relay/options.js';
import type { ConversationRow, PersonRow, Store } from '../../src/relay/store.js';
import { createTranscripts } from '../../src/relay/transcripts.js';
import { FAST, message, newId, openDesk, startRelay, visit } from './support.js';

const secret = 'what only the relay and the team’s own system know';
interface Posted {
  headers: IncomingMessage['headers'];
  body: string;
}

/** The team's own system. It answers with these, one after the other, and then 204. */
async function receiver(statuses: number[] = []) {
  const posted: Posted[] = [];
  const waiting: (() => void)[] = [];
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const piece of request) body += piece;
    posted.push({ headers: request.headers, body });
    response.writeHead(statuses.shift() ?? 204, { location: 'http://127.0.0.1:1/' }).end();
    for (const resolve of waiting.splice(0)) resolve();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/transcripts`;
  /** Resolves when so many were posted. */
  const received = async (count: number) => {
    while (posted.length < count) await new Promise<void>((resolve) => waiting.push(resolve));
    return posted;
  };
  return { url, posted, received };
}

async function talked(options: Partial<RelayOptions> = {}, statuses: number[] = []) {
  const hook = await receiver(statuses);
  const relay = await startRelay({ transcript: { url: hook.url, secret }, ...options });
  const visitor = await visit(relay.url);
  const conversation = newId();
  await visitor.ask({ t: 'send', message: message(conversation, 'Where is my parcel?') });
  const desk = await openDesk(relay.url);
  await desk.ask({ t: 'reply', id: newId(), conversation, text: 'On its way.' });
  const mail = (to = 'aiko@example.com', id = conversation) =>
    visitor.answer({ t: 'transcript', conversation: id, to });
  const { posted, received } = hook;
  return { ...relay, posted, received, visitor, conversation, mail };
}

describe('a transcript that is to be mailed', () => {
  it('is posted to the team’s own system, whole and signed', async () => {
    const { mail, received, conversation, visitor } = await talked();
    expect(await mail()).toMatchObject({ t: 'ok', data: null });
    const [{ headers, body }] = (await received(1)) as [Posted];
    expect(headers).toMatchObject({
      'content-type': 'application/json',
      'sobani-timestamp': expect.stringMatching(/^\d{10}$/),
    });
    const signed = createHmac('sha256', secret).update(`${headers['sobani-timestamp']}.${body}`).digest('hex');
    expect(headers['sobani-signature']).toBe(`v1=${signed}`);
    const told = JSON.parse(body);
    expect(told).toMatchObject({
      ...{ v: 1, app: 'shop', to: 'aiko@example.com', id: headers['sobani-id'] },
      person: { id: visitor.person.id, verified: false },
      conversation: { id: conversation, reference: referenceOf(conversation), isWhole: true },
      messages: [
        { by: 'visitor', text: 'Where is my parcel?' },
        { by: 'system', text: 'assigned: Mia' },
        { by: 'agent', name: 'Mia', text: 'On its way.' },
      ],
    });
    expect(told.text).toMatch(
      new RegExp(`^Conversation ${referenceOf(conversation)}\n\n\\[[\\d -:]+ UTC\\] Visitor: Where is my parcel\\?`),
    );
  });

  it('says to the client that it can be, and only where it can', async () => {
    const { visitor } = await talked();
    expect(visitor.all[0]).toMatchObject({ t: 'welcome', can: ['transcript'] });
    const { url } = await startRelay();
    const other = await visit(url);
    expect(other.all[0]).not.toHaveProperty('can');
    const conversation = newId();
    await other.ask({ t: 'send', message: message(conversation, 'hi') });
    const ask = { t: 'transcript', conversation, to: 'aiko@example.com' };
    expect(await other.answer(ask)).toMatchObject({ t: 'error', code: 'unsupported' });
  });

  it('is of one’s own conversation, to one address', async () => {
    const { mail, url, conversation, posted } = await talked();
    expect(await mail('aiko@example.com', newId())).toMatchObject({ code: 'not-found' });
    const stranger = await visit(url);
    expect(await stranger.answer({ t: 'transcript', conversation, to: 'eve@example.com' })).toMatchObject({
      code: 'not-found',
    });
    for (const to of ['', 'aiko', 'a@example.com,b@example.com', 'a@example.com\nbcc: b@example.com']) {
      expect(await mail(to)).toMatchObject({ code: 'invalid', path: 'to' });
    }
    expect(posted).toEqual([]);
  });

  it('is taken five times an hour, of one visitor and for one address', async () => {
    const { mail, url } = await talked({ limits: { conversationsPerHour: FAST.conversationsPerHour } });
    for (let i = 0; i < 5; i++) expect(await mail()).toMatchObject({ t: 'ok' });
    expect(await mail('other@example.com')).toMatchObject({ code: 'rate', retryAfter: expect.any(Number) });
    const other = await visit(url);
    const conversation = newId();
    await other.ask({ t: 'send', message: message(conversation, 'hi') });
    expect(await other.answer({ t: 'transcript', conversation, to: 'AIKO@example.com' })).toMatchObject({
      code: 'rate',
    });
  });

  it('leaves no address in the log', async () => {
    const { mail, received, log } = await talked();
    await mail();
    await received(1);
    await vi.waitFor(() => expect(log.join('')).toContain('transcript handed over'));
    expect(log.join('')).not.toContain('aiko@example.com');
  });
});

/** The queue alone, with waits that a test can bear. */
async function queue(statuses: number[], waits = [1, 1]) {
  const hook = await receiver(statuses);
  const log: { msg: string; status?: number; count?: number }[] = [];
  const store = { messages: async () => [] } as unknown as Store;
  const transcripts = createTranscripts({
    ...{ hook: { url: hook.url, secret }, store, now: () => 1_800_000_000_000, waits },
    log: pino({ level: 'info' }, { write: (text: string) => log.push(JSON.parse(text)) }),
  });
  onTestFinished(() => transcripts.stop());
  const person = { id: 'p', app: 'shop', user: null, name: null, claims: {} } satisfies PersonRow;
  const row = { id: newId(), app: 'shop', lastSeq: 0 } as ConversationRow;
  const mail = () => transcripts.mail(row, person, 'aiko@example.com');
  const until = (msg: string) => vi.waitFor(() => expect(log.map((entry) => entry.msg)).toContain(msg));
  return { ...hook, transcripts, log, mail, until };
}

describe('where the team’s own system', () => {
  it('fails, the same is posted again, with a fresh signature and the same id', async () => {
    const { mail, received, until } = await queue([503, 429]);
    mail();
    const posted = await received(3);
    await until('transcript handed over');
    expect(new Set(posted.map(({ body }) => body)).size).toBe(1);
    expect(new Set(posted.map(({ headers }) => headers['sobani-id'])).size).toBe(1);
  });

  it.each([
    ['fails for long', [500, 500, 500], 3],
    ['refuses it', [400], 1],
    ['leads elsewhere', [302], 1],
  ])('%s, it is given up', async (_, statuses, attempts) => {
    const { mail, until, posted } = await queue(statuses);
    mail();
    await until('transcript given up');
    expect(posted).toHaveLength(attempts);
  });

  it('is away, no more than two hundred wait', async () => {
    const { mail } = await queue(Array(1_000).fill(503), [60_000]);
    for (let i = 0; i < 200; i++) mail();
    expect(mail).toThrow(expect.objectContaining({ code: 'unavailable', retryAfter: 60_000 }));
  });

  it('is away, nothing of whoever is forgotten meanwhile is posted any more', async () => {
    const { mail, received, transcripts, posted, log } = await queue([503], [1, 1, 1]);
    mail();
    transcripts.forget('p');
    await received(1);
    mail();
    mail();
    const handed = () => log.filter(({ msg }) => msg === 'transcript handed over');
    await vi.waitFor(() => expect(handed()).toHaveLength(2));
    expect(posted).toHaveLength(3);
  });

  it('is away while the relay ends, what is lost is counted', async () => {
    const { mail, received, transcripts, log, until } = await queue([503], [60_000]);
    mail();
    await received(1);
    await until('transcript waits');
    transcripts.stop();
    expect(log.at(-1)).toMatchObject({ msg: 'transcripts lost', count: 1 });
  });
});

test.each([
  [{ url: 'http://crm.example/hook', secret }, 'transcript.url'],
  [{ url: 'crm.example', secret }, 'transcript.url'],
  [{ url: 'https://crm.example/hook', secret: 'short' }, 'transcript.secret'],
  [{ url: 'https://crm.example/hook' }, 'transcript.secret'],
])('the option %j is refused with its path', async (transcript, path) => {
  await expect(startRelay({ transcript: transcript as never })).rejects.toMatchObject({ code: 'invalid', path });
});
