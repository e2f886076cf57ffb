export interface Mutant {
  name: string;
  guarantee: string;
  file: string;
  find: string;
  replace: string;
  tests: string[];
  why: string;
}
export const ROOT: string;
export const all: Mutant[];
/** What is wrong with the list itself, one sentence each. */
export function faults(): string[];
