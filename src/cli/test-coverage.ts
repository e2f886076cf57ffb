/** Which steps of flows were run by tests, and which ways out of them were taken. */
import type { FlowFile } from '../flows/format.js';
import { type FlowView, viewFlows } from '../lint/flow-view.js';
import { watched } from './test-engine.js';

export interface Coverage {
  /** The flows, to be run in place of those that were given. */
  file: FlowFile;
  /** A line a flow, and what was not run of it. */
  report(): string[];
  /** Share of all steps that were run, 0 to 1. */
  share(): number;
}

const percent = (some: number, all: number) => `${some} of ${all}`;

/** Ways that a step has, as `from → to`; one that ends the flow cannot be told from another that does. */
const waysOf = ({ steps }: FlowView): [step: string, way: string][] =>
  [...steps.values()].flatMap((step) => {
    const targets = [...new Set(step.edges.flatMap(({ to }) => (to === undefined ? [] : [to])))];
    return targets.length < 2 ? [] : targets.map((to): [string, string] => [step.id, `${step.id} → ${to}`]);
  });

export function createCoverage(flows: FlowFile): Coverage {
  const run = new Set<string>();
  const taken = new Set<string>();
  let last: [flow: string, step: string] | undefined;
  const file = watched(flows, (flow, step) => {
    run.add(`${flow} ${step}`);
    if (last && last[0] === flow && last[1] !== step) taken.add(`${flow} ${last[1]} → ${step}`);
    last = [flow, step];
  });
  const views = viewFlows(flows);
  return {
    file,
    report: () =>
      views.flatMap((view) => {
        const steps = [...view.steps.keys()];
        const ways = waysOf(view);
        const missed = steps.filter((id) => !run.has(`${view.id} ${id}`));
        const untaken = ways.filter(([id, way]) => !missed.includes(id) && !taken.has(`${view.id} ${way}`));
        const summary = `${view.id}: ${percent(steps.length - missed.length, steps.length)} steps, ${percent(
          ways.filter(([, way]) => taken.has(`${view.id} ${way}`)).length,
          ways.length,
        )} branches`;
        return [
          summary,
          ...(missed.length ? [`  not run: ${missed.join(', ')}`] : []),
          ...(untaken.length ? [`  not taken: ${untaken.map(([, way]) => way).join(', ')}`] : []),
        ];
      }),
    share() {
      const all = views.flatMap((view) => [...view.steps.keys()].map((id) => `${view.id} ${id}`));
      return all.length ? all.filter((one) => run.has(one)).length / all.length : 1;
    },
  };
}
