import * as v from 'valibot';
import { SobaniError } from '../core/errors.js';
import * as LIMITS from '../core/limits.js';

/** Where in the input, as `message.parts[0].text`. */
export function pathOf(issue: v.BaseIssue<unknown>): string {
  let path = '';
  for (const { key } of issue.path ?? []) {
    path += typeof key === 'number' ? `[${key}]` : path ? `.${String(key)}` : String(key);
  }
  return path.slice(0, 200);
}

const OVER = new Set(['max_length', 'max_bytes', 'max_entries', 'raw_check']);

/** The first thing that is wrong, named without repeating what was sent: it may be private, and it may be long. */
export function toRefusal(issues: readonly [v.BaseIssue<unknown>, ...v.BaseIssue<unknown>[]]): SobaniError {
  const [issue] = issues;
  const path = pathOf(issue);
  if (OVER.has(issue.type)) return new SobaniError('too-large', `${path}: must be ${issue.expected}`, { path });
  return new SobaniError('invalid', `${path}: expected ${issue.expected ?? 'another value'}`, { path });
}

/** JSON nesting, found before parsing. */
export function depthOf(text: string): number {
  let depth = 0;
  let deepest = 0;
  let quoted = false;
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i);
    if (quoted) {
      if (c === 92 /* \ */) i++;
      else if (c === 34 /* " */) quoted = false;
    } else if (c === 34) quoted = true;
    else if (c === 123 /* { */ || c === 91 /* [ */) deepest = Math.max(deepest, ++depth);
    else if (c === 125 /* } */ || c === 93 /* ] */) depth--;
  }
  return deepest;
}

/** What a socket sent, sorted: a frame, a refusal of one ask, or no frame at all. */
export type Parsed<F> =
  | { frame: F; refused?: never; r?: never }
  | { frame?: never; refused: SobaniError; r: number | undefined }
  | { frame?: never; refused?: never; r?: never };

/** Makes the parser of one side's frames. `known` are all values of `t`. */
export function createFrameParser<F>(schema: v.GenericSchema<unknown, F>, known: ReadonlySet<string>) {
  return function parse(text: string): Parsed<F> {
    if (depthOf(text) > LIMITS.depth) {
      return { refused: new SobaniError('too-large', `a frame nests at most ${LIMITS.depth} deep`), r: undefined };
    }
    let input: unknown;
    try {
      input = JSON.parse(text);
    } catch {
      return {};
    }
    if (typeof input !== 'object' || input === null || Array.isArray(input)) return {};
    const { t, r } = input as { t?: unknown; r?: unknown };
    if (typeof t !== 'string' || !known.has(t)) return {};
    const result = v.safeParse(schema, input, { abortEarly: true });
    if (result.success) return { frame: result.output };
    return { refused: toRefusal(result.issues), r: Number.isSafeInteger(r) ? (r as number) : undefined };
  };
}
