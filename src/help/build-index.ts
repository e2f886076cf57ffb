/** Makes the search index of a locale's articles (BM25F). Pure; runs where the help centre is compiled. */
import type { Article, Block, Inline } from '../core/ports.js';
import { encode, type Posting } from './postings.js';
import type { Piece } from './tokenize.js';
import { pickSynonyms, STOP, tokenize } from './words.js';

const K1 = 2;
const B = 0.75;
/** How much more a field counts than the body. */
const FIELDS = [5, 2, 2, 1];

const inline = (content: Inline[]): string =>
  content
    .map((one) => {
      if (typeof one === 'string') return one;
      if ('code' in one) return one.code;
      if ('br' in one) return ' ';
      return inline('b' in one ? one.b : 'i' in one ? one.i : one.in);
    })
    .join('');

/** Calls `on` with the text of each block, and whether it is a heading. */
function eachText(blocks: Block[], on: (text: string, heading: boolean) => void): void {
  for (const block of blocks) {
    if ('p' in block) on(inline(block.p), false);
    else if ('h' in block && 'in' in block) on(inline(block.in), true);
    else if ('ul' in block || 'ol' in block) for (const item of 'ul' in block ? block.ul : block.ol) eachText(item, on);
    else if ('quote' in block) eachText(block.quote, on);
    else if ('pre' in block) on(block.pre, false);
    else if ('table' in block) for (const cell of block.table.flat()) on(inline(cell), false);
    else if ('img' in block) on(block.alt, false);
  }
}

interface Options {
  /** Of the articles. Default: none that has synonyms of its own. */
  locale?: string;
  /** Groups of words that mean the same on this site. */
  synonyms?: string[][];
}

export function buildIndex(
  articles: Pick<Article, 'title' | 'description' | 'tags' | 'body'>[],
  { locale = '', synonyms = [] }: Options = {},
): { terms: string; postings: string; stop: string; synonyms: string[][] } {
  const fields = articles.map(({ title, description, tags, body }) => {
    const headings = [...tags];
    const texts: string[] = [];
    eachText(body, (text, heading) => void (heading ? headings : texts).push(text));
    return [title, headings.join('\n'), description, texts.join('\n')];
  });
  const documents = fields.map((texts) => texts.map(tokenize));
  // the length of a field is what its tokens weigh: hiragana and function words hardly make an article longer
  const length = (tokens: Piece[] | undefined) => (tokens ?? []).reduce((sum, [, weight]) => sum + weight, 0);
  const average = FIELDS.map(
    (_, field) => documents.reduce((sum, fields) => sum + length(fields[field]), 0) / documents.length || 1,
  );
  const index = new Map<string, Posting[]>();
  documents.forEach((fields, article) => {
    const weights = new Map<string, number>();
    fields.forEach((tokens, field) => {
      const share = FIELDS[field]! / (1 - B + (B * length(tokens)) / average[field]!);
      for (const [token] of tokens) weights.set(token, (weights.get(token) ?? 0) + share);
    });
    for (const [token, weight] of weights) {
      const impact = Math.max(1, Math.round((7 * weight) / (K1 + weight)));
      const list = index.get(token);
      if (list) list.push([article, impact]);
      else index.set(token, [[article, impact]]);
    }
  });
  return {
    ...encode(index),
    stop: STOP,
    synonyms: pickSynonyms(
      fields.map((texts) => texts.join('\n')),
      (term) => index.has(term),
      locale,
      synonyms,
    ),
  };
}
