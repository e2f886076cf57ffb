/** What the visitor's words mean at a step that waits. Pure. */
import type { Step } from './format.js';

/** Without regard to width, case, spaces and closing punctuation. */
export const loose = (text: string): string =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/\s+|[.!?。]+$/g, '');

/** Index of the choice that a text means, by its label or else by its number from 1; -1 for none. */
export function chosen(text: string, labels: string[]): number {
  const wanted = loose(text);
  const index = labels.findIndex((label) => loose(label) === wanted);
  const number = /^(\d\d?)(?:[.):、番]|$)/.exec(wanted);
  return index < 0 && number && labels[+number[1]! - 1] !== undefined ? +number[1]! - 1 : index;
}

export type Ask = Extract<Step, { ask: unknown }>['ask'];

/** The answer as it is kept, or undefined when it is not of the type. */
export function answer({ type = 'text', min, max }: Ask, text: string): string | number | undefined {
  const within = (n: number) => n >= (min ?? -Infinity) && n <= (max ?? Infinity);
  const plain = text.normalize('NFKC').trim();
  if (type === 'text') return text && within(text.length) ? text : undefined;
  if (type === 'email') return plain.length < 255 && /^[^\s@]+@[^\s@.]+(\.[^\s@.]+)+$/.test(plain) ? plain : undefined;
  if (type === 'phone') {
    const digits = plain.replace(/[\s().\-/ー]/g, '');
    return /^\+?\d{6,15}$/.test(digits) ? digits : undefined;
  }
  // 1,000 is a thousand, 1,5 is one and a half
  const dotted = plain.replace(/,(?=\d{3}(\D|$))/g, '').replace(',', '.');
  return /^[+-]?\d+(\.\d+)?$/.test(dotted) && within(+dotted) ? +dotted : undefined;
}
