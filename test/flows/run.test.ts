/** What flows want done outside of them: calls, waits, typing, forms, the hours. */
import { describe, expect, it } from 'vitest';
import type { Flow, FlowFile, Step } from '../../src/flows/format.js';
import type { FlowHost } from '../../src/flows/ports.js';
import { createWorld } from './world.js';

const fileOf = (steps: Record<string, Step>, more: Partial<Flow> = {}): FlowFile => ({
  v: 1,
  flows: [{ id: 'f', version: 1, trigger: { on: 'message' }, start: 'a', steps, ...more }],
});
const call: Step = { call: { name: 'f', input: { n: 1 }, timeout: 900, save: 'x', error: 'sorry' }, next: 'b' };
const calling = fileOf({ a: call, b: { say: '={{vars.x.id|none}}' }, sorry: { say: 'sorry' } });
const withFunction = (f: unknown): Partial<FlowHost> => ({ functions: () => ({ f }) });

describe('a function of the host', () => {
  it('gets the input and a signal, and what it answers is kept', async () => {
    const world = createWorld(calling);
    let given: unknown[] = [];
    const f = async (...all: unknown[]) => {
      given = all;
      return { id: 7, skipped: undefined };
    };
    await world.open(withFunction(f)).write('hi');
    expect(world.log).toEqual(['c: =7']);
    expect(given).toEqual([{ n: 1 }, { signal: expect.any(AbortSignal) }]);
  });

  const circular: Record<string, unknown> = {};
  circular.self = circular;
  const failing: [string, unknown, string][] = [
    ['is not there', undefined, 'not-found'],
    [
      'throws',
      () => {
        throw new Error('no');
      },
      'unavailable',
    ],
    ['rejects', () => Promise.reject(new Error('no')), 'unavailable'],
    ['answers no JSON', () => circular, 'unavailable'],
    ['answers too much', () => 'x'.repeat(8_200), 'too-large'],
    ['answers a key that reaches a prototype', () => JSON.parse('{"a":{"__proto__":1}}'), 'invalid'],
  ];
  it.each(failing)('that %s is reported, and the flow goes on elsewhere', async (_, f, code) => {
    const world = createWorld(calling);
    await world.open(withFunction(f)).write('hi');
    expect(world.log).toEqual(['c: sorry']);
    expect(world.errors.map((error) => error.code)).toEqual([code]);
  });

  it('that takes too long is aborted', async () => {
    const world = createWorld(calling);
    let signal: AbortSignal | undefined;
    const f = (_: unknown, by: { signal: AbortSignal }) => {
      ({ signal } = by);
      return new Promise(() => {});
    };
    const page = world.open(withFunction(f));
    await page.write('hi');
    expect([world.log, signal?.aborted]).toEqual([[], false]);
    await world.clock.advance(900);
    expect([world.log, signal?.aborted]).toEqual([['c: sorry'], true]);
    expect(world.errors.map((error) => error.code)).toEqual(['timeout']);
  });

  it('is aborted when the bot stops', async () => {
    const world = createWorld(calling);
    let signal: AbortSignal | undefined;
    const f = (_: unknown, by: { signal: AbortSignal }) => {
      ({ signal } = by);
      return new Promise(() => {});
    };
    const page = world.open(withFunction(f));
    await page.write('hi');
    page.flows.stop();
    expect(signal?.aborted).toBe(true);
  });

  it('is not called again by a reload after it has answered', async () => {
    const world = createWorld(calling);
    let calls = 0;
    const page = world.open({
      ...withFunction(() => ({ id: ++calls })),
      say: async () => {
        throw new Error('the page went away');
      },
    });
    await page.write('hi');
    const again = world.open(withFunction(() => ({ id: ++calls })));
    again.on.conversation('c');
    await again.quiet();
    expect([world.log, calls]).toEqual([['c: =1'], 1]);
  });
});

describe('a wait', () => {
  const waiting = fileOf({
    a: { say: 'one moment', next: 'w' },
    w: { wait: { ms: 5_000, event: 'paid', timeout: 'late' }, next: 'b' },
    b: { say: 'paid!', next: 'end' },
    late: { say: 'late' },
    end: { ask: { text: 'else?' } },
  });

  it('is over at its time, or with what the host tracks', async () => {
    const world = createWorld(waiting);
    const page = world.open();
    await page.write('hi');
    await page.write('hi', 'd');
    await world.clock.advance(4_999);
    expect(world.log).toEqual(['c: one moment', 'd: one moment']);
    page.on.moment({ on: 'event', name: 'paid' });
    await page.quiet();
    await world.clock.advance(1);
    expect(world.log.slice(2)).toEqual(['c: paid!', 'c: else?', 'd: late']);
  });

  it('goes on after a reload, and what is over by then is over', async () => {
    for (const away of [2_000, 60_000]) {
      const world = createWorld(waiting);
      const page = world.open();
      await page.write('hi');
      page.flows.stop();
      await world.clock.advance(away);
      const again = world.open();
      again.on.conversation('c');
      await again.quiet();
      await world.clock.advance(Math.max(0, 5_000 - away));
      expect(world.log).toEqual(['c: one moment', 'c: late']);
    }
  });

  it('is not longer than it may be, whatever the clock or the disk say', async () => {
    const world = createWorld(waiting);
    const page = world.open();
    await page.write('hi');
    page.flows.stop();
    world.disk.set('c', world.disk.get('c')!.replace(/"due":\d+/, '"due":9e15'));
    const again = world.open();
    again.on.conversation('c');
    await again.quiet();
    await world.clock.advance(60_000);
    expect(world.log.at(-1)).toBe('c: late');
  });

  it('ends with what the visitor writes', async () => {
    const world = createWorld(waiting);
    const page = world.open();
    await page.write('hi');
    await page.write('done');
    await world.clock.advance(9_000);
    expect(world.log).toEqual(['c: one moment', 'c: paid!', 'c: else?']);
  });
});

