// @vitest-environment happy-dom
import fc from 'fast-check';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { wooCommerceSource } from '../../src/context/sources/woocommerce.js';
import { shopPage } from './shop-page.js';

let page: ReturnType<typeof shopPage>;
const begin = async (options: object = {}) => {
  page = shopPage((fetch) => wooCommerceSource({ fetch, ...options }));
  await page.pass();
  return page;
};

const sums = (more: object, unit: unknown = 2, code: unknown = 'EUR') => ({
  currency_code: code,
  currency_minor_unit: unit,
  ...more,
});
const beanie = (more: object = {}) => ({
  key: 'a5771bce93e200c36f7cd9dfd0e5deaa',
  id: 38,
  quantity: 2,
  name: 'Beanie',
  permalink: 'https://shop.example/product/beanie/',
  sku: 'B-1',
  variation: [],
  prices: sums({ price: '1999', regular_price: '2499' }),
  totals: sums({ line_total: '3398' }),
  ...more,
});
const answer = (
  items: unknown[] = [beanie()],
  totals: object = sums({ total_items: '3998', total_price: '4498' }),
) => ({
  items,
  totals,
  billing_address: { first_name: 'Aiko', email: 'aiko@example.com' },
  shipping_address: { first_name: 'Aiko' },
});
const told = {
  items: [
    {
      id: '38',
      name: 'Beanie',
      price: { amount: 1999, currency: 'EUR' },
      quantity: 2,
      url: 'https://shop.example/product/beanie/',
    },
  ],
  total: { amount: 4498, currency: 'EUR' },
};

afterEach(() => {
  page.end();
  expect(page.refused).toEqual([]);
});

describe('the cart of a WooCommerce shop', () => {
  it('is asked for at the start, and told without the address of anyone', async () => {
    await begin();
    expect(page.requests.map(({ url }) => url)).toEqual(['/wp-json/wc/store/v1/cart']);
    await page.answer(answer());
    expect(page.told).toEqual([told]);
    expect(JSON.stringify(page.told)).not.toContain('Aiko');
  });

  it('is asked for where WordPress is', async () => {
    await begin({ root: 'https://shop.example/wp/' });
    expect(page.requests[0]!.url).toBe('https://shop.example/wp/wp-json/wc/store/v1/cart');
  });

  it('may be empty', async () => {
    await begin();
    await page.answer(answer([], sums({ total_price: '0' })));
    expect(page.told).toEqual([{ items: [], total: { amount: 0, currency: 'EUR' } }]);
  });

  it.each([
    ['none, of a currency with two', 0, 'EUR', '20', 2000],
    ['four, of a currency with two', 4, 'EUR', '199950', 2000],
    ['two, of a currency with none', 2, 'JPY', '198000', 1980],
    ['two, of a currency with three', 2, 'KWD', '1999', 19_990],
    ['as many as the currency has', 3, 'KWD', '1999', 1999],
  ])('has the decimals that the shop shows: %s', async (_, unit, code, price, amount) => {
    await begin();
    const item = beanie({ prices: sums({ price }, unit, code) });
    await page.answer(answer([item], sums({ total_price: price }, unit, code)));
    expect(page.told[0]).toMatchObject({
      items: [{ price: { amount, currency: code } }],
      total: { amount, currency: code },
    });
  });

  it('has names as they are read, without mark-up and with what was chosen of them', async () => {
    await begin();
    const variation = [
      { attribute: 'Colour', value: 'Blue &amp; white' },
      { attribute: 'Size', value: 'L' },
    ];
    await page.answer(answer([beanie({ name: 'Tom&#8217;s &#038; Ann&amp;s &lt;Mug&gt; &bogus;', variation })]));
    expect(page.told[0]!.items[0]!.name).toBe('Tom’s & Ann&s &bogus; (Blue & white, L)');
  });

  it('falls back to the number of the shop, and leaves out a line that cannot be told', async () => {
    await begin();
    await page.answer(
      answer([
        beanie({ name: '', variation: undefined }),
        beanie({ name: undefined, sku: undefined }),
        beanie({ prices: sums({ price: 'free' }) }),
        beanie({ prices: sums({ price: '1999' }, null) }),
        beanie({ prices: sums({ price: '1999' }, 'two') }),
        beanie({ prices: sums({ price: '1999' }, -1e9) }),
        beanie({ prices: sums({ price: '1999' }, 2, 'euro') }),
        beanie({ quantity: 0 }),
      ]),
    );
    expect(page.told[0]!.items.map(({ name }) => name)).toEqual(['B-1', '38']);
  });

  it('of more lines than may be told has the first hundred, and the total of all', async () => {
    await begin();
    await page.answer(answer(Array(300).fill(beanie())));
    expect(page.told[0]!.items).toHaveLength(100);
    expect(page.told[0]!.total.amount).toBe(4498);
  });
});

