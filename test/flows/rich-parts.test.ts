/** What a step shows beside text. */
import fc from 'fast-check';
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import type { Step } from '../../src/flows/format.js';
import { parseFlowFile } from '../../src/flows/parse.js';
import { botPart } from '../../src/relay/part-frames.js';
import { first, flow, partsOf } from './one-flow.js';
import { talk } from './talk.js';

const said = (say: object, data: Record<string, unknown> = {}) => partsOf(first(flow({ a: { say } as Step }), data)[0]);
const eur = (amount: number) => ({ amount, currency: 'EUR' });

describe('a step `say`', () => {
  it('shows cards, lines and buttons with their values put in', () => {
    const parts = said(
      {
        text: 'Look',
        carousel: [{ title: '{{user.name}}', url: '/a?{{user.name}}', buttons: [{ label: 'More', flow: 'a' }] }],
        list: [{ title: 'Kyoto' }, { title: 'Berlin' }],
        buttons: [{ label: 'Hi {{user.name}}', reply: 'Hello' }],
      },
      { user: { name: 'A b' } },
    );
    expect(parts).toEqual([
      { type: 'text', text: 'Look' },
      {
        ...{ type: 'carousel', text: '\nA b' },
        cards: [{ title: 'A b', url: '/a?A%20b', buttons: [{ label: 'More', flow: 'a' }] }],
      },
      { type: 'list', text: '\nKyoto\nBerlin', items: [{ title: 'Kyoto' }, { title: 'Berlin' }] },
      { type: 'buttons', text: '\nHi A b', buttons: [{ label: 'Hi A b', reply: 'Hello' }] },
    ]);
  });

  it('shows the order and the cart that are known, and nothing in place of one that is none', () => {
    const order = { id: 'HK-1', status: 'shipped', items: [{ id: 'a', name: 'Kettle', price: eur(1) }] };
    const cart = { items: [], total: eur(0) };
    expect(said({ text: 'Here', order: 'order', cart: 'cart' }, { order: { ...order, secret: 1 }, cart })).toEqual([
      { type: 'text', text: 'Here' },
      { type: 'order', text: '\nHK-1\nshipped\nKettle', order },
      { type: 'cart', text: '', cart },
    ]);
    for (const wrong of [undefined, null, 'HK-1', { id: {} }, { id: 'a', total: { amount: '1', currency: 'EUR' } }]) {
      expect(said({ text: 'Here', order: 'order' }, { order: wrong })).toEqual([{ type: 'text', text: 'Here' }]);
    }
  });
});

describe('a question with a picker', () => {
  const ask = (more: object): Record<string, Step> => ({
    a: { ask: { text: 'Which?', save: 'it', picker: true, ...more }, next: 'b' } as Step,
    b: { say: 'Took {{vars.it}}' },
  });
  const options = [{ label: 'Lid' }, { label: 'Base' }];

  it('offers its options as a list, and takes what was chosen of it', () => {
    expect(partsOf(first(flow(ask({ options })))[0])).toEqual([
      {
        ...{ type: 'list-picker', name: 'it', label: 'Which?', text: 'Which?' },
        items: [
          { value: 'Lid', title: 'Lid' },
          { value: 'Base', title: 'Base' },
        ],
      },
    ]);
    const answers = { on: 'answers' as const, values: [{ name: 'it', label: 'Which?', value: 'Base' }] };
    expect(talk(flow(ask({ options })), [answers]).lines.at(-1)).toBe('Took Base');
  });

  it('of a day takes it from a calendar, and typed as well', () => {
    expect(partsOf(first(flow(ask({ type: 'date' })))[0])).toEqual([
      { type: 'date-picker', name: 'it', label: 'Which?', text: 'Which?' },
    ]);
    const answers = { on: 'answers' as const, values: [{ name: 'it', label: 'Which?', value: '2026-12-24' }] };
    expect(talk(flow(ask({ type: 'date' })), [answers]).lines.at(-1)).toBe('Took 2026-12-24');
    expect(talk(flow(ask({ type: 'date' })), ['2026-12-24']).lines.at(-1)).toBe('Took 2026-12-24');
  });
});

it.each([
  ['no card', { carousel: [] }, 'carousel'],
  ['a button to a flow that is not there', { buttons: [{ label: 'a', flow: 'none' }] }, 'buttons.0.flow'],
  ['a script for an address', { list: [{ title: 'a', url: 'javascript:alert(1)' }] }, 'list.0.url'],
])('a file with %s is refused', (_, say, path) => {
  const file = { v: 1, flows: [flow({ a: { say } as Step })] };
  expect(() => parseFlowFile(file)).toThrow(path);
});

describe('whatever a page says of itself', () => {
  const anything = fc.anything({ maxDepth: 3, key: fc.string({ maxLength: 8 }).map((key) => `_${key}`) });
  const words = fc.oneof(fc.string({ unit: 'binary', maxLength: 40 }), fc.constant('x'.repeat(12_000)), anything);
  const amount = fc.oneof(fc.integer(), fc.constant(0.5), anything);
  const money = fc.oneof(fc.record({ amount, currency: fc.constantFrom('EUR', 'JPY', 'euro') }), anything);
  const item = fc.record({ id: words, name: words, price: money, quantity: amount, url: words });
  const items = fc.oneof(fc.array(item, { maxLength: 3 }), anything);

  it('what a step says of it is taken by the relay', () => {
    const say = {
      text: 'Here',
      carousel: [{ title: '{{user.name|You}}', text: '{{user.name}}', buttons: [{ label: 'To {{user.name|you}}' }] }],
      list: [{ title: '{{user.name|You}}', url: '/a?{{user.name}}' }],
      buttons: [{ label: 'Hi {{user.name}}', reply: 'Hi {{user.name}}' }],
      ...{ order: 'order', cart: 'cart' },
    };
    const data = fc.record({
      user: fc.record({ name: words }),
      order: fc.oneof(fc.record({ id: words, status: words, total: money, items, at: amount }), anything),
      cart: fc.oneof(fc.record({ items, total: money }), anything),
    });
    fc.assert(
      fc.property(data, (known) => {
        for (const part of said(say, known as Record<string, unknown>)!) {
          expect(v.safeParse(botPart, part).issues?.map((issue) => v.getDotPath(issue))).toBeUndefined();
        }
      }),
      { numRuns: 300 },
    );
  });
});
