/**
 * Whole numbers as characters that JSON does not escape: from # to [ the last digit of a number, from ] to ~ the digits
 * before it. Small numbers are one character, which is what compresses best.
 */
const LAST = 35;
const BEFORE = 93;
const LASTS = 57;
const BEFORES = 34;

export function writeNumber(n: number): string {
  let out = String.fromCharCode(LAST + (n % LASTS));
  for (let rest = Math.floor(n / LASTS); rest; rest = Math.floor(rest / BEFORES)) {
    out = String.fromCharCode(BEFORE + (rest % BEFORES)) + out;
  }
  return out;
}

/** Reads one number after another; NaN at the end, and where there is none. */
export function readNumbers(text: string): () => number {
  let at = 0;
  return () => {
    let n = 0;
    let code = text.charCodeAt(at++);
    for (; code >= BEFORE && code < BEFORE + BEFORES; code = text.charCodeAt(at++)) n = n * BEFORES + code - BEFORE;
    return code >= LAST && code < LAST + LASTS ? n * LASTS + code - LAST : Number.NaN;
  };
}
