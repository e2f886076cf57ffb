import { describe, expect, it } from 'vitest';
import * as LIMITS from '../../src/core/limits.js';
import type { ConnectOptions, OutgoingMessage, TransportEvent } from '../../src/core/ports.js';
import { memoryTransport } from '../../src/transport/memory.js';
import { verify } from './memory-harness.js';

const request = (more: Partial<ConnectOptions> = {}): ConnectOptions => ({
  app: 'shop',
  secret: null,
  token: null,
  locale: 'en',
  signal: new AbortController().signal,
  ...more,
});
const message = (id: string): OutgoingMessage => ({
  id,
  conversation: 'c1',
  by: 'visitor',
  parts: [{ type: 'text', text: id }],
});

describe('the memory transport', () => {
  it('keeps what arrived when the connection is cut before the answer, and tells the sender that it failed', async () => {
    const hops: (() => void)[] = [];
    let isHeld = false;
    const schedule = (hop: () => void) => (isHeld ? void hops.push(hop) : queueMicrotask(hop));
    const { backend, connect } = memoryTransport({ schedule });
    const session = await connect(request());
    isHeld = true;
    const sent = session.send(message('m1'));
    hops.shift()?.(); // it arrives
    backend.disconnect();
    await expect(sent).rejects.toMatchObject({ code: 'offline', retryable: true });
    expect(backend.messages('c1')).toHaveLength(1);
    isHeld = false;
    const again = await connect(request({ secret: session.secret }));
    expect(await again.send(message('m1'))).toMatchObject({ seq: 1, duplicate: true });
  });

  it('refuses another message under an id that stands for one', async () => {
    const { backend, connect } = memoryTransport();
    const session = await connect(request());
    await session.send(message('m1'));
    const other = { ...message('m1'), parts: [{ type: 'text' as const, text: 'another' }] };
    await expect(session.send(other)).rejects.toMatchObject({ code: 'conflict', path: 'message.id', retryable: false });
    expect(backend.messages('c1').map(({ parts }) => parts)).toEqual([message('m1').parts]);
  });

  it('replays the last few hundred after a long absence, and says that there is a gap', async () => {
    const { connect } = memoryTransport();
    const session = await connect(request());
    for (let i = 1; i <= LIMITS.replay + 10; i++) await session.send(message(`m${i}`));
    const events: TransportEvent[] = [];
    const again = await connect(request({ secret: session.secret }));
    again.subscribe({ c1: '5' }, (event) => events.push(event));
    await again.send(message('last'));
    expect(events[0]).toEqual({ type: 'reset', conversation: 'c1' });
    const places = events.flatMap((event) => (event.type === 'message' ? [event.message.seq] : []));
    expect(places[0]).toBe(11);
    expect(places).toHaveLength(LIMITS.replay + 1);
    const page = await again.history({ conversation: 'c1', before: places[0]!, limit: LIMITS.historyPage });
    expect(page.messages.map(({ seq }) => seq)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
    expect(page.before).toBeNull();
  });

  it('refuses every token when it was not told how to verify one', async () => {
    await expect(memoryTransport().connect(request({ token: 'any' }))).rejects.toMatchObject({ code: 'auth' });
  });

  it('does not open a user’s session by its secret alone', async () => {
    const { connect } = memoryTransport({ verify });
    const { secret } = await connect(request({ token: 'user:ann' }));
    await expect(connect(request({ secret }))).rejects.toMatchObject({ code: 'auth' });
    const again = await connect(request({ secret, token: 'user:ann' }));
    expect(again.secret).toBe(secret);
  });

  it('ends the sessions of an anonymous visitor who signed in elsewhere', async () => {
    const { connect } = memoryTransport({ verify });
    const session = await connect(request());
    const events: TransportEvent[] = [];
    session.subscribe({}, (event) => events.push(event));
    await connect(request({ secret: session.secret, token: 'user:ann' }));
    expect(events.at(-1)).toMatchObject({ type: 'closed', error: { code: 'auth' } });
  });

  it('rejects connect at once when aborted, however slow the way is', async () => {
    const controller = new AbortController();
    const connecting = memoryTransport({ schedule: () => {} }).connect(request({ signal: controller.signal }));
    controller.abort();
    await expect(connecting).rejects.toMatchObject({ code: 'offline', retryable: true });
  });
});
