/** Reads and checks `*.match.json`: what questions lead to, with a floor for the whole file. And words that no article has. */
import { classify } from '../help/answers/classify.js';
import { pieces } from '../help/tokenize.js';
import { STOP } from '../help/words.js';
import { isObject, type Path } from '../lint/findings.js';
import { checkShape, type Shapes } from '../lint/shape.js';
import { isJson, type JsonFile } from './author-files.js';
import type { World } from './test-world.js';

const SHAPES: Shapes = {
  file: '$schema?:line v?:1 locale?:line floor?:share assertions:assertion+5000',
  assertion: 'q:line expect:expected',
  intent: 'intent:name',
  articles: 'articles:line+10',
};

type Expected = 'none' | { intent: string } | { articles: string[] };

export interface Matched {
  file: string;
  /** `file:line: message` of what is no such file, and of questions that lead elsewhere. */
  failures: string[];
  right: number;
  all: number;
  /** Share that must be right. Default 1. */
  floor: number;
  locale: string;
  questions: string[];
}

export async function checkMatches({ file, json }: JsonFile, world: World): Promise<Matched> {
  const matched: Matched = { file, failures: [], right: 0, all: 0, floor: 1, locale: 'en', questions: [] };
  if (!isJson(json)) {
    matched.failures.push(`${file}:${json.line}: ${json.problem}`);
    return matched;
  }
  const fail = (path: Path, message: string) => void matched.failures.push(`${file}:${json.lineOf(path)}: ${message}`);
  const check = checkShape(
    SHAPES,
    {
      expected(value, path) {
        if (value === 'none') return 'json';
        const kind = isObject(value) ? ['intent', 'articles'].find((key) => Object.hasOwn(value, key)) : undefined;
        if (!kind) fail(path, 'expect is "none", { "intent": "…" } or { "articles": ["…"] }');
        return kind;
      },
    },
    (path, _, message, mend) => fail(path, mend ? `${message}; ${mend}` : message),
  );
  check('file', json.value, []);
  if (matched.failures.length) return matched;

  const {
    locale = 'en',
    floor = 1,
    assertions,
  } = json.value as {
    locale?: string;
    floor?: number;
    assertions: { q: string; expect: Expected }[];
  };
  const model = world.model(locale);
  const help = await world.help(locale);
  Object.assign(matched, { locale, floor, all: assertions.length, questions: assertions.map(({ q }) => q) });
  for (const [i, { q, expect }] of assertions.entries()) {
    const at: Path = ['assertions', i];
    const found = model && classify(model, q);
    if (expect !== 'none' && 'articles' in expect) {
      const hits = (help?.search(q, 3) ?? []).map(({ id }) => id);
      if (expect.articles.some((id) => hits.includes(id))) matched.right++;
      else fail(at, `"${q}" finds ${hits.join(', ') || 'nothing'}, not ${expect.articles.join(' or ')}`);
    } else {
      const got = !found || found.verdict === 'none' ? 'none' : found.ranked[0]!.intent.id;
      const wanted = expect === 'none' ? 'none' : expect.intent;
      if (got === wanted) matched.right++;
      else fail(at, `"${q}" is taken for ${got === 'none' ? 'none of the intents' : `"${got}"`}, not ${wanted}`);
    }
  }
  return matched;
}

const STOPS = new Set(STOP.split(' '));

/** Words of questions that no article has, the most frequent first, with how often they were asked. */
export async function unknownWords(
  world: World,
  locale: string,
  questions: readonly string[],
): Promise<[string, number][]> {
  const help = await world.help(locale);
  if (!help) return [];
  const counts = new Map<string, number>();
  for (const question of questions) {
    for (const [term, , start, end] of pieces(question, STOPS)) {
      // one sign or two of a script that runs words together are no word
      if (!/^[\p{Script=Latin}\p{Script=Cyrillic}\p{Script=Greek}]{3,}$/u.test(term) || STOPS.has(term)) continue;
      const word = question.slice(start, end).toLowerCase();
      counts.set(word, (counts.get(word) ?? 0) + 1);
    }
  }
  const unknown = [...counts].filter(([word]) => !help.search(word, 1).length);
  return unknown.sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1));
}
