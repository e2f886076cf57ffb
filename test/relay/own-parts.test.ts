import { describe, expect, it } from 'vitest';
import { parseClientFrame, parseSnapshot } from '../../src/relay/frames.js';

const known = { v: 1, locale: 'en', page: { url: '/', title: '', language: 'en' } } as const;

describe('what a host’s own sources told', () => {
  it('comes through the border with the rest, and what is neither does not', () => {
    const own = { 'x-points': { balance: 120, tiers: ['gold'] }, 'x-store': 'Kyoto' };
    expect(parseSnapshot({ ...known, ...own, points: 1, 'x-': 1, 'X-a': 1, 'x-a.b': 1 })).toEqual({ ...known, ...own });
  });

  it('comes with a frame as well', () => {
    const frame = { t: 'context', r: 1, conversation: 'c'.repeat(22), snapshot: { ...known, 'x-points': 7 } };
    expect(parseClientFrame(JSON.stringify(frame))).toMatchObject({ frame: { snapshot: { 'x-points': 7 } } });
  });

  it('counts with the size of the whole', () => {
    const large = { ...known, 'x-a': 'x'.repeat(8_200) };
    expect(() => parseSnapshot(large)).toThrow(expect.objectContaining({ code: 'too-large' }));
  });
});
