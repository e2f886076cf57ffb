/** Which values of the data and the variables are read, and which must be there. Pure. */
import { isObject, listOf, type Path } from './findings.js';

/** `text` holds placeholders; `path` names a value, or holds placeholders; `condition` asks about it. */
export interface Read {
  path: string;
  at: Path;
  by: 'text' | 'path' | 'condition';
  hasFallback: boolean;
}

const PLACEHOLDER = /\{\{\s*([^{}|]+?)\s*(\|[^{}]*)?\}\}/g;

/** What a string with placeholders reads. */
export const placeholders = (text: string, at: Path): Read[] =>
  [...text.matchAll(PLACEHOLDER)].map(([, path, fallback]) => ({
    path: path!,
    at,
    by: 'text',
    hasFallback: fallback !== undefined,
  }));

/** Paths that a condition asks about. */
export function pathsOf(condition: unknown): string[] {
  if (!isObject(condition)) return [];
  return Object.entries(condition).flatMap(([key, value]) => {
    if (key[0] !== '$') return [key];
    return Array.isArray(value) ? value.flatMap(pathsOf) : key === '$not' ? pathsOf(value) : [];
  });
}

/** Whether a value that fulfils this is there at all. */
function demandsValue(expected: unknown): boolean {
  if (!isObject(expected)) return expected !== null && expected !== false && expected !== 0;
  return Object.entries(expected).some(([operator, operand]) => {
    if (operator === '$exists') return operand === true;
    if (operator === '$in') return !listOf(operand).includes(null);
    if (operator === '$eq') return operand !== null;
    if (operator === '$gt' || operator === '$gte') return Number(operand) > 0 || typeof operand === 'string';
    return ['$regex', '$regexi', '$ini', '$elemMatch', '$all', '$alli', '$size'].includes(operator);
  });
}

/** Paths that have a value where a condition holds. */
export function demandedBy(condition: unknown): string[] {
  if (!isObject(condition)) return [];
  return Object.entries(condition).flatMap(([key, value]) => {
    if (key === '$and') return listOf(value).flatMap(demandedBy);
    return key[0] !== '$' && demandsValue(value) ? [key] : [];
  });
}
