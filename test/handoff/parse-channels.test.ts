import { expect, test } from 'vitest';
import { parseChannels } from '../../src/handoff/parse-channels.js';

test('channels are read in their order, and numbers as people write them', () => {
  const given = { phone: '+81 3-1234-5678', email: ' help@example.com ', whatsapp: '+49 (151) 234 567', line: '@kumo' };
  expect(parseChannels(given)).toEqual([
    { kind: 'phone', to: '+81312345678' },
    { kind: 'email', to: 'help@example.com' },
    { kind: 'whatsapp', to: '+49151234567' },
    { kind: 'line', to: '@kumo' },
  ]);
});

test('an attribute has them as JSON', () => {
  expect(parseChannels('{"sms":"+819012345678"}')).toEqual([{ kind: 'sms', to: '+819012345678' }]);
});

test.each([
  [7, 'channels'],
  [[], 'channels'],
  ['{', 'channels'],
  ['"phone"', 'channels'],
  [{ fax: '+81312345678' }, 'channels.fax'],
  [JSON.parse('{"__proto__":"+81312345678"}'), 'channels.__proto__'],
  [{ phone: '03-1234-5678' }, 'channels.phone'],
  [{ email: 'nobody' }, 'channels.email'],
  [{ line: null }, 'channels.line'],
])('%j is refused with the path %s', (given, path) => {
  expect(() => parseChannels(given)).toThrow(expect.objectContaining({ code: 'invalid', path }));
});
