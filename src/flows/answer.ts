/** What the visitor's words mean at a step that waits. Pure. */
import type { Json } from '../types.js';
import type { Field, Question } from './format-steps.js';

/** Without regard to width, case, spaces and closing punctuation. */
export const loose = (text: string): string =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/\s+|[.!?。]+$/g, '');

/** Index of the choice that a text means, by its label or else by its number from 1; -1 for none. */
export function chosen(text: string, labels: string[], byNumber = true): number {
  const wanted = loose(text);
  const index = labels.findIndex((label) => loose(label) === wanted);
  const number = byNumber && /^(\d\d?)(?:[.):、番]|$)/.exec(wanted);
  return index < 0 && number && labels[+number[1]! - 1] !== undefined ? +number[1]! - 1 : index;
}

/** A day of the calendar as `2026-01-31`, written in that order with any signs between, or undefined. */
function day(text: string): string | undefined {
  const [, year, month, date] = (/^(\d{4})[-/.年](\d\d?)[-/.月](\d\d?)日?$/.exec(text) ?? []).map(Number) as number[];
  const isLeap = year! % 4 === 0 && (year! % 100 !== 0 || year! % 400 === 0);
  const most = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month! - 1];
  if (!most || !date || date > most) return undefined;
  return [year, `0${month}`.slice(-2), `0${date}`.slice(-2)].join('-');
}

type Asked = Pick<Question, 'min' | 'max' | 'pattern'> & { type?: Question['type'] | Field['type'] };

/** The answer as it is kept, or undefined when it is not of the type. */
export function answer({ type = 'text', min, max, pattern }: Asked, text: string): string | number | undefined {
  const within = (n: number) => n >= (min ?? -Infinity) && n <= (max ?? Infinity);
  const plain = text.normalize('NFKC').trim();
  if (pattern && !new RegExp(pattern).test(plain)) return undefined;
  if (type === 'email') return plain.length < 255 && /^[^\s@]+@[^\s@.]+(\.[^\s@.]+)+$/.test(plain) ? plain : undefined;
  if (type === 'phone') {
    const digits = plain.replace(/[\s().\-/ー]/g, '');
    return /^\+?\d{6,15}$/.test(digits) ? digits : undefined;
  }
  if (type === 'url') return /^https?:\/\/[^\s/?#]+\.\S+$/i.test(plain) && plain.length < 2049 ? plain : undefined;
  if (type === 'date') return day(plain);
  if (type === 'number') {
    // 1,000 is a thousand, 1,5 is one and a half
    const dotted = plain.replace(/,(?=\d{3}(\D|$))/g, '').replace(',', '.');
    return /^[+-]?\d+(\.\d+)?$/.test(dotted) && within(+dotted) ? +dotted : undefined;
  }
  return text && within(text.length) ? text : undefined;
}

/** What was entered in a field of a form as it is kept, null where nothing was, or undefined when it does not fit. */
export function entered(field: Field, value: unknown): Json | undefined {
  const { type, options = [], required = true } = field;
  const isOne = (one: unknown) => options.some((option) => option.value === one);
  if (type === 'checkbox') return typeof value === 'boolean' && (value || !required) ? value : undefined;
  if (value === undefined || value === '' || (Array.isArray(value) && !value.length))
    return required ? undefined : null;
  if (type === 'select') return isOne(value) ? (value as string) : undefined;
  if (type === 'multiselect') return Array.isArray(value) && value.every(isOne) ? [...new Set(value)] : undefined;
  return /^(string|number)$/.test(typeof value) ? answer(field, `${value}`.trim()) : undefined;
}
