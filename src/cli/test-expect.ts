/** Compares what came of a turn with what was expected of it. Pure. */
import { isObject } from '../lint/findings.js';
import type { Item } from './test-talk.js';

const PATTERN = /^\/(.+)\/([iu]*)$/;

/** Whether `actual` has all that `expected` names: strings are equal or fit `/a pattern/`, lists have these in this order. */
function has(actual: unknown, expected: unknown): boolean {
  if (typeof expected === 'string') {
    const [, pattern, flags] = PATTERN.exec(expected) ?? [];
    return pattern === undefined
      ? actual === expected
      : typeof actual === 'string' && new RegExp(pattern, flags).test(actual);
  }
  if (Array.isArray(expected)) {
    if (!Array.isArray(actual)) return false;
    let at = 0;
    return expected.every((one) => {
      while (at < actual.length && !has(actual[at], one)) at++;
      return at++ < actual.length;
    });
  }
  if (!isObject(expected)) return actual === expected;
  return (
    isObject(actual) &&
    Object.entries(expected).every(([key, one]) => Object.hasOwn(actual, key) && has(actual[key], one))
  );
}

/** Whether an item is what was expected; a string stands for a text that contains it, or fits it as a pattern. */
function isIt(item: Item, expected: unknown): boolean {
  if (typeof expected !== 'string') return has(item, expected);
  if (typeof item.text !== 'string') return false;
  return PATTERN.test(expected) ? has(item.text, expected) : item.text.includes(expected);
}

/** What the visitor sees of it, in a line. */
export function lineOf(item: Item): string {
  const { type, text, choices, handoff, search, match, call, tag, end } = item;
  if (Array.isArray(choices)) return `${text ?? ''} [${choices.join(' | ')}]`.trim();
  if (type === 'article') return `(article ${String(item.article)})`;
  if (type === 'text') return String(text);
  if (typeof type === 'string') return `(${type}) ${text ?? ''}`.trim();
  if (isObject(handoff)) {
    const details = Object.entries(handoff).filter(
      ([key, value]) => key !== 'text' && key !== 'vars' && String(value ?? ''),
    );
    return `-> person ${details.map(([key, value]) => `${key}=${String(value)}`).join(' ')}`.trim();
  }
  if (search !== undefined) return `(searched for "${String(search)}")`;
  if (match !== undefined) return `(asked the answers: "${String(match)}")`;
  if (call !== undefined) return `(called ${String(call)} ${JSON.stringify(item.input ?? {})})`;
  if (tag !== undefined) return `(tag ${String(tag)})`;
  return end ? '(end)' : `(${JSON.stringify(item)})`;
}

export const isSeen = (item: Item): boolean => typeof item.type === 'string' || 'handoff' in item;

/** What is missing, or undefined. The expected items come in their order, others may stand between; [] means silence. */
export function missing(items: Item[], expected: unknown[]): string | undefined {
  const seen = items.filter((item) => !('vars' in item)).map(lineOf);
  const got = seen.length ? `there came ${seen.map((line) => `\n      ${line}`).join('')}` : 'there came nothing';
  if (!expected.length && items.some(isSeen)) return `expected nothing, ${got}`;
  let at = 0;
  for (const one of expected) {
    while (at < items.length && !isIt(items[at]!, one)) at++;
    if (at++ >= items.length) return `expected ${JSON.stringify(one)}, ${got}`;
  }
  return undefined;
}
