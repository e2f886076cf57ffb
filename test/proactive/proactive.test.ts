// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Rule, RulesFile } from '../../src/proactive/format.js';
import { parsePast } from '../../src/proactive/past.js';
import { type Answers, attachProactive, type Proactive, type ProactiveHost } from '../../src/proactive/proactive.js';
import type { Json } from '../../src/types.js';
import { file, HOUR, NOW, rule } from './rules.js';

/** A messenger of which only the rules are real. */
function createHost() {
  const known = new Set<() => void>();
  const tracked = new Set<(name: string, data: Record<string, string>) => void>();
  const opened = new Set<() => void>();
  const persons = new Set<(isAnother: boolean) => void>();
  const on =
    <T>(listeners: Set<T>) =>
    (listener: T) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    };
  const world = {
    data: { page: { url: 'https://shop.example/' } } as Record<string, Json>,
    signals: [] as { type: string; at: number }[],
    row: undefined as unknown,
    isPanelOpen: false,
    isWithPerson: false,
    /** What is shown now, and all that was. */
    shown: [] as string[],
    now: [] as string[],
    answers: undefined as Answers | undefined,
    /** Whether what is to be shown comes to be seen. */
    isSeen: true,
    told: [] as string[],
    errors: [] as string[],
    acts: 0,
    knows(more: Record<string, Json>) {
      world.data = { ...world.data, ...more };
      for (const listener of known) listener();
      return vi.advanceTimersByTimeAsync(0);
    },
    goTo: (path: string) => world.knows({ page: { url: `https://shop.example${path}` } }),
    async track(name: string, data = {}) {
      for (const listener of tracked) listener(name, data);
      await vi.advanceTimersByTimeAsync(0);
    },
    open() {
      for (const listener of opened) listener();
    },
    async person(isAnother: boolean) {
      for (const listener of persons) listener(isAnother);
      await vi.advanceTimersByTimeAsync(0);
    },
    listeners: () => known.size + tracked.size + opened.size + persons.size,
  };
  const host: ProactiveHost = {
    now: Date.now,
    data: () => world.data,
    signals: () => world.signals,
    onKnown: on(known),
    onTrack: on(tracked) as ProactiveHost['onTrack'],
    onOpen: on(opened),
    onPerson: on(persons),
    isPanelOpen: () => world.isPanelOpen,
    isWithPerson: () => world.isWithPerson,
    visitor: () => undefined,
    seed: () => 'seed',
    isOpen: () => undefined,
    can: () => true,
    load: async () => world.row,
    save(row) {
      world.row = JSON.parse(JSON.stringify(row));
    },
    async show(show, data, answers, signal) {
      const name = JSON.stringify(show).replace('{{event.total}}', `${(data.event as { total?: number })?.total}`);
      if (!world.isSeen) {
        await new Promise((resolve) => signal.addEventListener('abort', resolve));
        return undefined;
      }
      world.shown.push(name);
      world.now.push(name);
      world.answers = answers;
      return () => void world.now.splice(world.now.indexOf(name), 1);
    },
    act: () => void world.acts++,
    told: ({ rule: id, state, way }) => void world.told.push([id, state, way].filter(Boolean).join(' ')),
    error: (error) => void world.errors.push(error.message),
  };
  return { ...world, world, host };
}

let world: ReturnType<typeof createHost>['world'];
let host: ProactiveHost;
let running: Proactive | undefined;
const start = async (...rules: Rule[]) => {
  await vi.advanceTimersByTimeAsync(0);
  running = await attachProactive(host, { ...file(...rules), limits: { minutes: 0, visit: 100 } } as RulesFile);
  await vi.advanceTimersByTimeAsync(0);
};
const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms);
const texts = (all: string[]) => all.map((one) => /"text":"([^"]*)"/.exec(one)?.[1] ?? one);
const say = (text: string) => ({ teaser: { text } });
const fire = (type: string, init: object = {}, target: EventTarget = window) =>
  target.dispatchEvent(Object.assign(new Event(type), init));

beforeEach(() => {
  vi.useFakeTimers({ now: NOW });
  ({ world, host } = createHost());
});
afterEach(() => {
  running?.stop();
  running = undefined;
  vi.useRealTimers();
});

