import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SobaniError } from '../../src/core/errors.js';
import { parseCards } from '../../src/ui/home/parse-cards.js';

const BASE = 'https://shop.example/tea';
const card = { title: 'Track a parcel', target: 'help' };
const refused = (given: unknown) => {
  try {
    parseCards(given, BASE);
  } catch (error) {
    expect(error).toMatchObject({ name: 'SobaniError', code: 'invalid' });
    return (error as SobaniError).path;
  }
  return undefined;
};

describe('the cards of the host', () => {
  it('are read as a list or, of an attribute, as JSON, and hold nothing else', () => {
    const given = [{ ...card, title: { en: 'Track', ja: '追跡' }, text: 'Where is it?', extra: '<b>' }];
    const read = [{ title: { en: 'Track', ja: '追跡' }, text: 'Where is it?', target: 'help' }];
    expect(parseCards(given, BASE)).toEqual(read);
    expect(parseCards(JSON.stringify(given), BASE)).toEqual(read);
  });

  it.each([
    'conversations',
    'settings',
    { article: 'returns' },
    { conversation: 'c1' },
    { search: 'refund' },
    { flow: 'gifts' },
  ])('lead to %j', (target) => {
    expect(parseCards([{ ...card, target }], BASE)).toEqual([{ title: card.title, target }]);
  });

  it.each([
    ['/orders', 'https://shop.example/orders'],
    ['https://other.example/a', 'https://other.example/a'],
    ['mailto:help@shop.example', 'mailto:help@shop.example'],
  ])('lead to the address %s', (url, href) => {
    expect(parseCards([{ ...card, target: { url } }], BASE)[0]!.target).toEqual({ url: href });
  });

  it.each([
    ['cards', 'no JSON'],
    ['cards', {}],
    ['cards', Array(7).fill(card)],
    ['cards[0].title', [{}]],
    ['cards[0].title', [null]],
    ['cards[0].title', [{ ...card, title: ' ' }]],
    ['cards[0].title', [{ ...card, title: {} }]],
    ['cards[0].title.ja', [{ ...card, title: { en: 'a', ja: 5 } }]],
    ['cards[1].text', [card, { ...card, text: 'x'.repeat(201) }]],
    ['cards[0].image', [{ ...card, image: 'http://other.example/a.png' }]],
    ['cards[0].image', [{ ...card, image: 'data:image/png;base64,AAAA' }]],
    ['cards[0].target', [{ title: 'a' }]],
    ['cards[0].target', [{ ...card, target: 'desk' }]],
    ['cards[0].target', [{ ...card, target: { article: 'a', flow: 'b' } }]],
    ['cards[0].target', [{ ...card, target: { __proto__: { url: '/x' } } }]],
    ['cards[0].target.url', [{ ...card, target: { url: 'javascript:alert(1)' } }]],
    ['cards[0].target.url', [{ ...card, target: { url: 'https://shop.example@evil.example/' } }]],
    ['cards[0].target.flow', [{ ...card, target: { flow: '' } }]],
  ])('are refused at %s', (path, given) => {
    expect(refused(given)).toBe(path);
  });

  it('are read or refused, whatever they are', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.anything(), fc.array(fc.record({ title: fc.anything(), target: fc.anything() }))),
        (given) => {
          try {
            parseCards(given, BASE);
          } catch (error) {
            expect(error).toBeInstanceOf(SobaniError);
          }
        },
      ),
    );
  });
});
