import { expect, test } from 'vitest';
import { createRate } from '../../src/relay/rates.js';
import { createSessions } from '../../src/relay/sessions.js';
import { openSqliteStore } from '../../src/relay/sqlite-store.js';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

/** Sessions over an empty store, and a clock that only the test moves. */
async function start() {
  let time = Date.UTC(2026, 0, 1);
  const now = () => time;
  const store = await openSqliteStore(':memory:', { now, onError: (error) => expect.fail(String(error)) });
  const sessions = createSessions(store, createRate('identifications', 1_000, MINUTE, 1_000, now), now);
  const wait = (ms: number) => {
    time += ms;
  };
  return { sessions, wait };
}

const ada = { user: 'ada', name: 'Ada', claims: { sub: 'ada' } };

test('an anonymous session lasts as long as it is used once in ninety days', async () => {
  const { sessions, wait } = await start();
  const first = await sessions.admit('shop', null, undefined);
  for (let i = 0; i < 5; i++) {
    wait(89 * DAY);
    expect((await sessions.admit('shop', null, first.secret)).person.id).toBe(first.person.id);
  }
  wait(91 * DAY);
  expect((await sessions.admit('shop', null, first.secret)).person.id).not.toBe(first.person.id);
});

test("a known user's session rests for thirty minutes at most; then the token makes a new one of the same person", async () => {
  const { sessions, wait } = await start();
  const first = await sessions.admit('shop', ada, undefined);
  wait(29 * MINUTE);
  expect((await sessions.admit('shop', ada, first.secret)).secret).toBe(first.secret);
  wait(31 * MINUTE);
  const later = await sessions.admit('shop', ada, first.secret);
  expect(later.secret).not.toBe(first.secret);
  expect(later.person.id).toBe(first.person.id);
});

test("a known user's session ends after seven days, however busy", async () => {
  const { sessions, wait } = await start();
  const first = await sessions.admit('shop', ada, undefined);
  let secret = first.secret;
  for (let at = 0; at < 7 * DAY - 20 * MINUTE; at += 20 * MINUTE) {
    wait(20 * MINUTE);
    secret = (await sessions.admit('shop', ada, secret)).secret;
  }
  expect(secret).toBe(first.secret);
  wait(20 * MINUTE);
  expect((await sessions.admit('shop', ada, secret)).secret).not.toBe(first.secret);
});

test('the newest token decides the name and the claims', async () => {
  const { sessions } = await start();
  const first = await sessions.admit('shop', ada, undefined);
  const renamed = { ...ada, name: 'Ada L.', claims: { sub: 'ada', plan: 'pro' } };
  expect((await sessions.admit('shop', renamed, first.secret)).person).toMatchObject({
    name: 'Ada L.',
    claims: { plan: 'pro' },
  });
  expect((await sessions.admit('shop', { ...ada, name: null }, undefined)).person).toMatchObject({ name: null });
});

test('a rate refills evenly and forgets who is back at full', () => {
  let time = 0;
  const rate = createRate('things', 60, MINUTE, 10, () => time);
  expect(Array.from({ length: 11 }, () => rate.take('a')).map(Boolean)).toEqual([...Array(10).fill(false), true]);
  expect(rate.take('a')).toBe(1_000);
  expect(rate.take('b')).toBe(0);
  time += 1_000;
  rate.sweep();
  expect([rate.take('a'), rate.take('a')]).toEqual([0, 1_000]);
  time += MINUTE;
  rate.sweep();
  expect(Array.from({ length: 10 }, () => rate.take('a'))).toEqual(Array(10).fill(0));
});

test('a clock that is set back holds nobody up for longer than an allowance that is used up', () => {
  let time = 3_600_000;
  const rate = createRate('things', 60, MINUTE, 10, () => time);
  for (let n = 0; n < 5; n++) rate.take('a');
  time = 0;
  expect(rate.take('a')).toBe(1_000);
  time += 1_000;
  expect(rate.take('a')).toBe(0);
});
