import { describe, expect, it } from 'vitest';
import type { RemoteMessage, TransportEvent } from '../../src/core/ports.js';
import { memoryTransport } from '../../src/transport/memory.js';

const ID = 'c'.repeat(22);
const { signal } = new AbortController();
const hello = { app: 'shop', secret: null, token: null, locale: 'en', signal };
const text = (id: string) => ({
  id,
  conversation: ID,
  by: 'visitor' as const,
  parts: [{ type: 'text' as const, text: id }],
});

/** A page that starts anew, with what the visitor's disk knows. */
async function open(after: Record<string, string>, continues: boolean) {
  const session = await memoryTransport({ continues }).connect(hello);
  const events: TransportEvent[] = [];
  await new Promise<void>((resolve) =>
    session.subscribe(after, (event) => {
      events.push(event);
      if (event.type === 'caught-up') resolve();
    }),
  );
  return { session, events };
}

describe('a page without a back end', () => {
  it('goes on with the conversation that an earlier page had, behind its last message', async () => {
    const { session, events } = await open({ [ID]: '7' }, true);
    expect(events.map(({ type }) => type)).toEqual(['caught-up']);
    expect(await session.send(text('a'.repeat(22)))).toMatchObject({ seq: 8 });
    const page = await session.history({ conversation: ID, before: null, limit: 10 });
    expect(page.messages.map(({ seq }: RemoteMessage) => seq)).toEqual([8]);
    expect(page.before).toBe(null);
  });

  it('says where it cannot go on, unless it was told to', async () => {
    const { events } = await open({ [ID]: '7' }, false);
    expect(events.map(({ type }) => type)).toEqual(['reset', 'caught-up']);
  });
});
