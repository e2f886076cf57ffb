/** A survey as it is shown to somebody, in their language. Pure. */
import { type Messages, pick } from '../core/text.js';
import type { Part, SurveyKind, SurveyScale } from '../types.js';
import type { Survey } from './format.js';

export type SurveyPart = Extract<Part, { type: 'survey' }>;

const SCALES: Record<SurveyKind, SurveyScale> = { csat: 'faces', nps: '0-10', ces: '1-7', custom: 'stars' };

export function surveyPart(survey: Survey, locale: string, messages: Messages): SurveyPart {
  const { id, kind, scale = SCALES[kind] } = survey;
  const part: SurveyPart = { type: 'survey', survey: id, kind, scale };
  for (const key of ['text', 'comment', 'thanks', 'low', 'high'] as const) {
    const text = survey[key];
    if (text !== undefined) part[key] = pick(text, locale, messages);
  }
  return part;
}
