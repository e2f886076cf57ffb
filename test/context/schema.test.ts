// @vitest-environment happy-dom
/** The published schema of what a person is told, beside the types, the relay's border, what is made, and the docs. */
import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { createCollector } from '../../src/context/collector.js';
import { attachContext } from '../../src/context/context.js';
import { dataLayerSource } from '../../src/context/sources/data-layer.js';
import { landingSource } from '../../src/context/sources/landing.js';
import { personSource } from '../../src/context/sources/person.js';
import { schemaOrgSource } from '../../src/context/sources/schema-org.js';
import { createTurns } from '../../src/context/turns.js';
import * as LIMITS from '../../src/core/limits.js';
import { snapshot as border, parseSnapshot } from '../../src/relay/frames.js';
import { newStore } from '../core/world.js';
import { anySnapshot, plainly } from './any-snapshot.js';
import { at } from './at.js';
import { bare, type JsonSchema, schemaOf } from './schema-of.js';

const ROOT = new URL('../../', `file://${import.meta.dirname}/`).pathname;
const read = (file: string) => readFileSync(`${ROOT}${file}`, 'utf8');
const schema = JSON.parse(read('docs/snapshot.schema.json')) as JsonSchema & {
  properties: Record<string, JsonSchema>;
  $defs: Record<string, JsonSchema>;
};
const ajv = new Ajv2020({ allErrors: true, keywords: ['x-gives-way'], allowUnionTypes: true });
const validate = ajv.compile(schema);
const wrong = (value: unknown) =>
  validate(value) ? [] : validate.errors!.map((it) => `${it.instancePath} ${it.message}`);

/** What the border makes of it; the code where it refuses. */
const taken = (value: unknown) => {
  try {
    return parseSnapshot(value);
  } catch (error) {
    return (error as { code: string }).code;
  }
};
const LEAST = { v: 1, locale: 'en', page: { url: '/', title: '', language: 'en' } };
const bytes = (value: unknown) => Buffer.byteLength(JSON.stringify(value));

/** A snapshot with one place in it changed, wherever that is. */
const odd = fc.oneof(
  fc.constantFrom<unknown>(null, true, -1, 0, 0.5, 2 ** 53, '', 'EUR', 'eur', [], {}, [[]], [{}], {
    items: [],
    total: 1,
  }),
  fc.constantFrom(64, 65, 512, 513, 2_048, 2_049).map((length) => 'x'.repeat(length)),
  fc
    .constantFrom(30, 31)
    .map((length) => Array.from({ length }, () => ({ url: '', title: '', at: 1, id: '', query: '' }))),
  fc.constantFrom(50, 51).map((length) => Object.fromEntries(Array.from({ length }, (_, i) => [`k${i}`, i]))),
  fc.constantFrom(64, 65).map((length) => ({ ['k'.repeat(length)]: 1 })),
);
type Place = { holder: Record<string, unknown>; key: string };
const placesOf = (value: unknown): Place[] =>
  typeof value !== 'object' || value === null
    ? []
    : Object.entries(value).flatMap(([key, one]) => [
        { holder: value as Record<string, unknown>, key },
        ...placesOf(one),
      ]);
const nearly = fc.tuple(anySnapshot, fc.nat(), fc.option(odd)).map(([given, n, value]) => {
  const shot = plainly(given) as unknown as Record<string, unknown>;
  const places = placesOf(shot);
  const { holder, key } = places[n % places.length]!;
  if (value !== null) holder[key] = structuredClone(value);
  else if (!Array.isArray(holder)) delete holder[key];
  return shot;
});

