/** What is tried: the corpora, or a share of them that a seed picks. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const folder = process.env.SOBANI_CORPORA;
export const hasCorpora = !!folder;
/** Everything, in a long run of its own. */
export const isWhole = process.env.SOBANI_XSS === 'all';
const seed = Number(process.env.SOBANI_SEED) || 1;

type Entry = Record<string, string | null>;
const read = (file: string, ...keys: string[]): string[] =>
  folder
    ? (JSON.parse(readFileSync(join(folder, file), 'utf8')) as Entry[]).flatMap((entry) =>
        keys.flatMap((key) => entry[key] || []),
      )
    : [];

/** Turns what follows it; none of it is markup. */
const TURNS = ['\u202eABC gpj.exe', '\u2067ABC\u202e def', 'ABC\u202e\u202e\u202e', '\u2069\u202eABC'];

/** Breaks out of its line or its box. */
const WIDE = [
  `a${'\u0301'.repeat(400)}b`,
  `Z${'\u0335\u0322\u0321\u0353\u0489'.repeat(80)}`,
  'x'.repeat(500),
  'W\u200b'.repeat(200),
  '\u{fdfd}'.repeat(20),
  '\u{e0041}\u{e0042}\u{e007f}',
  '𒐫'.repeat(40),
];
export const SHAPES = [...TURNS, ...WIDE];

/** Where a relay may say that a file is. */
export const SOURCES = [
  '/none.png',
  'javascript:alert(1)',
  'data:text/html,<script>alert(1)</script>',
  'https://user:word@127.0.0.1/',
  'blob:null/x',
];

export const MARKUP = [
  ...new Set([...read('xss--payloadsallthethings.json', 'payload'), ...read('xss--dompurify-expect.json', 'payload')]),
];
const MARKDOWN = [
  ...read('commonmark--spec-0.31.2.json', 'markdown'),
  ...read('markdown--markdown-it-fixtures.json', 'markdown'),
];
const ADDRESSES = read('url--wpt-urltestdata.json', 'input');
const TEXTS = read('text--blns.json', 'text');
const FILES = read('uploads--payloadsallthethings-active-content.json', 'name');

/** The same each time: a small generator by the seed. */
function* numbers() {
  for (let state = seed >>> 0; ; ) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    yield state / 2 ** 32;
  }
}
const random = numbers();

/** So many of them, picked by the seed; in the long run all. */
function share(all: readonly string[], count: number): string[] {
  if (isWhole || all.length <= count) return [...all];
  const left = [...all];
  return Array.from({ length: count }, () => left.splice(Math.floor(random.next().value! * left.length), 1)[0]!);
}

/** What is tried everywhere, of each corpus so many. */
export const everything = (count: number): string[] =>
  [
    ...TURNS,
    ...(isWhole ? WIDE : []),
    ...share(MARKUP, count),
    ...share(MARKDOWN, count >> 1),
    ...share(ADDRESSES, count >> 2),
    ...share(TEXTS, count >> 2),
    ...share(FILES, 1),
  ].filter(Boolean);

/** In lots of at most so many. */
export const lots = <T>(all: readonly T[], size: number): T[][] =>
  Array.from({ length: Math.ceil(all.length / size) }, (_, i) => all.slice(i * size, (i + 1) * size));

/**
 * Marked live: an element with a handler that a missing picture or a touch sets off, and that calls one of the three dialogs.
 * A rule that looks at the letters alone, so that it cannot follow what was seen to happen. What is escaped for another place
 * than markup is not marked.
 */
export const isLive = (payload: string): boolean =>
  /<(img|image|video|audio|input|textarea|form|isindex|a|button|div|details|select)\b[^\\]*?[\s/"']on(error|focus|mouseover|mouseenter|click)\s*=\s*["']?(javascript:)*(alert|confirm|prompt)\s*\(/i.test(
    payload,
  ) && !/\\|[“”]|%[0-9a-f]{2}|&(amp|lt);/i.test(payload);
