/**
 * What further parts are made of. It is handed over, not imported: two files that are fetched on demand and import each other
 * would cost a third one.
 */
import type { isDay } from '../../core/typed.js';
import type { answerWords } from './answers.js';
import type { CardView } from './card.js';
import type { checkField } from './check-field.js';
import type { momentWords } from './moment.js';
import type { pickerField } from './picker-field.js';
import type { nearUrl } from './picture.js';
import type { Question } from './question.js';

export interface PartsKit {
  answerWords: typeof answerWords;
  CardView: typeof CardView;
  Question: typeof Question;
  checkField: typeof checkField;
  isDay: typeof isDay;
  momentWords: typeof momentWords;
  nearUrl: typeof nearUrl;
  pickerField: typeof pickerField;
}

/** There before the first of them is drawn. */
export let kit: PartsKit;

export function equip(given: PartsKit): void {
  kit = given;
}
