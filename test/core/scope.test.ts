import { beforeEach, describe, expect, it } from 'vitest';
import { SobaniError } from '../../src/core/errors.js';
import type { Change, Session, Transport } from '../../src/core/ports.js';
import type { ConversationRow } from '../../src/core/rows.js';
import * as TIMES from '../../src/core/times.js';
import { type FakeClock, fakeClock } from '../../src/testing/fake-clock.js';
import { memoryTransport } from '../../src/transport/memory.js';
import { type FakeDisk, fakeDisk, ids, keysOf, openPage, type Page, text, verify } from './world.js';

let clock: FakeClock;
let disk: FakeDisk;
let transport: ReturnType<typeof memoryTransport>;
let page: Page;

const reload = async (offline = false) => {
  page.accounts.disconnect();
  if (offline) transport.backend.fail(1000, new SobaniError('offline', 'No network.', { retryable: true }));
  page = openPage(disk, transport, clock);
  await page.load();
  return page;
};
beforeEach(async () => {
  clock = fakeClock();
  disk = fakeDisk();
  transport = memoryTransport({ verify, now: clock.date });
  page = openPage(disk, transport, clock);
  await page.load();
});
const row = () => disk.rows.get('a/c/c') as ConversationRow;

describe('the world of one visitor', () => {
  it('connects to nobody before something was said', async () => {
    expect(page.store.status.value).toBe('idle');
    expect(keysOf(disk)).toEqual([]);
  });

  it('keeps who it is, the conversation with its cursor, and every message', async () => {
    await page.say('hello');
    transport.backend.reply('c', 'hi');
    await page.settled();
    const log = transport.backend.messages('c');
    expect(keysOf(disk)).toEqual(['a/c/c', ...log.map(({ id }) => `a/m/c/${id}`).sort(), 'a/s']);
    expect(row()).toMatchObject({ conversation: { id: 'c', status: 'open' }, cursor: '3' });
    expect(disk.rows.get('a/s')).toMatchObject({ person: { verified: false } });
    expect(page.transcript()).toEqual(['hello', 'event', 'hi']);
  });

  it('keeps the cursor from the first message on, which is its own', async () => {
    await page.say('hello');
    expect(row()).toMatchObject({ cursor: '1' });
  });

  it('shows the same transcript and unread count after a reload, before there is a network', async () => {
    await page.say('hello');
    transport.backend.reply('c', 'one');
    transport.backend.reply('c', 'two');
    await page.settled();
    const before = [page.store.messages('c').value, page.store.unread.value, page.store.conversations.value];
    expect(before[1]).toBe(2);
    await reload(true);
    expect([page.store.messages('c').value, page.store.unread.value, page.store.conversations.value]).toEqual(before);
    expect(page.store.status.value).toBe('offline');
    expect(page.store.restored.value).toBe(true);
  });

  it('comes back as the same visitor, and takes only what it missed', async () => {
    await page.say('hello');
    const { id } = page.store.person.value!;
    page.accounts.disconnect();
    transport.backend.reply('c', 'meanwhile');
    await reload();
    expect(page.store.person.value!.id).toBe(id);
    expect(page.transcript()).toEqual(['hello', 'event', 'meanwhile']);
    expect(new Set(ids(page.store.messages('c').value)).size).toBe(3);
  });

  it('sends after a reload what waited before it, once', async () => {
    transport.backend.fail(1000, new SobaniError('offline', 'No network.', { retryable: true }));
    await page.say('one');
    await page.say('two');
    await reload(true);
    expect(page.store.messages('c').value.map((m) => m.state)).toEqual(['queued', 'queued']);
    transport.backend.fail(0, new SobaniError('offline', ''));
    await clock.advance(TIMES.backoffCap);
    expect(transport.backend.messages('c').map((m) => m.parts)).toEqual([text('one'), text('two')]);
    expect(keysOf(disk, 'a/o/')).toEqual([]);
    expect(page.store.messages('c').value.map((m) => m.state)).toEqual(['sent', 'sent']);
  });

  it('does not send again what the replay brings back: it was stored, and only the answer was lost', async () => {
    const sent: string[] = [];
    const losesTheFirstAnswer = (session: Session): Session => ({
      ...session,
      send(message) {
        sent.push(message.id);
        const answer = session.send(message);
        if (sent.length === 1) queueMicrotask(() => transport.backend.disconnect());
        return answer;
      },
    });
    const connect: Transport['connect'] = async (given) => losesTheFirstAnswer(await transport.connect(given));
    page = openPage(disk, { ...transport, connect }, clock);
    await page.load();
    const id = await page.say('hello');
    expect(ids(transport.backend.messages('c'))).toEqual([id]);
    expect(page.store.messages('c').value[0]!.state).not.toBe('sent');
    await clock.advance(TIMES.backoffCap);
    expect(page.store.messages('c').value.map(({ state }) => state)).toEqual(['sent']);
    expect(sent).toEqual([id]);
    expect(keysOf(disk, 'a/o/')).toEqual([]);
  });

  it('shows what failed, with its reason, after a reload', async () => {
    await page.say('hello');
    transport.backend.fail(1, new SobaniError('too-large', 'Too large.'));
    await page.say('too much');
    await reload();
    expect(page.store.messages('c').value.at(-1)).toMatchObject({ state: 'failed', reason: 'too-large' });
  });

  it('remembers and tells up to where it was read', async () => {
    await page.say('hello');
    transport.backend.reply('c', 'hi');
    await page.settled();
    page.accounts.scope.seen('c');
    await page.settled();
    expect(page.store.unread.value).toBe(0);
    expect(transport.backend.conversations()[0]!.readTo).toBe(3);
    await reload(true);
    expect(page.store.unread.value).toBe(0);
    page.accounts.scope.seen('nowhere');
    expect(page.store.conversations.value).toHaveLength(1);
  });

  it('tells what was read without a connection once there is one', async () => {
    await page.say('hello');
    transport.backend.reply('c', 'hi');
    await page.settled();
    const offline = new SobaniError('offline', 'No network.', { retryable: true });
    transport.backend.fail(1000, offline);
    transport.backend.disconnect();
    await page.settled();
    page.accounts.scope.seen('c');
    await page.settled();
    expect(transport.backend.conversations()[0]!.readTo).toBe(0);
    transport.backend.fail(0, offline);
    await clock.advance(TIMES.backoffCap);
    expect(transport.backend.conversations()[0]!.readTo).toBe(3);
  });

  it('writes a message and the place that the log is held to as one, so that no crash skips it', async () => {
    await page.say('hello');
    const { id } = transport.backend.reply('c', 'hi');
    await page.settled();
    const to = String(transport.backend.messages('c').at(-1)!.seq);
    const isAt = ([key, row]: Change) => key === 'a/c/c' && (row as ConversationRow).cursor === to;
    const first = disk.transactions.find((changes) => changes.some(isAt));
    expect(first?.map(([key]) => key)).toContain(`a/m/c/${id}`);
  });

  it('shows that the agent has read it', async () => {
    await page.say('hello');
    transport.backend.read('c');
    await page.settled();
    expect(page.store.messages('c').value[0]!.state).toBe('read');
    await reload(true);
    expect(page.store.messages('c').value[0]!.state).toBe('read');
  });

  it('shows somebody typing for as long as a notice holds', async () => {
    await page.say('hello');
    transport.backend.typing('c', true);
    await page.settled();
    expect(page.store.typing('c').value).toMatchObject({ name: 'Ann' });
    await clock.advance(TIMES.typingShown - 1);
    transport.backend.typing('c', true);
    await clock.advance(TIMES.typingShown - 1);
    expect(page.store.typing('c').value).not.toBeNull();
    await clock.advance(1);
    expect(page.store.typing('c').value).toBeNull();
  });

  it('shows nobody typing when it is not connected any more, and leaves no timer behind', async () => {
    await page.say('hello');
    transport.backend.typing('c', true);
    await page.settled();
    expect(page.store.typing('c').value).not.toBeNull();
    page.accounts.disconnect();
    expect(page.store.typing('c').value).toBeNull();
    expect(clock.pending).toBe(0);
  });

  it('starts a log anew when the back end cannot continue it, on disk too, and keeps what waits', async () => {
    await page.say('hello');
    transport.backend.fail(1, new SobaniError('closed', 'Ended.'));
    await page.say('waits');
    page.accounts.disconnect();
    disk.rows.set('a/c/c', { ...row(), cursor: '99' });
    await reload();
    expect(page.transcript()).toEqual(['hello', 'waits']);
    expect(row().cursor).toBe('1');
    expect(keysOf(disk, 'a/m/')).toHaveLength(1);
    expect(keysOf(disk, 'a/o/')).toHaveLength(1);
  });

  it('forgets the cursor of a log that is gone', async () => {
    await page.say('hello');
    page.accounts.disconnect();
    disk.rows.set('a/c/gone', { conversation: { ...row().conversation, id: 'gone' }, cursor: '4' });
    await reload();
    expect(page.store.status.value).toBe('online');
    expect(disk.rows.get('a/c/gone')).not.toHaveProperty('cursor');
  });

  it('sends nothing and sets no timer once disconnected', async () => {
    await page.say('hello');
    transport.backend.fail(1000, new SobaniError('rate', 'Slow.', { retryable: true }));
    await page.say('again');
    page.accounts.disconnect();
    transport.backend.fail(0, new SobaniError('rate', ''));
    await clock.advance(2 * TIMES.giveUp);
    expect(clock.pending).toBe(0);
    expect(transport.backend.messages('c')).toHaveLength(1);
    expect(page.store.messages('c').value.at(-1)!.state).toBe('sending');
  });

  it('takes in once what is read back a second time', async () => {
    await page.say('hello');
    page.accounts.disconnect();
    await page.accounts.scope.delivery.enqueue({
      id: 'later',
      conversation: 'c',
      author: { kind: 'visitor' },
      parts: text('later'),
      at: 1,
    });
    await page.accounts.restore();
    expect(ids(page.accounts.scope.delivery.waiting())).toEqual(['later']);
    expect(page.transcript()).toEqual(['hello', 'later']);
  });
});

describe('what may be written', () => {
  it('is refused with a reason and a path where it is nothing, too much, or too late', async () => {
    await expect(page.say('  \n')).rejects.toMatchObject({ code: 'invalid', path: 'text' });
    await expect(page.say(7 as never)).rejects.toMatchObject({ code: 'invalid', path: 'text' });
    await expect(page.say('x'.repeat(10_001))).rejects.toMatchObject({ code: 'too-large', path: 'text' });
    expect(page.store.conversations.value).toEqual([]);
    await page.say('x'.repeat(10_000));
    transport.backend.resolve('c');
    await page.settled();
    await expect(page.say('too late')).rejects.toMatchObject({ code: 'closed', path: 'conversation' });
    expect(transport.backend.messages('c')).toHaveLength(2);
  });
});
