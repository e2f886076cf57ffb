// @vitest-environment happy-dom
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { shopifySource } from '../../src/context/sources/shopify.js';
import { shopPage } from './shop-page.js';

let page: ReturnType<typeof shopPage>;
const begin = (options: object = {}) => {
  page = shopPage((fetch) => shopifySource({ fetch, ...options }));
  return page;
};

const mug = {
  id: 394,
  variant_id: 394,
  product_title: 'Mug',
  variant_title: 'Blue',
  title: 'Mug - Blue',
  quantity: 2,
  price: 2499,
  final_price: 1999,
  url: '/products/mug?variant=394',
  sku: 'M-1',
};
const answer = (items: unknown[] = [mug], more: object = {}) => ({
  token: 'c1-secret',
  item_count: 2,
  currency: 'EUR',
  total_price: 3998,
  items,
  ...more,
});
const told = {
  items: [
    {
      id: '394',
      name: 'Mug - Blue',
      price: { amount: 1999, currency: 'EUR' },
      quantity: 2,
      url: '/products/mug?variant=394',
    },
  ],
  total: { amount: 3998, currency: 'EUR' },
};
/** It asked, was answered, and could ask again at once. */
const settle = async () => {
  await page.pass();
  await page.answer(answer());
  await page.pass(2_000);
};

beforeEach(() => vi.stubGlobal('Shopify', { shop: 'mugs.myshopify.com' }));
afterEach(() => {
  page.end();
  expect(page.refused).toEqual([]);
});

describe('the cart of a Shopify shop', () => {
  it('is asked for at the start, and told', async () => {
    begin();
    await page.pass();
    expect(page.requests.map(({ url }) => url)).toEqual(['/cart.js']);
    await page.answer(answer());
    expect(page.told).toEqual([told]);
    expect(JSON.stringify(page.told)).not.toContain('secret');
  });

  it('is asked for where the shop is', async () => {
    begin({ root: '/en-ca/' });
    await page.pass();
    expect(page.requests[0]!.url).toBe('/en-ca/cart.js');
  });

  it('is asked for with the fetch of the page where no other is given', async () => {
    const fetched = vi.fn((_url: string) => Promise.reject(new TypeError('offline')));
    vi.stubGlobal('fetch', fetched);
    page = shopPage(() => shopifySource());
    await page.pass();
    expect(fetched.mock.calls.map(([url]) => url)).toEqual(['/cart.js']);
  });

  it('may be empty', async () => {
    begin();
    await page.pass();
    await page.answer(answer([], { total_price: 0 }));
    expect(page.told).toEqual([{ items: [], total: { amount: 0, currency: 'EUR' } }]);
  });

  it('has sums in hundredths whatever the currency, and is told in its minor units', async () => {
    begin();
    await page.pass();
    await page.answer(answer([{ ...mug, final_price: 198_000 }], { currency: 'JPY', total_price: 396_000 }));
    expect(page.told[0]).toMatchObject({
      items: [{ price: { amount: 1980, currency: 'JPY' } }],
      total: { amount: 3960, currency: 'JPY' },
    });
  });

  it('falls back where a line says less, and leaves out one that cannot be told', async () => {
    begin();
    await page.pass();
    await page.answer(
      answer([
        { id: 7, product_title: 'Bowl', price: 500, quantity: 1 },
        { variant_id: 8, price: 500, quantity: 1 },
        { variant_id: 9, title: 'No price', quantity: 1 },
        { variant_id: 10, title: 'Half', price: 500, quantity: 0.5 },
      ]),
    );
    expect(page.told[0]!.items).toEqual([
      { id: '7', name: 'Bowl', price: { amount: 500, currency: 'EUR' }, quantity: 1 },
      { id: '8', name: '8', price: { amount: 500, currency: 'EUR' }, quantity: 1 },
    ]);
  });

  it.each([
    '//evil.example/x',
    '/\\evil.example',
    'javascript:alert(1)',
    'http://x.example/',
    7,
    `/${'x'.repeat(2048)}`,
  ])('has no address such as %j', async (url) => {
    begin();
    await page.pass();
    await page.answer(answer([{ ...mug, url }]));
    expect(page.told[0]!.items[0]).not.toHaveProperty('url');
  });

  it('of more lines than may be told has the first hundred, and the total of all', async () => {
    begin();
    await page.pass();
    await page.answer(answer(Array(500).fill(mug), { total_price: 999_500 }));
    expect(page.told[0]!.items).toHaveLength(100);
    expect(page.told[0]!.total.amount).toBe(999_500);
  });

  it('is not asked for on a page of something else, until it is one of Shopify', async () => {
    vi.stubGlobal('Shopify', undefined);
    delete (window as { Shopify?: object }).Shopify;
    begin();
    await page.pass(10_000);
    expect(page.requests).toEqual([]);
    vi.stubGlobal('Shopify', {});
    page.happen(window, 'popstate');
    await page.pass();
    expect(page.requests).toHaveLength(1);
  });

  it('is asked for anywhere where that is wanted', async () => {
    delete (window as { Shopify?: object }).Shopify;
    begin({ always: true });
    await page.pass();
    expect(page.requests).toHaveLength(1);
  });
});

