// @vitest-environment happy-dom
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { parseHostContext } from '../../src/context/parse.js';
import { dataLayerSource } from '../../src/context/sources/data-layer.js';
import type { Cart, CartItem, Order } from '../../src/types.js';

type Told = { cart?: Cart; order?: Order };
const page = window as unknown as { dataLayer?: unknown };

let told: Told[];
/** What was told and would not be taken. */
let refused: unknown[];
let stop: () => void;
let idle: Set<() => void>;
let observer: { told(...names: string[]): void; isOn: boolean };
let navigation: EventTarget;

/** The page has nothing better to do. */
const rest = () => {
  for (const run of idle) {
    idle.delete(run);
    run();
  }
};
const start = (isLater = false) => {
  stop = dataLayerSource().start(
    (values) => {
      told.push(values as Told);
      try {
        parseHostContext(values);
      } catch (error) {
        refused.push(error);
      }
    },
    {
      now: () => 0,
      idle(run) {
        idle.add(run);
        return () => idle.delete(run);
      },
      isLater,
    },
  );
};
/** A moment at which the page may have changed, and the rest after it. */
const look = () => {
  document.dispatchEvent(new Event('click', { bubbles: true }));
  rest();
};
const push = (...entries: unknown[]) => (page.dataLayer as unknown[]).push(...entries);
/** As its snippet has it: the arguments themselves are pushed. */
function gtag(..._: unknown[]) {
  // biome-ignore lint/complexity/noArguments: it is what gtag() pushes
  push(arguments);
}
const cart = () => told.filter((values) => values.cart).at(-1)?.cart;
const order = () => told.filter((values) => values.order).at(-1)?.order;

const mug = { item_id: 'mug', item_name: 'Mug', price: 19.99 };
const bowl = { item_id: 'bowl', item_name: 'Bowl', price: 5 };
const event = (name: string, items?: unknown, more: object = {}) => ({
  event: name,
  ecommerce: { currency: 'EUR', ...(items !== undefined && { items }), ...more },
});
const eur = (amount: number) => ({ amount, currency: 'EUR' });
const line = (id: string, name: string, amount: number, quantity = 1): CartItem => ({
  id,
  name,
  price: eur(amount),
  quantity,
});

beforeEach(() => {
  told = [];
  refused = [];
  idle = new Set();
  page.dataLayer = [];
  navigation = new EventTarget();
  vi.stubGlobal('navigation', navigation);
  vi.stubGlobal(
    'PerformanceObserver',
    class {
      constructor(listener: (list: object) => void) {
        observer = {
          isOn: false,
          told: (...names) => observer.isOn && listener({ getEntries: () => names.map((name) => ({ name })) }),
        };
      }
      observe({ type }: { type: string }) {
        observer.isOn = type === 'resource';
      }
      disconnect() {
        observer.isOn = false;
      }
    },
  );
});
afterEach(() => {
  stop();
  expect(refused).toEqual([]);
  vi.unstubAllGlobals();
  delete page.dataLayer;
});

