/** A regular expression matcher that tries one way after the other, as engines do, and counts its steps. */

/** Goes on at a place of the text; `next` is what must fit after it. */
type Matcher = (at: number, next: (at: number) => boolean) => boolean;

const TOKEN = /(\\.|\[(?:\\.|[^\]\\])*\]|\((?:\?:)?|[\s\S])(?:([*+?])|\{(\d+)(?:(,)(\d*))?\})?(\??)/y;

/** Steps until `pattern` is found in `text` or is known not to be. */
export function backtrack(pattern: string, text: string): { isFound: boolean; steps: number } {
  let steps = 0;
  let place = 0;
  const isWord = (char: string | undefined) => /\w/.test(char ?? ' ');
  const atom = (token: string): Matcher => {
    const edge = (at: number) => isWord(text[at - 1]) !== isWord(text[at]);
    if (token === '^') return (at, next) => at === 0 && next(at);
    if (token === '$') return (at, next) => at === text.length && next(at);
    if (/^\\b$/i.test(token)) return (at, next) => edge(at) === (token === '\\b') && next(at);
    const fits = new RegExp(`^${token}$`);
    return (at, next) => at < text.length && fits.test(text[at]!) && next(at + 1);
  };
  const repeat = (inner: Matcher, least: number, most: number, isLazy: boolean): Matcher => {
    const go = (count: number, at: number, next: (at: number) => boolean): boolean => {
      steps++;
      const more = () => count < most && inner(at, (then) => (then > at || count < least) && go(count + 1, then, next));
      if (count < least) return more();
      return isLazy ? next(at) || more() : more() || next(at);
    };
    return (at, next) => go(0, at, next);
  };
  const either = (): Matcher => {
    const ways: Matcher[][] = [[]];
    while (place < pattern.length) {
      TOKEN.lastIndex = place;
      let [, token, sign, from, comma, to, lazy] = TOKEN.exec(pattern)!;
      if (token === ')') break;
      place = TOKEN.lastIndex;
      let piece: Matcher;
      if (token![0] === '(') {
        piece = either();
        TOKEN.lastIndex = place;
        [, token, sign, from, comma, to, lazy] = TOKEN.exec(pattern)!;
        place = TOKEN.lastIndex;
      } else if (token === '|') {
        ways.push([]);
        continue;
      } else piece = atom(token!);
      if (sign || from) {
        const least = from ? +from : +(sign === '+');
        const most = from ? (comma ? (to ? +to : Infinity) : least) : sign === '?' ? 1 : Infinity;
        piece = repeat(piece, least, most, lazy === '?');
      }
      ways.at(-1)!.push(piece);
    }
    const joined = ways.map((pieces) =>
      pieces.reduceRight<Matcher>(
        (rest, piece) => (at, next) => {
          steps++;
          return piece(at, (then) => rest(then, next));
        },
        (at, next) => next(at),
      ),
    );
    return (at, next) => joined.some((way) => way(at, next));
  };
  const whole = either();
  for (let at = 0; at <= text.length; at++) if (whole(at, () => true)) return { isFound: true, steps };
  return { isFound: false, steps };
}
