/** Checks one JSON file as `sobani check` does. */
import { toSobaniError } from '../../src/core/errors.js';
import { type Path, type Report, RULES, type Rule } from '../../src/lint/findings.js';
import { pathIn, readJson } from '../../src/lint/json-source.js';
import type { Kind, Trouble } from './sources.js';

export interface ReadFile {
  /** Undefined where the text is no JSON. */
  value: unknown;
  lineOf(path: Path): number;
  /** All that is wrong with it, by line. `parse`: what the messenger reads it with; it has the last word. */
  check(check: (json: unknown, report: Report) => void, parse: (json: unknown) => unknown): Trouble[];
}

export function readFile(kind: Kind, text: string): ReadFile {
  const source = readJson(text);
  const trouble: Trouble[] = [];
  const add = (line: number, rule: Rule, message: string, mend = '') =>
    void trouble.push({ kind, line, severity: RULES[rule], rule, message, mend });
  if (!('value' in source)) {
    const mend = 'write JSON: double quotes, no comments, no comma at the end of a list';
    add(source.line, 'not-json', source.problem, mend);
    return { value: undefined, lineOf: () => 1, check: () => trouble };
  }
  const { value, lineOf, doubles } = source;
  return {
    value,
    lineOf,
    check(check, parse) {
      for (const path of doubles) {
        add(lineOf(path), 'double-id', `there are two "${path.at(-1)}" here, and the last one counts`, 'rename one');
      }
      check(value, (path, rule, message, mend) => add(lineOf(path), rule, message, mend));
      if (!trouble.some(({ severity }) => severity === 'error')) {
        try {
          parse(value);
        } catch (thrown) {
          const { path = '', message } = toSobaniError(thrown);
          add(lineOf(pathIn(value, path)), 'refused', message);
        }
      }
      return trouble.sort((a, b) => a.line - b.line);
    },
  };
}
