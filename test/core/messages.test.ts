import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lastSeq } from '../../src/core/last-seq.js';
import { countUnread, markReceipts, mayFollow, upsert } from '../../src/core/messages.js';
import type { DeliveryState, Message } from '../../src/types.js';
import { fromAgent, ids, message } from './world.js';

const RANKS: DeliveryState[][] = [['queued', 'volatile'], ['sending'], ['sent'], ['delivered'], ['read']];
const rank = (state: DeliveryState) => RANKS.findIndex((group) => group.includes(state));
const states = fc.constantFrom(...RANKS.flat(), 'failed' as const);

/** One of twelve messages as it may arrive: waiting in some state, or acknowledged under its one place in the log. */
const arrival = fc
  .record({ n: fc.integer({ min: 1, max: 12 }), hasSeq: fc.boolean(), state: states, isAgents: fc.boolean() })
  .map(({ n, hasSeq, state }) => {
    if (n % 3 === 0) return fromAgent(`m${n}`, n);
    return message(`m${n}`, hasSeq ? { state: 'sent', seq: n } : { state });
  });
const gather = (list: Message[]) => list.reduce<Message[]>((found, one) => upsert(found, one), []);

describe('a list of messages', () => {
  it('holds each id once, acknowledged ones by their place, waiting ones behind them as they came', () => {
    fc.assert(
      fc.property(fc.array(arrival, { maxLength: 60 }), (arrivals) => {
        const list = gather(arrivals);
        expect(new Set(ids(list)).size).toBe(list.length);
        expect(new Set(ids(list))).toEqual(new Set(ids(arrivals)));
        const placed = list.filter((m) => m.seq);
        expect(list.slice(0, placed.length)).toEqual(placed);
        expect(placed.map((m) => m.seq)).toEqual(placed.map((m) => m.seq!).sort((a, b) => a - b));
        const everAcknowledged = new Set(ids(arrivals.filter((m) => m.seq)));
        expect(new Set(ids(placed))).toEqual(everAcknowledged);
        const firstSeen = [...new Set(ids(arrivals))].filter((id) => !everAcknowledged.has(id));
        expect(ids(list.slice(placed.length))).toEqual(firstSeen);
      }),
    );
  });

  it('ends the same whatever the order in which the log arrives, however often', () => {
    const log = Array.from({ length: 8 }, (_, i) => fromAgent(`m${i + 1}`, i + 1));
    const orders = fc.shuffledSubarray([...log, ...log], { minLength: 16 });
    fc.assert(
      fc.property(orders, (order) => {
        expect(gather(order)).toEqual(log);
      }),
    );
  });

  it('never moves a delivery state back, except out of failed', () => {
    fc.assert(
      fc.property(fc.array(states, { minLength: 2, maxLength: 12 }), (given) => {
        let list: Message[] = [];
        for (const state of given) {
          const before = list[0]?.state;
          list = upsert(list, message('m', { state }));
          const after = list[0]!.state!;
          if (!before || before === 'failed') expect(after).toBe(state);
          else if (after === 'failed') expect(rank(before)).toBeLessThan(rank('sent'));
          else expect(rank(after)).toBeGreaterThanOrEqual(rank(before));
        }
      }),
    );
  });

  it('keeps what the back end said when the same message comes again from the disk', () => {
    const list = gather([message('m', { state: 'sent', seq: 4, at: 900 }), message('m', { state: 'queued', at: 5 })]);
    expect(list).toEqual([message('m', { state: 'sent', seq: 4, at: 900 })]);
  });

  it('takes a changed message in its place', () => {
    const list = gather([fromAgent('a', 1), fromAgent('b', 2), fromAgent('a', 1, { parts: [] })]);
    expect(list.map((m) => [m.id, m.parts.length])).toEqual([
      ['a', 0],
      ['b', 1],
    ]);
  });

  it('says why only while it has failed', () => {
    const failed = gather([message('m', { state: 'failed', reason: 'closed' })]);
    expect(failed[0]!.reason).toBe('closed');
    expect(upsert(failed, { ...failed[0]!, state: 'queued' })[0]).not.toHaveProperty('reason');
  });

  it('leaves the list that it was given alone', () => {
    const list = Object.freeze([Object.freeze(message('m', { state: 'queued' }))]);
    expect(upsert(list, message('m', { state: 'sent', seq: 1 }))).not.toBe(list);
    expect(list[0]!.state).toBe('queued');
  });
});

describe('a delivery state', () => {
  it('cannot follow itself backwards from anything final', () => {
    for (const to of ['queued', 'volatile', 'sending', 'failed'] as const) {
      for (const from of ['sent', 'delivered', 'read'] as const)
        expect(mayFollow(from, to), `${from} ${to}`).toBe(false);
    }
  });
});

describe('what an agent has seen', () => {
  it('is marked on own acknowledged messages up to the place, once', () => {
    fc.assert(
      fc.property(fc.array(arrival, { maxLength: 30 }), fc.integer({ min: 0, max: 12 }), (arrivals, to) => {
        const list = gather(arrivals);
        const marked = markReceipts(list, to, to);
        for (const [i, m] of marked.entries()) {
          const isSeen = m.author.kind === 'visitor' && m.seq !== undefined && m.seq <= to;
          expect(m.state).toBe(isSeen ? 'read' : list[i]!.state);
        }
        expect(markReceipts(marked, to, to)).toBe(marked);
      }),
    );
  });
});

describe('what has reached an agent', () => {
  it('is marked as delivered, until it is read', () => {
    const list = gather(['a', 'b', 'c'].map((id, i) => message(id, { seq: i + 1, state: 'sent' })));
    const marked = markReceipts(list, 2, 1);
    expect(marked.map(({ state }) => state)).toEqual(['read', 'delivered', 'sent']);
    expect(markReceipts(marked, 0, 0)).toBe(marked);
  });
});

describe('what the visitor has not seen', () => {
  it('counts people only, behind the place up to which was read', () => {
    const list = gather([
      fromAgent('a', 1),
      message('b', { seq: 2, state: 'sent' }),
      message('bot', { seq: 3, author: { kind: 'bot' } }),
      message('line', { seq: 4, author: { kind: 'system' } }),
      fromAgent('c', 5),
      message('waiting', { state: 'queued' }),
    ]);
    expect([0, 1, 4, 5].map((readTo) => countUnread(list, readTo))).toEqual([2, 1, 1, 0]);
    expect(lastSeq(list)).toBe(5);
    expect(lastSeq([])).toBe(0);
  });
});
