/** Snapshots of all kinds, as fast-check makes them: each within the limits of the border. */
import fc from 'fast-check';
import type { Snapshot } from '../../src/types.js';

const line = fc.oneof(fc.string({ unit: 'grapheme', maxLength: 20 }), fc.string({ maxLength: 20 }));
const instant = fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER });
const scalar = fc.oneof(line, fc.boolean(), fc.constant(null), fc.double({ noDefaultInfinity: true, noNaN: true }));
// a slash and a tilde mean something in a path, and digits are what places of a list look like
const key = fc.oneof(
  fc.string({ minLength: 1, maxLength: 12 }),
  fc.constantFrom('a/b', '~0', '0', 'length', 'toString'),
);
const scalars = fc.dictionary(
  key.filter((one) => one !== '__proto__'),
  scalar,
  { maxKeys: 6 },
);
const money = fc.record({ amount: fc.maxSafeInteger(), currency: fc.constantFrom('EUR', 'JPY', 'KWD') });
const item = fc.record(
  { id: line, name: line, price: money, quantity: fc.integer({ min: 1, max: 9 }), url: line },
  { requiredKeys: ['id', 'name', 'price'] },
);
const items = fc.array(item, { maxLength: 6 });
const nullable = <T>(one: fc.Arbitrary<T>) => fc.option(one, { freq: 8 });
const visit = fc.record(
  { url: line, title: line, at: instant, ms: fc.nat(), depth: fc.nat(100) },
  { requiredKeys: ['url', 'title', 'at'] },
);
const read = fc.record(
  { id: line, title: line, at: instant, helpful: fc.boolean(), reason: line },
  { requiredKeys: ['id', 'title', 'at'] },
);
/** What sources tell: plain data of their own shape. */
const plain = fc.jsonValue({ maxDepth: 3, noUnicodeString: true }).map((value) => withoutProto(value));

function withoutProto(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(withoutProto);
  const entries = Object.entries(value).filter(([name]) => name !== '__proto__');
  return Object.fromEntries(entries.map(([name, one]) => [name, withoutProto(one)]));
}

/** Some are over 8 KiB. */
export const anySnapshot = fc.record(
  {
    v: fc.constant(1 as const),
    locale: line,
    page: fc.record(
      { url: line, title: line, language: line, referrer: line },
      { requiredKeys: ['url', 'title', 'language'] },
    ),
    journey: fc.array(visit, { maxLength: 30 }),
    traits: nullable(scalars),
    company: nullable(fc.record({ id: line, name: line, plan: line }, { requiredKeys: ['id'] })),
    cart: nullable(fc.record({ items, total: money })),
    order: nullable(fc.record({ id: line, status: line, total: money, items, at: instant }, { requiredKeys: ['id'] })),
    attributes: nullable(scalars),
    product: plain,
    breadcrumbs: plain,
    questions: plain,
    landing: plain,
    device: plain,
    signals: plain,
    searches: fc.array(fc.record({ query: line, hits: fc.nat(), at: instant }, { requiredKeys: ['query', 'at'] }), {
      maxLength: 10,
    }),
    articles: fc.array(read, { maxLength: 10 }),
    events: fc.oneof(plain, fc.array(fc.record({ name: line, at: instant }), { maxLength: 20 })),
    visits: plain,
    segments: plain,
    'x-points': plain,
    'x-store-2': plain,
    about: fc.dictionary(
      fc.constantFrom('cart', 'journey', 'traits', 'signals', 'x-points', 'events'),
      fc.record({ source: line, category: fc.constantFrom('necessary', 'functional', 'analytics'), at: instant }),
    ),
  },
  { requiredKeys: ['v', 'locale', 'page'] },
) as fc.Arbitrary<Snapshot>;

/** What JSON makes of it: without prototypes, undefined and negative zero. */
export const plainly = <T>(value: T): T => JSON.parse(JSON.stringify(value)) as T;
