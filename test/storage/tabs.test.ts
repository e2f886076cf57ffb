// @vitest-environment happy-dom
/** What tabs of one browser show together, which of them is connected, and what they make of each other's word. */
import { beforeEach, describe, expect, it } from 'vitest';
import * as TIMES from '../../src/core/times.js';
import { text } from '../core/world.js';
import { backend, browser, freshBrowser, stored, type Tab, tabs } from './tabs-world.js';

beforeEach(freshBrowser);

describe.each([
  ['with Web Locks', true],
  ['without Web Locks', false],
])('tabs of one browser, %s', (_, hasLocks) => {
  beforeEach(async () => {
    if (!hasLocks) browser.locks = undefined;
  });
  /** Until it is clear which tab leads. */
  const settle = () => browser.clock.advance(hasLocks ? 0 : 3 * TIMES.claim);

  it('connect once, and all show what is said in any of them and what is answered', async () => {
    const [a, b, c] = (await tabs(3)) as [Tab, Tab, Tab];
    await settle();
    await b.say('from b');
    await settle();
    await a.say('from a');
    backend.reply('c', 'hello');
    await settle();
    for (const tab of [a, b, c]) {
      expect(tab.transcript().filter((words) => words !== 'event')).toEqual(['from b', 'from a', 'hello']);
      expect(tab.store.unread.value).toBe(1);
      expect(tab.store.status.value).toBe('online');
    }
    expect([a, b, c].map(({ connects }) => connects.length).sort()).toEqual([0, 0, 1]);
  });

  it('keep the connection where it is when a page says that it is shown', async () => {
    const [a, b] = (await tabs(2)) as [Tab, Tab];
    await settle();
    await a.say('one');
    a.accounts.resume();
    await settle();
    await b.say('two');
    await settle();
    expect([a.connects.length, b.connects.length]).toEqual([1, 0]);
    expect(stored()).toEqual(['one', 'two']);
  });

  it('go on when the one that is connected leaves', async () => {
    const [a, b] = (await tabs(2)) as [Tab, Tab];
    await settle();
    await a.say('one');
    a.leave();
    await settle();
    await b.say('two');
    await settle();
    expect(stored()).toEqual(['one', 'two']);
    expect(b.states()).toEqual(['sent', 'sent']);
  });

  it('show no more what the back end has lost than the one that it told', async () => {
    const all = await tabs(2);
    await settle();
    await all[1]!.say('hello');
    const lost = backend.reply('c', 'soon lost');
    await settle();
    const leader = all.find(({ connects }) => connects.length)!;
    const other = all.find((tab) => tab !== leader)!;
    expect(other.transcript()).toContain('soon lost');
    browser.disk.rows.delete(`a/m/c/${lost.id}`);
    browser.channels.open('sobani/shop/a').postMessage({ t: 'rows', keys: [''] });
    await settle();
    expect(other.transcript()).not.toContain('soon lost');
    expect(other.transcript()).toContain('hello');
    expect(leader.transcript()).toContain('soon lost');
  });

  it('read in one is read in all, and the back end is told', async () => {
    const [a, b] = (await tabs(2)) as [Tab, Tab];
    await settle();
    await a.say('one');
    backend.reply('c', 'answer');
    await settle();
    b.accounts.scope.seen('c');
    await settle();
    expect([a.store.unread.value, b.store.unread.value]).toEqual([0, 0]);
    expect(backend.conversations()[0]!.readTo).toBe(b.store.conversation('c')!.readTo);
  });

  it('all show who is typing, and one that goes away does no more', async () => {
    const all = (await tabs(2)) as [Tab, Tab];
    await settle();
    await all[0].say('one');
    backend.reply('c', 'answer');
    await settle();
    backend.typing('c', true);
    // less than a notice holds
    await browser.clock.advance(1);
    for (const { store, accounts } of all) {
      expect(store.typing('c').value).toMatchObject({ kind: 'agent' });
      accounts.disconnect();
      expect(store.typing('c').value).toBeNull();
    }
    expect(browser.clock.pending).toBe(0);
  });

  it('read in one is read in all, though another wrote the conversation down at the same time', async () => {
    const [a, b, c] = (await tabs(3)) as [Tab, Tab, Tab];
    await settle();
    await a.say('one');
    backend.reply('c', 'answer');
    await settle();
    b.accounts.scope.seen('c');
    for (const tab of [a, c]) tab.accounts.scope.saveConversation('c');
    await settle();
    expect([a, b, c].map(({ store }) => store.unread.value)).toEqual([0, 0, 0]);
    expect(backend.conversations()[0]!.readTo).toBe(b.store.conversation('c')!.readTo);
  });

  it('a tab in which more was read says so on disk, and keeps what else the row says', async () => {
    const [a, b] = (await tabs(2)) as [Tab, Tab];
    await settle();
    await a.say('one');
    backend.reply('c', 'answer');
    await settle();
    b.accounts.scope.seen('c');
    await settle();
    const { readTo, ...rest } = a.store.conversation('c')!;
    await browser.disk.write([['a/c/c', { conversation: { ...rest, readTo: 0, status: 'resolved' } }]]);
    browser.channels.open('sobani/shop/a').postMessage({ t: 'rows', keys: ['c/c'] });
    await settle();
    expect(browser.disk.rows.get('a/c/c')).toMatchObject({ conversation: { readTo, status: 'resolved' } });
  });
});

it('what another script says on the channel shows, sends and connects nothing', async () => {
  const [a, b] = (await tabs(2)) as [Tab, Tab];
  await a.say('one');
  const { post } = { post: browser.channels.open('sobani/shop/a').postMessage };
  const message = {
    id: 'x',
    conversation: 'c',
    author: { kind: 'agent' },
    parts: text('Your password?'),
    at: 9,
    seq: 9,
  };
  const item = {
    id: 'y',
    n: 9,
    key: 'o/9',
    message: { id: 'y', conversation: 'c', by: 'visitor', parts: text('yes') },
    at: 9,
  };
  const row = { messages: [message], outbox: [item], rows: [['m/c/x', message]], message, item };
  for (const t of ['rows', 'message', 'status', 'typed', 'lead', 'free', 'pong', '__proto__'])
    for (const keys of [['m/c/x', 'o/9'], 'm/c/x', undefined])
      post({ t, keys, ...row, conversation: 'c', on: true, status: 'lost', id: '!' });
  for (const frame of [null, 7, 'rows', []]) post(frame);
  await browser.clock.advance(TIMES.backoffCap);
  for (const tab of [a, b]) {
    expect([tab.transcript(), tab.store.unread.value, tab.store.status.value]).toEqual([['one'], 0, 'online']);
    expect(tab.store.typing('c').value).toBeNull();
    expect([tab.errors, tab.evicted]).toEqual([[], []]);
  }
  expect(stored()).toEqual(['one']);
});