describe('a cart', () => {
  it('is what was there before anyone looked', () => {
    push({ event: 'gtm.js' }, event('add_to_cart', [{ ...mug, quantity: 2 }]));
    start();
    expect(told).toEqual([{ cart: { items: [line('mug', 'Mug', 1999, 2)], total: eur(3998) } }]);
  });

  it('grows and shrinks by id and variant', () => {
    start();
    push(event('add_to_cart', [mug]), event('add_to_cart', [{ ...mug, item_variant: 'blue', quantity: 2 }, bowl]));
    look();
    expect(cart()?.items).toEqual([
      line('mug', 'Mug', 1999),
      line('mug', 'Mug (blue)', 1999, 2),
      line('bowl', 'Bowl', 500),
    ]);
    push(event('remove_from_cart', [{ item_id: 'mug', item_variant: 'blue' }, mug]));
    look();
    expect(cart()).toEqual({ items: [line('mug', 'Mug (blue)', 1999), line('bowl', 'Bowl', 500)], total: eur(2499) });
    push(
      event('remove_from_cart', [
        { ...bowl, quantity: 7 },
        { item_id: 'mug', item_variant: 'blue' },
      ]),
    );
    look();
    expect(cart()).toEqual({ items: [], total: eur(0) });
  });

  it.each(['view_cart', 'begin_checkout'])('is replaced by what %s lists', (name) => {
    push(event('add_to_cart', [mug]));
    start();
    push(event(name, [{ ...bowl, quantity: 3 }]));
    look();
    expect(cart()).toEqual({ items: [line('bowl', 'Bowl', 500, 3)], total: eur(1500) });
    push(event(name, []));
    look();
    expect(cart()).toEqual({ items: [], total: eur(0) });
  });

  it('keeps what is listed twice as two lines, of which the first is added to and taken from', () => {
    start();
    push(event('view_cart', [mug, { ...mug, price: 10 }]), event('add_to_cart', [mug]));
    look();
    expect(cart()).toEqual({ items: [line('mug', 'Mug', 1999, 2), line('mug', 'Mug', 1000)], total: eur(4998) });
    push(event('remove_from_cart', [{ ...mug, quantity: 2 }]), event('remove_from_cart', [mug]));
    look();
    expect(cart()?.items).toEqual([]);
  });

  it('is read from gtag() calls as well', () => {
    gtag('js', new Date());
    gtag('config', 'G-1');
    gtag('event', 'add_to_cart', { currency: 'EUR', value: 19.99, items: [mug] });
    start();
    expect(cart()).toEqual({ items: [line('mug', 'Mug', 1999)], total: eur(1999) });
    push(['event', 'remove_from_cart', { items: [mug] }]);
    look();
    expect(cart()?.items).toEqual([]);
  });

  it('is left alone by the push that clears, and by events that are not about it', () => {
    push(event('add_to_cart', [mug]));
    start();
    push({ ecommerce: null }, event('view_item', [bowl]), event('view_item_list', [bowl]), { event: 'add_to_cart' });
    gtag('event', 'view_cart');
    gtag('event', 'scroll');
    look();
    expect(told).toHaveLength(1);
  });

  it('is read where the parameters are not under ecommerce', () => {
    push({ event: 'view_cart', currency: 'EUR', items: [mug] });
    start();
    expect(cart()?.items).toEqual([line('mug', 'Mug', 1999)]);
  });

  it('has prices with the decimals of the currency, and takes that in small letters', () => {
    push(event('view_cart', [{ ...mug, price: 1980 }], { currency: 'jpy' }));
    start();
    expect(cart()?.total).toEqual({ amount: 1980, currency: 'JPY' });
  });

  it('begins anew in another currency', () => {
    push(event('add_to_cart', [mug]), event('add_to_cart', [bowl], { currency: 'USD' }));
    start();
    expect(cart()).toMatchObject({ items: [{ id: 'bowl' }], total: { amount: 500, currency: 'USD' } });
  });

  it('falls back from id to name and from name to id, and takes older names of both', () => {
    push(
      event('view_cart', [
        { item_id: 7, price: 1 },
        { item_name: 'Plate', price: 1 },
        { id: 'cup', name: 'Cup', variant: 'red', price: '1.00', quantity: '2' },
      ]),
    );
    start();
    expect(cart()?.items).toEqual([line('7', '7', 100), line('Plate', 'Plate', 100), line('cup', 'Cup (red)', 100, 2)]);
  });

  it('cuts ids and names to what may be told', () => {
    push(event('view_cart', [{ item_id: 'i'.repeat(200), item_name: 'n'.repeat(600), item_variant: 'v', price: 1 }]));
    start();
    expect(cart()?.items[0]).toMatchObject({ id: 'i'.repeat(128), name: 'n'.repeat(512) });
  });
});

