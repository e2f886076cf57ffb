/** What an author writes here. */

/** Markdown by `<language>/<article>.md`. */
export type Articles = Record<string, string>;

export interface Sources {
  /** A flows file. */
  flows: string;
  /** A rules file: what is said without being asked, surveys, news. */
  rules: string;
  articles: Articles;
  /** Intents by language, as JSON: `{ "en": [{ "id", "title", "questions", "answer" … }] }`. */
  answers: string;
}

export type Kind = 'flows' | 'rules' | 'help' | 'answers';

/** Something that is wrong, and where. */
export interface Trouble {
  kind: Kind;
  /** Of an article. */
  file?: string;
  /** From 1. */
  line: number;
  severity: 'error' | 'warning';
  rule: string;
  message: string;
  mend: string;
}
