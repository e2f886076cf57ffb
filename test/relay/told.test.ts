/** What changes in a visitor's situation, as a patch of what the relay has. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { changeOf } from '../../src/context/patch.js';
import * as LIMITS from '../../src/core/limits.js';
import type { Snapshot } from '../../src/types.js';
import { anySnapshot, plainly } from '../context/any-snapshot.js';
import { FAST, type Hello, message, newId, openDesk, snapshot, startRelay, visit } from './support.js';
import { signToken } from './tokens.js';

const page = { ...snapshot.page, url: 'https://shop.example/checkout' };
const patch = [{ op: 'replace', path: '/page/url', value: page.url }];

async function talk({ url }: { url: string }, how: Hello = {}) {
  const visitor = await visit(url, how);
  const conversation = newId();
  await visitor.ask({ t: 'send', message: message(conversation, 'hi') });
  const desk = await openDesk(url);
  const shown = async () =>
    (await desk.ask<{ card: { snapshot: Snapshot | null } }>({ t: 'load', conversation })).card.snapshot;
  const tell = (more: object) => visitor.answer({ t: 'context', conversation, ...more });
  return { visitor, conversation, desk, shown, tell };
}

test('a patch of what was taken last is taken, and the agents see the whole', async () => {
  const { tell, shown, desk } = await talk(await startRelay());
  const { data: base } = await tell({ snapshot });
  expect(base).toMatch(/^[\w-]{22}$/);
  await shown();
  const { data: next } = await tell({ base, patch });
  expect(next).not.toBe(base);
  expect(await desk.next((frame) => frame.t === 'card')).toMatchObject({ card: { snapshot: { ...snapshot, page } } });
  expect(await shown()).toEqual({ ...snapshot, page });
  const back = [{ op: 'replace', path: '/page/url', value: snapshot.page.url }];
  expect(await tell({ base: next, patch: back })).toMatchObject({ t: 'ok', data: base });
});

test('one of another state is refused by name, and what is stored stays; the whole is taken then', async () => {
  const { tell, shown } = await talk(await startRelay());
  const conflict = { t: 'error', code: 'conflict', path: 'base' };
  // there is none yet
  expect(await tell({ base: 'x'.repeat(22), patch })).toMatchObject(conflict);
  const { data: base } = await tell({ snapshot });
  // from another device meanwhile
  await tell({ snapshot: { ...snapshot, locale: 'ja' } });
  expect(await tell({ base, patch })).toMatchObject(conflict);
  expect(await shown()).toEqual({ ...snapshot, locale: 'ja' });
  expect(await tell({ snapshot: { ...snapshot, page } })).toMatchObject({ t: 'ok' });
  expect(await shown()).toEqual({ ...snapshot, page });
});

test('one that leads nowhere, or to no snapshot, or over its limits, is refused whole', async () => {
  const { tell, shown } = await talk(await startRelay({ limits: FAST }));
  const { data: base } = await tell({ snapshot });
  const long = 'x'.repeat(LIMITS.contextValue);
  const many = Object.fromEntries(Array.from({ length: 17 }, (_, i) => [`k${i}`, long]));
  const deep = JSON.parse(`${'{"a":'.repeat(8)}1${'}'.repeat(8)}`);
  for (const [operation, code, path] of [
    [{ op: 'remove', path: '/cart' }, 'conflict', 'patch[1].path'],
    [{ op: 'add', path: '/__proto__', value: { polluted: 1 } }, 'conflict', 'patch[1].path'],
    [{ op: 'remove', path: '/page' }, 'invalid', 'snapshot.page'],
    [{ op: 'replace', path: '/v', value: 2 }, 'invalid', 'snapshot.v'],
    [{ op: 'add', path: '/cart', value: { items: 'all' } }, 'invalid', 'snapshot.cart.items'],
    [{ op: 'add', path: '/traits', value: many }, 'too-large', 'snapshot'],
    [{ op: 'move', from: '/page', path: '/cart' }, 'invalid', 'patch[1].op'],
    [{ op: 'add', path: '/cart' }, 'invalid', 'patch[1].value'],
    [{ op: 'replace', path: '', value: snapshot }, 'invalid', 'patch[1].path'],
  ] as const) {
    expect(await tell({ base, patch: [...patch, operation] })).toMatchObject({ t: 'error', code, path });
  }
  // each is taken alone; one in the other they would nest deeper than any frame
  const inside = [
    { op: 'add', path: '/product', value: deep },
    { op: 'add', path: '/product/a/a/a/a/a/a/a/b', value: deep },
  ];
  expect(await tell({ base, patch: inside })).toMatchObject({ code: 'too-large', path: 'snapshot' });
  expect(await tell({ base, patch: Array(101).fill(patch[0]) })).toMatchObject({ code: 'too-large', path: 'patch' });
  expect(await tell({ base, snapshot })).toMatchObject({ code: 'invalid' });
  expect(await shown()).toEqual(snapshot);
});

test('the base is the same at another relay or after a restart, and nobody has it of what is not theirs', async () => {
  const first = await startRelay();
  const one = await talk(first);
  const stranger = await talk(first);
  const two = await talk(await startRelay());
  const { data: base } = await one.tell({ snapshot });
  expect(await two.tell({ base, patch })).toMatchObject({ code: 'conflict' });
  expect(await two.tell({ snapshot })).toMatchObject({ data: base });
  const theirs = { t: 'context', conversation: one.conversation, base, patch };
  expect(await stranger.visitor.answer(theirs)).toMatchObject({ code: 'not-found' });
});

test('whatever changes, what is stored is what a whole would have left', async () => {
  const { tell, shown } = await talk(await startRelay({ limits: FAST }));
  const two = await talk(await startRelay({ limits: FAST }));
  const states = fc.sample(anySnapshot, 40).map(plainly);
  // some have little in common with the one before, most are the same but for two parts
  for (let i = 1; i < states.length; i++) {
    const { locale, cart, about } = states[i]!;
    if (i % 4) states[i] = plainly({ ...states[i - 1]!, locale, ...(i % 2 ? { cart } : { about }) } as Snapshot);
  }
  let last: { base: string; snapshot: Snapshot } | undefined;
  let patches = 0;
  for (const state of states) {
    const change = last && changeOf(last.base, last.snapshot, state);
    const { data, code } = await tell(change ?? { snapshot: state });
    expect(await two.tell({ snapshot: state })).toMatchObject(code ? { code } : { data });
    if (change) patches++;
    if (data) last = { base: data as string, snapshot: state };
    expect(await shown()).toEqual(await two.shown());
  }
  expect(patches).toBeGreaterThan(10);
});

test('traits are verified where a signed token says all of them too, and not because a page says so', async () => {
  const { url } = await startRelay();
  const told = { source: 'host', category: 'functional', at: 1 };
  const about = { traits: { ...told, verified: true }, company: { ...told, verified: true } };
  const shot = (traits: object) => ({ ...snapshot, traits, company: { id: 'c1' }, about });
  const proofOf = (found: Snapshot | null) => [found?.about?.traits?.verified, found?.about?.company?.verified];
  for (const [isKnown, traits, proof] of [
    [true, { plan: 'pro', seats: 3 }, true],
    [true, { plan: 'pro' }, true],
    [true, { plan: 'pro', vip: true }, undefined],
    [true, { plan: 'enterprise' }, undefined],
    [true, { toString: 'x' }, undefined],
    [true, {}, undefined],
    [false, { plan: 'pro' }, undefined],
  ] as const) {
    const token = await signToken({ claims: { sub: newId(), plan: 'pro', seats: 3 } });
    const { visitor, conversation, tell, shown } = await talk({ url }, isKnown ? { token } : {});
    await tell({ snapshot: shot(traits) });
    expect(proofOf(await shown())).toEqual([proof, undefined]);
    await tell({ snapshot });
    const asked = message(conversation, 'a person, please');
    await visitor.ask({ t: 'handoff', message: asked, snapshot: shot(traits), tags: [] });
    expect(proofOf(await shown())).toEqual([proof, undefined]);
    const { data: base } = await tell({ snapshot: shot(traits) });
    await tell({ base, patch: [{ op: 'replace', path: '/traits', value: { plan: 'free' } }] });
    expect(proofOf(await shown())).toEqual([undefined, undefined]);
  }
});