describe('nothing is told', () => {
  const nothing: [string, unknown][] = [
    ['without a currency', event('view_cart', [mug], { currency: undefined })],
    ['of what is no currency', event('view_cart', [mug], { currency: '€' })],
    ['of an item without id and name', event('view_cart', [mug, { price: 1 }])],
    ['of an item without a price', event('view_cart', [{ item_id: 'x' }])],
    ['of a price that may be two things', event('view_cart', [{ ...mug, price: '1.999' }])],
    ['of half an item', event('view_cart', [{ ...mug, quantity: 0.5 }])],
    ['of less than one', event('view_cart', [{ ...mug, quantity: -1 }])],
    ['of more than anyone buys', event('view_cart', [{ ...mug, quantity: 1e9 }])],
    ['of a sum that is no safe integer', event('view_cart', Array(2).fill({ ...mug, price: 9e7, quantity: 1e6 }))],
    ['of no list', event('view_cart')],
    ['of a list that is none', event('view_cart', 'mug')],
    ['of more lines than may be told', event('view_cart', Array(101).fill(mug))],
    ['of adding nothing', event('add_to_cart', [])],
    ['of a removal from a cart that nobody knows', event('remove_from_cart', [mug])],
  ];
  it.each(nothing)('%s, and what was known stays', (_, entry) => {
    push(entry);
    start();
    expect(told).toEqual([]);
    if ((entry as { event: string }).event !== 'view_cart') return;
    push(event('add_to_cart', [bowl]), entry);
    look();
    expect(told).toEqual([{ cart: { items: [line('bowl', 'Bowl', 500)], total: eur(500) } }]);
  });

  it('twice, if it comes to the same', () => {
    push(event('view_cart', [mug]));
    start();
    push(event('view_cart', [mug]), event('add_to_cart', [bowl]), event('remove_from_cart', [bowl]));
    look();
    expect(told).toHaveLength(1);
  });

  it('of the hundred and first line, while the others can still change', () => {
    const many = Array.from({ length: 100 }, (_, i) => ({ ...mug, item_id: `mug${i}` }));
    push(event('view_cart', many), event('add_to_cart', [bowl]), event('add_to_cart', [{ ...mug, item_id: 'mug99' }]));
    start();
    expect(cart()?.items).toHaveLength(100);
    expect(cart()?.items.at(-1)).toMatchObject({ id: 'mug99', quantity: 2 });
  });
});

describe('a total', () => {
  const totalOf = (entry: unknown) => {
    push(entry);
    start();
    return cart()!;
  };

  it('is the sum of the lines, where the value is that too', () => {
    const three = Array(3).fill({ ...mug, price: 0.1 });
    expect(totalOf(event('view_cart', three, { value: 0.1 + 0.1 + 0.1 })).total).toEqual(eur(30));
  });

  it('is the sum where they differ by a rounding: prices had more decimals than can be told', () => {
    const entry = event('view_cart', [{ ...mug, price: 16.798, quantity: 10 }], { value: 167.98 });
    expect(totalOf(entry)).toEqual({ items: [line('mug', 'Mug', 1680, 10)], total: eur(16_800) });
  });

  it.each(['view_cart', 'begin_checkout'])('of %s is its value where that differs, as with a coupon', (name) => {
    expect(totalOf(event(name, [mug, bowl], { value: 20 }))).toEqual({
      items: [line('mug', 'Mug', 1999), line('bowl', 'Bowl', 500)],
      total: eur(2000),
    });
    push(event('add_to_cart', [bowl]));
    look();
    expect(cart()?.total).toEqual(eur(2999));
  });

  it('does not take the value of what is added for that of the cart', () => {
    push(event('add_to_cart', [mug], { value: 19.99 }));
    expect(totalOf(event('add_to_cart', [bowl], { value: 1 })).total).toEqual(eur(2499));
  });

  it('has prices as they are after discount, as GA4 has them', () => {
    const sold = { ...mug, price: 8, discount: 2, quantity: 3 };
    expect(totalOf(event('view_cart', [sold], { value: 24 }))).toEqual({
      items: [line('mug', 'Mug', 800, 3)],
      total: eur(2400),
    });
  });

  it('takes the discount off where only that makes the value right', () => {
    const listed = { ...mug, price: 10, discount: '2.00', quantity: 3 };
    expect(totalOf(event('view_cart', [listed, bowl], { value: 29 }))).toEqual({
      items: [line('mug', 'Mug', 800, 3), line('bowl', 'Bowl', 500)],
      total: eur(2900),
    });
  });

  it('leaves prices as they are where no discount makes the value right', () => {
    const listed = { ...mug, price: 10, discount: 2, quantity: 3 };
    expect(totalOf(event('view_cart', [listed], { value: 20 }))).toEqual({
      items: [line('mug', 'Mug', 1000, 3)],
      total: eur(2000),
    });
  });

  it('ignores a value that is no amount', () => {
    expect(totalOf(event('view_cart', [mug], { value: 'twenty' })).total).toEqual(eur(1999));
  });
});

