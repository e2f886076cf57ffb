/** What was put into a field of a form, judged. Pure. */
import * as LIMITS from '../../core/limits.js';
import { isDay, isEmail } from '../../core/typed.js';
import type { enParts } from '../../i18n/en-parts.js';
import type { FormField, FormValue } from '../../types.js';

/** As the elements of the page have it. */
export type Entry = string | boolean | string[] | undefined;

type Mend = Extract<keyof typeof enParts, `mend-${string}`>;

/** Neither: nothing was put in, which may be. */
export interface Judged {
  value?: FormValue['value'];
  /** What is wrong with it; `n` is put into the text. */
  mend?: Mend;
  n?: number;
}

const wrong = (mend: Mend, n?: number): Judged => (n === undefined ? { mend } : { mend, n });

/** An address of the web, whether or not its scheme was written. */
function webAddress(given: string): string | undefined {
  try {
    const url = new URL(/^https?:\/\//i.test(given) ? given : `https://${given}`);
    return /^[^\s.]+(\.[^\s.]+)+$/.test(url.hostname) && !url.username ? given : undefined;
  } catch {
    return undefined;
  }
}

/** Some browsers say the seconds, too. */
const isTime = (given: string) => /^([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d+)?)?$/.test(given);

function checkNumber({ min, max }: FormField, given: string): Judged {
  const digits = given.replace(/[\s']/g, '').replace(',', '.');
  if (!/^[+-]?(\d+\.?\d*|\.\d+)$/.test(digits)) return wrong('mend-number');
  const value = Number(digits);
  if (min !== undefined && value < min) return wrong('mend-least', min);
  if (max !== undefined && value > max) return wrong('mend-most', max);
  return { value };
}

function checkText({ min = 0, max = LIMITS.formValue }: FormField, given: string): Judged {
  const most = Math.min(max, LIMITS.formValue);
  if (given.length < min) return wrong('mend-short', min);
  return given.length > most ? wrong('mend-long', most) : { value: given };
}

function checkMany(
  { options = [], required, min = required ? 1 : 0, max = options.length }: FormField,
  given: string[],
) {
  const value = options.map((option) => option.value).filter((one) => given.includes(one));
  if (!value.length && !required) return {};
  if (value.length < min) return wrong('mend-few', min);
  return value.length > max ? wrong('mend-many', max) : { value };
}

/** Digits and signs of full width are as good as the others. */
const plainOf = (entry: Entry) => (typeof entry === 'string' ? entry.normalize('NFKC').trim() : '');

/** Judges one entry. What is asked for and left out is to mend; what is not, is no answer. */
export function checkField(field: FormField, entry: Entry): Judged {
  const { type, required, options = [] } = field;
  if (type === 'checkbox' || type === 'consent')
    return required && entry !== true ? wrong('mend-tick') : { value: entry === true };
  if (type === 'multiselect') return checkMany(field, Array.isArray(entry) ? entry : []);
  if (type === 'text') {
    const given = typeof entry === 'string' ? entry.trim() : '';
    if (given) return checkText(field, given);
    return required ? wrong('mend-blank') : {};
  }
  const given = type === 'select' ? `${entry ?? ''}` : plainOf(entry);
  if (!given) return required ? wrong(type === 'select' ? 'mend-choice' : 'mend-blank') : {};
  if (given.length > LIMITS.formValue) return wrong('mend-long', LIMITS.formValue);
  switch (type) {
    case 'select':
      return options.some(({ value }) => value === given) ? { value: given } : wrong('mend-choice');
    case 'number':
      return checkNumber(field, given);
    case 'email':
      return isEmail(given) ? { value: given } : wrong('mend-email');
    case 'phone':
      return /^\+?\d{5,15}$/.test(given.replace(/[\s().\-/‐–−ー]/g, '')) ? { value: given } : wrong('mend-phone');
    case 'url':
      return webAddress(given) ? { value: given } : wrong('mend-url');
    case 'date':
      return isDay(given) ? { value: given } : wrong('mend-date');
    case 'time':
      return isTime(given) ? { value: given.slice(0, 5) } : wrong('mend-time');
    default:
      // of a type that only a later version knows
      return checkText(field, given);
  }
}