describe('it is asked for again', () => {
  const moments: [string, () => void][] = [
    ['after blocks say that something was added', () => void page.happen(document.body, 'wc-blocks_added_to_cart')],
    [
      'after blocks say that something was taken away',
      () => void page.happen(document.body, 'wc-blocks_removed_from_cart'),
    ],
    [
      'after a click on what adds to it',
      () => {
        page.happen(page.put('a', { class: 'button ajax_add_to_cart', href: '?add-to-cart=38' }), 'click');
      },
    ],
    [
      'after a click on what takes away',
      () => {
        page.happen(page.put('a', { class: 'remove remove_from_cart_button' }), 'click');
      },
    ],
    ['after the form of a product was sent', () => void page.happen(page.put('form', { class: 'cart' }), 'submit')],
    [
      'after a click in a line of the cart block',
      () => {
        const row = page.put('tr', { class: 'wc-block-cart-items__row wc-block-cart-item__row' });
        page.happen(page.put('button', {}, row), 'click');
      },
    ],
    ['when the page has fetched what a coupon makes of it', () => page.fetched('/?wc-ajax=apply_coupon')],
    [
      'after the form of the cart was sent',
      () => {
        page.happen(page.put('form', { class: 'woocommerce-cart-form' }), 'submit');
      },
    ],
    ['when the page has fetched what adds to it', () => page.fetched('https://shop.example/?wc-ajax=add_to_cart')],
    ['when blocks have fetched', () => page.fetched('https://shop.example/wp-json/wc/store/v1/batch?_locale=site')],
    ['when the cart was changed', () => page.fetched('https://shop.example/wp-json/wc/store/v1/cart/update-item')],
    ['after going back', () => void page.happen(window, 'popstate')],
    ['when the page is seen again', () => page.hide(false)],
  ];
  it.each(moments)('%s', async (_, happen) => {
    await begin();
    await page.answer(answer());
    await page.pass(2_000);
    happen();
    await page.pass();
    expect(page.requests).toHaveLength(2);
  });

  const others: [string, () => void][] = [
    ['a click elsewhere', () => void page.happen(page.put('a', { class: 'button' }), 'click')],
    ['what it fetched itself', () => page.fetched('https://shop.example/wp-json/wc/store/v1/cart')],
    [
      'what else the page fetches',
      () => page.fetched('https://shop.example/?wc-ajax=checkout', '/wp-json/wp/v2/posts'),
    ],
  ];
  it.each(others)('not after %s', async (_, happen) => {
    await begin();
    await page.answer(answer());
    await page.pass(2_000);
    happen();
    await page.pass(60_000);
    expect(page.requests).toHaveLength(1);
  });
});

describe('an answer that is none', () => {
  const bad: [string, unknown, number?][] = [
    ['not found', { code: 'rest_no_route', data: { status: 404 } }, 404],
    ['a page', '<!doctype html>'],
    ['null', 'null'],
    ['no totals', { items: [] }],
    ['no items', { totals: sums({ total_price: '0' }) }],
    ['a total without its decimals', answer([], sums({ total_price: '1999' }, null))],
    ['a total in no currency', answer([], sums({ total_price: '1999' }, 2, {}))],
    ['a total that is none', answer([], sums({ total_price: [] }))],
    ['an item without prices', answer([beanie({ prices: undefined })])],
    ['choices that are none', answer([beanie({ variation: 'blue' })])],
  ];
  it.each(bad)('is passed over in silence: %s', async (_, body, status = 200) => {
    await begin();
    await page.answer(body, status);
    expect(page.told).toEqual([]);
    page.happen(window, 'popstate');
    await page.pass(3_000);
    expect(page.requests).toHaveLength(1);
    await page.pass(1_000);
    await page.answer(answer());
    expect(page.told).toEqual([told]);
  });

  it('tells only what can be told, whatever it is', async () => {
    const mostly = <T>(arbitrary: fc.Arbitrary<T>) =>
      fc.oneof({ arbitrary, weight: 19 }, { arbitrary: fc.anything(), weight: 1 });
    const money = fc.record({
      price: mostly(fc.nat().map(String)),
      total_price: mostly(fc.nat().map(String)),
      currency_code: mostly(fc.constantFrom('EUR', 'JPY', 'KWD')),
      currency_minor_unit: mostly(fc.nat(4)),
    });
    const item = fc.record({
      id: mostly(fc.nat()),
      name: mostly(fc.string()),
      quantity: mostly(fc.nat()),
      permalink: mostly(fc.webUrl()),
      prices: mostly(money),
      variation: mostly(fc.array(fc.record({ value: mostly(fc.string()) }))),
    });
    const cart = fc.record({ items: mostly(fc.array(item)), totals: mostly(money) });
    let times = 0;
    await fc.assert(
      fc.asyncProperty(mostly(cart), async (body) => {
        await begin();
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

it('takes nothing with it: the undo ends the request and leaves no listener', async () => {
  await begin();
  page.stop();
  expect(page.requests[0]!.signal.aborted).toBe(true);
  await page.pass();
  page.happen(document.body, 'wc-blocks_added_to_cart');
  page.happen(page.put('form', { class: 'cart' }), 'submit');
  await page.pass(10_000);
  expect(page.requests).toHaveLength(1);
  expect(page.waiting).toBe(0);
  expect(page.isObserved).toBe(false);
});

it('asks with the fetch of the page where no other is given', async () => {
  const fetched = vi.fn((_url: string) => Promise.reject(new TypeError('offline')));
  vi.stubGlobal('fetch', fetched);
  page = shopPage(() => wooCommerceSource());
  await page.pass();
  expect(fetched.mock.calls.map(([url]) => url)).toEqual(['/wp-json/wc/store/v1/cart']);
});
