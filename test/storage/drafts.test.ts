// @vitest-environment happy-dom
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import * as LIMITS from '../../src/core/limits.js';
import { knownEpoch, LEAVING, writeMarker } from '../../src/core/marker.js';
import { signal } from '../../src/core/signal.js';
import type { View } from '../../src/core/state.js';
import { newConversation, type Store } from '../../src/core/store.js';
import { type Drafts, keepDrafts } from '../../src/storage/drafts.js';
import { type FakeClock, fakeClock } from '../../src/testing/fake-clock.js';
import type { Options } from '../../src/types.js';
import { newStore } from '../core/world.js';

type Mode = NonNullable<Options['storage']>;
const KEY = 'sobani:shop';
/** What this tab has in sessionStorage. */
const tab = new Map<string, string>();
const fake = {
  getItem: (key: string) => tab.get(key) ?? null,
  setItem: (key: string, text: string) => void tab.set(key, text),
  removeItem: (key: string) => void tab.delete(key),
};

let clock: FakeClock;
let open: Drafts[] = [];
const kept = () => tab.get(KEY) ?? '';
const mark = (epoch: string | null) => writeMarker({ app: 'shop' }, epoch === null ? null : { epoch, tickets: [] });

/** A page of this tab, on which these conversations are known once somebody is. */
function load(principal = 'a', storage: Mode = 'persistent', conversations = ['c', 'd']) {
  const store = newStore();
  const drafts = signal(new Map<string, string>());
  const accounts = { store, clock, principal };
  const current = { current: () => 'fresh', isGuess: (id: string) => id === 'fresh' };
  const keeper = keepDrafts({ options: { app: 'shop', storage }, accounts, drafts, current });
  open.push(keeper);
  const become = (name: string) => {
    accounts.principal = name;
    for (const id of conversations) apply(store, id);
    store.apply({ type: 'restored' }, 'disk');
  };
  const type = (text: string, to = 'c') => {
    drafts.value.set(to, text);
    keeper.changed(to);
  };
  const shown = () => Object.fromEntries([...drafts.value].filter(([, text]) => text));
  const hide = () => dispatchEvent(new Event('pagehide'));
  become(principal);
  return { store, keeper, become, type, shown, hide };
}
const apply = (store: Store, id: string) =>
  store.apply({ type: 'conversation', conversation: { ...newConversation(id, 1), status: 'open' } }, 'disk');
/** From the back/forward cache. */
const back = () => dispatchEvent(Object.assign(new Event('pageshow'), { persisted: true }));
/** What this page has typed is kept, and the next one of the same tab has been loaded. */
function reload(page: ReturnType<typeof load>, ...next: Parameters<typeof load>) {
  page.hide();
  page.keeper.leave();
  return load(...next);
}

beforeEach(() => {
  vi.stubGlobal('sessionStorage', fake);
  clock = fakeClock();
  mark('e1');
});
afterEach(() => {
  for (const keeper of open) keeper.leave();
  open = [];
  vi.unstubAllGlobals();
  tab.clear();
  localStorage.clear();
});

