// @vitest-environment happy-dom

import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { SourceValues } from '../../src/context/source.js';
import { plainText } from '../../src/context/sources/plain-text.js';
import { readSchemaOrg, schemaOrgSource } from '../../src/context/sources/schema-org.js';
import { at } from './at.js';

const CORPORA = process.env.SOBANI_CORPORA;

const mug = {
  '@context': 'https://schema.org/',
  '@type': 'Product',
  name: 'Blue mug',
  sku: 'MUG-1',
  image: 'https://shop.example/mug.jpg',
  brand: { '@type': 'Brand', name: 'Kumo' },
  offers: { '@type': 'Offer', price: '19.99', priceCurrency: 'EUR', availability: 'https://schema.org/InStock' },
};
const read = (...data: unknown[]) =>
  readSchemaOrg(
    data.map((one) => JSON.stringify(one)),
    '/mug',
  );
const product = (more: object) => read({ ...mug, ...more }).product;
const offer = (offers: unknown) => {
  const { name, id, brand, ...rest } = product({ offers })!;
  return rest;
};

describe('a product', () => {
  const whole = {
    name: 'Blue mug',
    id: 'MUG-1',
    brand: 'Kumo',
    price: { amount: 1999, currency: 'EUR' },
    availability: 'InStock',
  };

  it.each<[string, unknown]>([
    ['by itself', mug],
    ['in a list', [{ '@type': 'Organization', name: 'Kumo' }, mug]],
    ['in a graph', { '@context': 'https://schema.org', '@graph': [{ '@type': 'WebSite', name: 'Kumo' }, mug] }],
    ['as what the page is about', { '@type': 'ItemPage', mainEntity: mug }],
    ['with several types', { ...mug, '@type': ['Thing', 'Product'] }],
    ['with the address of its type', { ...mug, '@type': 'http://schema.org/Product' }],
    ['as what is offered', { ...mug.offers, itemOffered: { ...mug, offers: undefined } }],
    [
      'in pieces that point at each other',
      {
        '@graph': [
          { ...mug, brand: { '@id': '#kumo' }, offers: [{ '@id': '#offer' }] },
          { '@id': '#kumo', '@type': 'Brand', name: 'Kumo' },
          { '@id': '#offer', ...mug.offers },
        ],
      },
    ],
  ])('is read %s', (_, data) => {
    expect(read(data)).toEqual({ product: whole });
  });

  it('has the first of its ids', () => {
    expect(product({ productID: 'p' })!.id).toBe('MUG-1');
    expect(product({ sku: undefined, productID: 'p', '@id': '#i' })!.id).toBe('p');
    expect(product({ sku: undefined, '@id': '#i' })!.id).toBe('#i');
    expect(product({ sku: 12_345 })!.id).toBe('12345');
    expect(product({ sku: '' })).not.toHaveProperty('id');
  });

  it('has a brand that is given as a name, too', () => {
    expect(product({ brand: 'Sora' })!.brand).toBe('Sora');
    expect(product({ brand: ['Sora', 'Umi'] })!.brand).toBe('Sora');
    expect(product({ brand: [] })).not.toHaveProperty('brand');
  });

  const eur = (amount: number) => ({ amount, currency: 'EUR' });
  it.each<[string, unknown, object]>([
    ['a number', { price: 5, priceCurrency: 'EUR' }, { price: eur(500) }],
    [
      'a currency without minor units',
      { price: '1980', priceCurrency: 'JPY' },
      { price: { amount: 1980, currency: 'JPY' } },
    ],
    ['a currency in small letters', { price: 5, priceCurrency: 'eur' }, { price: eur(500) }],
    ['no currency', { price: 5 }, {}],
    ['words for a price', { price: 'ask us', priceCurrency: 'EUR' }, {}],
    ['an object for a price', { price: { value: 5 }, priceCurrency: 'EUR' }, {}],
    [
      'a range',
      { '@type': 'AggregateOffer', lowPrice: '5', highPrice: '9.5', priceCurrency: 'EUR' },
      { price: eur(500), highPrice: eur(950) },
    ],
    [
      'a range that is none',
      { '@type': 'AggregateOffer', lowPrice: 5, highPrice: 5, priceCurrency: 'EUR' },
      { price: eur(500) },
    ],
    [
      'offers within an offer',
      { '@type': 'AggregateOffer', offers: [7, 6].map((price) => ({ price, priceCurrency: 'EUR' })) },
      { price: eur(600), highPrice: eur(700) },
    ],
    [
      'several currencies, of which the first counts',
      [
        { price: 5, priceCurrency: 'EUR' },
        { price: 1, priceCurrency: 'USD' },
      ],
      { price: eur(500) },
    ],
    [
      'what it cost before',
      {
        priceSpecification: [
          { priceType: 'https://schema.org/ListPrice', price: 9, priceCurrency: 'EUR' },
          { price: 5, priceCurrency: 'EUR' },
          { price: 4, priceCurrency: 'EUR', validForMemberTier: { '@id': '#gold' } },
        ],
      },
      { price: eur(500) },
    ],
    [
      'some in stock',
      [{ availability: 'http://schema.org/OutOfStock' }, { availability: 'InStock' }],
      { availability: 'InStock' },
    ],
    ['none in stock', { availability: 'schema:SoldOut' }, { availability: 'SoldOut' }],
    ['no word for what is in stock', { availability: 'only 3 left!' }, {}],
  ])('is offered for %s', (_, offers, wanted) => {
    expect(offer(offers)).toEqual(wanted);
  });

  it('of which the variants have the offers costs what they cost', () => {
    const [small, large] = [5, 9].map((price) => ({ '@type': 'Product', offers: { price, priceCurrency: 'EUR' } }));
    expect(read({ '@type': 'ProductGroup', productGroupID: 'g', name: 'Mugs', hasVariant: [small, large] })).toEqual({
      product: { name: 'Mugs', price: eur(500), highPrice: eur(900) },
    });
  });

  it('is put together where several scripts tell a part of it each', () => {
    const { offers, ...named } = mug;
    expect(read(named, { '@type': 'Product', name: 'Blue mug', sku: 'other', offers })).toEqual({ product: whole });
  });

  it('is none on a page with several, unless one has the address of the page', () => {
    const bowl = { '@type': 'Product', name: 'Bowl', url: '/bowl' };
    expect(read(mug, bowl)).toEqual({});
    expect(read({ ...mug, url: 'https://shop.example/mug?size=1' }, bowl)).toEqual({ product: whole });
    expect(read({ ...mug, sku: '', '@id': 'https://shop.example/mug#product' }, bowl).product!.name).toBe('Blue mug');
  });

  it('is none of a list of products, and none without a name', () => {
    expect(read({ '@type': 'ItemList', itemListElement: [{ '@type': 'ListItem', item: mug }] })).toEqual({});
    expect(read({ ...mug, name: undefined }, { ...mug, name: ' ' }, { ...mug, name: ['x'] })).toEqual({});
  });
});

