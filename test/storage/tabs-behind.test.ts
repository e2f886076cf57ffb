// @vitest-environment happy-dom
/** A tab that has read less than another one: its disk is slow, or was left in the middle of something. */
import { beforeEach, expect, it } from 'vitest';
import { identify, logout } from '../../src/core/identity.js';
import { knownEpoch } from '../../src/core/marker.js';
import type { ConversationRow } from '../../src/core/rows.js';
import type { Message } from '../../src/types.js';
import { offline, text, tokenOf } from '../core/world.js';
import { backend, browser, freshBrowser, openTab, type Tab, tabs } from './tabs-world.js';

beforeEach(freshBrowser);

it('a tab that has read how far another one was, and not its messages yet, asks for them when it connects', async () => {
  const [a, b] = (await tabs(2)) as [Tab, Tab];
  await a.say('one');
  const { load } = browser.disk;
  // the conversation's row is read after the message was written, the message's row before
  browser.disk.load = async (prefix) => (prefix.startsWith('a/m/') ? [] : load(prefix));
  backend.reply('c', 'answer');
  await browser.clock.advance(0);
  expect(b.transcript()).toEqual(['one']);
  browser.disk.load = () => Promise.reject(new Error('slow'));
  a.leave();
  await browser.clock.advance(0);
  expect(b.transcript()).toEqual(['one', 'event', 'answer']);
});

it('a tab that asks only who is signed in shows the log that another one follows, however far it is held', async () => {
  const signIn = (tab: Tab) => identify(tab.accounts, { getToken: () => tokenOf('aiko') });
  const [a] = (await tabs(1)) as [Tab];
  await signIn(a);
  await a.say('one');
  // as a page leaves it that dies while it compares the log
  const { conversation } = browser.disk.rows.get('u:aiko/c/c') as ConversationRow;
  browser.disk.rows.set('u:aiko/c/c', { conversation });
  const b = openTab(browser);
  await b.load();
  await signIn(b);
  await browser.clock.advance(0);
  expect([a.transcript(), b.transcript()]).toEqual([['one'], ['one']]);
});

it('a logout tells what has waited, though the visitor becomes known in another tab before the disk is read', async () => {
  const [a, b] = (await tabs(2)) as [Tab, Tab];
  backend.fail(1_000, offline());
  await b.say('waits');
  const { load } = browser.disk;
  let release = () => {};
  const gate = new Promise<void>((resolve) => {
    release = resolve;
  });
  browser.disk.load = async (prefix) => {
    if (!prefix) await gate;
    return load(prefix);
  };
  const unsent: Message[] = [];
  const leaving = logout(a.accounts, (found) => void unsent.push(...found));
  await browser.clock.advance(0);
  localStorage.setItem('sobani:shop', knownEpoch('e1', 'u:aiko'));
  expect(a.accounts.shared!.check()).toBe(false);
  release();
  await leaving;
  expect(unsent.map(({ parts }) => parts)).toEqual([text('waits')]);
});
