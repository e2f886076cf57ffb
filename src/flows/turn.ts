/** One turn of a flow while it goes on: where it stands, what it reads, what it has said. Pure. */
import * as LIMITS from '../core/limits.js';
import { lookup, matches } from '../core/match.js';
import { fill, pick } from '../core/text.js';
import type { Json, Part, RowItem } from '../types.js';
import type { Card, Condition, Flow, FlowFile, Image, Step, Text } from './format.js';
import type { Saying } from './format-saying.js';
import type { Effect, FlowState, HandoffDetails } from './state.js';
import type { Words } from './words.js';

/** Characters of a label, values put in. */
const LABEL = 200;
/** Tags of a conversation: as many as a relay takes. */
const MAX_TAGS = 20;

/** What the interpreter is lent: what is of languages, and parts that few flows show. See step-ports.ts. */
export interface StepPorts {
  /** What a flow says of itself, in the visitor's language. */
  readonly word: Words;
  /** Whether a text asks for a person, in any language. */
  asksForPerson(text: string): boolean;
  /** What a step says beside text, a picture, a card or an article. */
  richParts(turn: Turn, say: RichSaying, fill: Fill): Part[];
}

export type RichSaying = Omit<Saying, 'text' | 'image' | 'card' | 'article' | 'delay'>;

/** How what is shown is made of what the file has. */
export interface Fill {
  link(url: string): string;
  cardOf(card: Card): RowItem;
}

type OfAny<T, K extends PropertyKey = T extends unknown ? keyof T : never> = {
  [P in K]?: T extends unknown ? (P extends keyof T ? T[P] : never) : never;
};

/** A step, whatever its kind: the others are undefined. */
export type AnyStep = OfAny<Step>;

/** The step that follows; undefined: the flow is at its end; null: it waits, or is over. */
export type Going = string | undefined | null;

/** With undefined where something need not be there. */
type Loose<T> = T extends object
  ? { [K in keyof T]: Loose<T[K]> | (Record<never, never> extends Pick<T, K> ? undefined : never) }
  : T;

/** A part in which what is undefined counts as not there. */
export type Said = Loose<Part>;

export interface Turn extends StepPorts {
  readonly file: FlowFile;
  flow: Flow;
  readonly state: FlowState;
  readonly effects: Effect[];
  /** What conditions and placeholders read beside variables. */
  readonly data: Record<string, unknown>;
  /** Characters said. */
  said: number;
  isOver: boolean;
  /** What the visitor wrote, where the step had no use for it. */
  left?: string;
}

export const createTurn = (
  file: FlowFile,
  flow: Flow,
  before: FlowState,
  data: Record<string, unknown>,
  ports: StepPorts,
): Turn => ({ file, flow, state: { ...before }, effects: [], data, said: 0, isOver: false, ...ports });

const scopeOf = ({ state: { vars }, data }: Turn) => ({ ...vars, ...data, vars });

const put = (turn: Turn, text: string, longest?: number, encode?: (value: string) => string): string =>
  fill(text, scopeOf(turn), longest, encode);

const textOf = (turn: Turn, text: Text, longest?: number): string =>
  put(turn, pick(text, String(turn.data.locale ?? ''), turn.file.messages), longest);

/** A text with its placeholders filled; `otherwise` where there is none. */
export function write(turn: Turn, text: Text): string;
export function write(turn: Turn, text: Text | undefined, otherwise: string): string;
export function write(turn: Turn, text: Text | undefined): string | undefined;
export function write(turn: Turn, text: Text | undefined, otherwise?: string): string | undefined {
  return text ? textOf(turn, text) : otherwise;
}

export function labelOf(turn: Turn, text: Text): string;
export function labelOf(turn: Turn, text: Text | undefined): string | undefined;
export function labelOf(turn: Turn, text: Text | undefined): string | undefined {
  return text && textOf(turn, text, LABEL);
}

export const holds = (turn: Turn, condition: Condition = {}): boolean => matches(condition, scopeOf(turn));

/** What is at a path, or a text with its placeholders filled. */
export const valueAt = (turn: Turn, of: string): unknown =>
  of.includes('{{') ? put(turn, of) : lookup(scopeOf(turn), of);

/** The same as a text; empty where there is nothing. */
export const wordsAt = (turn: Turn, of: string): string => `${valueAt(turn, of) ?? ''}`;

/** Strings of an object with their placeholders filled. */
export const filled = (turn: Turn, given: Record<string, Json>): Record<string, Json> =>
  Object.fromEntries(Object.entries(given).map(([key, one]) => [key, typeof one === 'string' ? put(turn, one) : one]));

export function keep({ state }: Turn, name: string | undefined, value: Json): void {
  if (name) state.vars = { ...state.vars, [name]: value };
}

export function addTag({ state }: Turn, tag: string | undefined): void {
  if (tag && !state.tags.includes(tag) && state.tags.length < MAX_TAGS) state.tags = [...state.tags, tag];
}

/** The step that follows when the flow `id` begins, or null without such a flow. */
export function enterFlow(turn: Turn, id: string): Going {
  const { state, file } = turn;
  const found = file.flows.find((one) => one.id === id);
  if (!found) return null;
  turn.flow = found;
  state.flow = id;
  state.version = found.version;
  state.vars = { ...found.vars, ...state.vars };
  return found.start;
}

/** The same, and the flows that run this one are not come back to. */
export function leaveFor(turn: Turn, id: string): Going {
  const start = enterFlow(turn, id);
  if (start !== null) delete turn.state.stack;
  return start;
}

/** Has something done. Waits for what that brings, if anything. */
export function want({ effects }: Turn, effect: Effect): null {
  effects.push(effect);
  return null;
}

/** What is no part is left out, and so is what is undefined in one. */
export function say(turn: Turn, parts: (Said | '' | undefined)[], delay?: number): null {
  const json = JSON.stringify(parts.filter(Boolean));
  turn.said += json.length;
  return want(turn, { do: 'say', parts: JSON.parse(json) as Part[], delay });
}

export function speak(turn: Turn, { text, image, card, article, delay, ...more }: Loose<Saying>): void {
  const link = (url: string) => put(turn, url, LIMITS.url, encodeURIComponent);
  const imageOf = ({ url, alt, ...size }: Image) => ({ url: link(url), alt: labelOf(turn, alt), ...size });
  const cardOf = ({ title, text, url, image }: Card) =>
    ({
      title: labelOf(turn, title),
      text: write(turn, text),
      url: url && link(url),
      image: image && imageOf(image),
    }) as RowItem;
  const said = write(turn, text as Text | undefined);
  const picture = image && imageOf(image as Image);
  say(
    turn,
    [
      said && { type: 'text', text: said },
      picture && { type: 'image', ...picture, text: picture.alt },
      card && { type: 'card', ...cardOf(card as Card) },
      article && { type: 'article', article, title: '' },
      ...turn.richParts(turn, more as RichSaying, { link, cardOf }),
    ],
    delay,
  );
}

export function handOver(turn: Turn, { tags = [], ...details }: Partial<HandoffDetails>): null {
  const { state, word } = turn;
  for (const tag of tags) addTag(turn, tag);
  turn.isOver = true;
  return want(turn, { do: 'handoff', text: word.handoff, ...details, tags: state.tags, vars: state.vars });
}

/** The instant of the event. */
export const instant = ({ data }: Turn): number => Number(lookup(data, 'now.at') ?? 0);
