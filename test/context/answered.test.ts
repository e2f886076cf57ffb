// @vitest-environment happy-dom
/** Traits that the customer has told themselves, by a flow or a survey, beside those that the host set. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Answered, attachAnswered } from '../../src/context/answered.js';
import { type Collector, createCollector } from '../../src/context/collector.js';
import { attachContext, type Context } from '../../src/context/context.js';
import { createTurns, type Turn, type Turns } from '../../src/context/turns.js';
import * as LIMITS from '../../src/core/limits.js';
import type { Store } from '../../src/core/store.js';
import { parseSnapshot } from '../../src/relay/frames.js';
import type { Scalar } from '../../src/types.js';
import { type FakeDisk, fakeDisk, newStore } from '../core/world.js';
import { at } from './at.js';

const NOBODY: Turn = { at: 0, user: undefined };

let store: Store;
let collector: Collector;
let context: Context;
let answered: Answered;
let now: number;
let turns: Turns;
/** Of whoever is here. */
let disk: FakeDisk;

const set = (traits: Record<string, Scalar> | null, turn = NOBODY) => context.set({ traits }, turn);
const told = (by: 'flow' | 'survey', traits: Record<string, Scalar>, turn = NOBODY) => {
  now++;
  answered.add(by, traits, turn);
};
const about = () => context.snapshot().about?.traits;

const agree = (off: string[] = []) =>
  store.apply({ type: 'consent', consent: { functional: true, analytics: false, off } }, 'visitor');
const settled = async () => {
  for (let i = 0; i < 10; i++) await Promise.resolve();
};
/** Another page, over what the one before has stored. */
async function load() {
  answered?.detach();
  context?.detach();
  collector?.detach();
  at('https://shop.example/');
  store = newStore();
  collector = createCollector(store.options.value, () => now);
  const onError = (error: Error) => expect.unreachable(error.message);
  const ports = { store, collector, now: () => now, onError };
  context = attachContext(ports);
  agree();
  answered = attachAnswered({ ...ports, turns, disk: () => disk });
  await answered.ready;
}

beforeEach(async () => {
  now = 100;
  turns = createTurns();
  disk = fakeDisk();
  await load();
});
afterEach(() => {
  answered.detach();
  context.detach();
  collector.detach();
});

describe('what the customer answered', () => {
  it('is a trait beside those of the host, and says who asked for it and when', () => {
    set({ plan: 'pro' });
    told('flow', { email: 'aiko@shop.example' });
    told('survey', { nps: 9 });
    expect(context.snapshot().traits).toEqual({ plan: 'pro', email: 'aiko@shop.example', nps: 9 });
    expect(about()).toEqual({
      source: 'host',
      category: 'functional',
      at: 100,
      each: { email: { source: 'flow', at: 101 }, nps: { source: 'survey', at: 102 } },
    });
    const { source, each } = context.shared().parts.find(({ key }) => key === 'traits')!;
    expect([source, each]).toEqual(['host', about()!.each]);
  });

  it('is all that is known where the host told nothing, and flows know it', () => {
    told('flow', { email: 'a@shop.example' });
    expect(about()).toMatchObject({ source: 'flow', each: { email: { source: 'flow', at: 101 } } });
    expect(context.data()).toMatchObject({ traits: { email: 'a@shop.example' } });
    expect(parseSnapshot(context.snapshot()).about!.traits).toEqual(about());
  });

  it('counts before what was told earlier under that name, and not before what was told later', () => {
    set({ email: 'old@shop.example', plan: 'pro' });
    told('flow', { email: 'new@shop.example' });
    expect(context.snapshot().traits).toEqual({ email: 'new@shop.example', plan: 'pro' });
    told('survey', { email: 'newer@shop.example' });
    expect(about()!.each).toEqual({ email: { source: 'survey', at: 102 } });
    now++;
    set({ email: 'last@shop.example' });
    expect(context.snapshot().traits).toEqual({ email: 'last@shop.example' });
    expect(about()).toEqual({ source: 'host', category: 'functional', at: 103 });
  });

  it('stays when the host takes back its own', () => {
    set({ plan: 'pro' });
    told('flow', { email: 'a@shop.example' });
    set(null);
    expect(context.snapshot().traits).toEqual({ email: 'a@shop.example' });
  });

  it('is theirs alone: with whoever leaves it goes', () => {
    told('flow', { email: 'aiko@shop.example' }, { at: 1, user: 'aiko' });
    told('survey', { nps: 1 }, { at: 2, user: 'ben' });
    answered.forget(({ user }) => user === 'aiko');
    expect(context.snapshot().traits).toEqual({ nps: 1 });
  });

  it('is kept back with the other traits', () => {
    told('flow', { email: 'a@shop.example' });
    store.apply({ type: 'consent', consent: { functional: true, analytics: false, off: ['traits'] } }, 'visitor');
    expect(context.snapshot()).not.toHaveProperty('traits');
    expect(JSON.stringify(context.snapshot())).not.toContain('flow');
  });

  it('is refused where it is too much, and what was known stays', () => {
    told('flow', { email: 'a@shop.example' });
    const many = Object.fromEntries(Array.from({ length: LIMITS.contextKeys }, (_, i) => [`k${i}`, i]));
    expect(() => told('flow', many)).toThrow(expect.objectContaining({ code: 'invalid' }));
    expect(() => told('flow', { long: 'x'.repeat(513) })).toThrow(expect.objectContaining({ path: 'traits.long' }));
    expect(context.snapshot().traits).toEqual({ email: 'a@shop.example' });
    // the host's own come first where there is no room for all
    set(many);
    expect(Object.keys(context.snapshot().traits!)).toEqual(Object.keys(many));
    expect(parseSnapshot(JSON.parse(JSON.stringify(context.snapshot()))).traits).toEqual(many);
  });
});

