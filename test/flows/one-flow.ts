/** A file of one flow, and what comes of its first turn. */
import type { Flow, FlowFile, Step } from '../../src/flows/format.js';
import type { Effect, FlowEvent } from '../../src/flows/state.js';
import { begin, step } from '../../src/flows/step.js';
import { stepPorts } from '../../src/flows/step-ports.js';

export const flow = (steps: Record<string, Step>, more: Partial<Flow> = {}): Flow => ({
  id: 'one',
  version: 1,
  trigger: { on: 'button' },
  start: Object.keys(steps)[0]!,
  steps,
  ...more,
});
export const done: Step = { say: '={{vars.x|nothing}}' };
export const first = (given: Flow | FlowFile, data = {}) => {
  const file: FlowFile = 'flows' in given ? given : { v: 1, flows: [given] };
  return step(file, begin(file.flows[0]!), { on: 'start' }, data, stepPorts(data)).effects;
};
export const partsOf = (effect: Effect | undefined) => (effect?.do === 'say' ? effect.parts : undefined);
export const answering =
  (does: Effect['do'], ...events: FlowEvent[]) =>
  (effect: Effect): FlowEvent | undefined =>
    effect.do === does ? events.shift() : undefined;
