import { expect, test } from 'vitest';
import { channelLink } from '../../src/ui/parts/channel-links.js';

const opening = { subject: 'My conversation BVF9J8', greeting: 'Hello & 今日は: BVF9J8?' };
const text = encodeURIComponent(opening.greeting);

test.each([
  [{ kind: 'phone', to: '+81312345678' }, 'tel:+81312345678'],
  [
    { kind: 'email', to: 'a+b@example.com' },
    `mailto:a%2Bb@example.com?subject=My%20conversation%20BVF9J8&body=${text}`,
  ],
  [{ kind: 'whatsapp', to: '+819012345678' }, `https://wa.me/819012345678?text=${text}`],
  [{ kind: 'line', to: '@kumo' }, `https://line.me/R/oaMessage/%40kumo/?${text}`],
  [{ kind: 'sms', to: '+819012345678' }, `sms:+819012345678?&body=${text}`],
] as const)('%j opens %s', (channel, expected) => {
  expect(channelLink(channel, opening)).toBe(expected);
  expect(new URL(expected).href).toContain('BVF9J8'.slice(0, channel.kind === 'phone' ? 0 : 6));
});
