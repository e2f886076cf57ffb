import { fnv1a } from './hash.js';

/** Without those that are taken for another, or for a vowel of a word. */
const LETTERS = '23456789BCDFGHJKMNPQRSTVWXYZ';
const LENGTH = 6;

/** A short name of a conversation that can be said on the telephone: six letters and digits, always the same for one id. */
export function referenceOf(conversation: string): string {
  let number = fnv1a(conversation);
  let reference = '';
  while (reference.length < LENGTH) {
    reference += LETTERS[number % LETTERS.length];
    number = Math.floor(number / LETTERS.length);
  }
  return reference;
}

/** The reference that was typed, however it was written; undefined where it is none. */
export function readReference(typed: string): string | undefined {
  const letters = typed.toUpperCase().replace(/[\s#-]/g, '');
  return letters.length === LENGTH && [...letters].every((letter) => LETTERS.includes(letter)) ? letters : undefined;
}
