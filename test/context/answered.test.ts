// @vitest-environment happy-dom
/** Traits that the customer has told themselves, by a flow or a survey, beside those that the host set. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Answered, attachAnswered } from '../../src/context/answered.js';
import { type Collector, createCollector } from '../../src/context/collector.js';
import { attachContext, type Context } from '../../src/context/context.js';
import type { Turn } from '../../src/context/turns.js';
import * as LIMITS from '../../src/core/limits.js';
import type { Store } from '../../src/core/store.js';
import { parseSnapshot } from '../../src/relay/frames.js';
import type { Scalar } from '../../src/types.js';
import { newStore } from '../core/world.js';
import { at } from './at.js';

const NOBODY: Turn = { at: 0, user: undefined };

let store: Store;
let collector: Collector;
let context: Context;
let answered: Answered;
let now: number;

const set = (traits: Record<string, Scalar> | null, turn = NOBODY) => context.set({ traits }, turn);
const told = (by: 'flow' | 'survey', traits: Record<string, Scalar>, turn = NOBODY) => {
  now++;
  answered.add(by, traits, turn);
};
const about = () => context.snapshot().about?.traits;

beforeEach(() => {
  at('https://shop.example/');
  now = 100;
  store = newStore();
  collector = createCollector(store.options.value, () => now);
  context = attachContext({
    ...{ store, collector, now: () => now },
    onError: (error) => expect.unreachable(error.message),
  });
  answered = attachAnswered(collector, () => now);
  store.apply({ type: 'consent', consent: { functional: true, analytics: false } }, 'visitor');
});
afterEach(() => {
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
