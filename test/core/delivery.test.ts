import { beforeEach, describe, expect, it } from 'vitest';
import { createDelivery } from '../../src/core/delivery.js';
import type { SobaniError } from '../../src/core/errors.js';
import * as LIMITS from '../../src/core/limits.js';
import type { OutboxItem, Session } from '../../src/core/ports.js';
import type { Snapshot } from '../../src/types.js';
import { begin, clock, delivery, disk, refused, renew, say, states, store, transport, use } from './delivery-world.js';
import { ids, item, keysOf, message } from './world.js';

beforeEach(renew);

describe('what is written', () => {
  it('is shown and leaves only once it is on disk', async () => {
    const release = disk.hold();
    const queued = delivery.enqueue(message('a'));
    await begin();
    expect([transport.attempts, store.messages('c').value]).toEqual([[], []]);
    release();
    expect(await queued).toBe('queued');
    await clock.advance(0);
    expect(disk.transactions[0]![0]![1]).toMatchObject({ id: 'a', n: 1 });
    expect(ids(transport.attempts)).toEqual(['a']);
  });

  it('leaves one at a time, in the order in which it was said', async () => {
    await begin({ send: ['hang'] });
    await say('a', 'b', 'c');
    expect(ids(transport.attempts)).toEqual(['a']);
    expect(states()).toEqual({ a: 'sending', b: 'queued', c: 'queued' });
    delivery.stop();
    await begin();
    expect(ids(transport.stored)).toEqual(['a', 'b', 'c']);
    expect(states()).toEqual({ a: 'sent', b: 'sent', c: 'sent' });
  });

  it('waits for a connection, and is sent when there is one', async () => {
    expect(await say('a')).toEqual(['queued']);
    expect(states()).toEqual({ a: 'queued' });
    await begin();
    expect(states()).toEqual({ a: 'sent' });
  });

  it('is sent by the next session also when the last one never answered', async () => {
    const never = () => new Promise<never>(() => {});
    await begin({ send: [never] });
    await say('a', 'b');
    delivery.stop();
    await begin();
    expect(ids(transport.stored)).toEqual(['a', 'b']);
  });

  it('is volatile where the disk refuses, and sent all the same', async () => {
    use({ load: async () => [], write: async () => false, append: async () => false });
    expect(await say('a')).toEqual(['volatile']);
    expect(states()).toEqual({ a: 'volatile' });
    await begin();
    expect(states()).toEqual({ a: 'sent' });
  });

  it('is refused when too much waits already, also when it all comes at once', async () => {
    const words = Array.from({ length: LIMITS.outbox }, (_, i) => `m${i}`);
    const all = say(...words);
    await expect(delivery.enqueue(message('more'))).rejects.toMatchObject({ code: 'too-large' });
    await all;
    await expect(delivery.enqueue(message('more'))).rejects.toMatchObject({ code: 'too-large' });
    expect(delivery.waiting()).toHaveLength(LIMITS.outbox);
  });

  it('asks for a person with the same act where the back end can', async () => {
    const asked: unknown[] = [];
    const handoff = { snapshot: { v: 1 } as Snapshot, tags: ['returns'] };
    const abilities: Partial<Session> = {
      async handoff(request) {
        asked.push(request);
        return { id: request.message.id, seq: 1, at: 1 };
      },
    };
    await begin({ abilities });
    await delivery.enqueue(message('a'), handoff);
    await clock.advance(0);
    expect(asked).toEqual([{ ...handoff, message: item('a', 1).message }]);
    expect(transport.attempts).toEqual([]);
    delivery.stop();
    await begin();
    await delivery.enqueue(message('b'), handoff);
    await clock.advance(0);
    expect(ids(transport.attempts)).toEqual(['b']);
  });
});

describe('what another tab has sent', () => {
  it('is not shown as waiting where it was before that one gave it another conversation', async () => {
    delivery.restore([item('a', 1), item('b', 2)]);
    const here = () => ids(store.messages('c').value);
    delivery.forget('a', 'c');
    expect(here()).toEqual(['a', 'b']);
    delivery.forget('b', 'moved');
    expect(here()).toEqual(['a']);
    expect(delivery.waiting()).toEqual([]);
  });
});

describe('an acknowledgement', () => {
  it('writes the message and takes it out of the outbox in one transaction', async () => {
    await begin();
    await say('a');
    const outbox = 'o/000000000001/a';
    const last = disk.transactions.at(-1)!;
    expect(last).toContainEqual([outbox, undefined]);
    expect(last.find(([key]) => key === 'm/c/a')?.[1]).toMatchObject({ id: 'a', state: 'sent', seq: 1 });
    expect(keysOf(disk)).toEqual(['m/c/a']);
    expect(delivery.waiting()).toEqual([]);
  });

  it('may be the echo, which came before the connection was lost', async () => {
    await begin({ send: ['hang'] });
    await say('a', 'b');
    delivery.settle({ id: 'a', seq: 7, at: 99 });
    expect(store.messages('c').value[0]).toMatchObject({ id: 'a', state: 'sent', seq: 7, at: 99 });
    transport.close();
    delivery.stop();
    await clock.advance(0);
    await begin();
    expect(ids(transport.attempts)).toEqual(['b']);
  });

  it('by echo stands, whatever the call says then', async () => {
    let answer = (_: SobaniError) => {};
    const refusing = () =>
      new Promise<never>((_, reject) => {
        answer = reject;
      });
    await begin({ send: [refusing] });
    await say('a', 'b');
    delivery.settle({ id: 'a', seq: 1, at: 1 });
    answer(refused);
    await clock.advance(0);
    expect(states()).toEqual({ a: 'sent', b: 'sent' });
    expect(keysOf(disk, 'o/')).toEqual([]);
  });

  it('of another message is none: it fails, where it can be seen, and is not sent without end', async () => {
    await begin({ send: [async () => ({ id: 'b', seq: 1, at: 1 })] });
    await say('a', 'b');
    expect(ids(transport.attempts)).toEqual(['a', 'b']);
    expect(states()).toEqual({ a: 'failed', b: 'sent' });
  });

  it('of something unknown changes nothing', () => {
    delivery.settle({ id: 'x', seq: 1, at: 1 });
    expect(disk.transactions).toEqual([]);
    expect(store.messages('c').value).toEqual([]);
  });
});

