/** Everything that is wrong with a flows file. Pure. */
import { checkCondition, checkPattern } from './conditions.js';
import { isObject, type Known, type Path, type Report } from './findings.js';
import { checkGraph } from './flow-graph.js';
import { checkFlowShape } from './flow-shape.js';
import { checkOptions, checkValues } from './flow-values.js';
import { type FlowView, viewFlows } from './flow-view.js';
import { suggest } from './shape.js';
import type { Reference } from './step-view.js';
import { checkTexts, readCatalogue } from './texts.js';

const MISSING = {
  articles: ['missing-article', 'article'],
  flows: ['missing-flow', 'flow'],
  intents: ['missing-intent', 'intent'],
  surveys: ['missing-survey', 'survey'],
} as const;

/** What is referred to and is not there. Kinds that were not looked at are let through. */
export function checkReferences(references: readonly Reference[], known: Known, report: Report): void {
  for (const { kind, id, at } of references) {
    const all = known[kind];
    if (!all || all.has(id)) continue;
    const [rule, what] = MISSING[kind];
    report(at, rule, `there is no ${what} "${id}"`, suggest(id, all));
  }
}

/** Ids that occur twice in a list of things. */
export function checkIds(list: readonly { id: string; at: Path }[], what: string, report: Report): void {
  const seen = new Set<string>();
  for (const { id, at } of list) {
    if (seen.has(id))
      report([...at, 'id'], 'double-id', `there are two ${what} "${id}"`, 'give one of them another id');
    seen.add(id);
  }
}

function checkTrigger({ trigger, at }: FlowView, known: Known, report: Report): void {
  const where: Path = [...at, 'trigger'];
  if ('if' in trigger) checkCondition(trigger.if, [...where, 'if'], report);
  if (typeof trigger.intent !== 'string') return;
  checkReferences([{ kind: 'intents', id: trigger.intent, at: [...where, 'intent'] }], known, report);
}

/** Reports all problems of a flows file; `known` is what the other files have. */
export function checkFlows(json: unknown, known: Known, report: Report): void {
  checkFlowShape(json, report);
  const catalogue = readCatalogue(isObject(json) ? json.messages : undefined, report);
  const flows = viewFlows(json);
  checkIds(flows, 'flows', report);
  const inFile: Known = { ...known, flows: new Set([...(known.flows ?? []), ...flows.map(({ id }) => id)]) };
  for (const flow of flows) {
    checkTrigger(flow, inFile, report);
    for (const { conditions, patterns, references } of flow.steps.values()) {
      for (const { value, at } of conditions) checkCondition(value, at, report);
      for (const { value, at } of patterns) checkPattern(value, at, report);
      checkReferences(references, inFile, report);
    }
    checkGraph(flow, flows, report);
    checkValues(flow, flows, catalogue, report);
    checkOptions(flow, catalogue, report);
  }
  const titles = flows.map(({ title, at }) => ({ text: title, at: [...at, 'title'], isLabel: false }));
  const shown = flows.flatMap((flow) => [...flow.steps.values()].flatMap((step) => step.shown));
  checkTexts([...titles, ...shown], catalogue, report);
}
