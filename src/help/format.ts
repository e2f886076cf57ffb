/**
 * What `sobani build-help` writes and the browser reads. The manifest has a stable name and names the index files, whose
 * names carry a hash of their content: they may be cached for ever, and change without redeploying the page.
 */
import type { Article } from '../core/ports.js';

/** `help.json`. */
export interface HelpManifest {
  v: 1;
  /** Index file by locale, relative to the manifest. */
  locales: Record<string, string>;
  /** Shown when the visitor's locale has none. */
  fallback: string;
}

/** `index-en-<hash>.json`: the articles of one locale and what is needed to search them. */
export interface HelpIndex {
  v: 1;
  locale: string;
  /** In their order for browsing. In the file they are without `locale`. */
  articles: Article[];
  /** The terms and where they occur, packed: see postings.ts. */
  terms: string;
  postings: string;
}
