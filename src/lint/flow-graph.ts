/** Where the steps of a flow lead: nowhere, round and round, or to nobody. Pure. */
import { names, type Report } from './findings.js';
import { entries, type FlowView, reachable, waits } from './flow-view.js';
import { suggest } from './shape.js';
import { type StepView, UNKNOWN } from './step-view.js';

type CheckFlow = (flow: FlowView, all: readonly FlowView[], report: Report) => void;

const checkTargets: CheckFlow = ({ id, at, start, steps }, all, report) => {
  const missing = (to: string) =>
    [
      `there is no step "${to}" in the flow "${id}"`,
      suggest(to, steps.keys()) || 'add it, or lead to another',
    ] as const;
  if (start !== undefined && !steps.has(start)) report([...at, 'start'], 'missing-target', ...missing(start));
  for (const step of steps.values()) {
    for (const { to, at: where } of step.edges) {
      if (to !== undefined && !steps.has(to)) report(where, 'missing-target', ...missing(to));
    }
    for (const { flow, step: to } of step.leaves) {
      const other = all.find((one) => one.id === flow);
      if (!other || to === undefined || other.steps.has(to)) continue;
      const mend = suggest(to, other.steps.keys());
      report([...step.at, 'goto', 'step'], 'missing-target', `there is no step "${to}" in the flow "${flow}"`, mend);
    }
  }
};

const checkReach: CheckFlow = (flow, all, report) => {
  const seen = reachable(flow, entries(flow, all));
  for (const { id, at } of flow.steps.values()) {
    if (!seen.has(id)) report(at, 'unreachable-step', `no step leads to "${id}"`, 'lead to it, or remove it');
  }
};

/** Whether a flow can run from its start to an end without waiting for anybody. */
function runsThrough(flow: FlowView | undefined, all: readonly FlowView[], within: readonly string[] = []): boolean {
  if (!flow || within.includes(flow.id)) return true;
  const seen = new Set<string>();
  const visit = (id: string | undefined): boolean => {
    if (id === undefined) return true;
    const step = flow.steps.get(id);
    if (!step || seen.has(id)) return false;
    seen.add(id);
    return ways(step, all, [...within, flow.id]).some(visit);
  };
  return visit(flow.start);
}

/** Where a step goes on without anybody doing anything. */
function ways(step: StepView, all: readonly FlowView[], within: readonly string[] = []): (string | undefined)[] {
  const other = step.runs === undefined ? undefined : all.find(({ id }) => id === step.runs);
  if (other && !runsThrough(other, all, within)) return [];
  return step.edges.filter(({ isReply }) => !isReply).map(({ to }) => to);
}

const checkRounds: CheckFlow = ({ steps }, all, report) => {
  const done = new Set<string>();
  const visit = (id: string, trail: string[]): void => {
    const step = steps.get(id);
    const back = trail.indexOf(id);
    if (back >= 0) {
      const round = [...trail.slice(back), id].join(' → ');
      const mend = 'put a step that waits for the visitor into the round';
      report(step!.at, 'endless-round', `${round} goes round without waiting`, mend);
    }
    if (!step || done.has(id) || back >= 0) return;
    for (const to of ways(step, all)) if (to !== undefined) visit(to, [...trail, id]);
    done.add(id);
  };
  for (const id of steps.keys()) visit(id, []);
};

const checkElse: CheckFlow = ({ steps }, _, report) => {
  for (const { kind, edges, at } of steps.values()) {
    const isOpen = edges.some(({ to, isReply }) => to === undefined && !isReply);
    if (kind !== 'branch' || !isOpen) continue;
    report(at, 'branch-without-else', 'where no condition holds, the flow ends without a word', 'add "next"');
  }
};

const checkDeadEnds: CheckFlow = ({ steps }, _, report) => {
  const endsSilently = (id: string | undefined, seen: readonly string[] = []): boolean => {
    if (id === undefined) return true;
    const step = steps.get(id);
    if (!step || step.speaks || seen.includes(id)) return false;
    return step.edges.some(({ to, isReply }) => !isReply && endsSilently(to, [...seen, id]));
  };
  for (const { kind, edges } of steps.values()) {
    if (kind === 'csat' || kind === 'wait') continue;
    for (const { to, at, isReply } of edges) {
      if (!isReply || !endsSilently(to)) continue;
      const mend = 'say something before the flow ends, ask on, or hand over';
      report(at, 'dead-end', 'the visitor gets no answer here', mend);
    }
  }
};

/** A person is always a word away; where no step leads to one, nobody has told the visitor. */
const checkPersons: CheckFlow = (flow, all, report) => {
  const leadsToOne = (one: FlowView, from: Iterable<string>, seen: readonly string[]): boolean =>
    [...reachable(one, from)].some((id) => {
      const { kind, runs, leaves } = one.steps.get(id)!;
      if (kind === 'handoff' || kind === 'search' || kind === 'match') return true;
      return [...leaves.map((leaf) => leaf.flow), ...(runs === undefined ? [] : [runs])].some((other) => {
        const next = all.find((each) => each.id === other);
        if (seen.includes(other)) return false;
        return !next || leadsToOne(next, entries(next, all), [...seen, other]);
      });
    });
  const asks = [...flow.steps.values()].filter((step) => waits(step) && step.kind !== 'csat' && step.kind !== 'wait');
  const lost = asks.filter(({ id }) => !leadsToOne(flow, [id], [flow.id]));
  if (!lost.length) return;
  const mend = 'lead to a step "handoff", or offer one among the options';
  report(lost[0]!.at, 'no-person', `from ${names(lost.map(({ id }) => id))} no step leads to a person`, mend);
};

/** What is wrong with the ways through a flow. Where a step cannot be read, nobody knows where it leads. */
export function checkGraph(flow: FlowView, all: readonly FlowView[], report: Report): void {
  const isWhole = [...flow.steps.values()].every(({ kind }) => kind !== UNKNOWN);
  for (const check of [checkTargets, checkRounds, checkElse, checkDeadEnds]) check(flow, all, report);
  if (isWhole) for (const check of [checkReach, checkPersons]) check(flow, all, report);
}
