// @vitest-environment happy-dom
/** What is typed and not sent: when it is kept, where it is shown again, and when nothing may be kept. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import * as LIMITS from '../../src/core/limits.js';
import type { View } from '../../src/core/state.js';
import { apply, back, clock, closeTab, fake, freshTab, KEY, kept, load, mark, reload, tab } from './drafts-tab.js';

beforeEach(freshTab);
afterEach(closeTab);

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
