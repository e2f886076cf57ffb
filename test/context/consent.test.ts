import { describe, expect, it } from 'vitest';
import { changeConsent, switchPart } from '../../src/context/consent.js';
import type { SharedPart } from '../../src/types.js';

const NONE = { functional: false, analytics: false };
const part = (key: string, category: SharedPart['category']): SharedPart => ({
  ...{ key, category, source: 'x', at: 1, value: null, isShared: false },
});
const PARTS = [
  part('page', 'necessary'),
  part('cart', 'functional'),
  part('traits', 'functional'),
  part('journey', 'analytics'),
  part('landing', 'analytics'),
];

describe('what a host changes of the consent', () => {
  it('leaves the rest as it was', () => {
    expect(changeConsent(NONE, { analytics: true })).toEqual({ functional: false, analytics: true });
    const before = { functional: true, analytics: true, off: ['cart'] };
    expect(changeConsent(before, { analytics: false })).toEqual({ functional: true, analytics: false, off: ['cart'] });
    expect(changeConsent(before, { off: [] })).toEqual({ functional: true, analytics: true });
    expect(changeConsent(before, undefined)).toEqual(before);
  });

  it.each([
    [{ functional: 'yes' }, 'functional'],
    [{ analytics: 1 }, 'analytics'],
    [{ off: 'cart' }, 'off'],
    [{ off: [1] }, 'off'],
    [{ off: [''] }, 'off'],
    [{ off: Array.from({ length: 51 }, () => 'x') }, 'off'],
  ])('is refused where it is %j', (change, path) => {
    expect(() => changeConsent(NONE, change as never)).toThrow(expect.objectContaining({ code: 'invalid', path }));
  });

  it('knows no category but its own', () => {
    expect(changeConsent(NONE, { marketing: true } as never)).toEqual(NONE);
  });
});

describe('a part that the customer switches', () => {
  it('is kept back, and goes along again', () => {
    const on = { functional: true, analytics: false };
    const off = switchPart(on, PARTS, 'cart', false);
    expect(off).toEqual({ ...on, off: ['cart'] });
    expect(switchPart(off, PARTS, 'cart', true)).toEqual(on);
  });

  it('brings nothing else of its category along that was off', () => {
    expect(switchPart(NONE, PARTS, 'journey', true)).toEqual({ functional: false, analytics: true, off: ['landing'] });
  });

  it('that goes along once they write is kept back before that, and no other with it', () => {
    const off = switchPart(NONE, PARTS, 'cart', false);
    expect(off).toEqual({ ...NONE, off: ['cart'] });
    expect(switchPart(off, PARTS, 'cart', true)).toEqual(NONE);
  });

  it('cannot be one that has to go along, or that is not there', () => {
    for (const key of ['page', 'nothing']) {
      expect(() => switchPart(NONE, PARTS, key, false)).toThrow(expect.objectContaining({ code: 'not-found' }));
    }
  });
});
