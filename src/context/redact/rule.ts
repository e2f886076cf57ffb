/** What a rule is, and where its finding may stand. */
export type SensitiveKind = 'card' | 'iban' | 'email' | 'phone' | 'id' | 'ip' | 'secret' | 'custom';

/**
 * In the expression, which has the flags g and i, group 1 is what stands before and group 2 what is found. What they match
 * is of bounded length, or is tried once only: that keeps a search linear.
 * `isRight` tells whether it is, or of how many units from its start; `code` is its letters, as capitals, and digits.
 */
export type Rule = readonly [
  kind: SensitiveKind,
  where: RegExp,
  isRight?: ((code: string, found: string) => boolean | number) | undefined,
];

export const { raw } = String;

/**
 * Stands for one unit of what is masked already. Wherever a rule asks that no word be beside, it counts as one: so masking
 * never makes room for another finding, and redacting twice is redacting once.
 */
export const MASKED = '\0';

/** Neither in a word, nor after a number and a mark that may go on with it. */
const ALONE = raw`[^a-z\d\0.-]|[^\d\0][.-]`;
/** Nothing of a word follows. */
export const END = raw`(?![a-z\d\0])`;

export const rule = (kind: SensitiveKind, what: string, before: string = ALONE, isRight?: Rule[2]): Rule => [
  kind,
  new RegExp(`(${before})(${what})`, 'gi'),
  isRight,
];
