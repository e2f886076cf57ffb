import { describe, expect, it } from 'vitest';
import type { Disk } from '../../src/core/ports.js';
import { createAsked, parseSurveyRow } from '../../src/surveys/asked.js';
import type { Survey } from '../../src/surveys/format.js';

const HOUR = 3_600_000;
const survey = (more: Partial<Survey> = {}): Survey => ({ id: 'after', kind: 'csat', text: 'Well?', ...more });

function world() {
  const rows = new Map<string, unknown>();
  const disk: Disk = {
    load: async (prefix) => [...rows].filter(([key]) => key.startsWith(prefix)),
    async write(changes) {
      for (const [key, row] of changes) rows.set(key, row);
      return true;
    },
    append: async () => false,
  };
  const clock = { at: 1_000_000_000 };
  return {
    rows,
    clock,
    asked: createAsked(
      () => disk,
      () => clock.at,
    ),
  };
}

describe('the same person', () => {
  it('is asked again once the hours of the survey are over, and not before', async () => {
    const { asked, clock } = world();
    const weekly = survey({ every: 168 });
    expect(await asked.isTime(weekly)).toBe(true);
    await asked.note('after');
    clock.at += 168 * HOUR - 1;
    expect(await asked.isTime(weekly)).toBe(false);
    clock.at += 1;
    expect(await asked.isTime(weekly)).toBe(true);
  });

  it('is asked at most once a day at the end of conversations, and by a call as often as it is made', async () => {
    const { asked, clock } = world();
    await asked.note('after');
    clock.at += 23 * HOUR;
    expect(await asked.isTime(survey({ auto: 'resolved' }))).toBe(false);
    expect(await asked.isTime(survey())).toBe(true);
    clock.at += HOUR;
    expect(await asked.isTime(survey({ auto: 'resolved' }))).toBe(true);
  });

  it('is not asked about one survey for another', async () => {
    const { asked } = world();
    await asked.note('after.long', { conversation: 'c1' });
    expect(await asked.look('after')).toBeNull();
    expect(await asked.look('after.long')).toEqual({ at: 1_000_000_000, conversation: 'c1' });
  });

  it('is asked where the clock was set back behind the last time', async () => {
    const { asked, clock } = world();
    await asked.note('after');
    clock.at -= 1;
    expect(await asked.isTime(survey({ every: 168 }))).toBe(true);
  });
});

it.each([[null], ['x'], [{ at: '1' }], [{ at: 1.5 }], [[]], [{}]])(
  'a stored row that is none counts as absent: %j',
  (row) => {
    expect(parseSurveyRow(row)).toBeNull();
  },
);
