/** What the runner of flows asks of the outside. */
import type { SobaniError } from '../core/errors.js';
import type { HelpCentre } from '../core/ports.js';
import type { Json, Part, Tone } from '../types.js';
import type { Why } from './choose.js';
import type { Trigger } from './format.js';
import type { Entries, HandoffDetails, Mode, Suggestion } from './state.js';

/** What the answer model makes of a text. */
export type Match =
  | ({ verdict: 'sure'; confidence?: number } & Omit<Suggestion, 'title'>)
  /** The likeliest first. What belongs to each follows when it is chosen. */
  | { verdict: 'unsure'; suggestions: Suggestion[] }
  | { verdict: 'none' }
  /** A matcher of the host's has said its answer already. */
  | { verdict: 'said' };

/** Something that may begin a flow, or end a wait. */
export interface Moment {
  on: Trigger['on'];
  /** Of an event, of an intent, or of a tone. */
  name?: string;
  /** Of an idle one. */
  seconds?: number;
}

/** What became of a trigger: the flow that was taken, and why each of the others was not. */
export interface Trace {
  conversation: string;
  trigger: Trigger['on'];
  flow: string | null;
  why: Record<string, Why>;
}

/** What a step `call` calls. Its answer must be JSON of at most 8 KiB; it may be called again after a reload in the middle. */
export type HostFunction = (input: Record<string, Json>, call: { signal: AbortSignal }) => unknown;

export interface FlowHost {
  locale(): string;
  /** Adds the words of that language, where there are any. Never rejects: without them it is English. */
  speak(): Promise<void>;
  /** What conditions and placeholders read: user, traits, cart, order, company, attributes, page, locale. */
  data(): Record<string, Json>;
  /** The wall clock. */
  now(): number;
  /** Returns its undo. */
  timer(run: () => void, ms: number): () => void;
  /** Appends a message by the bot. Resolves when it is safe. */
  say(conversation: string, parts: Part[]): Promise<void>;
  /** The bot is seen to be typing, or not any more. */
  typing(conversation: string, isOn: boolean): void;
  handoff(conversation: string, details: HandoffDetails): Promise<void>;
  /** There are no people to hand over to: what is said of other ways to reach somebody. */
  nobody?: ((conversation: string) => Promise<Part[]>) | undefined;
  help(): Promise<HelpCentre | null>;
  match(text: string, mode: Mode): Promise<Match>;
  /** How words of the visitor's sound. */
  tone(text: string): Promise<Tone>;
  /** By name, as the host gave them. */
  functions(): Record<string, unknown>;
  /** Whether the team answers now; without office hours it does. */
  isOpen(team?: string): Promise<boolean>;
  track(name: string, data: Record<string, string | number | boolean | null>): void;
  /** Notes traits beside those that are known. */
  trait(traits: Record<string, string | number | boolean>): Promise<void>;
  /** The flow state kept for a conversation (survives a reload), and how to keep it; null forgets it. */
  load(conversation: string): Promise<unknown>;
  save(conversation: string, state: Json): Promise<void>;
  /** What splits divide this visitor by, where nothing was kept. */
  visitor(): string;
  /** Which flows this visitor had, over all conversations. */
  loadTaken(): Promise<unknown>;
  saveTaken(taken: Json): Promise<void>;
  /** The conversation in which a flow that begins by itself speaks; undefined while a person has it. */
  current(): string | undefined;
  /** The visitor wrote (text) in a conversation that no person has. */
  onText(listener: (conversation: string, text: string) => void): () => void;
  /** They sent a form, or rated. */
  onEntries(listener: (conversation: string, sent: { values: Entries } | { score: number }) => void): () => void;
  /** A new conversation was opened on screen, nothing written yet; or one that a flow runs in, after a reload. */
  onConversation(listener: (conversation: string) => void): () => void;
  /** A person took over, or it ended: the bot is silent from now on. */
  onPerson(listener: (conversation: string) => void): () => void;
  /** The panel was opened, a page entered, something tracked. */
  onMoment(listener: (moment: Moment) => void): () => void;
  /** Whether the panel is open, now and at each change. */
  onPanel(listener: (isOpen: boolean) => void): () => void;
  trace(trace: Trace): void;
  error(error: SobaniError): void;
}
