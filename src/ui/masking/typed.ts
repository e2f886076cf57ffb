/** What of a draft is better not sent, and what stands there instead. Only what is known for sure: a warning must be right. */
import type { Finding } from '../../context/context.js';

export type TypedKind = 'card' | 'iban' | 'secret';

export interface Typed {
  kind: TypedKind;
  /** UTF-16 units of the text, the end not included. */
  start: number;
  end: number;
  mask: string;
}

/** Of what is called a password or a token in prose only what no word or time of day could be. */
const KEY = /^(?:-----|(?=\S*\d)(?=\S*[a-z])\S{20})/i;

const maskOf = (kind: TypedKind, text: string) =>
  kind === 'secret'
    ? '••••••••'
    : `•••• ${text
        .normalize('NFKC')
        .replace(/[^\da-z]/gi, '')
        .slice(-4)}`;

/** In order, none overlapping another. What was masked is not found again. */
export function findTyped(text: string, findSensitive: (text: string) => Finding[]): Typed[] {
  return findSensitive(text).flatMap(({ kind, start, end }) => {
    const found = text.slice(start, end);
    if (kind !== 'card' && kind !== 'iban' && !(kind === 'secret' && KEY.test(found))) return [];
    return [{ kind, start, end, mask: maskOf(kind, found) }];
  });
}

export interface Masked {
  /** What of the text is replaced, and by what. */
  from: number;
  to: number;
  by: string;
  /** Where a place of the text is afterwards; within what was hidden it is behind the mask. */
  place(at: number): number;
}

/** All of it at once, so that one undo brings all of it back. Null where there is nothing. */
export function maskTyped(text: string, typed: readonly Typed[]): Masked | null {
  const [first] = typed;
  if (!first) return null;
  let by = '';
  let at = first.start;
  for (const { start, end, mask } of typed) {
    by += text.slice(at, start) + mask;
    at = end;
  }
  const place = (caret: number) => {
    let moved = caret;
    for (const { start, end, mask } of typed) {
      if (caret >= end) moved += mask.length - (end - start);
      else if (caret > start) moved += start + mask.length - caret;
    }
    return moved;
  };
  return { from: first.start, to: at, by, place };
}
