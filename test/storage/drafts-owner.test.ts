// @vitest-environment happy-dom
/** What is typed and not sent is seen by whoever typed it, and by nobody else. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { knownEpoch, LEAVING } from '../../src/core/marker.js';
import { clock, closeTab, freshTab, load, mark, reload, tab } from './drafts-tab.js';

beforeEach(freshTab);
afterEach(closeTab);

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
