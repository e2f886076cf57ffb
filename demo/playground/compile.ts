/** Checks everything that is written here, as `sobani check` does, and makes of it what the messenger reads. */
import { toSobaniError } from '../../src/core/errors.js';
import { parseFlowFile } from '../../src/flows/parse.js';
import { RULES, type Rule } from '../../src/lint/findings.js';
import { type FlowView, viewFlows } from '../../src/lint/flow-view.js';
import { checkFlows } from '../../src/lint/flows.js';
import { pathIn, readJson } from '../../src/lint/json-source.js';
import { type Answers, compileAnswers } from './compile-answers.js';
import { compileHelp, type Help } from './compile-help.js';
import type { Sources, Trouble } from './sources.js';

export interface Compiled {
  trouble: Trouble[];
  /** What the messenger fetches, by name. */
  files: Record<string, string>;
  heldOut: Answers['heldOut'];
  /** The flows file as far as it can be read, and its flows as the linter sees them. */
  json: unknown;
  flows: FlowView[];
  lineOf(path: readonly (string | number)[]): number;
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

export function compileSources({ flows: text, articles, answers: intents }: Sources): Compiled {
  const help = keepHelp(JSON.stringify(articles), () => compileHelp(articles));
  const source = readJson(text);
  const value = 'value' in source ? source.value : undefined;
  const flows = viewFlows(value);
  const flowIds = new Set(flows.map(({ id }) => id));
  const known = { articles: help.ids, flows: flowIds };
  const key = JSON.stringify([intents, [...help.ids], [...flowIds]]);
  const answers = keepAnswers(key, () => compileAnswers(intents, known));

  const trouble: Trouble[] = [];
  const add = (line: number, rule: Rule, message: string, mend = '') =>
    void trouble.push({ kind: 'flows', line, severity: RULES[rule], rule, message, mend });
  if ('value' in source) {
    for (const path of source.doubles) {
      add(
        source.lineOf(path),
        'double-id',
        `there are two "${path.at(-1)}" here, and the last one counts`,
        'rename one',
      );
    }
    checkFlows(value, { ...known, intents: answers.ids }, (path, rule, message, mend) =>
      add(source.lineOf(path), rule, message, mend),
    );
    // the messenger has the last word
    if (!trouble.some(({ severity }) => severity === 'error')) {
      try {
        parseFlowFile(value);
      } catch (thrown) {
        const { path = '', message } = toSobaniError(thrown);
        add(source.lineOf(pathIn(value, path)), 'refused', message);
      }
    }
  } else
    add(
      source.line,
      'not-json',
      source.problem,
      'write JSON: double quotes, no comments, no comma at the end of a list',
    );
  return {
    trouble: [...trouble.sort((a, b) => a.line - b.line), ...help.trouble, ...answers.trouble],
    files: { 'flows.json': text, ...help.files, ...answers.files },
    heldOut: answers.heldOut,
    json: value,
    flows,
    lineOf: (path) => ('value' in source ? source.lineOf(path) : 1),
  };
}
