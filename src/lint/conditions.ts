/** What is wrong with a condition, and whether it can hold at all. Pure. */
import { refuseRegex } from '../core/linear-regex.js';
import { type Condition, matches, parseCondition } from '../core/match.js';
import { isObject, listOf, type Path, type Report } from './findings.js';

/** Patterns anywhere inside. */
function patternsOf(value: unknown, at: Path): [pattern: string, at: Path][] {
  if (Array.isArray(value)) return value.flatMap((one, i) => patternsOf(one, [...at, i]));
  if (!isObject(value)) return [];
  return Object.entries(value).flatMap(([key, one]): [string, Path][] =>
    /^\$regexi?$/.test(key) && typeof one === 'string' ? [[one, [...at, key]]] : patternsOf(one, [...at, key]),
  );
}

export function checkPattern(pattern: string, at: Path, report: Report): boolean {
  const refused = refuseRegex(pattern);
  if (refused) report(at, 'slow-pattern', `the pattern ${refused}`, 'write it so that it is decided in one pass');
  return !refused;
}

/** Everything that one path must fulfil, of conditions that must all hold. */
function demands(condition: Condition, into = new Map<string, unknown[]>()): Map<string, unknown[]> {
  for (const [key, value] of Object.entries(condition)) {
    if (key === '$and') for (const one of listOf(value)) demands(one as Condition, into);
    else if (key[0] !== '$') into.set(key, [...(into.get(key) ?? []), value]);
  }
  return into;
}

/** The operators of all demands; a plain value is `is`. */
const operatorsOf = (all: unknown[]): [operator: string, operand: unknown][] =>
  all.flatMap((one): [string, unknown][] => (isObject(one) ? Object.entries(one) : [['is', one]]));

/** Values of which one must be meant, or undefined where there are too many to list. */
function candidates(operators: [string, unknown][]): unknown[] | undefined {
  const lists = operators.flatMap(([operator, operand]) => {
    if (operator === '$eq') return [[operand]];
    if (operator === '$in') return [listOf(operand)];
    if (operator !== 'is' || typeof operand === 'boolean' || Array.isArray(operand)) return [];
    // a plain value is compared loosely
    const text = operand === null ? null : String(operand);
    return [[operand, text, text === null || text === '' || text === '0' ? null : Number(text)]];
  });
  return lists.length ? [...lists.flat(), lists.flat()] : undefined;
}

/** Whether no value fulfils all that is demanded of one path. Says no wherever it cannot be sure. */
function isImpossible(all: unknown[]): boolean {
  const operators = operatorsOf(all);
  const some = candidates(operators);
  const fits = (value: unknown) => all.every((one) => matches({ a: one } as Condition, { a: value }));
  if (some) return !some.some(fits);
  const limit = (names: string[], pick: (...of: number[]) => number) =>
    pick(
      ...operators.flatMap(([name, operand]) => (names.includes(name) && typeof operand === 'number' ? [operand] : [])),
    );
  const [least, above] = [limit(['$gte'], Math.max), limit(['$gt'], Math.max)];
  const [most, below] = [limit(['$lte'], Math.min), limit(['$lt'], Math.min)];
  if (least > most || least >= below || above >= most || above >= below) return true;
  const exists = operators.filter(([name]) => name === '$exists').map(([, operand]) => operand);
  return exists.includes(true) && exists.includes(false);
}

/** Reports what the messenger would refuse, and a condition that contradicts itself. */
export function checkCondition(json: unknown, at: Path, report: Report): void {
  // an empty answer to "is it slow" must not hide the next pattern
  const patterns = patternsOf(json, at).map(([pattern, where]) => checkPattern(pattern, where, report));
  if (patterns.includes(false)) return;
  try {
    const condition = parseCondition(json);
    for (const [path, all] of demands(condition)) {
      if (!isImpossible(all)) continue;
      const what = all.map((one) => JSON.stringify(one)).join(' and ');
      report(at, 'never-holds', `"${path}" can never be ${what}`, 'one of these must go');
    }
  } catch (thrown) {
    report(at, 'shape', (thrown as Error).message.replace(/^if[.:]?\s*/, ''));
  }
}
