// @vitest-environment happy-dom
import { beforeEach, describe, expect, it } from 'vitest';
import { SobaniError } from '../../src/core/errors.js';
import { identify, logout } from '../../src/core/identity.js';
import * as TIMES from '../../src/core/times.js';
import { fakeClock } from '../../src/testing/fake-clock.js';
import { memoryTransport } from '../../src/transport/memory.js';
import { fakeDisk, keysOf, text, tokenOf, verify } from '../core/world.js';
import { type Browser, fakeChannels, fakeLocks, openTab } from './tabs-world.js';

let browser: Browser & { transport: ReturnType<typeof memoryTransport> };
let backend: ReturnType<typeof memoryTransport>['backend'];
type Tab = ReturnType<typeof openTab>;

const offline = () => new SobaniError('offline', 'No network.', { retryable: true });
const stored = () => backend.messages('c').flatMap(({ parts: [part] }) => (part?.type === 'text' ? [part.text] : []));
const tabs = async (count: number): Promise<Tab[]> => {
  const all = Array.from({ length: count }, () => openTab(browser));
  for (const tab of all) await tab.load();
  return all;
};

beforeEach(() => {
  localStorage.clear();
  localStorage.setItem('sobani:shop', 'e1');
  const clock = fakeClock();
  const transport = memoryTransport({ verify, now: clock.date });
  backend = transport.backend;
  browser = { disk: fakeDisk(), locks: fakeLocks(), channels: fakeChannels(), clock, transport };
});

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

