import { expect, test } from 'vitest';
import { parseClientFrame } from '../../src/relay/frames.js';
import { parseParts } from '../../src/wire/parse.js';
import { readRichParts } from '../../src/wire/rich-parts.js';
import { newId } from './support.js';

const LINE = 'An automated answer by Ada';
const sources = [
  { title: 'Returns', article: 'returns' },
  { title: 'Terms', url: 'https://shop.example/terms' },
];
const send = (part: object) =>
  parseClientFrame(
    JSON.stringify({
      t: 'send',
      r: 1,
      message: { id: newId(), conversation: newId(), by: 'bot', parts: [{ type: 'sources', text: LINE, ...part }] },
    }),
  );

test('where an answer comes from passes the relay and the device as it was written', () => {
  expect(send({ sources })).toMatchObject({
    frame: { message: { parts: [{ type: 'sources', text: LINE, sources }] } },
  });
  readRichParts();
  expect(parseParts([{ type: 'sources', text: LINE, sources: [{ ...sources[0], extra: 1 }] }], 'parts')).toEqual([
    { type: 'sources', text: LINE, sources: [sources[0]] },
  ]);
});

test.each([
  ['no list', 'invalid', {}],
  ['too many', 'too-large', { sources: Array(9).fill(sources[0]) }],
  ['no title', 'invalid', { sources: [{ url: 'https://shop.example' }] }],
  ['a script', 'invalid', { sources: [{ title: 'x', url: 'javascript:alert(1)' }] }],
  ['too long an address', 'too-large', { sources: [{ title: 'x', url: `https://shop.example/${'x'.repeat(2_048)}` }] }],
])('%s is refused by the relay', (_, code, part) => {
  expect(send(part)).toMatchObject({ refused: { code } });
});