describe('a purchase', () => {
  it('is an order, and the cart is empty', () => {
    push(event('add_to_cart', [mug]));
    start();
    push(event('purchase', [{ ...mug, quantity: 2 }], { transaction_id: 'T-1', value: 45.98, shipping: 6 }));
    look();
    expect(order()).toEqual({ id: 'T-1', items: [line('mug', 'Mug', 1999, 2)], total: eur(4598) });
    expect(cart()).toEqual({ items: [], total: eur(0) });
    const before = told.length;
    push(event('purchase', [{ ...mug, quantity: 2 }], { transaction_id: 'T-1', value: 45.98, shipping: 6 }));
    look();
    expect(told).toHaveLength(before);
  });

  it('without its items has what it says', () => {
    gtag('event', 'purchase', { transaction_id: 12345, value: 49.9, currency: 'EUR' });
    start();
    expect(order()).toEqual({ id: '12345', total: eur(4990) });
    gtag('event', 'purchase', { transaction_id: 12346, currency: 'EUR' });
    look();
    expect(order()).toEqual({ id: '12346' });
  });

  it('without a number is no order, but the cart is empty all the same', () => {
    push(event('add_to_cart', [mug]), event('purchase', [mug]));
    start();
    expect(order()).toBeUndefined();
    expect(cart()?.items).toEqual([]);
  });
});

describe('the array', () => {
  it('may come later', () => {
    delete page.dataLayer;
    start();
    page.dataLayer = [];
    push(event('add_to_cart', [mug]));
    look();
    expect(cart()?.items).toHaveLength(1);
  });

  it('is only read: it may be frozen, and its push is its own', () => {
    const frozen = Object.freeze([Object.freeze(event('add_to_cart', [Object.freeze(mug)]))]);
    page.dataLayer = frozen;
    start();
    expect(cart()?.items).toHaveLength(1);
    page.dataLayer = [];
    look();
    expect(Object.hasOwn(page.dataLayer as object, 'push')).toBe(false);
    expect(Object.getOwnPropertyDescriptor(page, 'dataLayer')).toMatchObject({ value: [], writable: true });
  });

  it('is read on where a tag manager drops its oldest', () => {
    start();
    for (let i = 0; i < 1000; i++) {
      push({ event: 'scroll', i }, event('add_to_cart', [{ ...mug, price: 1 }]));
      (page.dataLayer as unknown[]).splice(0, Math.max(0, (page.dataLayer as unknown[]).length - 300));
      if (i % 10 === 0) look();
    }
    look();
    expect(cart()?.items).toEqual([line('mug', 'Mug', 100, 1000)]);
  });

  it('is read on where it is replaced, with what it had or without', () => {
    push(event('add_to_cart', [mug]), { event: 'scroll' });
    start();
    page.dataLayer = [...(page.dataLayer as unknown[]), event('add_to_cart', [mug])];
    look();
    expect(cart()?.items[0]?.quantity).toBe(2);
    page.dataLayer = [event('add_to_cart', [mug])];
    look();
    expect(cart()?.items[0]?.quantity).toBe(3);
    page.dataLayer = [];
    look();
    push(event('add_to_cart', [mug]));
    look();
    expect(cart()?.items[0]?.quantity).toBe(4);
  });

  it('may have one entry pushed again', () => {
    const again = event('add_to_cart', [mug]);
    push(again);
    start();
    push(again);
    look();
    push(again, again);
    look();
    expect(cart()?.items[0]?.quantity).toBe(4);
  });
});

