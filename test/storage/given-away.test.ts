// @vitest-environment happy-dom
import { beforeEach, describe, expect, it } from 'vitest';
import { identify } from '../../src/core/identity.js';
import { fakeClock } from '../../src/testing/fake-clock.js';
import { memoryTransport } from '../../src/transport/memory.js';
import { fakeDisk, keysOf, tokenOf, verify } from '../core/world.js';
import { type Browser, fakeChannels, fakeLocks, openTab } from './tabs-world.js';

let browser: Browser & { transport: ReturnType<typeof memoryTransport> };

const opened = async () => {
  const tab = openTab(browser);
  await tab.load();
  return tab;
};
const signIn = async (tab: ReturnType<typeof openTab>, sub: string) => {
  const person = identify(tab.accounts, { getToken: async () => tokenOf(sub) });
  person.catch(() => {});
  await browser.clock.advance(0);
  return person;
};
/** It can be read, and takes nothing more until the undo. */
const fill = () => {
  const { write, append } = browser.disk;
  const refuse = () => Promise.reject(new DOMException('Full.', 'QuotaExceededError'));
  Object.assign(browser.disk, { write: refuse, append: refuse });
  return () => Object.assign(browser.disk, { write, append });
};
const textOf = (part: unknown) => (part as { text?: string }).text;
const owners = () => browser.transport.backend.conversations().map(({ person }) => person.id);

beforeEach(() => {
  localStorage.clear();
  localStorage.setItem('sobani:shop', 'e1');
  const clock = fakeClock();
  const transport = memoryTransport({ verify, now: clock.date });
  browser = { disk: fakeDisk(), locks: fakeLocks(), channels: fakeChannels(), clock, transport };
});

describe('what a full disk keeps in its old place when the anonymous visitor becomes a known user', () => {
  /** Aiko has signed in, in a tab that lives on; what was said before is still the anonymous visitor's on disk. */
  const kept = async () => {
    const tab = await opened();
    await tab.say('hello');
    const empty = fill();
    await signIn(tab, 'aiko');
    expect(keysOf(browser.disk, 'a/')).toContain('a/s');
    return { tab, empty };
  };

  it('is shown by no tab in which nobody is signed in, and connects none', async () => {
    await kept();
    const next = await opened();
    await browser.clock.advance(20_000);
    expect(next.transcript()).toEqual([]);
    expect(next.store.person.value).toBeNull();
    expect(next.connects).toEqual([]);
  });

  it('is theirs in another tab once they are signed in there, with one conversation at the back end', async () => {
    await kept();
    const next = await opened();
    await signIn(next, 'aiko');
    await browser.clock.advance(20_000);
    expect(next.transcript()).toEqual(['hello']);
    expect(owners()).toEqual(['aiko']);
  });

  it('is nothing for another user who comes', async () => {
    const { empty } = await kept();
    const next = await opened();
    await signIn(next, 'ben');
    await browser.clock.advance(20_000);
    expect(next.transcript()).toEqual([]);
    empty();
    await browser.clock.advance(20_000);
    expect(keysOf(browser.disk, 'u:ben/').filter((key) => /\/[mc]\//.test(key))).toEqual([]);
    expect(owners()).toEqual(['aiko']);
  });

  it('takes no session away that somebody new has by then', async () => {
    const { tab, empty } = await kept();
    const next = await opened();
    await next.say('mine', 'd');
    empty();
    await next.say('mine too', 'd');
    await tab.say('of aiko');
    expect(browser.disk.rows.get('a/s')).toMatchObject({ secret: next.accounts.scope.secret });
    expect(keysOf(browser.disk, 'a/m/c')).toEqual([]);
  });

  it('what waits to be sent is sent once, as the user’s', async () => {
    const tab = await opened();
    await tab.say('hello');
    browser.transport.backend.disconnect();
    tab.accounts.disconnect();
    await tab.say('waits');
    expect(keysOf(browser.disk, 'a/o/')).toHaveLength(1);
    fill();
    tab.accounts.resume();
    await signIn(tab, 'aiko');
    const next = await opened();
    expect(next.transcript()).toEqual([]);
    await signIn(next, 'aiko');
    await browser.clock.advance(20_000);
    expect(next.transcript().filter((said) => said === 'waits')).toHaveLength(1);
    expect(
      browser.transport.backend.messages('c').filter(({ parts: [part] }) => textOf(part) === 'waits'),
    ).toHaveLength(1);
  });
});

it('a visitor who is anonymous still goes on with what is kept', async () => {
  const tab = await opened();
  await tab.say('hello');
  tab.accounts.disconnect();
  const next = await opened();
  await browser.clock.advance(1_000);
  expect(next.transcript()).toEqual(['hello']);
});

it('what somebody wrote anew in a tab where nobody is signed in stays theirs', async () => {
  const tab = await opened();
  await tab.say('hello');
  await signIn(tab, 'aiko');
  const other = await opened();
  await other.say('anew', 'd');
  const next = await opened();
  await browser.clock.advance(1_000);
  expect(next.transcript('d')).toEqual(['anew']);
});
