import type { Text } from './format.js';
import type { Saying } from './format-saying.js';

/** Whether what is said is more than a text; a language is never called like that. */
export const isSaying = (say: Text | Saying): say is Saying =>
  typeof say === 'object' &&
  Object.keys(say).some((key) => /^(text|image|card|article|carousel|list|buttons|order|cart)$/.test(key));