describe('breadcrumbs', () => {
  it('are the names, in the order of their positions', () => {
    const itemListElement = [
      { '@type': 'ListItem', position: 2, item: { '@id': '/mugs', name: 'Mugs' } },
      { '@type': 'ListItem', position: '1', name: 'Home', item: '/' },
      { '@type': 'ListItem', position: 3, name: 'Blue &amp; white' },
    ];
    const wanted = { breadcrumbs: ['Home', 'Mugs', 'Blue & white'] };
    expect(read({ '@type': 'BreadcrumbList', itemListElement })).toEqual(wanted);
    expect(read({ '@type': 'WebPage', breadcrumb: { '@type': 'BreadcrumbList', itemListElement } })).toEqual(wanted);
  });

  it('are at most twenty, of one trail', () => {
    const trail = (word: string) => ({
      '@type': 'BreadcrumbList',
      itemListElement: Array.from({ length: 30 }, (_, i) => ({ position: i, name: `${word} ${i}` })),
    });
    const { breadcrumbs } = read(trail('a'), trail('b'));
    expect(breadcrumbs).toEqual(Array.from({ length: 20 }, (_, i) => `a ${i}`));
  });
});

describe('questions', () => {
  const faq = (count: number) => ({
    '@type': 'FAQPage',
    mainEntity: Array.from({ length: count }, (_, i) => ({
      '@type': 'Question',
      name: `<b>Why ${i}?</b>`,
      acceptedAnswer: { '@type': 'Answer', text: 'Because.' },
    })),
  });

  it('are told without their answers', () => {
    expect(read(faq(2))).toEqual({ questions: ['Why 0?', 'Why 1?'] });
    expect(read({ '@type': 'FAQPage', mainEntity: { '@type': 'Question', name: 'Why?' } })).toEqual({
      questions: ['Why?'],
    });
  });

  it('are at most ten', () => {
    expect(read(faq(30)).questions).toHaveLength(10);
  });
});

