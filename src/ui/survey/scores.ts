/** What may be chosen on a scale, and how each is called. Pure. */
import type { Strings } from '../../i18n/en-screens.js';
import type { Translate } from '../../i18n/translate.js';
import type { SurveyScale } from '../../types.js';

const from = (least: number, most: number) => Array.from({ length: most - least + 1 }, (_, i) => least + i);

const SCORES: Record<SurveyScale, number[]> = {
  faces: from(1, 5),
  stars: from(1, 5),
  thumbs: [1, 0],
  '0-10': from(0, 10),
  '1-7': from(1, 7),
};

/** In the order in which they stand. Of a scale that only a later version knows: stars. */
export const scoresOf = (scale: SurveyScale): number[] => (Object.hasOwn(SCORES, scale) ? SCORES[scale] : SCORES.stars);

export const bestOf = (scale: SurveyScale): number => Math.max(...scoresOf(scale));

/** What is read out; of numbers the number. */
export function labelOf(t: Translate, scale: SurveyScale, score: number): string {
  if (scale === 'faces') return t(`face-${score}` as keyof Strings);
  if (scale === 'thumbs') return t(`thumb-${score}` as keyof Strings);
  return scale === '0-10' || scale === '1-7' ? `${score}` : t('stars', { n: score });
}
