import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ofSnapshot, type Told } from '../../src/relay/happenings.js';
import { SPANS } from '../../src/relay/options.js';
import type { Cart, Snapshot } from '../../src/types.js';
import { snapshot as bare } from './support.js';

const NOW = 1_800_000_000_000;
const euro = (amount: number) => ({ amount, currency: 'EUR' });

const cart = (quantities: Record<string, number>): Cart => ({
  items: Object.entries(quantities).map(([id, quantity]) => ({ id, name: `the ${id}`, price: euro(100), quantity })),
  total: euro(100 * Object.values(quantities).reduce((sum, n) => sum + n, 0)),
});

const page = (path: string, at: number) => ({ url: `https://shop.example${path}`, title: path, at });

/** What each of these snapshots, told one after the other in one session, adds to the timeline. */
function story(...changes: (Partial<Snapshot> & Record<string, unknown>)[]) {
  let before: Told = {};
  return changes.map((change) => {
    const { noted, told } = ofSnapshot({ ...bare, ...change } as Snapshot, before, NOW);
    before = JSON.parse(JSON.stringify(told));
    return noted.map(({ happening }) => happening);
  });
}

test('a cart that is there at first is found; then it is told what changed, and nothing where nothing did', () => {
  const [first, same, more, gone, empty] = story(
    { cart: cart({ kettle: 1 }) },
    { cart: cart({ kettle: 1 }) },
    { cart: cart({ kettle: 3, mug: 1 }) },
    { cart: cart({ mug: 1 }) },
    { cart: cart({}) },
  );
  const kettle = (quantity: number, was: number) => ({ name: 'the kettle', quantity, was });
  expect(first).toMatchObject([{ kind: 'cart', event: 'found', items: 1, total: euro(100) }]);
  expect(same).toEqual([]);
  expect(more).toMatchObject([{ event: 'changed', changes: [kettle(3, 1), { name: 'the mug', quantity: 1, was: 0 }] }]);
  expect(gone).toMatchObject([{ event: 'changed', changes: [kettle(0, 3)], items: 1 }]);
  expect(empty).toMatchObject([{ event: 'emptied', items: 0 }]);
});

test('an order is told once, and again when its status is another; the cart that it emptied says nothing', () => {
  const [, placed, same, sent] = story(
    { cart: cart({ mug: 1 }) },
    { cart: cart({}), order: { id: 'o1', status: 'paid', total: euro(100) } },
    { cart: cart({}), order: { id: 'o1', status: 'paid', total: euro(100) } },
    { cart: cart({}), order: { id: 'o1', status: 'sent', total: euro(100) } },
  );
  expect(placed).toEqual([{ kind: 'order', order: 'o1', status: 'paid', total: euro(100) }]);
  expect(same).toEqual([]);
  expect(sent).toMatchObject([{ status: 'sent' }]);
});

test('pages come from the journey alone, and what they sell only along with it', () => {
  const product = { name: 'Kettle', price: euro(1999) };
  const [without, withJourney] = story({ product }, { product, journey: [page('/kettle', NOW - 5)] });
  expect(without).toEqual([]);
  expect(withJourney).toEqual([{ kind: 'page', url: 'https://shop.example/kettle', title: '/kettle' }]);
  const [both] = story({ product, journey: [page('/kettle', NOW - 5)] });
  expect(both).toMatchObject([{ kind: 'page' }, { kind: 'product', ...product }]);
});

test('a page tells how long it was seen once that is known, as the same entry', () => {
  const visit = page('/kettle', NOW - 5);
  const marks: string[] = [];
  let before: Told = {};
  for (const change of [{}, { ms: 4000, depth: 40 }, { ms: 4000, depth: 40 }]) {
    const { noted, told } = ofSnapshot({ ...bare, journey: [{ ...visit, ...change }] } as Snapshot, before, NOW);
    before = told;
    for (const { mark, happening } of noted) {
      marks.push(mark);
      expect(happening).toEqual({ kind: 'page', url: visit.url, title: visit.title, ...change });
    }
  }
  expect(marks).toEqual([marks[0], marks[0]]);
});