describe('what is typed and not sent', () => {
  it('is there after a page load, for each conversation', () => {
    const page = load();
    page.type('half a', 'c');
    page.type('half b', 'd');
    expect(reload(page).shown()).toEqual({ c: 'half a', d: 'half b' });
  });

  it('is there for the next conversation when it was typed for one that did not exist yet', () => {
    const page = load('a', 'persistent', []);
    page.type('first words', 'fresh of an earlier page');
    expect(reload(page, 'a', 'persistent', []).shown()).toEqual({ fresh: 'first words' });
  });

  it('is there for the conversation that goes on, when no new one is to come', () => {
    const page = load();
    page.type('first words', 'fresh of an earlier page');
    const next = reload(page);
    expect(next.shown()).toEqual({ [next.store.conversations.value[0]!.id]: 'first words' });
  });

  it.each<[View, isLate: boolean]>([
    [{ screen: 'home' }, false],
    [{ screen: 'home' }, true],
    [{ screen: 'conversation', id: 'fresh' }, false],
  ])('goes along to the one that goes on, where that was not known yet: %j, said later: %s', (view, isLate) => {
    const page = load('a', 'persistent', []);
    page.store.apply({ type: 'view', view }, 'visitor');
    page.type('first words', 'fresh');
    if (!isLate) apply(page.store, 'c');
    page.become('u:aiko');
    if (isLate) apply(page.store, 'c');
    expect(page.shown()).toEqual({ c: 'first words' });
  });

  it('stays in the new conversation that is on screen, and where the other one is written to', () => {
    const page = load();
    for (const id of ['new', 'fresh']) {
      page.store.apply({ type: 'view', view: { screen: 'conversation', id } }, 'visitor');
      page.type(`to ${id}`, id);
      if (id === 'new') page.become('a');
      apply(page.store, 'e');
      expect(page.shown()).toHaveProperty(id);
      page.type('', id);
    }
    page.store.apply({ type: 'view', view: { screen: 'home' } }, 'visitor');
    for (const id of ['fresh', 'c', 'd', 'e']) page.type(`to ${id}`, id);
    page.become('a');
    expect(page.shown()).toEqual({ fresh: 'to fresh', c: 'to c', d: 'to d', e: 'to e' });
  });

  it('does not take the place of what was typed before it was read', () => {
    const page = load();
    page.type('old');
    page.hide();
    const next = load();
    next.type('new');
    next.become('a');
    expect(next.shown()).toEqual({ c: 'new' });
  });

  it('is written once a second while it is typed, and when the page goes away or is hidden', async () => {
    const page = load();
    const writes = vi.fn((key: string, text: string) => tab.set(key, text));
    vi.stubGlobal('sessionStorage', { ...fake, setItem: writes });
    for (const text of ['h', 'ha', 'hal', 'half']) page.type(text);
    expect(writes).not.toHaveBeenCalled();
    await clock.advance(1_000);
    expect(writes).toHaveBeenCalledTimes(1);
    expect(kept()).toContain('half');
    await clock.advance(10_000);
    page.hide();
    expect(writes).toHaveBeenCalledTimes(1);
    page.type('half a');
    page.hide();
    expect(kept()).toContain('half a');
    page.type('half a word');
    vi.spyOn(document, 'hidden', 'get').mockReturnValue(true);
    document.dispatchEvent(new Event('visibilitychange'));
    expect(kept()).toContain('half a word');
  });

  it('is gone at once when it is sent or emptied, and with the last of it the key', async () => {
    const page = load();
    page.type('sent', 'c');
    page.type('stays', 'd');
    await clock.advance(1_000);
    page.type('', 'c');
    expect(kept()).not.toContain('sent');
    expect(kept()).toContain('stays');
    page.type('', 'd');
    expect(tab.size).toBe(0);
  });

  it('is written on where the tab has gone on with it on another page, when this one comes back', () => {
    const page = load();
    page.type('half');
    page.hide();
    back();
    expect(page.shown()).toEqual({ c: 'half' });
    const other = load();
    other.type('half and more');
    other.hide();
    back();
    expect(page.shown()).toEqual({ c: 'half and more' });
    other.type('');
    back();
    expect(page.shown()).toEqual({});
  });

  it('leaves no timer and no listener behind, and is kept', () => {
    const page = load();
    page.type('half');
    page.keeper.leave();
    expect(clock.pending).toBe(0);
    expect(page.shown()).toEqual({});
    expect(kept()).toContain('half');
    page.store.apply({ type: 'cleared' }, 'system');
    expect(kept()).toContain('half');
    tab.set(KEY, '[]');
    back();
    expect(kept()).toBe('[]');
  });
});

describe('nothing is kept', () => {
  it('before the visitor has acted, which the marker says', () => {
    mark(null);
    const page = load();
    page.type('half');
    page.hide();
    expect(tab.size).toBe(0);
    mark('e1');
    page.type('half a');
    page.hide();
    expect(reload(page).shown()).toEqual({ c: 'half a' });
  });

  it('with storage: none, and nothing read', () => {
    const page = load();
    page.type('half');
    const next = reload(page, 'a', 'none');
    expect(next.shown()).toEqual({});
    next.type('more');
    next.hide();
    expect(tab.size).toBe(0);
    expect(next.shown()).toEqual({ c: 'more' });
  });

  it('where there is no sessionStorage; it lives as long as the page', () => {
    vi.stubGlobal('sessionStorage', undefined);
    const page = load();
    page.type('half');
    page.hide();
    expect(page.shown()).toEqual({ c: 'half' });
  });

  it.each(['getItem', 'setItem', 'removeItem'] as const)('where %s throws; it lives as long as the page', (method) => {
    const refuse = () => {
      throw new DOMException('The operation is insecure.', 'SecurityError');
    };
    vi.stubGlobal('sessionStorage', { ...fake, [method]: refuse });
    const page = load();
    page.type('half');
    page.hide();
    expect(page.shown()).toEqual({ c: 'half' });
  });

  it('of a text that could not be sent, and it stays as long as the page', () => {
    const page = load();
    page.type('x'.repeat(LIMITS.text + 1), 'c');
    page.type('short', 'd');
    expect(page.shown()).toHaveProperty('c');
    expect(reload(page).shown()).toEqual({ d: 'short' });
  });
});