describe('what was pushed while somebody else was here', () => {
  it('is not told, and what comes after begins a cart of its own', () => {
    push(event('add_to_cart', [mug]));
    start(true);
    look();
    expect(told.filter((values) => values.cart)).toEqual([]);
    push(event('add_to_cart', [bowl]));
    look();
    expect(cart()).toEqual({ items: [line('bowl', 'Bowl', 500)], total: eur(500) });
  });

  it('is nothing where there was no array yet', () => {
    page.dataLayer = undefined;
    start(true);
    page.dataLayer = [event('add_to_cart', [bowl])];
    look();
    expect(cart()!.items).toEqual([line('bowl', 'Bowl', 500)]);
  });
});

describe('it looks again', () => {
  const moments: [string, () => void][] = [
    [
      'after a click, also one whose way is stopped',
      () => {
        document.body.addEventListener('click', (click) => click.stopImmediatePropagation(), { once: true });
        document.body.dispatchEvent(new Event('click', { bubbles: true }));
      },
    ],
    ['after a submit', () => document.body.dispatchEvent(new Event('submit', { bubbles: true }))],
    ['after going back', () => window.dispatchEvent(new Event('popstate'))],
    ['after a navigation', () => navigation.dispatchEvent(new Event('currententrychange'))],
    ['when the page is shown', () => document.dispatchEvent(new Event('visibilitychange', { bubbles: true }))],
    ['when something was fetched', () => observer.told('https://shop.example/api/cart')],
  ];
  it.each(moments)('%s, once the page is idle', (_, happen) => {
    start();
    push(event('add_to_cart', [mug]));
    happen();
    happen();
    expect(idle.size).toBe(1);
    expect(told).toEqual([]);
    rest();
    expect(told).toHaveLength(1);
  });

  it('at nothing else: an idle page costs nothing', () => {
    vi.useFakeTimers();
    start();
    push(event('add_to_cart', [mug]));
    vi.advanceTimersByTime(3_600_000);
    rest();
    expect(vi.getTimerCount()).toBe(0);
    expect(told).toEqual([]);
    vi.useRealTimers();
  });

  it('never after the undo, which leaves nothing behind', () => {
    start();
    look();
    document.body.click();
    expect(idle.size).toBe(1);
    stop();
    expect(idle.size).toBe(0);
    expect(observer.isOn).toBe(false);
    push(event('add_to_cart', [mug]));
    for (const [, happen] of moments) happen();
    expect(idle.size).toBe(0);
    expect(told).toEqual([]);
  });

  it('without the Navigation API and PerformanceObserver by the events that are left', () => {
    vi.stubGlobal('navigation', undefined);
    vi.stubGlobal('PerformanceObserver', undefined);
    start();
    push(event('add_to_cart', [mug]));
    look();
    expect(told).toHaveLength(1);
  });
});

