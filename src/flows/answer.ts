/** What the visitor's words mean at a step that waits. Pure. */
import * as LIMITS from '../core/limits.js';
import { isDay, isEmail } from '../core/typed.js';
import type { Json } from '../types.js';
import type { Field, Question } from './format-steps.js';

/** Without regard to width, case, spaces and closing punctuation. */
export const loose = (text: string): string =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/\s+|[.!?。]+$/g, '');

type Asked = Pick<Question, 'min' | 'max' | 'pattern'> & { type?: Question['type'] | Field['type'] };

/** What answers look like, and what is left out before they are judged. */
const FORMS: Partial<Record<string, [form: RegExp, without?: RegExp]>> = {
  phone: [/^\+?\d{6,15}$/, /[\s().\-/ー]/g],
  url: [/^https?:\/\/[^\s/?#]+\.\S+$/i],
  time: [/^([01]\d|2[0-3]):[0-5]\d$/],
  // 1,000 is a thousand, 1,5 is one and a half
  number: [/^[+-]?\d+([.,]\d+)?$/, /,(?=\d{3}(\D|$))/g],
};

/** The answer as it is kept, or undefined when it is not of the type. */
export function answer({ type = 'text', min, max, pattern }: Asked, text: string): string | number | undefined {
  const within = (n: number) => n >= (min ?? -Infinity) && n <= (max ?? Infinity);
  const plain = text.normalize('NFKC').trim();
  if (pattern && !new RegExp(pattern).test(plain)) return undefined;
  if (type === 'email') return isEmail(plain) ? plain : undefined;
  if (type === 'date') {
    // in this order, with any signs between
    const day = plain.replace(
      /^(\d{4})[-/.年](\d\d?)[-/.月](\d\d?)日?$/,
      (_, year: string, month: string, date: string) => [year, month.padStart(2, '0'), date.padStart(2, '0')].join('-'),
    );
    return isDay(day) ? day : undefined;
  }
  const [form, without = ''] = FORMS[type] ?? [];
  if (!form) return text && within(text.length) ? text : undefined;
  const short = plain.replace(without, '');
  if (!form.test(short) || short.length > LIMITS.url) return undefined;
  if (type !== 'number') return short;
  const number = +short.replace(',', '.');
  return within(number) ? number : undefined;
}

/** What was entered in a field of a form as it is kept, null where nothing was, or undefined when it does not fit. */
export function entered(field: Field, value: unknown): Json | undefined {
  const { type, options = [], required = true } = field;
  const isOne = (one: unknown) => options.some((option) => option.value === one);
  if (type === 'checkbox' || type === 'consent')
    return typeof value === 'boolean' && (value || !required) ? value : undefined;
  if (value === undefined || value === '' || (Array.isArray(value) && !value.length))
    return required ? undefined : null;
  if (type === 'select') return isOne(value) ? (value as string) : undefined;
  if (type === 'multiselect') return Array.isArray(value) && value.every(isOne) ? [...new Set(value)] : undefined;
  return /^(string|number)$/.test(typeof value) ? answer(field, `${value}`.trim()) : undefined;
}
