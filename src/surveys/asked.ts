/** When somebody was asked what: in this page's memory until they act, then one row a survey. */
import type { Disk } from '../core/ports.js';
import { type SurveyRow, surveyKey } from '../core/rows.js';
import type { Survey } from './format.js';

const HOUR = 3_600_000;
/** Hours between two times with `auto`, where nothing else is said. */
const AUTO = 24;

/** A stored row is as untrusted as the network. */
export function parseSurveyRow(row: unknown): SurveyRow | null {
  const { at, conversation, isOver } = Object(row) as Record<string, unknown>;
  if (!Number.isSafeInteger(at)) return null;
  return {
    at: at as number,
    ...(typeof conversation === 'string' && { conversation }),
    ...(isOver === true && { isOver }),
  };
}

/** @param disk the rows of whoever is here now */
export function createAsked(disk: () => Disk, now: () => number) {
  const look = async (id: string): Promise<SurveyRow | null> => {
    const key = surveyKey(id);
    return parseSurveyRow((await disk().load(key)).find(([found]) => found === key)?.[1]);
  };
  return {
    look,
    /** Whether this is a time to ask, as the survey's `every` says. */
    async isTime({ id, auto, every = auto ? AUTO : 0 }: Survey): Promise<boolean> {
      const row = await look(id);
      // a clock that was set back asks sooner than never
      return !row || now() < row.at || now() - row.at >= every * HOUR;
    },
    note: (id: string, more: Omit<SurveyRow, 'at'> = {}) =>
      disk().write([[surveyKey(id), { at: now(), ...more } satisfies SurveyRow]]),
  };
}