describe('bounds', () => {
  const nest = (depth: number): object => (depth ? { '@graph': [nest(depth - 1)] } : mug);
  const filler = (count: number) => Array.from({ length: count }, () => ({ '@type': 'Thing' }));

  it('are six levels', () => {
    expect(read(nest(6)).product).toBeDefined();
    expect(read(nest(7))).toEqual({});
  });

  it('are two hundred nodes of the whole page', () => {
    expect(read(filler(100), [...filler(99), mug]).product).toBeDefined();
    expect(read(filler(100), [...filler(100), mug])).toEqual({});
  });

  it('are twenty scripts of 64 KiB each', () => {
    expect(read(...filler(19), mug).product).toBeDefined();
    expect(read(...filler(20), mug)).toEqual({});
    const padded = (length: number) => {
      const bare = JSON.stringify({ ...mug, description: '' }).length;
      return { ...mug, description: 'x'.repeat(length - bare) };
    };
    expect(read(padded(65_536)).product).toBeDefined();
    expect(read(padded(65_537))).toEqual({});
  });

  it('are 512 characters a text, of which none is halved', () => {
    expect(product({ name: 'x'.repeat(600) })!.name).toBe('x'.repeat(512));
    expect(product({ name: `${'x'.repeat(511)}😀` })!.name).toBe('x'.repeat(511));
  });
});

describe('a text', () => {
  it.each([
    ['Fish &amp; chips', 'Fish & chips'],
    ['5 &lt; 6 &gt; 4', '5 < 6 > 4'],
    ['<p>One</p><p>two</p>', 'One two'],
    ['a<br/>b', 'a b'],
    ['&lt;script&gt;alert(1)&lt;/script&gt;', 'alert(1)'],
    ['<<b>script>alert(1)</script>', '< script>alert(1)'],
    ['<sc<b>ript>alert(1)</sc<b>ript>', 'sc ript>alert(1) /sc ript>'],
    ['&#39;caf&#xE9;&#x27;', "'café'"],
    ['&#0;&#xD800;&#x110000;&#9999999;x', 'x'],
    ['a\u0000b\u0007c\u009fd', 'a b c d'],
    ['\u202egnp.exe\u2066', 'gnp.exe'],
    ['  a \n\t b&nbsp;c ', 'a b c'],
    ['AT&T; R&D', 'AT&T; R&D'],
    ['1 < 2 and 3 > 2', '1 < 2 and 3 > 2'],
    ['👩‍👩‍👧 mug', '👩‍👩‍👧 mug'],
    ['\ud800x', 'x'],
  ])('is %j without its mark-up', (given, wanted) => {
    expect(plainText(given)).toBe(wanted);
  });

  const clean = (text: string) => {
    expect(text.length).toBeLessThanOrEqual(512);
    expect(text).not.toMatch(/<[a-z/!?][^<>]*>|[\p{Cc}\p{Cs}\u202a-\u202e\u2066-\u2069]|^\s|\s\s/iu);
  };

  it('never has a tag, a control character or half of one, whatever it is made of', () => {
    const piece = fc.constantFrom(
      '<',
      '<b',
      '<b>',
      '>',
      '/',
      'b',
      '!',
      '&',
      ';',
      'lt',
      'gt',
      '#60',
      '#x3e',
      'amp',
      ' ',
      '\0',
      '\ud83d',
      'é',
    );
    fc.assert(
      fc.property(fc.array(fc.oneof(piece, fc.string({ unit: 'binary' })), { maxLength: 60 }), (pieces) =>
        clean(plainText(pieces.join(''))),
      ),
      { numRuns: 2000 },
    );
  });

  it.skipIf(!CORPORA)('never has one where it was written to have one', () => {
    const texts = ['text--blns.json', 'xss--payloadsallthethings.json', 'xss--dompurify-expect.json'].flatMap(
      (file) => {
        const found: string[] = [];
        JSON.parse(readFileSync(`${CORPORA}/${file}`, 'utf8'), (_, value) => {
          if (typeof value === 'string') found.push(value);
          return value;
        });
        return found;
      },
    );
    expect(texts.length).toBeGreaterThan(500);
    for (const text of texts) clean(plainText(text));
  });

  it('is read in a time that grows as it does', () => {
    // what is quadratic takes minutes for these
    for (const piece of ['<a', '<', '&#', '&#x1', '<a>', '< ', '&lt;a']) {
      expect(plainText(piece.repeat(1_000_000)).length).toBeLessThanOrEqual(512);
    }
  });
});