describe('a rule is looked at', () => {
  it('when a page is entered: the first, and each that a router goes to', async () => {
    await start(rule({ every: 0, if: { 'page.url': { $regex: '/cart$' } } }));
    expect(world.shown).toEqual([]);
    await world.goTo('/cart');
    expect(world.told).toEqual(['hello shown']);
    await world.goTo('/');
    expect(world.now).toEqual([]);
    await world.goTo('/cart');
    expect(world.told).toEqual(['hello shown', 'hello shown']);
  });

  it('when the host tracks its event, whose data it may ask for and say', async () => {
    await start(
      rule({
        when: { on: 'event', event: 'declined' },
        if: { 'event.total': { $gt: 10 } },
        show: say('{{event.total}}'),
        every: 0,
      }),
    );
    await world.track('declined', { total: 5 });
    await world.track('paid', { total: 50 });
    expect(world.shown).toEqual([]);
    await world.track('declined', { total: 50 });
    expect(texts(world.shown)).toEqual(['50']);
  });

  it('when the cart changes, and when it is known', async () => {
    const big = rule({ when: { on: 'cart' }, if: { 'cart.total.amount': { $gte: 100 } } });
    await start(big);
    await world.knows({ cart: { total: { amount: 50 } } });
    expect(world.shown).toEqual([]);
    await world.knows({ cart: { total: { amount: 150 } } });
    expect(world.shown).toHaveLength(1);
  });

  it('at a new sign of trouble, not at one from before', async () => {
    world.signals = [{ type: 'rage-click', at: NOW - 1 }];
    await start(rule({ when: { on: 'frustration', signal: 'rage-click' } }));
    await world.knows({});
    expect(world.shown).toEqual([]);
    world.signals.push({ type: 'rage-click', at: NOW + 1 });
    await world.knows({});
    expect(world.shown).toHaveLength(1);
  });

  it('after so many seconds on a page, counted anew on the next one', async () => {
    await start(rule({ when: { on: 'time', seconds: 10 }, every: 0 }));
    await pass(6_000);
    await world.goTo('/cart');
    await pass(6_000);
    expect(world.shown).toEqual([]);
    await pass(5_000);
    expect(world.shown).toHaveLength(1);
  });

  it('when nothing was done for so many seconds', async () => {
    await start(rule({ when: { on: 'idle', seconds: 10 } }));
    await pass(6_000);
    fire('pointermove');
    await pass(6_000);
    expect(world.shown).toEqual([]);
    await pass(5_000);
    expect(world.shown).toHaveLength(1);
  });

  it('when a mouse leaves at the top, and not a finger or at another side', async () => {
    await start(rule({ when: { on: 'exit' } }));
    const leave = async (init: object) => {
      fire('pointerleave', init, document.documentElement);
      await pass(0);
    };
    await leave({ clientY: 300, pointerType: 'mouse', buttons: 0 });
    await leave({ clientY: -1, pointerType: 'touch', buttons: 0 });
    await leave({ clientY: -1, pointerType: 'mouse', buttons: 1 });
    expect(world.shown).toEqual([]);
    await leave({ clientY: -1, pointerType: 'mouse', buttons: 0 });
    expect(world.shown).toHaveLength(1);
  });
});

it('listens for nothing in the page that no rule needs', async () => {
  const add = vi.spyOn(window, 'addEventListener');
  await start(rule());
  expect(add.mock.calls.map(([type]) => type)).toEqual(['input']);
});

describe('while something is shown', () => {
  it('nothing else is, and afterwards what happens then', async () => {
    await start(rule(), rule({ id: 'next', when: { on: 'event', event: 'x' }, show: say('Next') }));
    await world.track('x');
    expect(texts(world.now)).toEqual(['Hello']);
    world.answers!.dismissed();
    expect(world.now).toEqual([]);
    await world.track('x');
    expect(texts(world.now)).toEqual(['Next']);
  });

  it('what is more urgent takes its place', async () => {
    await start(rule(), rule({ id: 'urgent', when: { on: 'event', event: 'x' }, show: say('Now'), priority: 1 }));
    const { dismissed } = world.answers!;
    await world.track('x');
    expect(texts(world.now)).toEqual(['Now']);
    dismissed();
    expect(world.told).toEqual(['hello shown', 'urgent shown']);
  });

  it('it goes where its condition does not hold any more, and a hint with its page', async () => {
    const hint = rule({ id: 'hint', when: { on: 'event', event: 'x' }, show: { hint: { at: '#a', text: 'Hint' } } });
    await start(rule({ if: { 'page.url': { $regex: 'shop' } } }), hint);
    await world.goTo('/b');
    expect(texts(world.now)).toEqual(['Hello']);
    world.answers!.engaged();
    await world.track('x');
    expect(texts(world.now)).toEqual(['Hint']);
    await world.goTo('/c');
    expect(world.now).toEqual([]);
  });

  it('it goes when the panel is opened, but for a hint', async () => {
    await start(rule());
    world.open();
    expect(world.now).toEqual([]);
    expect(world.told).toEqual(['hello shown']);
  });

  it('a press on what has gone changes nothing', async () => {
    await start(rule());
    const { dismissed, engaged } = world.answers!;
    dismissed();
    engaged();
    expect(world.told).toEqual(['hello shown', 'hello dismissed']);
  });
});