test('what a page cannot have found at that time counts as now', () => {
  const at = (told: number) => ofSnapshot({ ...bare, journey: [page('/', told)] } as Snapshot, {}, NOW).noted[0]!.at;
  expect(at(NOW - 1000)).toBe(NOW - 1000);
  expect(at(NOW + 3_600_000)).toBe(NOW);
  expect(at(NOW - SPANS.timeline - 1)).toBe(NOW);
  expect(at(0)).toBe(NOW);
});

test('trouble that comes again is the same entry for an hour, searches and articles are told each', () => {
  const first = { type: 'rage-click', at: NOW - 10, count: 3, detail: 'button "Pay"' };
  const lists = {
    searches: [{ query: 'refund', at: NOW - 9 }],
    articles: [{ id: 'returns', title: 'Returns', at: NOW - 8 }],
  };
  const marks = [first, { ...first, at: NOW - 2, count: 7 }].map(
    (signal) => ofSnapshot({ ...bare, signals: [signal] } as Snapshot, {}, NOW).noted[0]!.mark,
  );
  expect(marks[0]).toBe(marks[1]);
  expect(story({ signals: [first], ...lists }, lists)).toEqual([
    [
      { kind: 'trouble', type: 'rage-click', count: 3, detail: 'button "Pay"' },
      { kind: 'search', query: 'refund' },
      { kind: 'article', article: 'returns', title: 'Returns' },
    ],
    [],
  ]);
});

test('what a visitor says of an article is told with it, as the same entry', () => {
  const article = { id: 'returns', title: 'Returns', at: NOW - 8 };
  const said = { ...article, helpful: false, reason: 'No price' };
  const first = ofSnapshot({ ...bare, articles: [article] } as Snapshot, {}, NOW);
  const then = ofSnapshot({ ...bare, articles: [said] } as Snapshot, first.told, NOW);
  expect(then.noted.map(({ mark }) => mark)).toEqual(first.noted.map(({ mark }) => mark));
  const { at: _, id, ...rest } = said;
  expect(then.noted[0]!.happening).toEqual({ kind: 'article', article: id, ...rest });
});

const quantities = fc.dictionary(fc.constantFrom('a', 'b', 'c', 'd'), fc.integer({ min: 1, max: 5 }));

test('whatever became of the cart, the changes lead from one to the next, and the same again is nothing', () => {
  fc.assert(
    fc.property(fc.array(quantities, { minLength: 1, maxLength: 6 }), (carts) => {
      const told = story(...carts.map((each) => ({ cart: cart(each) })));
      const held: Record<string, number> = {};
      carts.forEach((each, i) => {
        for (const happening of told[i]!) {
          if (happening.kind !== 'cart') throw new Error(happening.kind);
          for (const { name, quantity, was } of happening.changes) {
            expect(held[name] ?? 0).toBe(was);
            held[name] = quantity;
          }
        }
        const left = Object.entries(held).filter(([, n]) => n > 0);
        expect(Object.fromEntries(left)).toEqual(
          Object.fromEntries(Object.entries(each).map(([id, n]) => [`the ${id}`, n])),
        );
      });
      expect(
        story(...carts.flatMap((each) => [{ cart: cart(each) }, { cart: cart(each) }])).filter((_, i) => i % 2),
      ).toEqual(carts.map(() => []));
    }),
  );
});

test('whatever sources told, nothing of it breaks the telling', () => {
  const parts = ['product', 'signals', 'searches', 'articles', 'events'] as const;
  const odd = fc.dictionary(fc.constantFrom(...parts), fc.jsonValue() as fc.Arbitrary<unknown>);
  fc.assert(
    fc.property(odd, odd, (one, two) => {
      const journey = [page('/', NOW - 1)];
      for (const noted of story({ journey, ...one }, { journey, ...two })) {
        for (const { kind } of noted) expect(typeof kind).toBe('string');
      }
    }),
  );
});
