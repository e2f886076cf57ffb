/** Whether a text is a CSS selector, as far as can be told without a browser. Pure. */

const ESCAPE = '\\\\(?:[\\da-fA-F]{1,6}\\s?|[^\\n])';
const IDENT = `(?:--|-?(?:[_a-zA-Z\\u0080-\\uffff]|${ESCAPE}))(?:[\\w\\u0080-\\uffff-]|${ESCAPE})*`;
const STRING = '"(?:[^"\\\\\\n]|\\\\.)*"|\'(?:[^\'\\\\\\n]|\\\\.)*\'';
const SIMPLE = new RegExp(
  `[#.]${IDENT}|\\[\\s*${IDENT}\\s*(?:[~|^$*]?=\\s*(?:${IDENT}|${STRING})\\s*(?:[iIsS]\\s*)?)?\\]`,
  'y',
);
const TYPE = new RegExp(`\\*|${IDENT}`, 'y');
const PSEUDO = new RegExp(`::?(${IDENT})(\\()?`, 'y');
const COMBINATOR = /\s*[>+~]\s*|\s+/y;
/** Functions whose argument is a list of selectors. */
const OF_SELECTORS = ['is', 'not', 'where', 'has'];

/** Why it is none, or undefined. */
export function refuseSelector(text: string): string | undefined {
  if (!text.trim()) return 'is empty';
  let at = 0;
  const take = (pattern: RegExp): RegExpExecArray | null => {
    pattern.lastIndex = at;
    const found = pattern.exec(text);
    if (found) at += found[0].length;
    return found;
  };
  const problem = () =>
    at < text.length ? `is wrong at ${JSON.stringify(text.slice(at, at + 10))}` : 'ends too early';

  function compound(): boolean {
    let some = !!take(TYPE);
    for (;;) {
      const pseudo = text[at] === ':' ? take(PSEUDO) : null;
      if (pseudo) {
        if (pseudo[2] && !argument(pseudo[1]!.toLowerCase())) return false;
      } else if (!take(SIMPLE)) return some;
      some = true;
    }
  }
  /** What stands in parentheses, which are open. */
  function argument(name: string): boolean {
    if (OF_SELECTORS.includes(name)) {
      if (!list(name === 'has')) return false;
    } else take(/[^()]+/y);
    if (text[at] !== ')') return false;
    at++;
    return true;
  }
  function list(mayLead = false): boolean {
    do {
      take(mayLead ? /\s*(?:[>+~]\s*)?/y : /\s*/y);
      if (!compound()) return false;
      for (;;) {
        const before = at;
        if (!take(COMBINATOR)) break;
        const rest = text[at];
        if (rest === undefined || rest === ',' || rest === ')') {
          if (/[>+~]/.test(text.slice(before, at))) return false;
          break;
        }
        if (!compound()) return false;
      }
    } while (take(/,/y));
    return true;
  }

  return list() && at === text.length ? undefined : problem();
}