describe('it is asked for again', () => {
  const moments: [string, () => void][] = [
    [
      'after a click in a form that adds to the cart',
      () => {
        const form = page.put('form', { action: '/en/cart/add' });
        page.happen(page.put('span', {}, page.put('button', {}, form)), 'click');
      },
    ],
    [
      'after a click on a link that changes it',
      () => {
        page.happen(page.put('a', { href: '/cart/change?line=1&quantity=0' }), 'click');
      },
    ],
    ['after such a form was sent', () => void page.happen(page.put('form', { action: '/cart' }), 'submit')],
    ['after going back', () => void page.happen(window, 'popstate')],
    ['when the page is seen again', () => page.hide(false)],
    [
      'when the page has fetched what adds to it',
      () => page.fetched('https://x.example/', 'https://mugs.example/cart/add.js'),
    ],
    ['when the page has fetched what changes it', () => page.fetched('https://mugs.example/en/cart/change')],
  ];
  it.each(moments)('%s, once the page is idle', async (_, happen) => {
    begin();
    await settle();
    happen();
    expect(page.requests).toHaveLength(1);
    await page.pass();
    expect(page.requests).toHaveLength(2);
    await page.answer(answer([], { total_price: 0 }));
    expect(page.told).toHaveLength(2);
    expect(page.told[1]!.items).toEqual([]);
  });

  const others: [string, () => void][] = [
    ['a click elsewhere', () => void page.happen(page.put('form', { action: '/search' }), 'click')],
    ['a click on the page itself', () => void page.happen(document, 'click')],
    ['the search being sent', () => void page.happen(page.put('form', { action: '/search' }), 'submit')],
    [
      'something private',
      () => {
        const form = page.put('form', { action: '/cart/add', 'data-sobani-private': '' });
        page.happen(page.put('button', {}, form), 'click');
      },
    ],
    ['what else the page fetches, the cart itself too', () => page.fetched('https://mugs.example/cart.js', '/app.js')],
    ['time', () => {}],
  ];
  it.each(others)('not after %s', async (_, happen) => {
    begin();
    await settle();
    happen();
    await page.pass(60_000);
    expect(page.requests).toHaveLength(1);
    expect(page.waiting).toBe(0);
  });

  it('one request at a time, and one more for all that happened meanwhile', async () => {
    begin();
    await page.pass();
    for (let i = 0; i < 5; i++) {
      page.happen(window, 'popstate');
      await page.pass(1_000);
    }
    expect(page.requests).toHaveLength(1);
    await page.answer(answer());
    expect(page.requests).toHaveLength(2);
    await page.answer(answer());
    await page.pass(60_000);
    expect(page.requests).toHaveLength(2);
  });

  it('at most once in two seconds, however much happens', async () => {
    begin();
    await page.pass();
    await page.answer(answer());
    for (let i = 0; i < 99; i++) {
      page.happen(window, 'popstate');
      const { length } = page.requests;
      await page.pass(100);
      if (page.requests.length > length) await page.answer(answer());
    }
    expect(page.requests).toHaveLength(1 + 4);
    await page.pass(60_000);
    expect(page.requests).toHaveLength(1 + 5);
  });

  it('after a navigation half a minute after the last request, once for all of them', async () => {
    begin();
    await settle();
    for (let i = 0; i < 10; i++) {
      page.happen(page.navigation, 'currententrychange');
      await page.pass(2_000);
    }
    expect(page.requests).toHaveLength(1);
    await page.pass(8_000);
    expect(page.requests).toHaveLength(2);
    await page.answer(answer());
    await page.pass(60_000);
    expect(page.requests).toHaveLength(2);
    page.happen(page.navigation, 'currententrychange');
    await page.pass();
    expect(page.requests).toHaveLength(3);
  });

  it('sooner where more than a navigation happens', async () => {
    begin();
    await settle();
    page.happen(page.navigation, 'currententrychange');
    await page.pass(1_000);
    page.happen(page.navigation, 'currententrychange');
    page.fetched('https://mugs.example/cart/add.js');
    await page.pass();
    expect(page.requests).toHaveLength(2);
    await page.answer(answer());
    await page.pass(60_000);
    expect(page.requests).toHaveLength(2);
  });

  it('soon, even where the clock was put back by a day', async () => {
    begin();
    await settle();
    page.putClock(-86_400_000);
    page.happen(window, 'popstate');
    await page.pass(2_000);
    expect(page.requests).toHaveLength(2);
  });

  it('never while nobody sees the page, but once somebody does', async () => {
    begin();
    page.hide(true);
    await page.pass(10_000);
    page.fetched('https://mugs.example/cart/add.js');
    await page.pass(10_000);
    expect(page.requests).toEqual([]);
    page.hide(false);
    await page.pass();
    expect(page.requests).toHaveLength(1);
  });

  it('and told only where it is another', async () => {
    begin();
    await settle();
    page.happen(window, 'popstate');
    await page.pass();
    await page.answer(answer());
    expect(page.requests).toHaveLength(2);
    expect(page.told).toHaveLength(1);
  });
});

