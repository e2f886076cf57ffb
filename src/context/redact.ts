/** Finds and masks personal and secret data in a text, before it is stored or sent. */
import { list, string } from '../wire/parse.js';
import { END, MASKED, type Rule, raw, rule, type SensitiveKind } from './redact/rule.js';
import { RULES } from './redact/rules.js';

export type { SensitiveKind };

/** Made by parsePatterns. */
export type HostPattern = Rule;

export interface Finding {
  kind: SensitiveKind;
  /** UTF-16 units of the text, the end not included. */
  start: number;
  end: number;
}

/** Digits and marks as ASCII has them, and what was masked before as masked; of the same length. */
const plain = (text: string) =>
  text
    .replace(/[！-～]/g, (char) => char.normalize('NFKC'))
    .replace(/[\u0660-\u0669\u06f0-\u06f9]/g, (char) => `${char.charCodeAt(0) & 15}`)
    .replace(/[^\S\n\r\t]/g, ' ')
    .replace(/[‐-―−]/g, '-')
    // but not the name in `client[secret]=`
    .replace(/•{4} \d{4}|\[(?:iban|email|phone|id|ip|custom|secret(?!\]=))\]/g, (mask) => MASKED.repeat(mask.length));

/**
 * What is sensitive in a text: in order, none overlapping another. Takes time in proportion to the text's length.
 * Card numbers are known by issuer and Luhn digit, IBANs and most identity numbers by their check digits.
 */
export function findSensitive(text: string, patterns: readonly HostPattern[] = []): Finding[] {
  const found: Finding[] = [];
  // one more in front, so that everything has something before it
  let rest = `\n${plain(text)}`;
  for (const [kind, where, isRight] of [...RULES, ...patterns]) {
    let masked = '';
    let from = 0;
    for (let match = where.exec(rest); match; match = where.exec(rest)) {
      const [, before, it] = match as unknown as [string, string, string];
      const size = !isRight || isRight(it.toUpperCase().replace(/\W/g, ''), it);
      const start = match.index + before.length;
      const end = start + (size === true ? it.length : +size);
      where.lastIndex = size ? end : match.index + 1;
      if (!size) continue;
      found.push({ kind, start: start - 1, end: end - 1 });
      masked += rest.slice(from, start) + MASKED.repeat(end - start);
      from = end;
    }
    rest = masked + rest.slice(from);
  }
  return found.sort((a, b) => a.start - b.start);
}

/**
 * The text with `•••• 1234` for a card, its last four digits, and the kind's name for anything else: `[email]`.
 * What was redacted once stays as it is.
 */
export function redact(text: string, patterns?: readonly HostPattern[]): string {
  let out = '';
  let from = 0;
  for (const { kind, start, end } of findSensitive(text, patterns)) {
    const mask = kind === 'card' ? `•••• ${plain(text.slice(start, end)).replace(/\D/g, '').slice(-4)}` : `[${kind}]`;
    out += text.slice(from, start) + mask;
    from = end;
  }
  return out + text.slice(from);
}

const decode = (text: string) =>
  text.replace(/(?:%[\da-f]{2})+/gi, (bytes) => {
    try {
      return decodeURIComponent(bytes);
    } catch {
      return bytes;
    }
  });

/**
 * A URL, also a relative one, with its path, query and hash redacted: each segment and value is read decoded, and kept as
 * it was where there is nothing in it. Credentials before the host are left out.
 */
export function redactUrl(href: string, patterns?: readonly HostPattern[]): string {
  const part = (given: string) => {
    const text = decode(given);
    const out = redact(text, patterns);
    return out === text ? given : out.replace(/[\s#%&/;?\\]/g, encodeURIComponent);
  };
  const pair = (given: string) => {
    const [, name, value] = /^([^=]*)=(.+)/s.exec(given) ?? [];
    if (!value) return part(given);
    // a secret may contain what ends one in a text, so that it is told by its name, or by one that is a token itself
    const isSecret = /\[secret](123)?$/.test(redact(`${decode(name!)}=123`));
    return `${part(name!)}=${isSecret ? '[secret]' : part(value)}`;
  };
  const origin = /^(?:[\w+.-]*:)?\/\/[^/?#]*|/.exec(href)![0];
  return origin.replace(/\/\/.*@/, '//') + href.slice(origin.length).replace(/[^/?#&;]+/g, pair);
}

/** Digit, letter of A to Z, either. */
const PLACES: Record<string, string> = { '#': raw`\d`, '@': '[a-z]', '*': raw`[a-z\d]` };

/**
 * The host's own patterns: at most 20 templates of 3 to 64 characters, such as `ORD-######`. `#` stands for a digit, `@` for
 * a letter of A to Z, `*` for one of either; anything else for itself, in either case. Found where no letter or digit is
 * directly before or after it.
 * @throws SobaniError `invalid` with the path, as `patterns[2]`
 */
export const parsePatterns = (given: unknown, path = 'patterns'): HostPattern[] =>
  list(string(64, 3), 20)(given, path).map((template) =>
    rule('custom', `${plain(template).replace(/\W|_/g, (char) => PLACES[char] ?? `\\${char}`)}${END}`),
  );
