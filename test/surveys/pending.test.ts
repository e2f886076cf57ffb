import { describe, expect, it } from 'vitest';
import { SobaniError } from '../../src/core/errors.js';
import type { Disk } from '../../src/core/ports.js';
import { ratingKey } from '../../src/core/rows.js';
import { parseRatingRow, tellRatings } from '../../src/surveys/pending.js';

const row = (id: string, more: object = {}) => ({
  conversation: null,
  rating: { id, survey: 'friends', kind: 'nps', score: 9, max: 10, ...more },
});

function diskOf(...kept: [string, unknown][]) {
  const rows = new Map(kept.map(([id, value]) => [ratingKey(id), value]));
  const disk: Disk = {
    load: async (prefix) => [...rows].filter(([key]) => key.startsWith(prefix)),
    async write(changes) {
      for (const [key, value] of changes) value === undefined ? rows.delete(key) : rows.set(key, value);
      return true;
    },
    append: async () => false,
  };
  return { disk, left: () => [...rows.keys()] };
}
const never = () => expect.unreachable();

describe('answers that wait', () => {
  it('are told in order, and kept no longer than until the back end has them', async () => {
    const { disk, left } = diskOf(['r1', row('r1', { remark: 'Quick' })], ['r2', { ...row('r2'), conversation: 'c1' }]);
    const told: unknown[] = [];
    await tellRatings(disk, { rate: async (...given) => void told.push(given) }, never);
    expect(told).toEqual([
      [null, { id: 'r1', survey: 'friends', kind: 'nps', score: 9, max: 10, remark: 'Quick' }],
      ['c1', { id: 'r2', survey: 'friends', kind: 'nps', score: 9, max: 10 }],
    ]);
    expect(left()).toEqual([]);
  });

  it('stay where the back end could not take them now', async () => {
    for (const error of [new SobaniError('offline', 'cut', { retryable: true }), new SobaniError('auth', 'sign in')]) {
      const { disk, left } = diskOf(['r1', row('r1')], ['r2', row('r2')]);
      await tellRatings(disk, { rate: () => Promise.reject(error) }, never);
      expect(left()).toHaveLength(2);
    }
  });

  it('are let go, and the host is told, where it refuses one for good; the others go on', async () => {
    const { disk, left } = diskOf(['r1', row('r1')], ['r2', row('r2')]);
    const refused: string[] = [];
    const rate = async (_conversation: string | null, { id }: { id: string }) => {
      if (id === 'r1') throw new SobaniError('not-found', 'no such conversation');
    };
    await tellRatings(disk, { rate }, ({ code }) => refused.push(code));
    expect(refused).toEqual(['not-found']);
    expect(left()).toEqual([]);
  });

  it('are let go where the back end takes no ratings', async () => {
    const { disk, left } = diskOf(['r1', row('r1')]);
    await tellRatings(disk, {}, never);
    expect(left()).toEqual([]);
  });

  it('that cannot be read are let go', async () => {
    const bad = [null, 'x', row(''), row('r', { kind: 'toString' }), row('r', { score: -1 }), row('r', { remark: {} })];
    const { disk, left } = diskOf(...bad.map((value, i): [string, unknown] => [`r${i}`, value]));
    expect(bad.map(parseRatingRow)).toEqual(bad.map(() => null));
    await tellRatings(disk, { rate: never as never }, never);
    expect(left()).toEqual([]);
  });
});
