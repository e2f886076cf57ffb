import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { onAccent } from '../../src/theme/accent.js';

/** Contrast by WCAG 2, in full. */
function contrast(a: string, b: string): number {
  const [dark, light] = [a, b]
    .map((hex) => {
      const six = hex.length === 4 ? hex.replace(/[^#]/g, '$&$&') : hex;
      const [r, g, blue] = [1, 3, 5].map((i) => {
        const c = Number.parseInt(six.slice(i, i + 2), 16) / 255;
        return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
      });
      return 0.2126 * r! + 0.7152 * g! + 0.0722 * blue!;
    })
    .sort((x, y) => x - y);
  return (light! + 0.05) / (dark! + 0.05);
}

describe('the text colour on the accent', () => {
  it('is white on the default blue and black on yellow', () => {
    expect(onAccent('#3d5afe')).toBe('#fff');
    expect(onAccent('#ffd400')).toBe('#000');
  });

  it('is readable on every colour', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 0xffffff }), (n) => {
        const hex = `#${n.toString(16).padStart(6, '0')}`;
        expect(contrast(hex, onAccent(hex))).toBeGreaterThanOrEqual(4.5);
      }),
      { numRuns: 5000 },
    );
  });

  it('is the same for the short form of a colour', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 0xfff }), (n) => {
        const short = `#${n.toString(16).padStart(3, '0')}`;
        expect(onAccent(short)).toBe(onAccent(short.replace(/[^#]/g, '$&$&')));
      }),
    );
  });
});
