/** What the linter finds, and how bad each kind of it is. */

export type Severity = 'error' | 'warning';

/** Keys and places from the top of a JSON file. */
export type Path = readonly (string | number)[];

/** Every rule, and how bad it is to break it. In words: docs/authors.md. */
export const RULES = {
  'not-json': 'error',
  shape: 'error',
  refused: 'error',
  'double-id': 'error',
  'missing-target': 'error',
  'missing-flow': 'error',
  'missing-article': 'error',
  'missing-intent': 'error',
  'missing-survey': 'error',
  'missing-message': 'error',
  'unset-variable': 'error',
  'endless-round': 'error',
  'too-many-options': 'error',
  'slow-pattern': 'error',
  'bad-selector': 'error',
  help: 'error',
  answers: 'error',
  'unreachable-step': 'warning',
  'branch-without-else': 'warning',
  'dead-end': 'warning',
  'no-person': 'warning',
  'no-fallback': 'warning',
  'unknown-path': 'warning',
  'long-label': 'warning',
  'missing-translation': 'warning',
  'never-holds': 'warning',
  'colliding-intents': 'warning',
  'few-questions': 'warning',
} as const satisfies Record<string, Severity>;

export type Rule = keyof typeof RULES;

export interface Finding {
  file: string;
  /** From 1. */
  line: number;
  severity: Severity;
  rule: Rule;
  /** What is wrong. */
  message: string;
  /** How to mend it. Empty where the message says it. */
  mend: string;
}

/** Takes what was found at a place of one file. */
export type Report = (path: Path, rule: Rule, message: string, mend?: string) => void;

/** What exists in the other files. A kind that is absent was not looked at, and is not held against anybody. */
export interface Known {
  /** Of any language. */
  articles?: ReadonlySet<string>;
  flows?: ReadonlySet<string>;
  intents?: ReadonlySet<string>;
  surveys?: ReadonlySet<string>;
}

export const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export const listOf = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);

/** A value that is an object, or an empty one. */
export const objectOf = (value: unknown): Record<string, unknown> => (isObject(value) ? value : {});

export const textOf = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);

/** `a`, `b` and 3 more. */
export function names(all: Iterable<string>, most = 5): string {
  const list = [...all].map((one) => `"${one}"`);
  const rest = list.length - most;
  return rest > 0 ? `${list.slice(0, most).join(', ')} and ${rest} more` : list.join(', ');
}
