import { beforeEach, describe, expect, it, vi } from 'vitest';
import { SobaniError } from '../../src/core/errors.js';
import type { OutboxItem } from '../../src/core/ports.js';
import * as TIMES from '../../src/core/times.js';
import {
  begin,
  busy,
  clock,
  delivery,
  disk,
  expired,
  refused,
  renew,
  say,
  states,
  store,
  transport,
} from './delivery-world.js';
import { ids, keysOf } from './world.js';

beforeEach(renew);

describe('a refusal that may pass', () => {
  it('is waited out and tried again, the same message first', async () => {
    vi.spyOn(Math, 'random').mockReturnValue(0.5);
    await begin({ send: [busy, busy] });
    await say('a', 'b');
    expect(ids(transport.attempts)).toEqual(['a']);
    await clock.advance(275);
    expect(ids(transport.attempts)).toEqual(['a', 'a']);
    await clock.advance(550);
    expect(ids(transport.attempts)).toEqual(['a', 'a', 'a', 'b']);
    expect(clock.pending).toBe(0);
  });

  it('is waited out for as long as the back end asks', async () => {
    await begin({ send: [new SobaniError('rate', 'Slow.', { retryable: true, retryAfter: 60_000 })] });
    await say('a');
    await clock.advance(59_999);
    expect(transport.attempts).toHaveLength(1);
    await clock.advance(1);
    expect(states()).toEqual({ a: 'sent' });
  });

  it('is not waited out once there is a new session', async () => {
    await begin({ send: [new SobaniError('rate', 'Slow.', { retryable: true, retryAfter: 60_000 })] });
    await say('a');
    delivery.stop();
    expect(clock.pending).toBe(0);
    await begin();
    expect(states()).toEqual({ a: 'sent' });
  });

  it('ends as failed after five minutes of connected time, and the next message goes', async () => {
    await begin({ send: Array.from({ length: 1000 }, () => busy) });
    await say('a');
    await clock.advance(TIMES.giveUp - 1000);
    expect(states()).toEqual({ a: 'sending' });
    await clock.advance(2 * TIMES.backoffCap);
    expect(states()).toEqual({ a: 'failed' });
    expect(store.messages('c').value[0]!.reason).toBe('unavailable');
  });

  it('does not go by the clock on the wall, wherever that is set', async () => {
    const hours = vi.spyOn(clock, 'date');
    await begin({ send: Array.from({ length: 1000 }, () => busy) });
    await say('a');
    for (const set of [24, -24, 48]) {
      hours.mockReturnValue(Date.UTC(2026, 0, 1, set));
      await clock.advance(TIMES.giveUp / 4);
      expect(states()).toEqual({ a: 'sending' });
    }
    await clock.advance(TIMES.giveUp / 2);
    expect(states()).toEqual({ a: 'failed' });
  });

  it('does not count the time without a connection', async () => {
    const plans = () => Array.from({ length: 1000 }, () => busy);
    await begin({ send: plans() });
    await say('a');
    await clock.advance(TIMES.giveUp / 2);
    delivery.stop();
    await clock.advance(24 * 3_600_000);
    await begin({ send: plans() });
    await clock.advance(TIMES.giveUp / 4);
    expect(states()).toEqual({ a: 'sending' });
    await clock.advance(TIMES.giveUp / 2);
    expect(states()).toEqual({ a: 'failed' });
  });
});

describe('a refusal for good', () => {
  it('is shown with its reason, kept on disk, and holds up nothing', async () => {
    await begin({ send: [refused] });
    await say('a', 'b');
    expect(states()).toEqual({ a: 'failed', b: 'sent' });
    expect(store.messages('c').value.find((m) => m.id === 'a')).toMatchObject({
      reason: 'too-large',
      parts: [{ text: 'a' }],
    });
    expect(disk.rows.get('o/000000000001/a')).toMatchObject({ id: 'a', failed: 'too-large' });
    expect(ids(delivery.waiting())).toEqual(['a']);
  });

  it('of the credentials fails nothing: it waits for others', async () => {
    await begin({ send: [expired] });
    await say('a', 'b');
    expect(states()).toEqual({ a: 'sending', b: 'queued' });
    expect(transport.attempts).toHaveLength(1);
    expect(clock.pending).toBe(0);
    delivery.stop();
    await begin();
    expect(ids(transport.stored)).toEqual(['a', 'b']);
  });

  it('can be retried: the same id, at the end', async () => {
    await begin({ send: [refused] });
    await say('a', 'b');
    delivery.stop();
    await say('c');
    delivery.retry('a');
    expect(ids(delivery.waiting())).toEqual(['c', 'a']);
    await clock.advance(0);
    expect(ids(store.messages('c').value)).toEqual(['b', 'c', 'a']);
    expect(states()).toEqual({ a: 'queued', b: 'sent', c: 'queued' });
    expect([...disk.rows].filter(([key]) => key.startsWith('o/')).map(([, row]) => (row as OutboxItem).id)).toEqual([
      'c',
      'a',
    ]);
    await begin();
    expect(ids(transport.stored)).toEqual(['c', 'a']);
  });

  it('moves the row of a retry in one turn, so that no crash can lose it', async () => {
    await begin({ send: [refused] });
    await say('a');
    delivery.stop();
    disk.transactions.length = 0;
    delivery.retry('a');
    await clock.advance(0);
    expect(disk.transactions.map((changes) => changes.map(([key, row]) => [key, row !== undefined]))).toEqual([
      [
        ['o/000000000001/a', false],
        ['o/000000000002/a', true],
      ],
    ]);
  });

  it('can be discarded, which leaves nothing', async () => {
    await begin({ send: [refused] });
    await say('a');
    delivery.discard('a');
    await clock.advance(0);
    expect(store.messages('c').value).toEqual([]);
    expect(keysOf(disk)).toEqual([]);
  });

  it('is needed for both: what still waits can be neither retried nor discarded', async () => {
    await say('a');
    delivery.retry('a');
    delivery.discard('a');
    await clock.advance(0);
    expect(states()).toEqual({ a: 'queued' });
    expect(ids(delivery.waiting())).toEqual(['a']);
  });
});
