/** What begins a flow, and what keeps it from beginning. */
import { describe, expect, it } from 'vitest';
import { choose, parseTaken, reach, type Taken } from '../../src/flows/choose.js';
import type { Flow, FlowFile, Trigger } from '../../src/flows/format.js';
import { createWorld } from './world.js';

const nobody: Taken = { v: 1, visitor: 'v', flows: {} };
const flow = (id: string, trigger: Trigger, steps: Flow['steps'] = { a: { ask: { text: id } } }): Flow => ({
  id,
  version: 1,
  trigger,
  start: 'a',
  steps,
});
const fileOf = (...flows: Flow[]): FlowFile => ({ v: 1, flows });
const HOUR = 3_600_000;

describe('of the flows with a trigger', () => {
  it('the one of the highest priority whose condition holds is taken, and why not the others is told', () => {
    const file = fileOf(
      flow('low', { on: 'open' }),
      flow('none', { on: 'open', priority: 9, if: { x: 1 } }),
      flow('high', { on: 'open', priority: 2 }),
      flow('other', { on: 'page', priority: 10 }),
    );
    const { flow: taken, why } = choose(file, { on: 'open' }, {}, nobody, 0);
    expect([taken?.id, why]).toEqual(['high', { none: 'condition', low: 'priority' }]);
  });

  it('those of another event, intent or time are not meant', () => {
    const file = fileOf(
      flow('e', { on: 'event', event: 'paid' }),
      flow('i', { on: 'idle', seconds: 5 }),
      flow('n', { on: 'intent', intent: 'x' }),
    );
    const ids = [
      { on: 'event', name: 'paid' },
      { on: 'event', name: 'other' },
      { on: 'idle', seconds: 5 },
      { on: 'intent', name: 'x' },
      { on: 'intent', name: 'y' },
    ].map((moment) => choose(file, moment as never, {}, nobody, 0).flow?.id);
    expect(ids).toEqual(['e', undefined, 'i', 'n', undefined]);
  });

  it('one is not taken again within its hours, nor when it is over for good', () => {
    const why = (trigger: Omit<Trigger, 'on'>, reached: 1 | 2 | 3, later: number) =>
      choose(fileOf(flow('f', { on: 'open', ...trigger })), { on: 'open' }, {}, reach(nobody, 'f', reached, 0), later)
        .why.f;
    expect([why({ every: 24 }, 1, 23 * HOUR), why({ every: 24 }, 1, 24 * HOUR)]).toEqual(['every', undefined]);
    expect([why({ every: 24 }, 1, -25 * HOUR)]).toEqual([undefined]);
    expect([1, 2, 3].map((reached) => why({ until: 'seen' }, reached as 1, 0))).toEqual(['until', 'until', 'until']);
    expect([1, 2, 3].map((reached) => why({ until: 'interacted' }, reached as 1, 0))).toEqual([
      undefined,
      'until',
      'until',
    ]);
    expect([1, 2, 3].map((reached) => why({ until: 'engaged' }, reached as 1, 0))).toEqual([
      undefined,
      undefined,
      'until',
    ]);
  });

  it('what was kept of that is read as something that anybody may have written', () => {
    expect(
      parseTaken({ v: 1, visitor: 'x', flows: { a: { at: 1, reached: 2 }, b: { at: 'x', reached: 1 }, c: null } }),
    ).toEqual({
      v: 1,
      visitor: 'x',
      flows: { a: { at: 1, reached: 2 } },
    });
    for (const odd of [undefined, null, 'x', {}, { v: 2, visitor: 'x', flows: {} }, { v: 1, visitor: 1, flows: {} }]) {
      expect(parseTaken(odd)).toBeUndefined();
    }
  });
});

