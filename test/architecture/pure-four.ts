/** What answers on the device and is nothing but rules: matcher, search, the reducer of flows, conditions. */
export { matches } from '../../src/core/match.js';
export { begin, step } from '../../src/flows/step.js';
export { classify } from '../../src/help/answers/classify.js';
export { search } from '../../src/help/search.js';
