// @vitest-environment happy-dom
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { landingSource, readLanding } from '../../src/context/sources/landing.js';
import { at } from './at.js';

const referrer = (url: string) => vi.spyOn(document, 'referrer', 'get').mockReturnValue(url);
const landing = (query: string) => {
  const { url, ...rest } = readLanding(`https://shop.example/mug?${query}`);
  return rest;
};

beforeEach(() => at('https://shop.example/mug'));
afterEach(() => vi.restoreAllMocks());

it('is not told of whoever comes later on the same page', () => {
  const tell = vi.fn();
  const host = { now: Date.now, idle: () => () => {} };
  landingSource().start(tell, { ...host, isLater: true });
  expect(tell).not.toHaveBeenCalled();
  landingSource().start(tell, host);
  expect(tell).toHaveBeenCalledOnce();
});

describe('how they came', () => {
  it('has the campaign, by the parameters that name it', () => {
    expect(
      landing('utm_source=news&utm_medium=email&utm_campaign=spring+sale&utm_term=mug&utm_content=top&utm_id=7&q=1'),
    ).toEqual({ source: 'news', medium: 'email', campaign: 'spring sale', term: 'mug', content: 'top' });
    expect(landing('utm_source=&utm_medium=%20')).toEqual({});
    expect(landing('UTM_SOURCE=x&source=y')).toEqual({});
  });

  it.each([
    ['gclid', 'google'],
    ['fbclid', 'meta'],
    ['msclkid', 'microsoft'],
  ])('has of %s only that it was there', (name, ad) => {
    const told = readLanding(`https://shop.example/?${name}=secret-click-id`);
    expect(told.ad).toBe(ad);
    expect(JSON.stringify(told)).not.toContain('secret');
  });

  it('has the first page without its query, and nothing else of the address', () => {
    expect(readLanding('https://ann:secret@shop.example/cart/7?token=abc#secret')).toEqual({
      url: 'https://shop.example/cart/7',
    });
    expect(readLanding(`https://shop.example/${'x'.repeat(5_000)}`).url).toHaveLength(512);
  });

  it('has the origin from which they came, where it was another', () => {
    referrer('https://search.example/find?q=private');
    expect(landing('')).toEqual({ referrer: 'https://search.example' });
    referrer('https://shop.example/cart');
    expect(landing('')).toEqual({});
  });

  it('is cut to 100 characters a value, without control characters and halves of any', () => {
    expect(landing(`utm_source=${'x'.repeat(101)}`).source).toBe('x'.repeat(100));
    expect(landing(`utm_source=${'x'.repeat(99)}😀`).source).toBe('x'.repeat(99));
    expect(landing('utm_source=a%00%0ab').source).toBe('a b');
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => {
        const { source } = landing(new URLSearchParams({ utm_source: text }).toString());
        expect(source ?? 'x').toMatch(/^[^\p{Cc}\p{Cs}]{1,100}$/u);
        expect((source ?? '').length).toBeLessThanOrEqual(100);
      }),
    );
  });
});

describe('the source', () => {
  const start = () => {
    const told: unknown[] = [];
    const undo = landingSource().start((values) => told.push(values), { now: Date.now, idle: () => () => {} });
    return { told, undo };
  };

  it('tells once, under analytics', () => {
    expect(landingSource()).toMatchObject({ name: 'landing', category: 'analytics' });
    at('https://shop.example/mug?utm_source=news');
    const { told, undo } = start();
    at('https://shop.example/bowl?utm_source=other');
    window.dispatchEvent(new Event('popstate'));
    undo();
    expect(told).toEqual([{ landing: { url: 'https://shop.example/mug', source: 'news' } }]);
  });

  it('tells of the address at which the page was loaded, though it is started after a router has changed it', () => {
    const loaded = { name: 'https://shop.example/start?utm_source=news' } as PerformanceEntry;
    const entries = vi.fn((type: string) => (type === 'navigation' ? [loaded] : []));
    vi.stubGlobal('performance', { getEntriesByType: entries });
    const { told } = start();
    vi.unstubAllGlobals();
    expect(told).toEqual([{ landing: { url: 'https://shop.example/start', source: 'news' } }]);
  });
});