describe('after a reload', () => {
  it('what waited is shown and sent before what is said now', async () => {
    const found = [item('b', 7), item('a', 3), item('f', 5, { failed: 'closed' })];
    await disk.write(found.map((row) => [row.key, row]));
    delivery.restore(found);
    expect(states()).toEqual({ a: 'queued', b: 'queued', f: 'failed' });
    await say('new');
    expect(ids(delivery.waiting())).toEqual(['a', 'f', 'b', 'new']);
    expect(disk.rows.has('o/000000000008/new')).toBe(true);
    await begin();
    expect(ids(transport.stored)).toEqual(['a', 'b', 'new']);
  });

  it('takes nothing in twice', async () => {
    await say('a');
    delivery.restore([item('a', 1)]);
    await say('b');
    expect(ids(delivery.waiting())).toEqual(['a', 'b']);
    await begin();
    expect(ids(transport.attempts)).toEqual(['a', 'b']);
  });

  it('gives no number twice, even to what is being saved meanwhile', async () => {
    const first = delivery.enqueue(message('a'));
    delivery.restore([]);
    await Promise.all([first, delivery.enqueue(message('b'))]);
    expect(keysOf(disk)).toEqual(['o/000000000001/a', 'o/000000000002/b']);
  });
});

describe('once another person is here', () => {
  it('what was being saved is refused, taken off the disk again, and not shown', async () => {
    const release = disk.hold();
    const queued = delivery.enqueue(message('a'));
    delivery.close();
    release();
    await expect(queued).rejects.toMatchObject({ code: 'auth' });
    await clock.advance(0);
    expect(keysOf(disk)).toEqual([]);
    // for another tab to find it would take less than a moment
    expect(disk.transactions.flat().filter(([, row]) => row)).toEqual([]);
    expect(store.messages('c').value).toEqual([]);
  });
});

describe('when its conversation has ended at the back end', () => {
  it('what waits and what is just being saved is in another one, on disk too, and hands that over', async () => {
    await say('a');
    const saving = say('b');
    await Promise.resolve();
    const handoff = { snapshot: { v: 1 } as Snapshot, tags: [] };
    delivery.move('c', 'd', handoff);
    await saving;
    await clock.advance(0);
    expect(store.messages('c').value).toEqual([]);
    expect(store.messages('d').value.map(({ id, state }) => [id, state])).toEqual([
      ['a', 'queued'],
      ['b', 'queued'],
    ]);
    const rows = [...disk.rows.values()] as OutboxItem[];
    expect(rows.map(({ id, message, handoff }) => [id, message.conversation, !!handoff])).toEqual([
      ['a', 'd', true],
      ['b', 'd', false],
    ]);
  });
});

describe('what is given to whom the visitor has become', () => {
  const heirOf = () => createDelivery(store, disk, clock);

  it('is shown as waiting before it leaves, also what is just being tried again', async () => {
    await begin({ send: [refused] });
    await say('a');
    expect(states()).toEqual({ a: 'failed' });
    const shown: unknown[] = [];
    store.listen((event) => {
      if (event.type === 'message') shown.push(event.message.state);
      if (event.type === 'delivery') shown.push(event.state);
    });
    const release = disk.hold();
    delivery.retry('a');
    const heir = heirOf();
    delivery.handTo(heir);
    const session = await begin();
    delivery.stop();
    heir.start(session);
    release();
    await clock.advance(0);
    expect(shown).toEqual(['queued', 'sending', 'sent']);
  });

  it('is refused and taken back when they have left meanwhile', async () => {
    const release = disk.hold();
    const said = delivery.enqueue(message('a')).catch((error: SobaniError) => error.code);
    const heir = heirOf();
    delivery.handTo(heir);
    heir.close();
    release();
    expect(await said).toBe('auth');
    await clock.advance(0);
    expect([keysOf(disk), states()]).toEqual([[], {}]);
  });

  it('is not waiting any more where it was sent already, and the disk could not be told', async () => {
    const heir = heirOf();
    store.apply(
      { type: 'message', message: { ...message('a'), conversation: 'other', state: 'sent', seq: 1 } },
      'backend',
    );
    delivery.restore([item('a', 1), item('b', 2)]);
    delivery.handTo(heir);
    expect(ids(heir.waiting())).toEqual(['b']);
  });

  it('keeps the place that another tab has given it there', async () => {
    const heir = heirOf();
    heir.restore([item('a', 1), item('b', 2)]);
    delivery.restore([item('a', 7)]);
    delivery.handTo(heir);
    expect(ids(heir.waiting())).toEqual(['a', 'b']);
  });
});
