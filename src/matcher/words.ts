import { enMatcher } from '../i18n/en-matcher.js';
import { addEnglish, translate } from '../i18n/translate.js';

addEnglish(enMatcher);

/** What is said of an answer that a machine wrote, in the visitor's language. */
export const disclosure = (locale: string, name: string): string => translate(locale)('machine', { name });