describe('a flow', () => {
  const steps: Flow['steps'] = {
    a: { say: 'hello', next: 'b' },
    b: { ask: { text: 'well?' }, next: 'c' },
    c: { say: 'bye' },
  };

  it('begins when the panel opens, a page is entered, or the host tracks something', async () => {
    for (const moment of [{ on: 'open' }, { on: 'page' }, { on: 'event', name: 'paid' }] as const) {
      const { on } = moment;
      const world = createWorld(fileOf(flow('f', { on, ...(on === 'event' && { event: 'paid' }) }, steps)));
      const page = world.open();
      page.on.moment({ on: 'event', name: 'other' });
      page.on.moment(moment);
      await page.quiet();
      expect(world.log).toEqual(['c: hello', 'c: well?']);
      expect(world.traces.at(-1)).toEqual({ conversation: 'c', trigger: on, flow: 'f', why: {} });
    }
  });

  it('begins after seconds without any act while the panel is open', async () => {
    const world = createWorld(fileOf(flow('f', { on: 'idle', seconds: 30 }, steps)));
    const page = world.open();
    await world.clock.advance(60_000);
    page.on.panel(true);
    await world.clock.advance(29_000);
    page.on.moment({ on: 'page' });
    await world.clock.advance(29_000);
    expect(world.log).toEqual([]);
    await world.clock.advance(1_000);
    expect(world.log).toEqual(['c: hello', 'c: well?']);
  });

  it('does not begin with the panel closed again, nor after the bot has stopped', async () => {
    for (const end of ['panel', 'stop']) {
      const world = createWorld(fileOf(flow('f', { on: 'idle', seconds: 30 }, steps)));
      const page = world.open();
      page.on.panel(true);
      await page.quiet();
      if (end === 'panel') page.on.panel(false);
      else page.flows.stop();
      await world.clock.advance(60_000);
      expect([world.log, world.clock.pending]).toEqual([[], 0]);
    }
  });

  it('does not begin while another is under way, or a person has the conversation', async () => {
    const world = createWorld(fileOf(flow('f', { on: 'open' }, steps), flow('g', { on: 'page' }, steps)));
    const page = world.open();
    page.on.moment({ on: 'open' });
    page.on.moment({ on: 'page' });
    await page.quiet();
    expect(world.log).toHaveLength(2);
    expect(world.traces.at(-1)).toEqual({ conversation: 'c', trigger: 'page', flow: null, why: { g: 'busy' } });
    const taken = createWorld(fileOf(flow('f', { on: 'open' }, steps)));
    const other = taken.open({ current: () => undefined });
    other.on.moment({ on: 'open' });
    await other.quiet();
    expect(taken.log).toEqual([]);
  });

  it('begins once in its hours over reloads, and no more once it came to its end', async () => {
    const world = createWorld(fileOf(flow('f', { on: 'open', every: 1, until: 'engaged' }, steps)));
    let page = world.open();
    const opens = async () => {
      world.log.length = 0;
      page.on.moment({ on: 'open' });
      await page.quiet();
      return world.log.length;
    };
    expect(await opens()).toBe(2);
    world.disk.delete('c');
    page = world.open();
    expect(await opens()).toBe(0);
    await world.clock.advance(HOUR);
    expect(await opens()).toBe(2);
    await page.write('fine');
    await world.clock.advance(HOUR);
    expect(await opens()).toBe(0);
    expect(world.traces.at(-1)!.why).toEqual({ f: 'until' });
    // somebody else
    world.disk.clear();
    expect(await opens()).toBe(2);
  });

  it('that leaves for another came to its end', async () => {
    const left = flow('f', { on: 'open', until: 'engaged' }, { a: { goto: { flow: 'g' } } });
    const world = createWorld(fileOf(left, flow('g', { on: 'button' })));
    const page = world.open();
    page.on.moment({ on: 'open' });
    await page.quiet();
    expect(JSON.parse(world.disk.get('taken')!).flows).toMatchObject({ f: { reached: 3 } });
  });

  it('begins by an intent of which the answer model is sure, before those of any message', async () => {
    const world = createWorld(
      fileOf(flow('any', { on: 'message' }), flow('refund', { on: 'intent', intent: 'refund' })),
    );
    const match = async (text: string) =>
      text === 'money back' ? { verdict: 'sure' as const, intent: 'refund' } : { verdict: 'none' as const };
    const page = world.open({ match });
    await page.write('money back');
    await page.write('hello', 'd');
    expect(world.log).toEqual(['c: refund', 'd: any']);
  });

  it('is asked for again by what the visitor writes, not by what merely happens, when it could not be had', async () => {
    const world = createWorld(new Error('404'));
    const page = world.open();
    page.on.panel(true);
    for (let times = 0; times < 5; times++) {
      page.on.moment({ on: 'event', name: 'paid' });
      await page.quiet();
    }
    expect(world.fetches()).toBeLessThanOrEqual(2);
    const before = world.fetches();
    await page.write('hello');
    expect(world.fetches()).toBe(before + 1);
  });

  it('that tracks something does not begin by it', async () => {
    const again: Flow['steps'] = { a: { say: 'x', next: 'b' }, b: { track: 'paid' } };
    const world = createWorld(fileOf(flow('f', { on: 'event', event: 'paid' }, again)));
    const page = world.open({ track: (name) => page.on.moment({ on: 'event', name }) });
    page.on.moment({ on: 'event', name: 'paid' });
    await page.quiet();
    expect(world.log).toEqual(['c: x']);
  });

  it('that ended without a use for what was written leaves it to the next', async () => {
    const world = createWorld(
      fileOf(flow('rate', { on: 'open' }, { a: { csat: {} } }), flow('any', { on: 'message' })),
    );
    const page = world.open();
    page.on.moment({ on: 'open' });
    await page.write('and where is my order?');
    expect(world.log.slice(1)).toEqual(['c: any']);
  });
});
