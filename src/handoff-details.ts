/** Our shared words for what goes along with the request for a person. Types only: this file compiles to nothing. */

/** How a visitor writes, as rules see it. */
export type Tone = 'angry' | 'urgent' | 'plain';

export type Priority = 'low' | 'normal' | 'high' | 'urgent';

/** What happened before a person came. Every text is at most 200 characters. */
export interface Summary {
  /** The visitor's own questions and complaints, in their words, the first and the last ones. */
  asked: string[];
  /** Articles that the bot showed. */
  tried: { article: string; title: string }[];
  /** What the bot asked, and what they said or chose. */
  answered: { question: string; answer: string }[];
  /** What the flow keeps, by the name under which it does. */
  collected: Record<string, string | number | boolean>;
}

/** What goes along with the request for a person, beside their situation. */
export interface HandoffDetails {
  summary?: Summary;
  /** What the visitor wants, as the answer model sees it, and how sure it is of that, from 0 to 1. */
  intent?: { id: string; confidence: number };
  /** Language of the visitor's own words, BCP 47. */
  language?: string;
  tone?: Tone;
  priority?: Priority;
  /** Short name of the conversation, to be said on another channel. It follows from the conversation's id. */
  reference?: string;
}
