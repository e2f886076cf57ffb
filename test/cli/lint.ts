/** Lints flows that are written in a test. */
import type { Finding, Known } from '../../src/lint/findings.js';
import { checkFlows } from '../../src/lint/flows.js';
import { type JsonSource, readJson } from '../../src/lint/json-source.js';

export const say = (text: unknown, next?: string) => ({ say: text, ...(next && { next }) });
export const person = { handoff: {} };

/** A file with one flow, each value on a line of its own. */
export const fileOf = (steps: object, more: object = {}, top: object = {}) =>
  JSON.stringify(
    { v: 1, ...top, flows: [{ id: 'f', version: 1, trigger: { on: 'button' }, start: 'a', steps, ...more }] },
    null,
    1,
  );

export function lint(source: string, known: Known = {}): Omit<Finding, 'file' | 'severity'>[] {
  const json = readJson(source) as JsonSource;
  const findings: Omit<Finding, 'file' | 'severity'>[] = [];
  checkFlows(json.value, known, (path, rule, message, mend = '') => {
    findings.push({ line: json.lineOf(path), rule, message, mend });
  });
  return findings;
}

/** `rule @ what stands in the line`. */
export const rules = (source: string, known?: Known) =>
  lint(source, known).map(({ rule, line }) => `${rule} @ ${source.split('\n')[line - 1]!.trim()}`);