describe('the schema', () => {
  it('says what the relay takes, field by field and limit by limit', () => {
    const { provenance, ...defs } = schema.$defs as { provenance: { properties: JsonSchema } };
    // only the relay says that
    const { verified, ...told } = provenance.properties;
    expect(verified).toMatchObject({ type: 'boolean' });
    const $defs = { ...defs, provenance: { ...provenance, properties: told } };
    const { patternProperties: own, ...rest } = bare({ ...schema, $defs });
    expect(rest).toEqual(schemaOf(border));
    // the host's own: whatever it is, by names alone
    const [pattern, ...others] = Object.keys(own as object);
    expect([Object.values(own as object).map((one) => bare(one, schema.$defs)), others]).toEqual([[{}], []]);
    const isTold = (key: string) => Object.hasOwn(taken({ ...LEAST, [key]: 1 }) as object, key);
    const names = ['x-a', 'x-', 'x-A', 'X-a', 'x-1', 'x-a.b', 'x-a_b', 'x-a1-b', 'xx-a', `x-${'a'.repeat(40)}`];
    for (const key of [...names, `x-${'a'.repeat(41)}`]) {
      expect([key, new RegExp(pattern!).test(key)]).toEqual([key, isTold(key)]);
    }
  });

  it('has each member of the type', () => {
    const source = read('src/situation.ts');
    const declared = (name: string) =>
      new RegExp(`^export interface ${name}\\b[^{]*\\{\\n([\\s\\S]*?)^\\}`, 'm').exec(source)![1]!;
    const members = [...`${declared('Snapshot')}${declared('HostContext')}`.matchAll(/^ {2}(\w+)\??:/gm)];
    expect(Object.keys(schema.properties)).toEqual(expect.arrayContaining(members.map(([, name]) => name!)));
    const provenance = [...declared('Provenance').matchAll(/^ {2}(\w+)\??:/gm)].map(([, name]) => name!);
    expect(Object.keys(schema.$defs.provenance!.properties as object).sort()).toEqual(provenance.sort());
  });

  it('has a name and words for each part', () => {
    const unsaid = Object.entries(schema.properties).filter(
      ([, { title, description, $ref }]) => !title || !(description || $ref),
    );
    expect(unsaid).toEqual([]);
    expect(schema).toMatchObject({
      $schema: 'https://json-schema.org/draft/2020-12/schema',
      $id: 'urn:sobani:snapshot:1',
    });
    expect(schema.description).toContain(LIMITS.context.toLocaleString('en'));
  });

  it('comes with the package', async () => {
    const { exports, files } = JSON.parse(read('package.json')) as { exports: Record<string, string>; files: string[] };
    expect(exports['./snapshot.schema.json']).toBe('./docs/snapshot.schema.json');
    expect(files).toContain('docs/snapshot.schema.json');
  });

  it('takes what the border keeps, and the border takes what it takes', () => {
    fc.assert(
      fc.property(fc.oneof(anySnapshot.map(plainly), nearly), (shot) => {
        const kept = taken(shot);
        // its size, and what it comes to together, no schema says
        fc.pre(kept !== 'too-large' || bytes(shot) <= LIMITS.context);
        if (wrong(shot).length === 0) expect([kept, shot]).toEqual([expect.any(Object), shot]);
        if (typeof kept !== 'string') expect(wrong(kept)).toEqual([]);
      }),
      { numRuns: 600 },
    );
  });

  it('takes what only a later version knows, as the border does', () => {
    const later = { ...LEAST, later: [1], page: { ...LEAST.page, later: { than: 1 } } };
    expect(wrong(later)).toEqual([]);
    expect(parseSnapshot(later)).toEqual(LEAST);
  });
});

describe('what the schema takes', () => {
  it('is what the messenger makes, with all sources', async () => {
    at('https://shop.example/mug?utm_source=mail');
    document.body.innerHTML = `<script type="application/ld+json">${JSON.stringify([
      { '@type': 'Product', name: 'Mug', offers: { price: '8.50', priceCurrency: 'EUR' } },
      { '@type': 'BreadcrumbList', itemListElement: [{ position: 1, name: 'Mugs' }] },
    ])}</script>`;
    const item = { item_id: 'm1', item_name: 'Mug', price: 8.5, quantity: 2 };
    Object.assign(window, {
      dataLayer: [{ event: 'purchase', ecommerce: { currency: 'EUR', transaction_id: 'o1', items: [item] } }],
    });
    const store = newStore();
    const collector = createCollector({}, () => 1_795_314_250_000);
    const context = attachContext({
      store,
      collector,
      now: () => 5,
      onError: (error) => expect.unreachable(error.message),
    });
    onTestFinished(() => {
      context.detach();
      collector.detach();
    });
    store.apply({ type: 'consent', consent: { functional: true, analytics: true } }, 'host');
    expect(wrong(plainly(context.snapshot()))).toEqual([]);
    for (const source of [dataLayerSource(), landingSource(), personSource(), schemaOrgSource()])
      collector.follow(source);
    const { now } = createTurns();
    context.set(
      { traits: { plan: 'pro', age: 7, beta: true, gone: null }, company: { id: 'c1' }, attributes: { a: 1 } },
      now,
    );
    // some of them wait until the page has nothing better to do
    await vi.waitFor(() =>
      expect(Object.keys(context.snapshot())).toEqual(expect.arrayContaining(['device', 'product'])),
    );
    const shot = plainly(context.snapshot());
    expect(Object.keys(shot)).toEqual(
      expect.arrayContaining(['traits', 'journey', 'order', 'product', 'device', 'about']),
    );
    expect(wrong(shot)).toEqual([]);
    expect(parseSnapshot(shot)).toEqual(shot);
  });

  it('is every example in the docs', () => {
    const examples = ['docs/protocol.md', 'docs/transports.md', 'docs/privacy.md', 'docs/api.md'].flatMap((file) =>
      [...read(file).matchAll(/^```\w*\n(\{"v":1,[\s\S]*?)^```/gm)].map(([, text]) => JSON.parse(text!) as unknown),
    );
    expect(examples.length).toBeGreaterThan(0);
    for (const example of examples) {
      expect(wrong(example)).toEqual([]);
      expect(parseSnapshot(example)).toEqual(example);
    }
  });
});
