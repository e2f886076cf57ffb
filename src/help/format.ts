/**
 * What `sobani build-help` writes and the browser reads. The manifest has a stable name and names the index files, whose
 * names carry a hash of their content: they may be cached for ever, and change without redeploying the page.
 */
import type { Article, Collection } from '../core/ports.js';

/** `help.json`. */
export interface HelpManifest {
  v: 1;
  /** Index file by locale, relative to the manifest. */
  locales: Record<string, string>;
  /** Shown when the visitor's locale has none. */
  fallback: string;
}

export interface IndexedArticle extends Article {
  /** Lists show it where this condition holds; as `parseCondition` takes it, which is loaded only where there is one. */
  if?: unknown;
  /** The pages on which it is suggested: patterns of paths, or a condition; as `parsePages` takes it. */
  pages?: unknown;
}

/** `index-en-<hash>.json`: the articles of one locale and what is needed to search them. */
export interface HelpIndex {
  v: 1;
  locale: string;
  /** In their order for browsing. In the file they are without `locale`. */
  articles: IndexedArticle[];
  /** This and what follows may be missing, in files of earlier versions. */
  collections: Collection[];
  /** Article ids. */
  popular: string[];
  /** Words that say little, parted by spaces. */
  stop: string;
  /** Each a word that is rare here, as it is looked for, and what it may mean besides: see words.ts. */
  synonyms: string[][];
  /** The terms and where they occur, packed: see postings.ts. */
  terms: string;
  postings: string;
}