describe('whose it is', () => {
  it('a known user sees it again once they are known, and nobody before', () => {
    const page = load();
    page.become('u:aiko');
    page.type('of Aiko');
    const next = reload(page);
    expect(next.shown()).toEqual({});
    next.type('typed meanwhile', 'd');
    const third = reload(next);
    expect(third.shown()).toEqual({ d: 'typed meanwhile' });
    third.become('u:aiko');
    expect(third.shown()).toEqual({ c: 'of Aiko', d: 'typed meanwhile' });
  });

  it('another known user never sees it, and it is erased', () => {
    const page = load();
    page.become('u:aiko');
    page.type('of Aiko');
    const next = reload(page);
    next.become('u:ben');
    expect(next.shown()).toEqual({});
    expect(tab.size).toBe(0);
  });

  it('an anonymous visitor who becomes known takes it along, and it is theirs', () => {
    const page = load();
    page.type('half');
    mark(knownEpoch('e1', 'u:aiko'));
    page.become('u:aiko');
    expect(page.shown()).toEqual({ c: 'half' });
    const next = reload(page);
    expect(next.shown()).toEqual({});
    next.become('u:aiko');
    expect(next.shown()).toEqual({ c: 'half' });
  });

  it.each([true, false])('the same where they become known in another tab, with a page load: %s', async (isLoaded) => {
    const page = load();
    page.type('half');
    mark(knownEpoch('e1', 'u:aiko'));
    page.store.apply({ type: 'cleared' }, 'system');
    await clock.advance(10_000);
    expect(page.shown()).toEqual({});
    const next = isLoaded ? reload(page) : page;
    next.become('a');
    expect(next.shown()).toEqual({});
    next.become('u:aiko');
    expect(next.shown()).toEqual({ c: 'half' });
  });

  it.each([
    ['the one who has become known is somebody else', knownEpoch('e1', 'u:aiko')],
    ['somebody else has been known in between', knownEpoch(knownEpoch('e1', 'u:aiko'), 'u:ben')],
  ])('but not where %s', (_, epoch) => {
    const page = load();
    page.type('half');
    page.hide();
    mark(epoch);
    const next = reload(page);
    next.become('u:ben');
    expect(next.shown()).toEqual({});
    expect(tab.size).toBe(0);
  });

  it('a known user goes on with it when they have become known anew in another tab', () => {
    const page = load();
    page.become('u:aiko');
    page.type('of Aiko');
    mark(knownEpoch('e1', 'u:aiko'));
    const next = reload(page);
    expect(next.shown()).toEqual({});
    next.become('u:aiko');
    expect(next.shown()).toEqual({ c: 'of Aiko' });
  });

  it.each([LEAVING, 'e2', null])('who has left takes it with them: %s', async (epoch) => {
    const page = load();
    page.type('half');
    await clock.advance(1_000);
    page.type('half a');
    mark(epoch);
    page.store.apply({ type: 'cleared' }, 'system');
    expect(page.shown()).toEqual({});
    await clock.advance(10_000);
    page.hide();
    expect(tab.size).toBe(0);
  });

  it.each([LEAVING, 'e2', null])('who has left while the tab slept left it to nobody: %s', (epoch) => {
    const page = load();
    page.type('half');
    page.hide();
    mark(epoch);
    expect(reload(page).shown()).toEqual({});
    expect(tab.size).toBe(0);
  });

  it('what was typed before somebody left is not saved as of whoever came', () => {
    const page = load();
    page.type('half');
    mark('e2');
    page.hide();
    expect(reload(page).shown()).toEqual({});
  });
});

describe('what is read back is not trusted', () => {
  const row = (drafts: unknown) => JSON.stringify(drafts);
  const draft = (more: object) => ({ epoch: 'e1', principal: 'a', conversation: 'c', text: 'half', ...more });

  it.each<[string, unknown]>([
    ['text that is too long', draft({ text: 'x'.repeat(LIMITS.text + 1) })],
    ['text that is none', draft({ text: { toString: 'half' } })],
    ['text that is empty', draft({ text: '' })],
    ['a conversation with too long a name', draft({ conversation: 'c'.repeat(129) })],
    ['nothing', null],
  ])('%s is left out, the others stay', (_, bad) => {
    tab.set(KEY, row([bad, draft({ conversation: 'd', text: 'good' })]));
    expect(load().shown()).toEqual({ d: 'good' });
  });

  it('more conversations than are kept are not read', () => {
    const many = Array.from({ length: 100 }, (_, i) => draft({ conversation: `${i}` }));
    tab.set(KEY, row(many));
    const page = load(
      'a',
      'persistent',
      many.map(({ conversation }) => conversation),
    );
    expect(Object.keys(page.shown())).toHaveLength(LIMITS.keptConversations);
  });

  it('whatever stands there, nothing is thrown, and what is shown keeps the limits', () => {
    const word = fc.constantFrom('a', 'u:aiko', 'c', 'd', '__proto__', 'constructor', '');
    const epoch = fc.constantFrom('e1', 'e2', '');
    const any = fc.oneof(
      fc.string(),
      fc.json(),
      fc.array(fc.record({ epoch, principal: word, conversation: word, text: fc.string() })).map(row),
    );
    fc.assert(
      fc.property(any, (text) => {
        tab.set(KEY, text);
        const page = load();
        for (const [id, words] of Object.entries(page.shown())) {
          expect(id).toMatch(/^(c|d|fresh)$/);
          expect(typeof words).toBe('string');
          expect(words.length).toBeLessThanOrEqual(LIMITS.text);
        }
        page.keeper.leave();
      }),
    );
  });
});
