/** What the interpreter of flows is lent in the page: its words in the visitor's language, and what draws more than text. */
import { richParts } from './rich-parts.js';
import type { StepPorts } from './turn.js';
import { asksForPerson, words } from './words.js';

/** `data`: as `step` takes them. */
export const stepPorts = (data: Record<string, unknown>): StepPorts => ({
  word: words(String(data.locale ?? ''), data.isAlone === true),
  asksForPerson,
  richParts,
});
