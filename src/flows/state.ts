/** Our words for a flow under way: where it stands, what happens to it, and what it wants done. Plain JSON all of it. */
import type { Json, Part } from '../types.js';

/** Milliseconds that a step may wait for. */
export const MAX_WAIT = 60_000;

/** `flow` and `version` say which one may go on from it. */
export interface FlowState {
  flow: string;
  version: number;
  /** The step that waits; empty before the start. */
  at: string;
  /** Answers by the name under which they were saved; `message` is what the visitor wrote last. */
  vars: Record<string, Json>;
  tags: string[];
  /** Answers in a row that did not fit. From the second on, a person is offered. */
  misses: number;
  /** Automatic steps done in this turn. */
  steps: number;
  /** Flows that run this one, the outermost first, and the step of each that follows; empty where none does. */
  stack?: { flow: string; version: number; at: string }[];
  /** Instant at which a step `wait` is over. */
  due?: number;
  /** What was offered when the answer model was not sure. */
  suggestions?: Suggestion[];
}

export interface FoundArticle {
  id: string;
  title: string;
  description: string;
}

/** What a question may be about, and what follows. */
export interface Suggestion {
  /** Id of the intent. */
  intent: string;
  title: string;
  answer?: string;
  /** Id of an article. */
  article?: string;
  /** Id of a flow. */
  flow?: string;
}

/** What the visitor entered in a form, by the names of its fields. */
export type Entries = { name: string; value: Json }[];

export type FlowEvent =
  | { on: 'start'; text?: string }
  /** The visitor wrote. */
  | { on: 'text'; text: string }
  | { on: 'answers'; values: Entries }
  | { on: 'rating'; score: number }
  /** The time of a step `wait` is over. */
  | { on: 'timer' }
  /** The host tracked this. */
  | { on: 'event'; name: string }
  /** The rest is what an effect that asks has brought. */
  | { on: 'found'; articles: FoundArticle[] }
  | ({ on: 'sure'; confidence?: number } & Omit<Suggestion, 'title'>)
  | { on: 'unsure'; suggestions: Suggestion[] }
  /** A matcher of the host's has said its answer already. */
  | { on: 'said' }
  /** No article, or no intent. */
  | { on: 'none' }
  | { on: 'called'; value: Json }
  | { on: 'failed' }
  | { on: 'hours'; isOpen: boolean };

export type Mode = 'cautious' | 'balanced' | 'eager';

/** Each is answered by an event, and is the last of its turn. */
export type Asking =
  | { do: 'search'; query: string; limit: number }
  | { do: 'match'; text: string; mode: Mode }
  | { do: 'call'; name: string; input: Record<string, Json>; timeout: number }
  | { do: 'hours'; team?: string | undefined };

export interface HandoffDetails {
  text: string;
  team?: string;
  tags: string[];
  priority?: 'low' | 'normal' | 'high' | 'urgent';
  reason?: string;
  /** To be said in place of `text` outside the team's office hours. */
  away?: string | undefined;
  /** What the flow holds. */
  vars?: Record<string, Json>;
}

export type Effect =
  | Asking
  /** `delay`: milliseconds for which it is seen to be typed. An article without a title gets the help centre's. */
  | { do: 'say'; parts: Part[]; delay?: number | undefined }
  | { do: 'track'; name: string; data: Record<string, string | number | boolean | null> }
  | { do: 'trait'; traits: Record<string, string | number | boolean> }
  /** Ends the flow. */
  | ({ do: 'handoff' } & HandoffDetails);

export interface Result {
  /** Null when the flow has ended. */
  state: FlowState | null;
  effects: Effect[];
  /** What the visitor wrote, where the flow ended and had no use for it. */
  left?: string | undefined;
}
