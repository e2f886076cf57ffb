// @vitest-environment happy-dom
/** Which sources a page begins, and what is fetched for them. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { collect } from '../../src/context/collect.js';
import type { Collector } from '../../src/context/collector.js';
import { scriptedFetch } from '../transport/scripted-fetch.js';
import { at } from './at.js';

let collector: Collector;
const { fetch, requests } = scriptedFetch();
const keys = () => [...collector.facts.all().keys()];
const asked = () => requests.map(({ url }) => url);

beforeEach(() => {
  at('https://shop.example/?utm_source=letter');
  vi.stubGlobal('fetch', fetch);
  vi.stubGlobal('Shopify', {});
  vi.stubGlobal('dataLayer', [
    { event: 'view_cart', ecommerce: { currency: 'EUR', items: [{ item_id: 'mug', item_name: 'Mug', price: 5 }] } },
  ]);
  requests.length = 0;
});
afterEach(() => {
  collector.detach();
  vi.unstubAllGlobals();
});

describe('the option context', () => {
  it('begins the sources that it names, and no other', async () => {
    collector = collect({ context: 'dataLayer, landing' });
    await vi.waitFor(() => expect(keys().sort()).toEqual(['cart', 'landing']));
    expect(asked()).toEqual([]);
  });

  it('may be a list', () => {
    collector = collect({ context: ['landing'] });
    expect(keys()).toEqual(['landing']);
  });

  it.each([undefined, '', 'constructor', '__proto__', 'toString valueOf'])('begins none for %j', (context) => {
    collector = collect(context === undefined ? {} : { context });
    expect(keys()).toEqual([]);
    expect(collector.journey()).toHaveLength(1);
  });

  it.each([
    ['shopify', '/cart.js'],
    ['woocommerce', '/wp-json/wc/store/v1/cart'],
  ])('asks the shop for its cart once %s is there', async (context, url) => {
    collector = collect({ context });
    await vi.waitFor(() => expect(asked()).toEqual([url]));
  });

  it('asks no shop that was given up before its code was there', async () => {
    collector = collect({ context: 'shopify woocommerce' });
    collector.detach();
    await vi.dynamicImportSettled();
    await new Promise((resolve) => setTimeout(resolve));
    expect(asked()).toEqual([]);
  });
});
