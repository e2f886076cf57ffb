import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { agoLabel, linkPieces, moneyLabel, safeHref } from '../../src/desk/format.js';
import { compare, isIn, LISTS, rows } from '../../src/desk/lists.js';
import { parseAnswer, parseFrame } from '../../src/desk/parse.js';
import { insertMessage, timeline } from '../../src/desk/timeline.js';
import { conversation, message, NOW } from './desk-relay.js';

const anyConversation = fc
  .record({
    id: fc.uuid(),
    status: fc.constantFrom('bot', 'waiting', 'open', 'resolved'),
    priority: fc.constantFrom('urgent', 'high', 'normal', 'low'),
    at: fc.nat(1e6),
    waitingSince: fc.option(fc.nat(1e6)),
    assignee: fc.option(fc.constantFrom({ id: 'mara', name: 'Mara' }, { id: 'tomas', name: 'Tomás' })),
  })
  .map(({ id, ...change }) => conversation(id, change as Parameters<typeof conversation>[1]));

describe('lists', () => {
  test('every conversation stands in exactly one list beside “Mine”', () => {
    fc.assert(
      fc.property(anyConversation, (c) => {
        expect(LISTS.filter((list) => list !== 'mine' && isIn(list, c, 'mara'))).toHaveLength(1);
      }),
    );
  });

  test('the order is total: it does not depend on how the conversations came', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(anyConversation, { selector: (c) => c.id }),
        fc.constantFrom(...LISTS),
        (all, list) => {
          const ids = (some: typeof all) => rows(some, list, 'mara', '').map((c) => c.id);
          expect(ids(all)).toEqual(ids([...all].reverse()));
          const sorted = rows(all, list, 'mara', '');
          for (let i = 1; i < sorted.length; i++) expect(compare(list, sorted[i - 1]!, sorted[i]!)).toBeLessThan(0);
        },
      ),
    );
  });
});

describe('frames', () => {
  test('no text, whatever it is, makes the parser throw or touches a prototype', () => {
    const before = Reflect.ownKeys(Object.prototype).length;
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.json(),
          fc.object().map((o) => JSON.stringify({ t: 'message', ...o })),
        ),
        (raw) => {
          parseFrame(raw);
        },
      ),
    );
    parseFrame('{"t":"card","conversation":"a","card":{"__proto__":{"x":1},"claims":{"__proto__":{"x":1}}}}');
    expect(Reflect.ownKeys(Object.prototype)).toHaveLength(before);
  });

  test('a row that cannot be read does not cost the others', () => {
    const frame = parseFrame(
      JSON.stringify({
        t: 'welcome',
        agent: { id: 'm', name: 'M' },
        agents: [],
        conversations: [{ id: 3 }, conversation('a')],
      }),
    );
    expect(frame?.t === 'welcome' && frame.conversations.map((c) => c.id)).toEqual(['a']);
  });

  test('an answer of the wrong shape is told apart from an empty one', () => {
    expect(parseAnswer('resolve', null)).toBeNull();
    expect(parseAnswer('reply', { id: 1 })).toBeUndefined();
  });
});

describe('a timeline', () => {
  test('is in the order of the log, however the messages came, and has each once', () => {
    const seqs = fc.uniqueArray(fc.integer({ min: 1, max: 40 }), { minLength: 1 });
    fc.assert(
      fc.property(seqs, fc.integer({ min: 0, max: 39 }), (order, again) => {
        const repeated = [...order, order[again % order.length]!];
        const all = repeated.reduce(
          (log, seq) => insertMessage(log, message(seq, `${seq}`)),
          [] as ReturnType<typeof message>[],
        );
        expect(all.map((m) => m.seq)).toEqual([...order].sort((a, b) => a - b));
      }),
    );
  });

  test('begins each day with its name and puts notes where they were written', () => {
    const day = 86_400_000;
    const note = { id: 'n', conversation: 'a', by: { id: 'm', name: 'M' }, text: 'note', at: NOW - day + 1 };
    const entries = timeline(
      [message(1, 'one', 'visitor', { at: NOW - day }), message(2, 'two', 'visitor', { at: NOW })],
      [note],
    );
    expect(entries.map((entry) => entry.kind)).toEqual(['day', 'group', 'note', 'day', 'group']);
  });
});

describe('labels', () => {
  test('sums have the digits of their currency', () => {
    expect(moneyLabel({ amount: 1999, currency: 'EUR' })).toBe('€19.99');
    expect(moneyLabel({ amount: 1999, currency: 'JPY' })).toBe('¥1,999');
    expect(moneyLabel({ amount: 1999, currency: 'KWD' })).toContain('1.999');
    expect(moneyLabel({ amount: 1999, currency: 'HUF' }, 2)).toContain('39.98');
  });

  test('only web addresses become links', () => {
    for (const url of [
      'javascript:alert(1)',
      ' java\nscript:x',
      'data:text/html,x',
      'vbscript:x',
      'file:///etc',
      '//x',
      '',
    ]) {
      expect(safeHref(url)).toBeNull();
    }
    expect(safeHref('/p', 'https://shop.example/a')).toBe('https://shop.example/p');
    expect(safeHref('javascript:alert(1)', 'https://shop.example')).toBeNull();
  });

  test('a text stays the same text when its addresses become links', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.string(), fc.webUrl(), fc.constant(' ')), { maxLength: 8 }), (words) => {
        const text = words.join('');
        const pieces = linkPieces(text);
        expect(pieces.map((piece) => piece.text).join('')).toBe(text);
        for (const { href } of pieces) if (href) expect(href).toMatch(/^https?:/);
      }),
    );
  });

  test('time since is short', () => {
    const ago = (ms: number) => agoLabel(NOW - ms, NOW);
    expect([ago(5_000), ago(5 * 60_000), ago(3 * 3_600_000), ago(2 * 86_400_000)]).toEqual(['now', '5m', '3h', '2d']);
  });
});