describe('a hostile page', () => {
  const thrower = (key: string, on: object = {}) =>
    Object.defineProperty(on, key, {
      configurable: true,
      get() {
        throw new Error(key);
      },
    });
  const cycle: Record<string, unknown> = event('view_cart', [mug]);
  cycle.self = cycle;
  (cycle.ecommerce as Record<string, unknown>).cart = cycle;

  const entries: [string, unknown][] = [
    ['nothing', null],
    ['a function', () => push(event('add_to_cart', [mug]))],
    ['text', 'event'],
    ['a symbol', Symbol('event')],
    ['an event that throws', thrower('event')],
    ['parameters that throw', thrower('ecommerce', { event: 'view_cart' })],
    ['items that throw', event('view_cart', undefined, thrower('items'))],
    ['a price that throws', event('view_cart', [mug, thrower('price', { item_id: 'x' })])],
    ['a name that throws', event('add_to_cart', [thrower('item_name', { item_id: 'x', price: 1 })])],
    ['a quantity that throws', event('add_to_cart', [{ ...mug, quantity: { valueOf: () => thrower('x') } }])],
    ['a currency that throws', event('add_to_cart', [mug], { currency: { toString: () => thrower('x') } })],
    [
      'a proxy that throws',
      new Proxy(
        {},
        {
          get: () => {
            throw new Error('get');
          },
        },
      ),
    ],
    [
      'a revoked proxy',
      (() => {
        const { proxy, revoke } = Proxy.revocable({}, {});
        revoke();
        return proxy;
      })(),
    ],
    ['items beyond counting', event('view_cart', Array(100_000).fill(mug))],
    ['a sparse list', event('view_cart', Object.assign([], { length: 50 }))],
    ['names of the prototype', { event: 'constructor', ecommerce: { currency: 'EUR', items: [mug] } }],
    ['a prototype of its own', JSON.parse('{"__proto__":{"event":"view_cart"},"ecommerce":{"__proto__":{"x":1}}}')],
    [
      'items with a prototype of their own',
      event('view_cart', JSON.parse('[{"__proto__":{"item_id":"x","price":1}}]')),
    ],
  ];
  it.each(entries)('changes nothing with %s', (_, entry) => {
    push(event('add_to_cart', [bowl]), entry, event('add_to_cart', [bowl]));
    expect(() => start()).not.toThrow();
    expect(told).toEqual([{ cart: { items: [line('bowl', 'Bowl', 500, 2)], total: eur(1000) } }]);
    expect(({} as { x?: 1 }).x).toBeUndefined();
  });

  it('may have cycles, where nobody goes round', () => {
    push(cycle);
    start();
    expect(cart()?.items).toEqual([line('mug', 'Mug', 1999)]);
  });

  const arrays: [string, unknown][] = [
    ['text', 'dataLayer'],
    ['an object', { length: 1e9, 0: event('view_cart', [mug]) }],
    ['a number', 7],
    ['entries that throw', thrower('0', Object.assign([], { length: 1 }))],
    [
      'a proxy that throws',
      new Proxy([], {
        get: () => {
          throw new Error('get');
        },
      }),
    ],
  ];
  it.each(arrays)('may have %s for a data layer, until it is one', (_, given) => {
    page.dataLayer = given;
    expect(() => start()).not.toThrow();
    look();
    expect(told).toEqual([]);
    page.dataLayer = [event('add_to_cart', [mug])];
    look();
    expect(told).toHaveLength(1);
  });

  it('may have a data layer that throws', () => {
    delete page.dataLayer;
    thrower('dataLayer', window);
    expect(() => start()).not.toThrow();
    expect(told).toEqual([]);
    delete page.dataLayer;
  });

  it('is read from its newest two thousand entries, however long its array', () => {
    const entry = event('add_to_cart', [{ ...mug, price: 1 }]);
    let reads = 0;
    const counted = {
      get event() {
        reads++;
        return 'scroll';
      },
    };
    page.dataLayer = Object.assign([event('view_cart', [bowl])], { length: 4_000_000_000 });
    start();
    expect(told).toEqual([]);
    page.dataLayer = [...Array(100_000).fill(counted), ...Array(1_999).fill(entry), entry];
    look();
    expect(cart()?.items).toEqual([line('mug', 'Mug', 100, 2_000)]);
    expect(reads).toBe(0);
    look();
    expect(told).toHaveLength(1);
  });

  it('does not have items read of which there are too many', () => {
    const read = vi.fn();
    push(event('view_cart', Array(100_000).fill(new Proxy({}, { get: read }))));
    start();
    expect(read).not.toHaveBeenCalled();
  });

  it('cannot keep it busy with an entry that pushes another', () => {
    const endless = () => ({
      get event() {
        push(endless());
        return 'scroll';
      },
    });
    push(endless());
    start();
    expect((page.dataLayer as unknown[]).length).toBe(2);
  });
});

