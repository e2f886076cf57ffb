// @vitest-environment happy-dom
/** A tab that leaves, and a person who leaves or becomes known: what the other tabs show then. */
import { beforeEach, describe, expect, it } from 'vitest';
import type { SobaniError } from '../../src/core/errors.js';
import { identify, logout } from '../../src/core/identity.js';
import * as TIMES from '../../src/core/times.js';
import { keysOf, text, tokenOf } from '../core/world.js';
import { backend, browser, freshBrowser, offline, openTab, type Tab, tabs } from './tabs-world.js';

beforeEach(freshBrowser);

it('a tab that has left is told nothing more by the others', async () => {
  const [a, b] = (await tabs(2)) as [Tab, Tab];
  await a.say('one');
  b.leave();
  await browser.clock.advance(0);
  const told: string[] = [];
  b.store.listen(({ type }) => void told.push(type));
  await a.say('two');
  backend.disconnect();
  await browser.clock.advance(TIMES.backoffCap);
  backend.reply('c', 'answer');
  await browser.clock.advance(0);
  expect(a.transcript()).toEqual(['one', 'two', 'event', 'answer']);
  expect([told, b.transcript()]).toEqual([[], ['one']]);
});

describe('a person who leaves in one tab', () => {
  it('is gone from the others, which are told what was nowhere but in them', async () => {
    const [a, b] = (await tabs(2)) as [Tab, Tab];
    await a.say('private');
    browser.disk.error = new Error('full');
    backend.fail(1000, offline());
    backend.disconnect();
    await b.say('only here');
    browser.disk.error = null;
    await logout(a.accounts, () => {});
    await browser.clock.advance(TIMES.pong);
    expect([a.transcript(), b.transcript()]).toEqual([[], []]);
    expect(b.evicted.map((unsent) => unsent.map(({ parts }) => parts))).toEqual([[text('only here')]]);
    expect(keysOf(browser.disk)).toEqual([]);
  });

  it('is not brought back by what another tab was just writing', async () => {
    const [a, b] = (await tabs(2)) as [Tab, Tab];
    await a.say('private');
    const leaving = logout(a.accounts, () => {});
    const late = b.say('too late').catch((error: SobaniError) => error.code);
    await browser.clock.advance(TIMES.pong);
    await leaving;
    await late;
    await browser.clock.advance(0);
    expect(keysOf(browser.disk, 'a/o/').concat(keysOf(browser.disk, 'a/m/'))).toEqual([]);
    expect(b.transcript()).toEqual([]);
  });

  it('who is just becoming known is not shown as somebody new by a tab that opens then', async () => {
    const [a] = (await tabs(1)) as [Tab];
    await a.say('anonymous');
    a.leave();
    // the session is gone, and the rows are still to be moved
    const session = browser.disk.rows.get('a/s');
    browser.disk.rows.delete('a/s');
    const b = openTab(browser);
    const loaded = b.load();
    await browser.clock.advance(300);
    expect(b.transcript()).toEqual([]);
    for (const key of keysOf(browser.disk, 'a/')) browser.disk.rows.delete(key);
    await browser.clock.advance(1_000);
    await loaded;
    expect(session).toBeDefined();
    expect([b.transcript(), b.connects]).toEqual([[], []]);
  });

  it('who becomes known leaves the other tabs to be told who it is', async () => {
    const [a, b] = (await tabs(2)) as [Tab, Tab];
    await a.say('anonymous');
    void identify(a.accounts, { getToken: async () => tokenOf('aiko') });
    await browser.clock.advance(0);
    expect(a.transcript()).toEqual(['anonymous']);
    expect(b.transcript()).toEqual([]);
    expect(b.evicted).toEqual([[]]);
    expect(keysOf(browser.disk, 'a/')).toEqual([]);
  });
});
