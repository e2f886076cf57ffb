import { describe, expect, it } from 'vitest';
import { saySpan, sayWhen } from '../../src/core/office-time.js';

/** Spaces as Intl makes them differ from version to version. */
const plain = (text: string) => text.replace(/\s/g, ' ');

describe('an instant', () => {
  const now = Date.parse('2026-06-05T10:00Z');
  it.each([
    ['2026-06-05T14:30Z', 'en', 'Europe/Berlin', '4:30 PM'],
    ['2026-06-05T14:30Z', 'ja', 'Europe/Berlin', '16:30'],
    ['2026-06-05T22:30Z', 'en', 'Europe/Berlin', '12:30 AM tomorrow'],
    ['2026-06-05T22:30Z', 'ja', 'Europe/Berlin', '明日 0:30'],
    ['2026-06-06T22:30Z', 'en', 'Europe/Berlin', 'Sunday 12:30 AM'],
    ['2026-06-05T22:30Z', 'en', 'America/New_York', '6:30 PM'],
    ['2026-06-08T00:00Z', 'ja', 'Asia/Tokyo', '月曜日 9:00'],
    ['2026-06-15T00:00Z', 'en', 'Asia/Tokyo', 'June 15 9:00 AM'],
    ['2026-06-15T00:00Z', 'ja', 'Asia/Tokyo', '6月15日 9:00'],
  ])('%s is said in %s and %s as %s', (at, locale, zone, expected) => {
    expect(plain(sayWhen(Date.parse(at), now, locale, zone))).toBe(expected);
  });

  it('on the same day is said without a day', () => {
    expect(plain(sayWhen(now + 60_000, now, 'en', 'UTC'))).toBe('10:01 AM');
  });
});

describe('a span', () => {
  it.each([
    [0, 'en', '1 minute'],
    [30 * 60_000, 'en', '30 minutes'],
    [30 * 60_000, 'ja', '30 分'],
    [61 * 60_000, 'en', '2 hours'],
    [26 * 3_600_000, 'en', '2 days'],
    [26 * 3_600_000, 'ja', '2 日'],
  ])('of %i is said in %s as %s', (milliseconds, locale, expected) => {
    expect(plain(saySpan(milliseconds, locale)).replace(' ', '')).toBe(expected.replace(' ', ''));
  });
});