describe('whoever writes', () => {
  it('is not interrupted, and what it was about is shown once they pause', async () => {
    await start(rule({ when: { on: 'event', event: 'x' } }));
    fire('input');
    await world.track('x');
    expect(world.shown).toEqual([]);
    await pass(1_000);
    fire('input');
    await pass(1_500);
    expect(world.shown).toEqual([]);
    await pass(3_000);
    expect(world.shown).toHaveLength(1);
  });

  it('and has gone to another page, is not told any more', async () => {
    await start(rule({ when: { on: 'event', event: 'x' } }));
    fire('input');
    await world.track('x');
    await world.goTo('/cart');
    await pass(10_000);
    expect(world.shown).toEqual([]);
  });
});

describe('what is remembered', () => {
  it('is one row, from the showing on, and dismissing is an act', async () => {
    await start(rule());
    expect(world.row).toMatchObject({ rules: { hello: { count: 1, at: NOW } }, visit: 1 });
    expect(world.acts).toBe(0);
    world.answers!.dismissed();
    expect(world.row).toMatchObject({ rules: { hello: { count: 1, isOver: true } } });
    expect(world.acts).toBe(1);
  });

  it('counts after a reload', async () => {
    await start(rule());
    world.answers!.dismissed();
    running!.stop();
    await start(rule());
    expect(world.shown).toHaveLength(1);
    expect(running!.why().at(-1)).toMatchObject({ on: 'page', why: [{ rule: 'hello', reason: 'over' }] });
  });

  it('is nothing of anybody else', async () => {
    await start(rule());
    world.answers!.dismissed();
    world.row = undefined;
    await world.person(true);
    await world.goTo('/again');
    expect(world.shown).toHaveLength(2);
  });

  it('goes along with whoever becomes known, with what is kept of them', async () => {
    await start(rule());
    world.answers!.dismissed();
    world.row = { seed: 's', rules: { other: { count: 1, at: NOW, isOver: true } }, at: NOW, visit: 1, here: NOW };
    await world.person(false);
    await world.goTo('/again');
    expect(world.shown).toHaveLength(1);
    expect(world.row).toMatchObject({ rules: { hello: { isOver: true }, other: { isOver: true } } });
  });

  it('is not what nobody has seen', async () => {
    world.isSeen = false;
    await start(rule({ show: { hint: { at: '#nowhere', text: 'Look' } } }));
    expect(world.row).toBeUndefined();
    await world.goTo('/again');
    expect(world.told).toEqual([]);
  });

  it.each([
    ['no row', undefined],
    ['a text', 'p'],
    ['a row without a seed', { rules: {}, at: 0, visit: 0, here: 0 }],
    ['a row with a wrong count', { seed: 's', rules: { a: { count: -1, at: 0 } }, at: 0, visit: 0, here: 0 }],
    ['a row with a wrong instant', { seed: 's', rules: {}, at: '0', visit: 0, here: 0 }],
  ])('is not %s', (_what, row) => {
    expect(parsePast(row)).toBeUndefined();
  });
});

describe('a way that shows nothing', () => {
  it('is told and counted as one that is shown', async () => {
    const ways = [
      { name: 'none', weight: 1, show: null },
      { name: 'some', weight: 0 },
    ];
    await start(rule({ split: { ways }, every: 1 }));
    expect(world.told).toEqual(['hello withheld none']);
    expect(world.shown).toEqual([]);
    await world.goTo('/again');
    expect(world.told).toHaveLength(1);
    vi.setSystemTime(NOW + HOUR);
    await world.goTo('/later');
    expect(world.told).toEqual(['hello withheld none', 'hello withheld none']);
  });
});

it('reports what cannot be shown, and goes on', async () => {
  const failing = { ...host, show: () => Promise.reject(new Error('it broke')) };
  host = failing;
  await start(rule({ every: 0 }));
  expect(world.errors).toEqual(['it broke']);
  expect(world.row).toBeUndefined();
});

it('listens to nothing, and shows nothing, once it is stopped', async () => {
  await start(rule(), rule({ id: 'late', when: { on: 'time', seconds: 5 }, show: say('Late') }));
  running!.stop();
  expect(world.now).toEqual([]);
  expect(world.listeners()).toBe(0);
  await pass(10_000);
  expect(texts(world.shown)).toEqual(['Hello']);
});
