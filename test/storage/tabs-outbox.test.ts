// @vitest-environment happy-dom
/** One outbox for all tabs of a browser, whichever of them sends. */
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { SobaniError } from '../../src/core/errors.js';
import * as TIMES from '../../src/core/times.js';
import { keysOf, text } from '../core/world.js';
import { backend, browser, fakeLocks, freshBrowser, offline, openTab, stored, type Tab, tabs } from './tabs-world.js';

beforeEach(freshBrowser);

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

  it('is read again before each message that leaves only where another tab may have written', async () => {
    const [a] = (await tabs(1)) as [Tab];
    await a.say('0');
    const load = vi.spyOn(browser.disk, 'load');
    await a.say('1');
    expect(load).not.toHaveBeenCalled();
    await tabs(1);
    load.mockClear();
    await a.say('2');
    expect(load).toHaveBeenCalled();
    expect(stored()).toEqual(['0', '1', '2']);
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

  it('is found as well where tabs cannot talk to each other', async () => {
    const [a, b] = [openTab({ ...browser, channels: null }), openTab({ ...browser, channels: null })];
    await a.load();
    await a.say('0');
    await b.load();
    await browser.clock.advance(TIMES.claim);
    b.leave();
    await b.say('1');
    expect(stored()).toEqual(['0']);
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

  it('goes to another conversation in all tabs when one of them learns that its own has ended', async () => {
    const [a, b] = (await tabs(2)) as [Tab, Tab];
    backend.fail(1000, offline());
    await b.say('one');
    await browser.clock.advance(0);
    a.accounts.scope.delivery.move('c', 'd');
    await browser.clock.advance(0);
    for (const tab of [a, b]) {
      expect(tab.transcript()).toEqual([]);
      expect(tab.store.messages('d').value.map(({ parts }) => parts)).toEqual([text('one')]);
    }
    backend.fail(0, offline());
    await browser.clock.advance(TIMES.backoffCap);
    expect(backend.messages('d')).toHaveLength(1);
  });

  it('is sent by the tab that has it where it could not be saved, though another one is connected', async () => {
    const [a, b] = (await tabs(2)) as [Tab, Tab];
    await a.say('fine');
    browser.disk.error = new DOMException('No space is left.', 'QuotaExceededError');
    await b.say('nowhere else');
    await browser.clock.advance(TIMES.beat);
    expect(stored()).toEqual(['fine', 'nowhere else']);
    expect(b.states()).toEqual(['sent', 'sent']);
  });

  it('is not held up by a disk that hangs for each message anew', async () => {
    const [a] = (await tabs(2)) as [Tab];
    await a.say('fine');
    backend.fail(3, offline());
    for (const words of ['one', 'two', 'three']) await a.say(words);
    const slow = (_: unknown, reject: (cause: Error) => void) =>
      void browser.clock.setTimeout(() => reject(new Error('It hangs.')), TIMES.disk);
    browser.disk.load = () => new Promise(slow);
    await browser.clock.advance(2 * TIMES.disk);
    expect(stored()).toEqual(['fine', 'one', 'two', 'three']);
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
