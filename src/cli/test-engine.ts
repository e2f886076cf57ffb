/** Where tests meet the interpreter of flows: the only file of theirs that knows it. */
import type { Flow, FlowFile } from '../flows/format.js';
import { parseFlowFile } from '../flows/parse.js';
import type { FlowEvent, FlowState } from '../flows/state.js';
import { begin, step } from '../flows/step.js';
import { stepPorts } from '../flows/step-ports.js';
import { objectOf } from '../lint/findings.js';

export type State = FlowState;

/** What happens to a flow, as the interpreter takes it. */
export interface EngineEvent {
  on: string;
  [detail: string]: unknown;
}

/** What a flow wants done, as the interpreter says it. */
export interface EngineEffect {
  do: string;
  [detail: string]: unknown;
}

export interface EngineResult {
  /** Null once the flow has ended. */
  state: State | null;
  effects: EngineEffect[];
  /** Words of the visitor that the flow had no use for when it ended. */
  left?: string;
}

/** The flows of a file, or throws `invalid` with the path. */
export const readFlows = (json: unknown): FlowFile => parseFlowFile(json);

export const beginFlow = (flow: Flow): State => begin(flow);

/** Goes on from `state` with one event. */
export function advance(file: FlowFile, state: State, event: EngineEvent, data: Record<string, unknown>): EngineResult {
  return step(file, state, event as unknown as FlowEvent, data, stepPorts(data)) as unknown as EngineResult;
}

/** Calls `on` with the id of each step of the flows that the interpreter looks at, in their order. */
export function watched(file: FlowFile, on: (flow: string, step: string) => void): FlowFile {
  const watch = (flow: Flow): Flow => ({
    ...flow,
    steps: new Proxy(flow.steps, {
      get(steps, id) {
        if (typeof id === 'string' && Object.hasOwn(steps, id)) on(flow.id, id);
        return Reflect.get(steps, id) as unknown;
      },
    }),
  });
  return { ...file, flows: file.flows.map(watch) };
}

/** What a flow begins by. */
export const triggerOf = (flow: Flow): Record<string, unknown> => objectOf(flow.trigger);