describe('an answer that is none', () => {
  const bad: [string, unknown, number?][] = [
    ['not found', answer(), 404],
    ['an error', answer(), 500],
    ['a page', '<!doctype html><title>Password</title>'],
    ['nothing', ''],
    ['null', 'null'],
    ['a number', '7'],
    ['a list', '[]'],
    ['an error in JSON', { status: 'bad_request', message: 'x' }],
    ['no items', answer(undefined, { items: undefined })],
    ['items that are none', answer(undefined, { items: 'mug' })],
    ['an item that is none', answer([null])],
    ['no total', answer([mug], { total_price: undefined })],
    ['a total that is none', answer([mug], { total_price: 'free' })],
    ['a total beyond counting', answer([mug], { total_price: 1e300 })],
    ['no currency', answer([mug], { currency: null })],
    ['a currency that is none', answer([mug], { currency: ['EUR'] })],
    ['deep nesting', '['.repeat(100_000)],
  ];
  it.each(bad)('is passed over in silence: %s', async (_, body, status = 200) => {
    begin();
    await page.pass();
    await page.answer(body, status);
    expect(page.told).toEqual([]);
    page.happen(window, 'popstate');
    await page.pass(4_000);
    await page.answer(answer());
    expect(page.told).toEqual([told]);
  });

  it('makes the next wait longer each time, up to some four minutes, until one is right', async () => {
    begin();
    await page.pass();
    const waits: number[] = [];
    for (let i = 0; i < 10; i++) {
      const asked = Date.now();
      await (i % 2 ? page.fail() : page.answer('', 503));
      page.happen(window, 'popstate');
      const { length } = page.requests;
      while (page.requests.length === length) await page.pass(100);
      waits.push(Math.round((Date.now() - asked) / 1000));
    }
    expect(waits).toEqual([4, 8, 16, 32, 64, 128, 256, 256, 256, 256]);
    await page.answer(answer());
    page.happen(window, 'popstate');
    await page.pass(2_000);
    expect(page.requests).toHaveLength(12);
  });

  it('asks for nothing by itself', async () => {
    begin();
    await page.pass();
    await page.fail();
    await page.pass(3_600_000);
    expect(page.requests).toHaveLength(1);
    expect(page.waiting).toBe(0);
  });

  it('may be a fetch that throws at once', async () => {
    vi.stubGlobal('fetch', () => {
      throw new TypeError('blocked');
    });
    page = shopPage(() => shopifySource());
    await page.pass();
    expect(page.told).toEqual([]);
  });

  it('tells only what can be told, whatever it is', async () => {
    const mostly = <T>(arbitrary: fc.Arbitrary<T>) =>
      fc.oneof({ arbitrary, weight: 19 }, { arbitrary: fc.anything(), weight: 1 });
    const item = fc.record({
      variant_id: mostly(fc.nat()),
      title: mostly(fc.string()),
      final_price: mostly(fc.integer()),
      quantity: mostly(fc.nat()),
      url: mostly(fc.webUrl()),
    });
    const cart = fc.record({
      currency: mostly(fc.constantFrom('EUR', 'JPY', 'KWD')),
      total_price: mostly(fc.integer()),
      items: mostly(fc.array(item)),
    });
    let times = 0;
    await fc.assert(
      fc.asyncProperty(mostly(cart), async (body) => {
        vi.stubGlobal('Shopify', {});
        begin();
        await page.pass();
        await page.answer(JSON.stringify(body, (_, value) => (typeof value === 'bigint' ? `${value}` : value)) ?? '');
        times += page.told.length;
        expect(page.refused).toEqual([]);
        page.end();
      }),
      { numRuns: 300 },
    );
    expect(times).toBeGreaterThan(100);
  });
});

