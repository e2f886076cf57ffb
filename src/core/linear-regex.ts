/**
 * Which regular expressions a condition may hold: those that the engine, which tries one way after the other, decides in a
 * time linear in the text. Pure. In words: docs/flows.md.
 *
 * Why they are: an attempt has as many ways as the pattern's choices multiply to, each of a bounded length, and there is one
 * attempt a place of the text. A loop (`*`, `+`, `{2,}`) that ends the pattern has fitted when it is reached. Elsewhere `^` must make
 * it one attempt; in that, one loop may end anywhere, and those before it in one place only, as that of `[^/]+/` does.
 */

const LENGTH = 200;
/** Ways in one attempt, and characters in one way. */
const MOST = 1_000;

/** One thing to fit, and how often: a sign, or from and to. */
const TOKEN =
  /(\\(?:[bBdDwWsStnrfv]|\W)|\[(?:\\.|[^\]\\])*\]|\((?:\?:)?|[^\\*+?{}[\]])(?:([*+?])|\{(\d+)(?:(,)(\d*))?\})?\??/y;
const DEFINITE_LOOP = /\[\^([\w/&=:;,@-])\][*+]\1(?![?*{])/y;

/** Why a pattern may not be used, or undefined when it may. */
export function refuseRegex(pattern: string): string | undefined {
  if (pattern.length > LENGTH) return `is over ${LENGTH} characters`;
  try {
    new RegExp(pattern);
  } catch (thrown) {
    return (thrown as Error).message;
  }
  let [ways, length, depth] = [1, 0, 0];
  let isAnchored = pattern[0] === '^';
  let hasLoop = false;
  let isOpen = false;
  for (let at = 0; at < pattern.length; at = TOKEN.lastIndex) {
    TOKEN.lastIndex = DEFINITE_LOOP.lastIndex = at;
    const isDefinite = DEFINITE_LOOP.test(pattern);
    const [all, atom, sign, from, comma, to] = TOKEN.exec(pattern) ?? [];
    const refused = `${all ?? pattern.slice(at)} at character ${at + 1} is not allowed`;
    if (!all || (atom === '(' && sign) || (atom === ')' && all[1] && sign !== '?')) return refused;
    if (atom![0] === '(') depth++;
    if (atom === ')') depth--;
    if (atom === '|' && !depth) isAnchored = false;
    if (atom === '|' || sign === '?') ways *= 2;
    if (to) ways *= +to - +from! + 1;
    length += +(to || from || 1);
    if (ways > MOST || length > MOST) return `${refused}: too many ways`;
    if ((sign && sign !== '?') || (comma && !to)) {
      if (TOKEN.lastIndex === pattern.length) break;
      if (isOpen) return `${refused} after another; say how often at most, as {1,20}`;
      hasLoop = true;
      isOpen = !isDefinite;
    }
  }
  return hasLoop && !isAnchored ? 'must begin with ^, or say how often at most, as {1,20}' : undefined;
}
