import { describe, expect, it } from 'vitest';
import { buildIndex } from '../../src/help/build-index.js';
import { decode } from '../../src/help/postings.js';
import { type Here, namesIn, suggest } from '../../src/help/suggest.js';
import { demoPages, type Page } from './measure.js';

const NOWHERE: Here = { path: '/', title: '', names: [], query: '' };

/** Suggests of these pages, of which some are named by their authors. */
function suggesting(pages: Page[], isNamed: Record<string, (path: string) => boolean> = {}) {
  const index = buildIndex(pages);
  const terms = decode(index.terms, index.postings);
  const stop = new Set(index.stop.split(' '));
  return (here: Partial<Here>) =>
    suggest({ articles: pages, terms, stop, isNamed: new Map(Object.entries(isNamed)) }, { ...NOWHERE, ...here });
}
const en = await demoPages('en');
const ja = await demoPages('ja');

describe('what is suggested on a page', () => {
  it.each([
    [{ path: '/returns' }, 'returns'],
    [{ path: '/gift-cards/balance' }, 'gift-cards'],
    [{ title: 'Delivery abroad' }, 'delivery-abroad'],
    [{ path: '/p/tetsubin', names: ['Cast-iron kettle'] }, 'cast-iron-care'],
    [{ names: ['Which size is right for me?'] }, 'sizes'],
    [{ path: '/cart', query: 'invoice' }, 'invoices'],
  ])('comes of %j', (here, id) => {
    expect(suggesting(en)(here)[0]).toBe(id);
  });

  it.each([
    [{ title: '返品について' }, 'returns'],
    [{ path: '/%E8%BF%94%E5%93%81' }, 'returns'],
    [{ title: '海外への配送' }, 'delivery-abroad'],
  ])('comes of %j in Japanese', (here, id) => {
    expect(suggesting(ja)(here)[0]).toBe(id);
  });

  it.each([
    {},
    { path: '/' },
    { title: 'How it is with you' },
    { path: '/%E0%A4%A', title: 'zzz' },
    { names: [''], query: ' ' },
  ])('is nothing where nothing is said: %j', (here) => {
    expect(suggesting(en)(here)).toEqual([]);
  });

  it('is what was just searched before what the page is called', () => {
    const found = suggesting(en)({ title: 'Refunds', query: 'gift wrapping' });
    expect(found.indexOf('gift-wrapping')).toBeLessThan(found.indexOf('refunds'));
  });

  it('is first what its author named for the page, of those what is likelier', () => {
    const isShop = (path: string) => /^\/(cart|checkout\/.*)$/.test(path);
    const suggested = suggesting(en, { payment: isShop, sizes: isShop, tracking: isShop });
    expect(suggested({ path: '/cart' }).slice(0, 3).sort()).toEqual(['payment', 'sizes', 'tracking']);
    expect(suggested({ path: '/checkout/pay', title: 'Payment' })[0]).toBe('payment');
    expect(suggested({ path: '/gift-cards', title: 'Gift cards' })).not.toContain('tracking');
  });

  it('may be named by a condition, which holds or does not by then', () => {
    let isFull = false;
    const suggested = suggesting(en, { payment: () => isFull });
    expect(suggested({})).toEqual([]);
    isFull = true;
    expect(suggested({})).toEqual(['payment']);
  });

  it('outlives an index that names articles which are not there', () => {
    const terms = new Map([['cart', [[7, 7]] as [number, number][]]]);
    expect(
      suggest({ articles: [], terms, stop: new Set(), isNamed: new Map() }, { ...NOWHERE, path: '/cart' }),
    ).toEqual([]);
  });
});

it('names of a page are those of its product, its place and its questions, whatever else sources tell', () => {
  expect(namesIn({ product: { name: 'Kettle' }, breadcrumbs: ['Home', 5], questions: ['Is it warm?'] })).toEqual([
    'Kettle',
    'Home',
    'Is it warm?',
  ]);
  for (const odd of [{}, { product: 5, breadcrumbs: 'x', questions: null }, { product: { name: {} } }]) {
    expect(namesIn(odd).every((name) => typeof name === 'string')).toBe(true);
  }
});