describe('the undo', () => {
  it('ends the request that is under way, and whatever it would have said', async () => {
    begin();
    await page.pass();
    page.stop();
    expect(page.requests[0]!.signal.aborted).toBe(true);
    await page.pass();
    expect(page.waiting).toBe(0);
    expect(page.told).toEqual([]);
  });

  it('is heard also by a fetch that cannot be ended', async () => {
    let answerIt = (_: object) => {};
    begin({
      fetch: () =>
        new Promise((resolve) => {
          answerIt = resolve;
        }),
    });
    await page.pass();
    page.stop();
    answerIt({ ok: true, json: () => Promise.resolve(answer()) });
    await page.pass(10_000);
    expect(page.told).toEqual([]);
    expect(page.waiting).toBe(0);
  });

  it('ends also what was due after the request', async () => {
    begin();
    await page.pass();
    page.happen(window, 'popstate');
    await page.pass();
    page.stop();
    await page.pass();
    expect(page.waiting).toBe(0);
  });

  it('ends what waits for its time or for the page to be idle, and listens no more', async () => {
    begin();
    expect(page.waiting).toBe(1);
    page.stop();
    expect(page.waiting).toBe(0);
    page.end();
    vi.stubGlobal('Shopify', {});
    begin();
    await page.pass();
    await page.answer(answer());
    page.happen(window, 'popstate');
    expect(page.waiting).toBe(1);
    page.stop();
    expect(page.waiting).toBe(0);
    expect(page.isObserved).toBe(false);
    page.happen(window, 'popstate');
    page.happen(page.navigation, 'currententrychange');
    page.happen(page.put('form', { action: '/cart/add' }), 'submit');
    page.hide(false);
    expect(page.waiting).toBe(0);
  });
});

it('wraps nothing of the page', async () => {
  const natives = () => [window.fetch, window.XMLHttpRequest.prototype.send, history.pushState, Object.keys(history)];
  const before = natives();
  begin();
  await settle();
  expect(natives()).toEqual(before);
});
