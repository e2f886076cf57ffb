/** What the quality of help search is measured with, in the tests and by `npm run bench:help`. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { compileHelp } from '../../src/cli/build-help.js';
import type { Article, Block } from '../../src/core/ports.js';
import { buildIndex } from '../../src/help/build-index.js';
import { decode } from '../../src/help/postings.js';
import { search } from '../../src/help/search.js';

export type Page = Pick<Article, 'id' | 'title' | 'description' | 'tags' | 'body'>;
/** A question, and the articles that answer it. */
export type Pair = [question: string, right: string[]];

const GROWI = join(process.env.SOBANI_DATA ?? '', 'growi');
const PAIRS = new URL('pairs/', import.meta.url).pathname;
const OWN_PAIRS = new URL('own-pairs.json', import.meta.url).pathname;

/** The pages of a help centre written for another tool: what is heading and what is text, all else dropped. */
export function growiPages(locale: string): { pages: Page[]; characters: number } {
  const folder = join(GROWI, locale);
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.md'));
  let characters = 0;
  const pages = names.sort().map((name) => {
    const text = readFileSync(join(folder, name), 'utf8')
      .replace(/^---[\s\S]*?\n---\n/, '')
      .replace(/<[^>]*>/g, ' ')
      .replace(/!?\[([^\]]*)\]\([^)]*\)/g, '$1');
    characters += text.length;
    const id = name.slice(0, -3);
    const body: Block[] = text
      .split('\n')
      .filter((line) => line.trim())
      .map((line) => (/^#+\s/.test(line) ? { h: 2, in: [line.replace(/^#+\s+/, '')] } : { p: [line] }));
    const first = body.findIndex((block) => 'h' in block);
    const [title] = first < 0 ? [] : body.splice(first, 1);
    return { id, title: title && 'in' in title ? String(title.in[0]) : id, description: '', tags: [], body };
  });
  return { pages, characters };
}

const lines = (file: string) => readFileSync(file, 'utf8').trim().split('\n');

export const growiPairs = (locale: string): Pair[] =>
  lines(join(GROWI, `queries.${locale}.jsonl`)).map((line) => {
    const { q, rel } = JSON.parse(line) as { q: string; rel: string[] };
    return [q, rel];
  });

/** Our own, over the articles of the demo. */
export const demoPairs = (locale: string): Pair[] =>
  lines(join(PAIRS, `${locale}.tsv`)).map((line) => {
    const [question, right] = line.split('\t') as [string, string];
    return [question, right.split('|')];
  });

/** What customers of the demo type, short and clumsy, over the same articles. */
export const ownPairs = (locale: string): Pair[] =>
  Object.entries(
    (JSON.parse(readFileSync(OWN_PAIRS, 'utf8')) as Record<string, Record<string, string[]>>)[locale] ?? {},
  );

export async function demoPages(locale: string): Promise<Page[]> {
  const { files, manifest } = await compileHelp('demo/help');
  return (JSON.parse(files[manifest.locales[locale]!]!) as { articles: Page[] }).articles;
}

export interface Measured {
  /** Questions whose article is among the first one, three, ten. */
  at1: number;
  at3: number;
  at10: number;
  of: number;
  /** Not among the first three: the question, what was right, and what came instead. */
  misses: string[];
}

/** Makes a search of pages, as the page does. `bytes`: of the index, gzipped. */
export function searchable(pages: Page[], locale: string) {
  const index = buildIndex(pages, { locale });
  const terms = decode(index.terms, index.postings);
  const words = { stop: new Set(index.stop.split(' ')), synonyms: index.synonyms };
  return {
    bytes: gzipSync(JSON.stringify(index), { level: 9 }).length,
    terms: terms.size,
    find: (query: string) => search(terms, pages.length, query, words).ranked.map(([at]) => pages[at]!.id),
  };
}

export function measure(find: (query: string) => string[], pairs: Pair[]): Measured {
  const misses: string[] = [];
  const places = pairs.map(([question, right]) => {
    const found = find(question);
    const place = found.findIndex((id) => right.includes(id));
    if (place < 0 || place > 2)
      misses.push(`${question} → ${right.join(' or ')}, not ${found.slice(0, 3).join(', ') || 'nothing'}`);
    return place;
  });
  const within = (n: number) => places.filter((place) => place >= 0 && place < n).length;
  return { at1: within(1), at3: within(3), at10: within(10), of: pairs.length, misses };
}

/** Numbers from 0 to 1, the same every time (mulberry32). */
export function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** One letter left out, doubled, changed, or two exchanged, in a share of the words of four letters and more. */
export function withTypos(text: string, random: () => number, share = 0.25): string {
  return text.replace(/[a-z]{4,}/gi, (word) => {
    if (random() >= share) return word;
    const at = Math.floor(random() * (word.length - 1));
    const [before, one, two, after] = [word.slice(0, at), word[at]!, word[at + 1]!, word.slice(at + 2)];
    const letter = String.fromCharCode(97 + Math.floor(random() * 26));
    const edits = [
      before + two + after,
      before + one + one + two + after,
      before + letter + two + after,
      before + two + one + after,
    ];
    return edits[Math.floor(random() * edits.length)]!;
  });
}

/** Articles of some 1,200 characters in the words of those given, each with some of its own. */
export function synthesise(pages: Page[], locale: string, amount: number): Page[] {
  const random = seeded(7);
  const text = pages.map(({ title, description, body }) => `${title} ${description} ${JSON.stringify(body)}`).join(' ');
  const words = locale === 'ja' ? [...text.replace(/[\w"{}[\]:,\s|-]+/g, '')] : (text.match(/[a-z]{2,}/gi) ?? []);
  const glue = locale === 'ja' ? '' : ' ';
  const pick = <T>(list: readonly T[]) => list[Math.floor(random() * list.length)]!;
  // what follows what, so that pairs of characters are as frequent as they are
  const after = new Map<string, string[]>();
  words.forEach((word, i) => {
    after.set(word, [...(after.get(word) ?? []), words[i + 1] ?? words[0]!]);
  });
  const syllables =
    locale === 'ja'
      ? ['カ', 'ミ', 'ト', 'ラ', 'ス', 'ン', 'ポ', 'リ']
      : ['ka', 'tol', 'mi', 'ren', 'bu', 'ster', 'po', 'ly'];
  const name = () => Array.from({ length: 3 + Math.floor(random() * 2) }, () => pick(syllables)).join('');
  const prose = (characters: number) => {
    const out: string[] = [];
    for (let word = pick(words), length = 0; length < characters; length += word.length + glue.length) {
      word = random() < 0.02 ? name() : pick(after.get(word) ?? words);
      out.push(word);
    }
    return out.join(glue);
  };
  return Array.from({ length: amount }, (_, i): Page => {
    const body: Block[] = [0, 1, 2, 3].flatMap((): Block[] => [{ h: 2, in: [prose(15)] }, { p: [prose(280)] }]);
    return { id: `a-${i}`, title: `${name()}${glue}${prose(20)}`, description: prose(60), tags: [], body };
  });
}
