/**
 * What understands the visitor's words: the answer model on their device, or a matcher of the host's own. Types only.
 * In plain words: docs/answers.md.
 */

/** How readily the bot answers by itself. Later ones leave fewer questions to a person, and answer more that they should not. */
export type Readiness = 'cautious' | 'balanced' | 'eager';

/** What is written for an intent: words to say, the id of an article, the id of a flow. One of the host's own may have none. */
export interface Given {
  /** Its id. */
  intent: string;
  answer?: string;
  article?: string;
  flow?: string;
}

/** What a text was found to be about. */
export type Match =
  | ({ verdict: 'sure'; confidence: number } & Given)
  /** One to three, the likeliest first. A title, as a text of the visitor's, is `sure`. */
  | { verdict: 'unsure'; suggestions: (Given & { title: string })[] }
  /** It is about something else. */
  | { verdict: 'none' }
  /** A matcher of the host's has answered, in a message of its own. */
  | { verdict: 'said'; confidence?: number; intent?: string };

/** Where an answer comes from: an article of the help centre by its id, or a page by its `https:` or `http:` URL. */
export interface Source {
  /** 1 to 200 characters. That of an article is the article's own. */
  title: string;
  article?: string;
  url?: string;
}

export interface MatcherRequest {
  /** What the visitor wrote, at most 10,000 characters. */
  text: string;
  /** BCP 47. */
  locale: string;
  mode: Readiness;
  /** Aborts when the answer is of no use any more: a person took over, time ran out, the visitor left. */
  signal: AbortSignal;
  /** What was said in the conversation before, oldest first: at most 10 texts of at most 1,000 characters. */
  history: { by: 'visitor' | 'bot'; text: string }[];
  /** What the answer model takes it for, likeliest first, at most three. Empty without the option `answers`. */
  candidates: { intent: string; title: string; confidence: number }[];
}

/** A whole answer, or a piece of one that is streamed. */
export interface MatcherAnswer {
  /** 0 to 1: how sure it is that this is the answer. Of a streamed one the last that was said counts. */
  confidence: number;
  /** Plain text: no markup of it is rendered. With all pieces at most 10,000 characters. */
  text?: string;
  /** Id of an intent. Where there is no text, what is written for that intent is given. */
  intent?: string;
  /** At most 8. Of a streamed answer the last list counts. */
  sources?: Source[];
}

/** The next piece: its text is added to what came before. Nothing is shown before a confidence was said. */
export type MatcherChunk = Partial<MatcherAnswer>;

/** A model or an endpoint of the host's own. */
export interface Matcher {
  /** Shown to the visitor as who answers: 1 to 64 characters. */
  name: string;
  /** The first piece, or the whole answer, is awaited for 10 seconds, each further piece for 10, all for 60. */
  match(request: MatcherRequest): AsyncIterable<MatcherChunk> | Promise<MatcherAnswer>;
}

/** An intent among those that a text may be about. */
export interface Candidate {
  intent: string;
  title: string;
  confidence: number;
  score: number;
}

/** Why a text was matched as it was, for the inspector. */
export interface Why {
  /** Instant. */
  at: number;
  text: string;
  mode: Readiness;
  verdict: Match['verdict'];
  /** What the answer model made of it; null without one. */
  model: {
    ranked: Candidate[];
    /** Score of the first and how many of the words are known, weighed together; below `cut` it is none of them. */
    evidence: number;
    cut: number;
    /** Confidence from which one answer is given. */
    sure: number;
    /** The text in pieces: whether the model knows them, and what the first intent's score would lose without each. */
    pieces: { text: string; known: boolean | undefined; counts: number }[];
  } | null;
  /** What the host's matcher said; null where it was not asked. */
  matcher: { name: string; confidence?: number; intent?: string; failed?: string } | null;
}