describe('what the customer answered, on the pages that follow,', () => {
  it('is known as it was told, and not asked for again', async () => {
    told('flow', { email: 'aiko@shop.example' });
    told('survey', { nps: 9 });
    await settled();
    await load();
    expect(context.data()).toMatchObject({ traits: { email: 'aiko@shop.example', nps: 9 } });
    expect(about()!.each).toEqual({ email: { source: 'flow', at: 101 }, nps: { source: 'survey', at: 102 } });
  });

  it('is what was told last, by whichever page', async () => {
    told('flow', { plan: 'free', size: 'M' });
    await settled();
    // as another tab does
    disk.rows.set('q', {
      plan: { value: 'pro', source: 'flow', at: 200 },
      size: { value: 'S', source: 'flow', at: 1 },
    });
    told('survey', { nps: 9 });
    await settled();
    expect(context.snapshot().traits).toEqual({ plan: 'pro', size: 'M', nps: 9 });
    expect(Object.keys(disk.rows.get('q') as object).sort()).toEqual(['nps', 'plan', 'size']);
  });

  it('is not kept where traits are switched off, and is from when they are on again', async () => {
    agree(['traits']);
    told('flow', { plan: 'pro' });
    await settled();
    expect(disk.rows.size).toBe(0);
    agree();
    await settled();
    expect(disk.rows.get('q')).toEqual({ plan: { value: 'pro', source: 'flow', at: 101 } });
  });

  it('is on nobody else’s disk', async () => {
    const theirs = disk;
    told('flow', { plan: 'pro' });
    await settled();
    const coming = turns.claim();
    told('flow', { size: 'S' }, turns.now);
    await settled();
    expect(disk.rows.get('q')).toEqual({ plan: { value: 'pro', source: 'flow', at: 101 } });
    disk = fakeDisk(new Map([['q', { size: { value: 'L', source: 'flow', at: 1 } }]]));
    answered.forget(({ at }) => at < turns.now.at);
    turns.named(coming, 'ben');
    turns.settled(coming);
    store.apply({ type: 'person', person: { id: 'ben', verified: true } }, 'tab');
    await settled();
    expect(context.snapshot().traits).toEqual({ size: 'S' });
    expect(disk.rows.get('q')).toEqual({ size: { value: 'S', source: 'flow', at: 102 } });
    expect(theirs.rows.get('q')).not.toHaveProperty('size');
  });

  it('is not written for somebody who has left while it was looked for', async () => {
    const theirs = disk;
    told('flow', { plan: 'pro' });
    disk = fakeDisk();
    turns.logout();
    await settled();
    expect([theirs.rows.size, disk.rows.size]).toEqual([0, 0]);
  });

  it.each([
    ['no row at all', 'plan'],
    ['another shape', { plan: 'pro' }],
    ['no one who told it', { plan: { value: 'pro', source: 'host', at: 1 } }],
    ['no instant', { plan: { value: 'pro', source: 'flow', at: -1 } }],
    ['a value that is no scalar', { plan: { value: {}, source: 'flow', at: 1 } }],
    ['a text that is too long', { plan: { value: 'x'.repeat(513), source: 'flow', at: 1 } }],
    ['a name that is too long', { ['x'.repeat(65)]: { value: 1, source: 'flow', at: 1 } }],
  ])('is left out where it is %s, and the rest is read', async (_, row) => {
    disk.rows.set('q', Object(row) === row ? { ...(row as object), size: { value: 'S', source: 'flow', at: 1 } } : row);
    await load();
    expect(context.snapshot().traits).toEqual(Object(row) === row ? { size: 'S' } : undefined);
  });
});
