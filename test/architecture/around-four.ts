/** The four with what loads and reads their files, lends them words and parts, and does what they want: all of it but the screens. */
export { parseCondition } from '../../src/core/match.js';
export { attachFlows } from '../../src/flows/attach.js';
export { createFlowHost } from '../../src/flows/host.js';
export { parseFlowFile } from '../../src/flows/parse.js';
export { loadAnswers } from '../../src/help/answers/load.js';
export { matchOf } from '../../src/help/answers/match.js';
export { loadHelp } from '../../src/help/load.js';
export * from './pure-four.js';