describe('any sequence of events', () => {
  const item = fc.record({
    item_id: fc.constantFrom('mug', 'bowl', 'cup'),
    item_variant: fc.constantFrom(undefined, 'blue', 'red'),
    price: fc.constantFrom(1, 2.5, 19.99),
    quantity: fc.constantFrom(undefined, 1, 2, 5),
  });
  type Item = typeof item extends fc.Arbitrary<infer T> ? T : never;
  const step = fc.record({
    name: fc.constantFrom('add_to_cart', 'add_to_cart', 'remove_from_cart', 'view_cart', 'view_item', 'purchase'),
    items: fc.array(item, { minLength: 1, maxLength: 4 }),
    isCall: fc.boolean(),
    looks: fc.boolean(),
    replaces: fc.boolean(),
  });

  it('tells the cart that a plain list of lines would be', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 25 }), (steps) => {
        told = [];
        page.dataLayer = [];
        start();
        let lines: { of: string; price: number; quantity: number }[] | undefined;
        const name = ({ item_id, item_variant }: Item) => (item_variant ? `${item_id} (${item_variant})` : item_id);
        for (const { name: kind, items, isCall, looks, replaces } of steps) {
          const params = { currency: 'EUR', items };
          if (isCall) gtag('event', kind, params);
          else push({ ecommerce: null }, { event: kind, ecommerce: params });
          if (looks) look();
          if (replaces) page.dataLayer = [...(page.dataLayer as unknown[])];
          if (kind === 'purchase') lines = [];
          if (kind === 'view_cart') {
            lines = items.map((one) => ({ of: name(one), price: one.price, quantity: one.quantity ?? 1 }));
          }
          for (const one of items) {
            const { price, quantity = 1 } = one;
            const there = lines?.find(({ of }) => of === name(one));
            if (kind === 'add_to_cart') {
              lines ??= [];
              if (there) Object.assign(there, { price, quantity: there.quantity + quantity });
              else lines.push({ of: name(one), price, quantity });
            }
            if (kind === 'remove_from_cart' && there) {
              there.quantity -= quantity;
              if (there.quantity <= 0) lines!.splice(lines!.indexOf(there), 1);
            }
          }
        }
        look();
        const sum = lines?.reduce((all, { price, quantity }) => all + Math.round(price * 100) * quantity, 0);
        expect(
          cart()?.items.map((one) => ({ of: one.name, price: one.price.amount / 100, quantity: one.quantity })),
        ).toEqual(lines);
        expect(cart()?.total.amount).toBe(sum);
        for (const [i, { cart: one }] of told.entries()) {
          if (one)
            expect(one).not.toEqual(
              told
                .slice(0, i)
                .filter((values) => values.cart)
                .at(-1)?.cart,
            );
        }
        stop();
      }),
      { numRuns: 300 },
    );
  });

  it('whatever its entries are, tells only what can be told', () => {
    const kind = fc.constantFrom('add_to_cart', 'remove_from_cart', 'view_cart', 'begin_checkout', 'purchase');
    const odd = fc.oneof(
      item,
      fc.anything(),
      fc.record({ item_id: fc.anything(), price: fc.double(), quantity: fc.double() }),
    );
    const params = fc.record(
      {
        currency: fc.oneof(fc.constantFrom('EUR', 'JPY'), fc.anything()),
        value: fc.anything(),
        transaction_id: fc.anything(),
        items: fc.oneof(fc.array(odd), fc.anything()),
      },
      { requiredKeys: [] },
    );
    const entry = fc.oneof(
      fc.anything(),
      { weight: 3, arbitrary: fc.record({ event: kind, ecommerce: params }) },
      { weight: 3, arbitrary: fc.tuple(fc.constant('event'), kind, params) },
    );
    let times = 0;
    fc.assert(
      fc.property(fc.array(entry), (entries) => {
        page.dataLayer = entries;
        expect(() => start()).not.toThrow();
        times += told.splice(0).length;
        stop();
      }),
      { numRuns: 1500 },
    );
    expect(times).toBeGreaterThan(100);
  });
});