describe('what waits to be sent', () => {
  it('is one queue over all tabs, in the order in which it was saved', async () => {
    const [a, b] = (await tabs(2)) as [Tab, Tab];
    backend.fail(1000, offline());
    await a.say('1');
    await b.say('2');
    await a.say('3');
    backend.fail(0, offline());
    await browser.clock.advance(TIMES.backoffCap);
    expect(stored()).toEqual(['1', '2', '3']);
    expect([a.evicted, b.evicted, a.errors, b.errors]).toEqual([[], [], [], []]);
    expect([a.states(), b.states()]).toEqual([
      ['sent', 'sent', 'sent'],
      ['sent', 'sent', 'sent'],
    ]);
    expect(keysOf(browser.disk, 'a/o/')).toEqual([]);
  });

  it('leaves in that order also from a tab that nobody told of the others', async () => {
    const [a, b] = (await tabs(2)) as [Tab, Tab];
    await a.say('0');
    backend.fail(1000, offline());
    backend.disconnect();
    await browser.clock.advance(0);
    // hints are lost: what is left is the disk
    browser.channels.open('sobani/shop/a').postMessage = () => {};
    b.vault.onWritten = null;
    await b.say('1');
    await a.say('2');
    backend.fail(0, offline());
    await browser.clock.advance(TIMES.backoffCap);
    expect(stored()).toEqual(['0', '1', '2']);
  });

  it('is found by the tab that leads when the one that wrote it died before it could tell', async () => {
    const [a, b] = (await tabs(2)) as [Tab, Tab];
    await a.say('0');
    expect(a.connects).toHaveLength(1);
    b.vault.onWritten = null;
    await b.say('1');
    b.leave();
    await browser.clock.advance(2 * TIMES.steal);
    expect(stored()).toEqual(['0', '1']);
  });

  it('is shown as sent by a tab that nobody told, too', async () => {
    const [a, b] = (await tabs(2)) as [Tab, Tab];
    await a.say('0');
    a.vault.onWritten = null;
    await b.say('1');
    expect(stored()).toEqual(['0', '1']);
    expect(b.states().at(-1)).not.toBe('sent');
    await browser.clock.advance(2 * TIMES.steal);
    expect(b.states()).toEqual(['sent', 'sent']);
  });

  it('is shown by a tab that hung, and missed all that was told, when it finds that another leads', async () => {
    const [a] = (await tabs(1)) as [Tab];
    await a.say('0');
    const channels = { open: (name: string) => Object.assign(browser.channels.open(name), { postMessage() {} }) };
    const b = openTab({ ...browser, channels });
    await b.load();
    b.store.apply({ type: 'status', status: 'online' }, 'tab');
    await b.say('1');
    expect(a.transcript()).toEqual(['0']);
    await b.accounts.scope.connection.session!.history({ conversation: 'c', before: null, limit: 1 });
    await browser.clock.advance(0);
    expect(a.connects).toHaveLength(1);
    expect(a.transcript()).toEqual(['0', '1']);
  });

  it('waits for a disk that hangs, which may know who this is', async () => {
    const [a] = (await tabs(1)) as [Tab];
    await a.say('0');
    const before = a.store.person.value;
    a.leave();
    const b = openTab(browser);
    await b.vault.open();
    browser.disk.error = new DOMException('slow', 'OperationError');
    await b.load();
    await b.say('1');
    await browser.clock.advance(0);
    expect(stored()).toEqual(['0']);
    browser.disk.error = null;
    await browser.clock.advance(TIMES.backoffCap);
    expect(b.store.person.value).toEqual(before);
    expect(stored()).toEqual(['0', '1']);
  });

  it('does without a disk that never answers', async () => {
    browser.disk.error = new DOMException('slow', 'OperationError');
    const [a] = (await tabs(1)) as [Tab];
    await a.say('0');
    await browser.clock.advance(TIMES.backoffCap);
    expect(stored()).toEqual(['0']);
    expect(a.states()).toEqual(['sent']);
  });

  it('is sent once when two tabs lead', async () => {
    browser.locks = fakeLocks();
    const a = openTab(browser);
    await a.load();
    const b = openTab({ ...browser, locks: fakeLocks() });
    await b.load();
    await Promise.all([a.say('1'), b.say('2'), a.say('3'), b.say('4')]);
    await browser.clock.advance(TIMES.backoffCap);
    expect(stored().sort()).toEqual(['1', '2', '3', '4']);
    expect(stored()).toHaveLength(4);
    expect(a.transcript()).toEqual(b.transcript());
  });

  it('says so when it could not be saved, and again when it could', async () => {
    const [a] = (await tabs(1)) as [Tab];
    await a.say('fine');
    backend.fail(1000, offline());
    backend.disconnect();
    browser.disk.error = new Error('full');
    await a.say('one');
    expect(a.states()).toEqual(['sent', 'volatile']);
    browser.disk.error = null;
    await a.say('two');
    expect(a.states()).toEqual(['sent', 'queued', 'queued']);
    expect(keysOf(browser.disk, 'a/o/')).toHaveLength(2);
  });

  it('failed in one tab, and tried again or given up in another, is so in all', async () => {
    const [a, b] = (await tabs(2)) as [Tab, Tab];
    await a.say('fine');
    backend.fail(2, new SobaniError('too-large', 'Too large.'));
    await a.say('one');
    await a.say('two');
    expect([a.states(), b.states()]).toEqual([
      ['sent', 'failed', 'failed'],
      ['sent', 'failed', 'failed'],
    ]);
    const [, one, two] = b.store.messages('c').value;
    b.accounts.scope.delivery.retry(one!.id);
    b.accounts.scope.delivery.discard(two!.id);
    await browser.clock.advance(0);
    for (const tab of [a, b])
      expect([tab.transcript(), tab.states()]).toEqual([
        ['fine', 'one'],
        ['sent', 'sent'],
      ]);
    expect(stored()).toEqual(['fine', 'one']);
  });
});

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

it('what is given up in one tab is so in all, also while nothing is sent', async () => {
  const [a, b] = (await tabs(2)) as [Tab, Tab];
  await a.say('fine');
  backend.fail(1, new SobaniError('too-large', 'Too large.'));
  await a.say('one');
  const [, one] = b.store.messages('c').value;
  b.accounts.scope.delivery.discard(one!.id);
  await browser.clock.advance(0);
  for (const tab of [a, b]) {
    expect(tab.transcript()).toEqual(['fine']);
    expect(tab.accounts.scope.delivery.waiting()).toEqual([]);
  }
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