describe('what a page may say', () => {
  it('may be malformed, and is passed over then', () => {
    expect(
      readSchemaOrg(['{', '', 'null', '1', '"x"', '[[]]', '[null]', '<!-- x -->', JSON.stringify(mug)], '/').product,
    ).toBeDefined();
    expect(readSchemaOrg([`${'['.repeat(30_000)}${']'.repeat(30_000)}`], '/')).toEqual({});
  });

  it('reaches no prototype', () => {
    const hostile =
      '{"@type":["Product","__proto__"],"@id":"__proto__","name":"x","__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}},"offers":{"@id":"constructor","__proto__":{"price":1,"priceCurrency":"EUR"}},"brand":{"@id":"__proto__"}}';
    const { product: told } = readSchemaOrg([hostile, hostile], '/');
    expect(Object.keys(told!).sort()).toEqual(['brand', 'id', 'name']);
    expect(Object.getPrototypeOf(told)).toBe(Object.prototype);
    expect(({} as { polluted?: number }).polluted).toBeUndefined();
  });

  it('throws nothing where it cannot be made a text or a number', () => {
    const odd = { toString: 1, valueOf: 1 };
    const all = {
      '@id': odd,
      name: odd,
      sku: odd,
      brand: odd,
      position: odd,
      price: odd,
      priceCurrency: odd,
      url: odd,
    };
    const itemListElement = [all, all, { ...all, name: 'x', position: 1 }];
    expect(read({ ...all, '@type': [odd, 'BreadcrumbList'], itemListElement })).toEqual({ breadcrumbs: ['x'] });
    expect(product({ ...all, name: 'x', offers: [all] })).toEqual({ name: 'x' });
  });

  it('may be anything', () => {
    const key = fc.constantFrom(
      '@type',
      '@id',
      '@graph',
      'name',
      'sku',
      'offers',
      'brand',
      'mainEntity',
      'item',
      'itemOffered',
      'itemListElement',
      'position',
      'price',
      'priceCurrency',
      'lowPrice',
      'hasVariant',
      'priceSpecification',
      '__proto__',
    );
    const { value } = fc.letrec((tie) => ({
      value: fc.oneof(
        { maxDepth: 5 },
        fc.constantFrom('Product', 'Offer', 'BreadcrumbList', 'FAQPage', 'EUR', '#1', '12.5'),
        fc.jsonValue({ maxDepth: 1 }),
        fc.array(tie('value'), { maxLength: 4 }),
        fc.array(fc.tuple(key, tie('value')), { maxLength: 8 }).map((entries) => Object.fromEntries(entries)),
      ),
    }));
    fc.assert(
      fc.property(value, (data) => {
        const told = read(data);
        for (const one of Object.keys(told)) expect(['product', 'breadcrumbs', 'questions']).toContain(one);
        JSON.stringify(told, (_, leaf) => {
          expect(leaf).not.toBeUndefined();
          if (typeof leaf === 'number') expect(Number.isSafeInteger(leaf)).toBe(true);
          return leaf;
        });
      }),
      { numRuns: 2000 },
    );
  });
});