describe('what a flow says', () => {
  const slow = fileOf({
    a: { say: { text: 'slowly', delay: 2_000 }, next: 'b' },
    b: { ask: { text: 'well?' }, next: 'c' },
    c: { say: 'bye' },
  });

  it('is seen to be typed first', async () => {
    const world = createWorld(slow);
    const page = world.open();
    await page.write('hi');
    expect(world.log).toEqual(['c …']);
    await world.clock.advance(2_000);
    expect(world.log).toEqual(['c …', 'c .', 'c: slowly', 'c: well?']);
  });

  it('comes at once when the visitor writes on', async () => {
    const world = createWorld(slow);
    const page = world.open();
    await page.write('hi');
    await page.write('hello?');
    expect(world.log).toEqual(['c …', 'c .', 'c: slowly', 'c: well?', 'c: bye']);
    expect(world.clock.pending).toBe(0);
    const say: Step = { say: { text: 'slow', delay: 2_000 }, next: 'b' };
    const twice = createWorld(fileOf({ a: say, b: { say: { text: 'slower', delay: 2_000 } } }));
    const other = twice.open();
    await other.write('hi');
    other.on.text('c', 'hello?');
    await other.quiet();
    expect(twice.log.slice(0, 4)).toEqual(['c …', 'c .', 'c: slow', 'c: slower']);
  });

  it('is not said any more once a person has come', async () => {
    const world = createWorld(slow);
    const page = world.open();
    await page.write('hi');
    page.on.person('c');
    await page.quiet();
    expect(world.log).toEqual(['c …', 'c .']);
  });

  it('shows an article with its title, and none that the help centre does not have', async () => {
    const world = createWorld(
      fileOf({ a: { say: { article: 'returns' }, next: 'b' }, b: { say: { article: 'gone' } } }),
    );
    const titles: unknown[] = [];
    const article = (id: string) => (id === 'returns' ? { id, title: 'Returns', description: 'How' } : undefined);
    const help = { locale: 'en', list: () => [], search: () => [], article } as never;
    await world.open({ help: async () => help, say: async (_, parts) => void titles.push(...parts) }).write('hi');
    expect(titles).toEqual([{ type: 'article', article: 'returns', title: 'Returns', description: 'How' }]);
  });
});

describe('what the visitor sends', () => {
  it('as a form or a rating is an answer where one is waited for, and nothing elsewhere', async () => {
    const world = createWorld(
      fileOf({
        a: { form: { fields: [{ name: 'x', label: 'X', type: 'text' }] }, next: 'b' },
        b: { csat: { save: 'y' }, next: 'c' },
        c: { say: '{{vars.x}} {{vars.y}}' },
      }),
    );
    const page = world.open();
    page.on.entries('c', { score: 1 });
    await page.write('hi');
    page.on.entries('c', { score: 2 });
    page.on.entries('c', { values: [{ name: 'x', value: 'tea' }] });
    page.on.entries('c', { score: 3 });
    await page.quiet();
    expect(world.log).toEqual(['c: X', 'c: How satisfied are you with this conversation?', 'c: tea 3']);
    expect(world.errors).toEqual([]);
  });
});

describe('outside office hours', () => {
  const asking = fileOf({ a: { handoff: { text: 'One moment.', away: 'We are asleep.', team: 'orders' } } });
  it('a hand-off says so, where the flow has words for it', async () => {
    for (const [isOpen, text] of [
      [true, 'One moment.'],
      [false, 'We are asleep.'],
    ] as const) {
      const world = createWorld(asking);
      const asked: unknown[] = [];
      await world.open({ isOpen: async (team) => asked.push(team) > 0 && isOpen }).write('hi');
      expect([world.log, asked]).toEqual([[`c> ${text} -`], ['orders']]);
    }
  });
});

describe('traits and events', () => {
  it("are the host's to note, once", async () => {
    const world = createWorld(
      fileOf({
        a: { trait: { plan: '{{vars.message}}' }, next: 'b' },
        b: { track: 'told', data: { n: 1 }, next: 'c' },
        c: { say: 'ok' },
      }),
    );
    await world.open().write('pro');
    expect(world.log).toEqual(['+ {"plan":"pro"}', '# told {"n":1}', 'c: ok']);
  });

  it('that cannot be noted are reported, and the flow goes on', async () => {
    const world = createWorld(fileOf({ a: { trait: { plan: 'vars.message' }, next: 'b' }, b: { say: 'ok' } }));
    await world.open({ trait: () => Promise.reject(new Error('too long')) }).write('pro');
    expect([world.log, world.errors.length]).toEqual([['c: ok'], 1]);
  });

  it('conditions read the time and the conversation', async () => {
    const at = { 'now.date': '2026-01-01', 'now.weekday': 4, 'conversation.id': 'c' };
    const world = createWorld(fileOf({ a: { branch: [{ if: at, next: 'b' }] }, b: { say: 'Thursday' } }));
    await world.open().write('hi');
    expect(world.log).toEqual(['c: Thursday']);
  });
});
