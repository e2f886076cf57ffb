import { describe, expect, it } from 'vitest';
import { time } from '../../src/i18n/time.js';

describe('a time', () => {
  it('is written as the locale does', () => {
    const at = new Date(2026, 10, 20, 15, 5).getTime();
    const clock = { hour: 'numeric', minute: '2-digit' } as const;
    expect(time('en-US', at, clock)).toMatch(/^3:05\sPM$/);
    expect(time('en-GB', at, clock)).toBe('15:05');
    expect(time('ja', at, { weekday: 'long' })).toBe('金曜日');
  });

  it('takes one formatter for the same locale and options', () => {
    const Real = Intl.DateTimeFormat;
    let made = 0;
    class Counted extends Real {
      constructor(...of: ConstructorParameters<typeof Real>) {
        super(...of);
        made++;
      }
    }
    try {
      Object.assign(Intl, { DateTimeFormat: Counted });
      for (let i = 0; i < 5; i++) time('en-NZ', i, { hour: 'numeric' });
    } finally {
      Object.assign(Intl, { DateTimeFormat: Real });
    }
    expect(made).toBe(1);
  });

  it('is in English where the locale is none', () => {
    for (const locale of ['en_US', 'en-a', 'x'.repeat(99)]) {
      expect(time(locale, 0, { year: 'numeric', timeZone: 'UTC' })).toBe('1970');
    }
  });

  it('is empty for what is no instant', () => {
    for (const at of [Number.NaN, Number.POSITIVE_INFINITY, 9e15, undefined as never, 'x' as never]) {
      expect(time('en', at, { hour: 'numeric' })).toBe('');
    }
  });
});
