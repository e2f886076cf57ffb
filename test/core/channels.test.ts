import { describe, expect, it, test } from 'vitest';
import { isChannel } from '../../src/core/channels.js';
import { isEmail } from '../../src/core/typed.js';

describe('an e-mail address', () => {
  it.each(['anna@example.com', 'a.b+c@sub.example.co.jp', "o'neil@example.com".replace("'", '_'), 'x@例え.テスト'])(
    'may be %s',
    (text) => expect(isEmail(text)).toBe(true),
  );
  it.each([
    ...['', 'anna', 'anna@', '@example.com', 'anna@example', 'anna@example.c', 'a b@example.com', 'anna@@example.com'],
    ...['anna@example.com,eve@example.com', 'Anna <anna@example.com>', 'anna@example.com\nbcc: eve@example.com'],
    ...[`${'a'.repeat(65)}@example.com`, `a@${'b.'.repeat(130)}com`, 'anna@-.com '],
  ])('is not %j', (text) => expect(isEmail(text)).toBe(false));
});

test.each([
  [{ kind: 'phone', to: '+81312345678' }, true],
  [{ kind: 'whatsapp', to: '+819012345678' }, true],
  [{ kind: 'line', to: '@kumo' }, true],
  [{ kind: 'email', to: 'help@example.com' }, true],
  [{ kind: 'phone', to: '0312345678' }, false],
  [{ kind: 'phone', to: '+81312345678;ext=1' }, false],
  [{ kind: 'sms', to: 'javascript:alert(1)' }, false],
  [{ kind: 'line', to: '@kumo/../evil' }, false],
  [{ kind: 'constructor', to: '+81312345678' }, false],
  [{ kind: 'fax', to: '+81312345678' }, false],
  [{ kind: 'phone', to: 7 }, false],
  [null, false],
])('%j can be made a link of: %s', (channel, expected) => {
  expect(isChannel(channel)).toBe(expected);
});
