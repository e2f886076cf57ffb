/** A flow as the linter sees it, and what its steps lead to. Pure. */
import { isObject, listOf, objectOf, type Path, textOf } from './findings.js';
import { type StepView, viewStep } from './step-view.js';

export interface FlowView {
  id: string;
  at: Path;
  start: string | undefined;
  steps: Map<string, StepView>;
  /** Names of variables that it begins with. */
  vars: string[];
  trigger: Record<string, unknown>;
  title: unknown;
}

/** The flows of a file, of whatever else it may hold. */
export function viewFlows(json: unknown): FlowView[] {
  return listOf(objectOf(json).flows).flatMap((flow, i) => {
    if (!isObject(flow)) return [];
    const at: Path = ['flows', i];
    const steps = new Map<string, StepView>();
    for (const [id, step] of Object.entries(objectOf(flow.steps))) {
      const view = viewStep(id, step, [...at, 'steps', id]);
      if (view) steps.set(id, view);
    }
    return {
      id: textOf(flow.id) ?? '',
      at,
      start: textOf(flow.start),
      steps,
      vars: Object.keys(objectOf(flow.vars)),
      trigger: objectOf(flow.trigger),
      title: flow.title,
    };
  });
}

/** Where a flow may begin: its start, and the steps that other flows lead to. */
export const entries = (flow: FlowView, all: readonly FlowView[]): string[] => [
  ...(flow.start === undefined ? [] : [flow.start]),
  ...all
    .filter((other) => other !== flow)
    .flatMap((other) => [...other.steps.values()])
    .flatMap(({ leaves }) => leaves)
    .flatMap(({ flow: id, step }) => (id === flow.id && step !== undefined ? [step] : [])),
];

/** Whether another flow runs this one, or goes on in it. */
export const isUsed = (flow: FlowView, all: readonly FlowView[]): boolean =>
  all.some(
    (other) =>
      other !== flow &&
      [...other.steps.values()].some(
        ({ runs, leaves }) => runs === flow.id || leaves.some((leaf) => leaf.flow === flow.id),
      ),
  );

export const waits = (step: StepView): boolean => step.edges.some(({ isReply }) => isReply);

/** All steps that can follow some others, those with them. */
export function reachable({ steps }: FlowView, from: Iterable<string>): Set<string> {
  const seen = new Set<string>();
  const left = [...from];
  for (let id = left.pop(); id !== undefined; id = left.pop()) {
    const step = steps.get(id);
    if (!step || seen.has(id)) continue;
    seen.add(id);
    for (const { to } of step.edges) if (to !== undefined) left.push(to);
  }
  return seen;
}