describe('the source', () => {
  let told: SourceValues[];
  let idle: Set<() => void>;
  let navigation: EventTarget;
  let undo: () => void;

  const show = (...data: unknown[]) =>
    document.head.replaceChildren(
      ...data.map((one) => {
        const script = document.createElement('script');
        script.type = 'application/ld+json';
        script.textContent = JSON.stringify(one);
        return script;
      }),
    );
  const go = (path: string) => {
    history.pushState(null, '', path);
    navigation.dispatchEvent(new Event('currententrychange'));
  };
  /** So long, and the page has nothing better to do. */
  const pass = (time: number) => {
    vi.advanceTimersByTime(time);
    const runs = [...idle];
    idle.clear();
    for (const run of runs) run();
  };
  const name = () => (told.at(-1)?.product as { name: string } | null)?.name;

  beforeEach(() => {
    vi.useFakeTimers();
    at('https://shop.example/mug');
    navigation = new EventTarget();
    vi.stubGlobal('navigation', navigation);
    told = [];
    idle = new Set();
    show(mug);
  });
  afterEach(() => {
    undo();
    vi.useRealTimers();
    vi.unstubAllGlobals();
    document.head.replaceChildren();
  });
  const start = () => {
    undo = schemaOrgSource().start((values) => told.push(values), {
      now: Date.now,
      idle(run) {
        idle.add(run);
        return () => idle.delete(run);
      },
    });
  };

  it('is about the page that is shown, so it needs no consent', () => {
    start();
    expect(schemaOrgSource()).toMatchObject({ name: 'schemaOrg', category: 'necessary' });
    expect(told).toEqual([]);
    pass(0);
    expect(name()).toBe('Blue mug');
    expect(told[0]).toMatchObject({ breadcrumbs: null, questions: null });
  });

  it('takes back whatever a page that says nothing does not say', () => {
    show({ '@type': 'Organization', name: 'Kumo' });
    start();
    pass(0);
    expect(told).toEqual([{ product: null, breadcrumbs: null, questions: null }]);
  });

  it('waits for pages that are rendered late', () => {
    show();
    start();
    pass(0);
    pass(1_000);
    expect(name()).toBeUndefined();
    show(mug);
    pass(4_000);
    expect(name()).toBe('Blue mug');
    show();
    pass(60_000);
    expect(name()).toBe('Blue mug');
  });

  it('reads again on another page, and takes back what is gone', () => {
    start();
    pass(0);
    go('/bowl');
    show({ '@type': 'Product', name: 'Bowl' });
    pass(0);
    expect(name()).toBe('Bowl');
    go('/about');
    show({ '@type': 'FAQPage', mainEntity: [{ name: 'Why?' }] });
    pass(0);
    expect(told.at(-1)).toEqual({ product: null, breadcrumbs: null, questions: ['Why?'] });
  });

  it('takes back what a router leaves standing on another page, until it is there again', () => {
    start();
    pass(0);
    go('/about');
    pass(0);
    expect(told.at(-1)).toEqual({ product: null, breadcrumbs: null, questions: null });
    go('/mug?size=1');
    pass(0);
    expect(name()).toBe('Blue mug');
  });

  it('takes no script apart again that says what it said, and all of them once one says something else', () => {
    show(mug, { '@type': 'FAQPage', mainEntity: [{ name: 'Why?' }] });
    start();
    const parse = vi.spyOn(JSON, 'parse');
    pass(0);
    expect(parse).toHaveBeenCalledTimes(2);
    pass(1_000);
    pass(4_000);
    expect(parse).toHaveBeenCalledTimes(2);
    go('/mug?size=1');
    pass(0);
    expect(parse).toHaveBeenCalledTimes(2);
    document.head.firstElementChild!.textContent = JSON.stringify({ '@type': 'Product', name: 'Bowl' });
    pass(1_000);
    expect(parse).toHaveBeenCalledTimes(4);
    document.head.lastElementChild!.remove();
    pass(4_000);
    expect(parse).toHaveBeenCalledTimes(5);
    expect(told.at(-1)).toMatchObject({ product: { name: 'Bowl' }, questions: null });
    parse.mockRestore();
  });

  it('knows a script that is written anew', () => {
    start();
    pass(0);
    go('/bowl');
    pass(0);
    document.head.firstElementChild!.textContent = JSON.stringify({ '@type': 'Product', name: 'Bowl' });
    pass(1_000);
    expect(name()).toBe('Bowl');
  });

  it('leaves nothing behind', () => {
    start();
    undo();
    expect(vi.getTimerCount()).toBe(0);
    start();
    vi.advanceTimersByTime(0);
    undo();
    expect([vi.getTimerCount(), idle.size]).toEqual([0, 0]);
    go('/other');
    expect(vi.getTimerCount()).toBe(0);
    expect(told).toEqual([]);
  });
});
