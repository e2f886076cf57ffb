/**
 * What answers on the device and is nothing but rules: matcher (what makes features of a text, scores, calibration), search
 * (BM25F over a decoded index), the reducer of flows, conditions.
 *
 * Not counted, since it is data of languages, drawing, or the border, and a page has it once for all its rooms: what a flow says of
 * itself and how a person is asked for in each language, parts beside text and choices, which the reducer is lent (step-ports.ts);
 * the readers of the files, what fetches them, and the host that does what a flow wants. around-four.ts has all of it.
 */
export { matches } from '../../src/core/match.js';
export { begin, step } from '../../src/flows/step.js';
export { classify } from '../../src/help/answers/classify.js';
export { search } from '../../src/help/search.js';
