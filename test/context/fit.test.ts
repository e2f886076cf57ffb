/** A snapshot for a back end that takes less. */
import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { GIVES_WAY } from '../../src/context/fit.js';
import { fitSnapshot } from '../../src/index.js';
import type { Snapshot } from '../../src/types.js';
import { anySnapshot, plainly } from './any-snapshot.js';

const schema = JSON.parse(readFileSync(new URL('../../docs/snapshot.schema.json', import.meta.url), 'utf8')) as {
  properties: Record<string, { 'x-gives-way'?: number }>;
  patternProperties: Record<string, { 'x-gives-way': number }>;
};
const validate = new Ajv2020({ keywords: ['x-gives-way'], allowUnionTypes: true }).compile(schema);
const bytes = (value: unknown) => new TextEncoder().encode(JSON.stringify(value)).length;
const STAYS = ['v', 'page', 'locale'];
const HOST = ['attributes', 'order', 'company', 'traits', 'cart'];
const LISTS = ['journey', 'articles', 'searches', 'events'];
const rank = (key: string) => GIVES_WAY.indexOf((key.startsWith('x-') ? 'x-' : key) as (typeof GIVES_WAY)[number]);

const shot: Snapshot = {
  v: 1,
  page: { url: 'https://shop.example/a/b', title: 'A mug', language: 'en', referrer: 'https://search.example' },
  locale: 'en',
  journey: [1, 2, 3].map((at) => ({ url: 'https://shop.example/', title: 'Shop', at })),
  traits: { plan: 'pro' },
  'x-points': 7,
  about: {
    traits: { source: 'host', category: 'functional', at: 1 },
    journey: { source: 'journey', category: 'analytics', at: 3 },
  },
};

describe('what has to be smaller', () => {
  it('is valid at any limit, with parts that are whole, those missing that come first, and what the host has set the last', () => {
    fc.assert(
      fc.property(anySnapshot.map(plainly), fc.nat(9_000), (given, most) => {
        const kept = JSON.stringify(given);
        const fitted = fitSnapshot(given, most);
        expect(JSON.stringify(given)).toBe(kept);
        expect(validate(fitted), JSON.stringify(validate.errors)).toBe(true);
        const [all, has] = [given, fitted] as unknown as Record<string, unknown>[];
        const gone = Object.keys(all!).filter((key) => !Object.hasOwn(has!, key));
        if (bytes(fitted) > most) expect(Object.keys(has!).sort()).toEqual([...STAYS].sort());
        for (const [key, value] of Object.entries(has!)) {
          if (LISTS.includes(key) && Array.isArray(value))
            expect((all![key] as unknown[]).slice(-value.length || 1e9)).toEqual(value);
          else if (key !== 'page' && key !== 'about') expect(value).toEqual(all![key]);
        }
        // whatever is gone came before whatever is still there
        const still = Object.keys(has!).filter((key) => !STAYS.includes(key));
        for (const key of gone) for (const one of still) expect(rank(key)).toBeLessThanOrEqual(rank(one));
        if (gone.some((key) => HOST.includes(key))) expect(still.every((key) => HOST.includes(key))).toBe(true);
        // it says nothing of where parts come from that are not there
        expect(Object.keys(fitted.about ?? {}).filter((key) => gone.includes(key))).toEqual([]);
        // and no more is gone than has to be
        if (bytes(given) <= most) expect(fitted).toEqual(given);
      }),
      { numRuns: 200 },
    );
  });

  it('loses the oldest of its lists, then parts, then all of the page but its origin, and in the end what the host has set', () => {
    const at = (most: number) => fitSnapshot(shot, most);
    const all = bytes(shot);
    expect(at(all)).toEqual(shot);
    expect(at(all - 1).journey!.map((visit) => visit.at)).toEqual([2, 3]);
    expect(Object.keys(at(330))).toEqual(['v', 'page', 'locale', 'traits', 'x-points', 'about']);
    expect(at(330).about).toEqual({ traits: shot.about!.traits });
    expect(at(120)).toEqual({
      v: 1,
      page: { url: 'https://shop.example', title: '', language: 'en' },
      locale: 'en',
      traits: { plan: 'pro' },
    });
    const least = { v: 1, page: { url: 'https://shop.example', title: '', language: 'en' }, locale: 'en' };
    expect([at(100), at(0)]).toEqual([least, least]);
  });

  it('says where it is only as far as that can be read', () => {
    expect(fitSnapshot({ ...shot, page: { ...shot.page, url: 'about:blank' } }, 0).page.url).toBe('null');
    expect(fitSnapshot({ ...shot, page: { ...shot.page, url: '/a' } }, 0).page.url).toBe('');
  });
});

it('the schema says which part gives way when, of all parts', () => {
  const { properties, patternProperties } = schema;
  const said = Object.entries({ ...properties, 'x-': Object.values(patternProperties)[0]! });
  const order = said.filter(([key]) => !STAYS.includes(key)).map(([key, part]) => [part['x-gives-way'], key]);
  expect(order.sort(([a], [b]) => Number(a) - Number(b))).toEqual(GIVES_WAY.map((key, i) => [i + 1, key]));
  expect(STAYS.map((key) => properties[key]!['x-gives-way'])).toEqual([undefined, undefined, undefined]);
});
