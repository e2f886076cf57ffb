import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from '@photostructure/sqlite';
import { expect, test } from 'vitest';
import type { DeskAnswers } from '../../src/wire/desk.js';
import { message, newId, openDesk, snapshot, startRelay, visit } from './support.js';

const about = (source: string) => ({ source, category: 'functional', at: 1 });
const total = { amount: 1999, currency: 'EUR' };
const told = {
  ...snapshot,
  cart: { items: [{ id: 'k', name: 'SECRET-KETTLE', price: total }], total },
  journey: [{ url: 'https://shop.example/secret', title: 'SECRET-PAGE', at: Date.now() }],
  product: { name: 'SECRET-PRODUCT' },
  traits: { plan: 'pro' },
  about: { cart: about('dataLayer'), journey: about('page'), traits: about('host') },
};

async function shared() {
  const database = join(tmpdir(), `sobani-${randomUUID()}.db`);
  const { url } = await startRelay({ database });
  const visitor = await visit(url);
  const desk = await openDesk(url);
  const [first, second] = [newId(), newId()];
  for (const conversation of [first, second]) {
    await visitor.ask({ t: 'handoff', message: message(conversation, 'help'), snapshot: told, tags: [] });
  }
  await desk.ask({ t: 'load', conversation: first });
  const load = async (conversation: string) =>
    (await desk.ask<DeskAnswers['load']>({ t: 'load', conversation })).card.snapshot;
  const kinds = async () => {
    const ask = { t: 'timeline', conversation: first, before: null };
    return (await desk.ask<DeskAnswers['timeline']>(ask)).entries.map(({ kind }) => kind);
  };
  /** All that the database holds of anybody, as text. */
  const stored = () => {
    const reader = new DatabaseSync(database);
    const tables = reader.prepare("SELECT name FROM sqlite_schema WHERE type = 'table'").all() as { name: string }[];
    const rows = tables.map(({ name }) => reader.prepare(`SELECT * FROM "${name}"`).all());
    reader.close();
    return JSON.stringify(rows);
  };
  return { database, url, visitor, desk, first, second, load, kinds, stored };
}

test('parts that are withdrawn are gone from all conversations, the timeline and the database; the rest stays', async () => {
  const { visitor, desk, first, second, load, kinds, stored } = await shared();
  expect(await kinds()).toEqual(expect.arrayContaining(['cart', 'page', 'product']));
  expect(stored()).toContain('SECRET');
  await visitor.ask({ t: 'withdraw', parts: ['cart', 'journey', 'product'] });
  const left = { ...snapshot, traits: { plan: 'pro' }, about: { traits: about('host') } };
  expect(await desk.next((frame) => frame.t === 'card' && !frame.card.snapshot?.cart)).toMatchObject({
    conversation: first,
    card: { snapshot: left },
  });
  await desk.next((frame) => frame.t === 'rewritten' && frame.person === visitor.person.id);
  for (const conversation of [first, second]) expect(await load(conversation)).toEqual(left);
  expect(new Set(await kinds())).toEqual(new Set(['conversation']));
  expect(stored()).not.toContain('SECRET');
});

test.each(['withdraw', 'erase'])('after %s no byte of it is left in the files of the database', async (how) => {
  const { visitor, database } = await shared();
  const bytes = () =>
    ['', '-wal'].map((end) => readFileSync(`${database}${end}`, 'latin1')).some((text) => text.includes('SECRET'));
  expect(bytes()).toBe(true);
  if (how === 'erase') await visitor.ask({ t: 'erase' });
  else await visitor.ask({ t: 'withdraw', parts: ['cart', 'journey', 'product'] });
  await expect.poll(bytes).toBe(false);
});

test('what was seen along the way goes with the way', async () => {
  const { visitor, kinds } = await shared();
  await visitor.ask({ t: 'withdraw', parts: ['journey'] });
  expect(await kinds()).toContain('cart');
  expect(await kinds()).not.toContain('product');
});

test('nothing of another person is touched', async () => {
  const { url, visitor, load, second } = await shared();
  const stranger = await visit(url);
  await stranger.ask({ t: 'withdraw', parts: ['cart'] });
  expect(await load(second)).toHaveProperty('cart');
  await visitor.ask({ t: 'withdraw', parts: ['cart'] });
  expect(await load(second)).not.toHaveProperty('cart');
});

test('what is told again afterwards is new again', async () => {
  const { visitor, first, kinds } = await shared();
  await visitor.ask({ t: 'withdraw', parts: ['cart'] });
  expect(await kinds()).not.toContain('cart');
  await visitor.ask({ t: 'context', conversation: first, snapshot: told });
  expect(await kinds()).toContain('cart');
});

test.each(['page', 'locale', 'about', 'v'])(
  '%s cannot be withdrawn, and nothing else of the same ask is',
  async (part) => {
    const { visitor, first, load } = await shared();
    const answer = await visitor.answer({ t: 'withdraw', parts: ['cart', part] });
    expect(answer).toMatchObject({ t: 'error', code: 'invalid', path: 'parts[1]' });
    expect(await load(first)).toEqual(told);
  },
);

test('a part that nobody told is no error', async () => {
  const { visitor, first, load } = await shared();
  await visitor.ask({ t: 'withdraw', parts: ['order', '__proto__', 'toString'] });
  expect(await load(first)).toEqual(told);
});

test('a withdrawal without parts, or with too many, is refused; so are too many of them', async () => {
  const { url } = await startRelay({ limits: { withdrawalsPerMinute: 1 } });
  const visitor = await visit(url);
  expect(await visitor.answer({ t: 'withdraw', parts: [] })).toMatchObject({ code: 'invalid', path: 'parts' });
  const many = Array.from({ length: 51 }, (_, i) => `p${i}`);
  expect(await visitor.answer({ t: 'withdraw', parts: many })).toMatchObject({ code: 'too-large', path: 'parts' });
  await visitor.ask({ t: 'withdraw', parts: ['cart'] });
  expect(await visitor.answer({ t: 'withdraw', parts: ['cart'] })).toMatchObject({
    code: 'rate',
    retryAfter: expect.any(Number),
  });
});
