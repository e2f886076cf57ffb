/** Parts that are more than text, a picture or a form, on every border they pass. */
import fc from 'fast-check';
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { SobaniError } from '../../src/core/errors.js';
import { part as deskPart } from '../../src/desk/parse-part.js';
import { botPart, visitorPart } from '../../src/relay/part-frames.js';
import type { Part } from '../../src/types.js';
import { parseParts } from '../../src/wire/parse.js';
import { parseOrder, readRichParts } from '../../src/wire/rich-parts.js';
import { anyJson } from './fuzz-mutations.js';

readRichParts();

const money = { amount: 1_999, currency: 'EUR' };
const line = { id: 'KET-1', name: 'Kettle', price: money, quantity: 2, url: '/kettles/1' };
const image = { url: '/kettle.png', alt: 'A kettle', width: 64, height: 64 };
const ALL: Part[] = [
  {
    ...{ type: 'carousel', text: 'Kettles' },
    cards: [{ title: 'Copper', text: '1.2 l', url: '/1', image, buttons: [{ label: 'Yes', reply: 'Yes, please' }] }],
  },
  { type: 'list', text: 'Shops', items: [{ title: 'Kyoto', text: '10 to 18', url: '/kyoto', image }] },
  {
    type: 'buttons',
    text: 'Next',
    buttons: [
      { label: 'Track', url: '/track' },
      { label: 'Return', flow: 'returns' },
    ],
  },
  { type: 'order', text: 'Yours', order: { id: 'HK-1', status: 'shipped', total: money, items: [line], at: 1 } },
  { type: 'cart', text: 'In it', cart: { items: [line], total: money } },
  {
    ...{ type: 'date-picker', name: 'visit', label: 'Visit', text: 'When?', min: '2026-12-01', max: '2026-12-31' },
    offers: ['2026-12-03', '2026-12-04T15:30'],
  },
  {
    ...{ type: 'list-picker', name: 'broken', label: 'Broken', text: 'What?', multiple: true, min: 1, max: 2 },
    ...{ submit: 'Report', items: [{ value: 'lid', title: 'The lid', text: 'Copper', image }] },
  },
  {
    ...{ type: 'form', form: 'f' },
    fields: [
      { name: 'a', label: 'At', type: 'time' },
      { name: 'b', label: 'I agree', type: 'consent', text: 'To be rung up' },
    ],
  },
];

describe.each(ALL)('$type', (part) => {
  it('is taken as it is by the messenger, the relay and the desk', () => {
    expect(parseParts([part], '')).toEqual([part]);
    expect(v.parse(botPart, part)).toEqual(part);
    expect(v.parse(deskPart, part)).toEqual(part);
  });

  it('is not taken from a visitor', () => {
    expect(v.safeParse(visitorPart, part).success).toBe(false);
  });

  it('with anything else in a place is refused or taken without it, and never worse', () => {
    const paths = JSON.stringify(part)
      .match(/"\w+":/g)!
      .map((key) => key.slice(1, -2));
    fc.assert(
      fc.property(fc.constantFrom(...paths), anyJson, (at, value) => {
        const wrong = JSON.parse(JSON.stringify(part), (key, old) => (key === at ? value : old)) as unknown;
        try {
          parseParts([wrong], 'parts');
        } catch (error) {
          expect(error).toBeInstanceOf(SobaniError);
        }
        v.safeParse(botPart, wrong);
        v.safeParse(deskPart, wrong);
      }),
      { numRuns: 200 },
    );
  });
});

it('what was agreed to is kept in the answer on its whole way', () => {
  const values = [{ name: 'b', label: 'I agree', value: true, text: 'To be rung up' }];
  const part = { type: 'answers', to: 'm1', values, text: 'I agree: Yes' };
  expect(parseParts([part], '')).toEqual([part]);
  expect(v.parse(visitorPart, part)).toEqual(part);
  expect(v.parse(deskPart, part)).toEqual(part);
});

it.each([
  ['euro', 'parts[0].cart.total.currency'],
  ['€', 'parts[0].cart.total.currency'],
])('a sum in %s is none', (currency, path) => {
  const wrong = { type: 'cart', text: '', cart: { items: [], total: { amount: 1, currency } } };
  expect(() => parseParts([wrong], 'parts')).toThrow(path);
  expect(v.safeParse(botPart, wrong).success).toBe(false);
});

it('an order is no other than what it says', () => {
  expect(parseOrder({ id: 'HK-1', secret: 1 }, 'order')).toEqual({ id: 'HK-1' });
});
