// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { readPage, reportedUrl, watchUrl } from '../../src/context/page.js';
import { createScope } from '../../src/context/scope.js';
import { at } from './at.js';

const address = 'https://ann:secret@shop.example/cart/7?q=mug&token=abc&q=two&page=3#reviews';

describe('a reported URL', () => {
  it.each([
    ['nothing but origin and path by default', {}, 'https://shop.example/cart/7'],
    ['the parameters that are allowed, all of them', { urlParams: ['q'] }, 'https://shop.example/cart/7?q=mug&q=two'],
    ['parameters named in an attribute', { urlParams: 'page, q' }, 'https://shop.example/cart/7?page=3&q=mug&q=two'],
    ['no empty query', { urlParams: ['none'] }, 'https://shop.example/cart/7'],
    ['nothing of an empty attribute', { urlParams: '' }, 'https://shop.example/cart/7'],
    ['the hash where that is allowed', { urlHash: true }, 'https://shop.example/cart/7#reviews'],
    ['both', { urlParams: 'page', urlHash: true }, 'https://shop.example/cart/7?page=3#reviews'],
  ])('has %s', (_, rules, wanted) => {
    expect(reportedUrl(address, rules)).toBe(wanted);
  });

  it('never has credentials, and is never longer than 2,048', () => {
    expect(reportedUrl(address, { urlParams: 'q token page', urlHash: true })).not.toMatch(/ann|secret/);
    expect(reportedUrl(`https://shop.example/${'x'.repeat(5000)}`, {})).toHaveLength(2048);
  });
});

describe('the page', () => {
  beforeEach(() => {
    at('https://shop.example/cart?secret=1');
    document.title = 'Cart';
  });
  afterEach(() => {
    document.documentElement.removeAttribute('lang');
    vi.restoreAllMocks();
  });
  const referrer = (url: string) => vi.spyOn(document, 'referrer', 'get').mockReturnValue(url);

  it('is told by address, title and language', () => {
    expect(readPage({})).toEqual({ url: 'https://shop.example/cart', title: 'Cart', language: navigator.language });
    document.documentElement.lang = 'ja';
    expect(readPage({}).language).toBe('ja');
    document.title = 'x'.repeat(600);
    expect(readPage({}).title).toHaveLength(512);
  });

  it('names where the visitor came from by its origin, and only when that is another', () => {
    referrer('https://search.example/find?q=private');
    expect(readPage({}).referrer).toBe('https://search.example');
    referrer('https://shop.example/search?q=private');
    expect(readPage({})).not.toHaveProperty('referrer');
    referrer('');
    expect(readPage({})).not.toHaveProperty('referrer');
    referrer('android-app://com.example.reader/');
    expect(readPage({})).not.toHaveProperty('referrer');
  });
});

describe('watching the address', () => {
  beforeEach(() => at('https://shop.example/'));
  afterEach(() => vi.unstubAllGlobals());
  const natives = () => [history.pushState, history.replaceState, Object.keys(history)];

  it('goes by the Navigation API where there is one, and leaves History alone', () => {
    const navigation = new EventTarget();
    vi.stubGlobal('navigation', navigation);
    const before = natives();
    const seen: string[] = [];
    const scope = createScope();
    watchUrl(scope, () => seen.push(location.pathname));
    expect(natives()).toEqual(before);
    const go = (path: string) => {
      history.pushState(null, '', path);
      navigation.dispatchEvent(new Event('currententrychange'));
    };
    go('/a');
    go('/a');
    go('/b');
    scope.end();
    go('/c');
    expect(seen).toEqual(['/a', '/b']);
  });

  it('elsewhere compares when something may have changed it, and leaves History alone too', () => {
    vi.useFakeTimers();
    const before = natives();
    const seen: string[] = [];
    const scope = createScope();
    watchUrl(scope, () => seen.push(location.pathname));
    expect(natives()).toEqual(before);
    // a router changes the address after the click that we see too
    document.dispatchEvent(new Event('click'));
    history.pushState(null, '', '/clicked');
    expect(seen).toEqual([]);
    vi.runAllTimers();
    for (const [target, type] of [
      [window, 'popstate'],
      [window, 'hashchange'],
      [document, 'visibilitychange'],
    ] as const) {
      history.pushState(null, '', `/${type}`);
      target.dispatchEvent(new Event(type));
    }
    document.dispatchEvent(new Event('submit'));
    vi.runAllTimers();
    expect(seen).toEqual(['/clicked', '/popstate', '/hashchange', '/visibilitychange']);
    scope.end();
    history.pushState(null, '', '/later');
    window.dispatchEvent(new Event('popstate'));
    document.dispatchEvent(new Event('click'));
    vi.runAllTimers();
    expect(seen).toHaveLength(4);
    vi.useRealTimers();
  });
});
