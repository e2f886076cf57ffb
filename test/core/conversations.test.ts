import { beforeEach, describe, expect, it } from 'vitest';
import { type Conversations, createConversations } from '../../src/core/conversations.js';
import { identify, logout } from '../../src/core/identity.js';
import { type FakeClock, fakeClock } from '../../src/testing/fake-clock.js';
import { memoryTransport } from '../../src/transport/memory.js';
import type { Message } from '../../src/types.js';
import { type FakeDisk, fakeDisk, keysOf, openPage, type Page, text, tokenOf, verify } from './world.js';

let clock: FakeClock;
let disk: FakeDisk;
let transport: ReturnType<typeof memoryTransport>;
let page: Page;
let conversations: Conversations;

beforeEach(async () => {
  clock = fakeClock();
  disk = fakeDisk();
  transport = memoryTransport({ verify, now: clock.date });
  page = openPage(disk, transport, clock);
  await page.load();
  conversations = createConversations(page.accounts);
});
const write = async (words: string, id = conversations.current()) => {
  const sent = await conversations.write(words, id);
  await page.settled();
  return sent;
};
const view = (id: string) => page.store.apply({ type: 'view', view: { screen: 'conversation', id } }, 'visitor');

describe('the conversation to write to', () => {
  it('is a new one where there is none, the same until something was said', async () => {
    const id = conversations.current();
    expect(id).toMatch(/^[\w-]{22}$/);
    expect(conversations.current()).toBe(id);
    expect(page.store.conversations.value).toEqual([]);
    expect(await write('hello')).toMatchObject({ conversation: id, state: 'queued' });
    expect(conversations.current()).toBe(id);
  });

  it('is another one for whoever comes next, also where nothing was said', async () => {
    const id = conversations.current();
    const left = logout(page.accounts, () => {});
    await page.settled();
    await left;
    expect(conversations.current()).not.toBe(id);
  });

  it('is the one on screen, else the last that goes on', async () => {
    await write('one', 'a');
    await clock.advance(10);
    await write('two', 'b');
    expect(conversations.current()).toBe('b');
    view('a');
    expect(conversations.current()).toBe('a');
  });

  it('is never one that has ended', async () => {
    await write('one', 'a');
    await clock.advance(10);
    await write('two', 'b');
    view('b');
    transport.backend.resolve('b');
    await page.settled();
    expect(conversations.current()).toBe('a');
    transport.backend.resolve('a');
    await page.settled();
    const fresh = conversations.current();
    expect(['a', 'b']).not.toContain(fresh);
    await write('three', fresh);
    transport.backend.resolve(fresh);
    await page.settled();
    expect(['a', 'b', fresh]).not.toContain(conversations.current());
  });
});

describe('what is written', () => {
  it('gets an id of its own, for life', async () => {
    const sent = await Promise.all([write('one', 'c'), write('one', 'c')]);
    const ids = sent.map(({ id }) => id);
    for (const id of ids) expect(id).toMatch(/^[\w-]{22}$/);
    expect(transport.backend.messages('c').map(({ id }) => id)).toEqual(ids);
  });

  it('comes after what the bot had to say first', async () => {
    conversations.hold({ id: 'bots', conversation: 'c', author: { kind: 'bot' }, parts: text('first'), at: 1 });
    await write('then', 'c');
    expect(transport.backend.messages('c').map(({ author, parts }) => [author.kind, parts])).toEqual([
      ['bot', text('first')],
      ['visitor', text('then')],
    ]);
  });

  it('asks for a person with the same act', async () => {
    const snapshot = { v: 1 as const, page: { url: 'u', title: 't', language: 'en' }, locale: 'en' };
    await conversations.write('help', 'c', { snapshot, tags: ['returns'] });
    await page.settled();
    expect(transport.backend.conversations()[0]).toMatchObject({ status: 'waiting', tags: ['returns'], snapshot });
  });

  it('is kept with the conversation on disk before anything was answered', async () => {
    const release = disk.hold();
    const sent = conversations.write('hello', 'c');
    release();
    await sent;
    await page.settled();
    expect(keysOf(disk, 'a/c/')).toEqual(['a/c/c']);
  });

  it('never leaves as somebody else when they change while the bot speaks', async () => {
    let go = () => {};
    conversations.release = () => new Promise((resolve) => (go = resolve));
    for (const change of [
      () => logout(page.accounts, () => {}),
      () => identify(page.accounts, { getToken: () => tokenOf('ben') }),
    ]) {
      const signedIn = identify(page.accounts, { getToken: () => tokenOf('aiko') });
      await page.settled();
      await signedIn;
      const sent = conversations.write("aiko's secret", 'c');
      sent.catch(() => {});
      const changed = change();
      await page.settled();
      await changed;
      go();
      await expect(sent).rejects.toMatchObject({ code: 'auth' });
      expect(page.transcript()).toEqual([]);
      expect(transport.backend.conversations()).toEqual([]);
    }
  });
});

describe('a request for a person', () => {
  const handoff = { snapshot: { v: 1, page: { url: '', title: '', language: 'en' }, locale: 'en' }, tags: [] } as const;

  it('is not overtaken by what is said after it, however long it takes to know what goes along', async () => {
    const { complete } = conversations;
    const answers: (() => void)[] = [];
    conversations.complete = async (message, draft) => {
      await new Promise<void>((resolve) => answers.push(resolve));
      return complete(message, draft);
    };
    const all = ['one', 'two'].map((words) => conversations.write(words, 'c', { ...handoff, tags: [] }));
    all.push(conversations.write('three', 'c'));
    await page.settled();
    // the later one is ready first
    for (const answer of answers.reverse()) {
      answer();
      await page.settled();
    }
    await Promise.all(all);
    expect(page.store.messages('c').value.map(({ parts: [part] }) => (part as { text: string }).text)).toEqual([
      ...['one', 'two', 'three'],
    ]);
  });

  it('that fails holds nothing up', async () => {
    conversations.complete = () => Promise.reject(new Error('gone'));
    const first = conversations.write('one', 'c', { ...handoff, tags: [] });
    const second = conversations.write('two', 'c');
    await expect(first).rejects.toThrow('gone');
    await page.settled();
    expect(await second).toMatchObject({ state: 'queued' });
  });
});

describe('a message that is held', () => {
  const words = ({ parts: [part] }: Message) => part?.type === 'text' && part.text;
  const said = (line: string) =>
    conversations.hold({
      ...{ id: line.padEnd(22, '0'), conversation: 'c', author: { kind: 'bot' as const } },
      ...{ parts: text(line), at: 0 },
    });

  it('is on screen at once, and nowhere else', async () => {
    said('first');
    await page.settled();
    expect(page.store.messages('c').value.map(words)).toEqual(['first']);
    expect(keysOf(disk, '')).toEqual([]);
    expect(transport.backend.conversations()).toEqual([]);
  });

  it('goes before the first words there, once, and not with words elsewhere', async () => {
    said('first');
    said('second');
    await write('elsewhere', 'd');
    await write('hello', 'c');
    await write('again', 'c');
    const order = page.store.messages('c').value.map(words);
    expect(order).toEqual(['first', 'second', 'hello', 'again']);
    expect(page.store.messages('c').value.map(({ seq }) => seq)).toEqual([1, 2, 3, 4]);
  });

  it('is nothing that the next person says', async () => {
    said('first');
    const left = logout(page.accounts, () => {});
    await page.settled();
    await left;
    await write('hello', 'c');
    expect(page.store.messages('c').value.map(words)).toEqual(['hello']);
  });
});
