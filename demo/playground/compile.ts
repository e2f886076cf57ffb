/** Checks everything that is written here, as `sobani check` does, and makes of it what the messenger reads. */
import { parseFlowFile } from '../../src/flows/parse.js';
import type { Path } from '../../src/lint/findings.js';
import { type FlowView, viewFlows } from '../../src/lint/flow-view.js';
import { checkFlows } from '../../src/lint/flows.js';
import { checkRules, surveysOf } from '../../src/lint/rules-file.js';
import { parseRules } from '../../src/proactive/parse.js';
import { type Answers, compileAnswers } from './compile-answers.js';
import { compileHelp, type Help } from './compile-help.js';
import { readFile } from './compile-json.js';
import type { Sources, Trouble } from './sources.js';

export interface Compiled {
  trouble: Trouble[];
  /** What the messenger fetches, by name. */
  files: Record<string, string>;
  heldOut: Answers['heldOut'];
  /** The flows file as far as it can be read, and its flows as the linter sees them. */
  json: unknown;
  flows: FlowView[];
  lineOf(path: Path): number;
}

/** Those of before, where nothing has changed that they are made of. */
function keeper<T>() {
  let last: { key: string; value: T } | undefined;
  return (key: string, make: () => T): T => {
    if (last?.key !== key) last = { key, value: make() };
    return last.value;
  };
}
const keepHelp = keeper<Help>();
const keepAnswers = keeper<Answers>();

export function compileSources(sources: Sources): Compiled {
  const { articles, answers: intents } = sources;
  const help = keepHelp(JSON.stringify(articles), () => compileHelp(articles));
  const flowFile = readFile('flows', sources.flows);
  const ruleFile = readFile('rules', sources.rules);
  const flows = viewFlows(flowFile.value);
  const flowIds = new Set(flows.map(({ id }) => id));
  const known = { articles: help.ids, flows: flowIds };
  const key = JSON.stringify([intents, [...help.ids], [...flowIds]]);
  const answers = keepAnswers(key, () => compileAnswers(intents, known));
  const surveys = ruleFile.value !== undefined && { surveys: new Set(surveysOf(ruleFile.value)) };
  const everything = { ...known, intents: answers.ids, ...surveys };
  return {
    trouble: [
      ...flowFile.check((json, report) => checkFlows(json, everything, report), parseFlowFile),
      ...ruleFile.check((json, report) => checkRules(json, known, report), parseRules),
      ...help.trouble,
      ...answers.trouble,
    ],
    files: { 'flows.json': sources.flows, 'rules.json': sources.rules, ...help.files, ...answers.files },
    heldOut: answers.heldOut,
    json: flowFile.value,
    flows,
    lineOf: flowFile.lineOf,
  };
}
