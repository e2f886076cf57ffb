import { beforeAll, describe, expect, it } from 'vitest';
import { parseOfficeHours } from '../../src/core/parse-office-hours.js';
import { sayAvailability, sayHandoff } from '../../src/handoff/say-availability.js';
import { languages } from '../../src/i18n/languages.js';
import { loadLanguage } from '../../src/i18n/translate.js';

beforeAll(async () => {
  for (const language of Object.keys(languages)) await loadLanguage(language);
});

/** Spaces as Intl makes them differ from version to version. */
const plain = (text: string) => text.replace(/\s/g, ' ');
const hours = parseOfficeHours({
  orders: { zone: 'Asia/Tokyo', week: { 'mon-fri': ['09:00-12:00', '13:00-18:00'] }, reply: 30 },
  always: { zone: 'UTC', week: { 'mon-sun': ['00:00-24:00'] } },
  never: { zone: 'UTC', week: {} },
});
const at = (now: string, more: { team?: string; locale?: string; zone?: string } = {}) => ({
  ...{ now: Date.parse(now), locale: 'en', zone: 'Asia/Tokyo', team: 'orders' },
  ...more,
});

describe('one line says when somebody answers', () => {
  // 2026-06-05 is a Friday
  it.each([
    ['while it is open, within what time', '2026-06-05T10:00+09:00', {}, 'We usually reply within 30 minutes.'],
    ['where it closes before that, by when', '2026-06-05T11:50+09:00', {}, 'We usually reply by 1:20 PM, your time.'],
    ['before it opens, from when', '2026-06-05T07:00+09:00', {}, 'We answer from 9:00 AM, your time.'],
    ['on the evening before', '2026-06-04T20:00+09:00', {}, 'We answer from 9:00 AM tomorrow, your time.'],
    ['over the weekend', '2026-06-05T19:00+09:00', {}, 'We answer from Monday 9:00 AM, your time.'],
    [
      'by the visitor’s own clock',
      '2026-06-05T07:00+09:00',
      { zone: 'Europe/Berlin' },
      'We answer from 2:00 AM, your time.',
    ],
    ['in Japanese', '2026-06-05T19:00+09:00', { locale: 'ja-JP' }, '月曜日 9:00（お使いの端末の時刻）から返信します。'],
    ['in German', '2026-06-05T19:00+09:00', { locale: 'de-DE' }, 'Wir antworten ab Montag 9:00 Ihrer Zeit.'],
    ['in Arabic', '2026-06-05T10:00+09:00', { locale: 'ar' }, 'مدة الرد المعتادة: 30 دقيقة على الأكثر.'],
    [
      'with times in English where there are no texts of the language',
      '2026-06-05T19:00+09:00',
      { locale: 'sv-SE' },
      'We answer from Monday 9:00 AM, your time.',
    ],
    ['without a promise only that', '2026-06-05T19:00Z', { team: 'always' }, 'We are here to answer.'],
    ['of a team that never opens no time', '2026-06-05T19:00Z', { team: 'never' }, 'We are away now.'],
  ])('%s', (_, now, more, expected) => {
    expect(plain(sayAvailability(hours, at(now, more)))).toBe(expected);
  });

  it('of a team that is not there, and without one, as of the quickest', () => {
    for (const team of ['sales', ''])
      expect(sayAvailability(hours, at('2026-06-06T10:00Z', { team }))).toBe('We are here to answer.');
  });
});

describe('a hand-off', () => {
  const text = 'I am passing you on.';
  it('says within what time behind its own words', () => {
    expect(plain(sayHandoff(hours, text, 'Nobody is here.', at('2026-06-05T10:00+09:00')))).toBe(
      'I am passing you on. We usually reply within 30 minutes.',
    );
  });

  it('says what the flow has for that, and from when, where nobody is there', () => {
    const closed = at('2026-06-05T19:00+09:00');
    const when = 'We answer from Monday 9:00 AM, your time.';
    expect(plain(sayHandoff(hours, text, 'Nobody is here.', closed))).toBe(`Nobody is here. ${when}`);
    expect(plain(sayHandoff(hours, text, undefined, closed))).toBe(`${text} ${when}`);
    expect(plain(sayHandoff(hours, '', undefined, closed))).toBe(when);
  });

  it('has no space between sentences in Japanese', () => {
    const said = sayHandoff(hours, 'おつなぎします。', undefined, at('2026-06-05T10:00+09:00', { locale: 'ja' }));
    expect(said).toMatch(/^おつなぎします。通常、30\s?分以内に返信します。$/);
  });
});
