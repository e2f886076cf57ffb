/** One turn of a flow while it goes on: where it stands, what it reads, what it has said. Pure. */
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

export interface Turn {
  readonly file: FlowFile;
  flow: Flow;
  readonly state: FlowState;
  readonly effects: Effect[];
  readonly ports: StepPorts;
  readonly word: Words;
  /** Instant and visitor, as the data have them. */
  readonly at: number;
  readonly visitor: string;
  /** Characters said. */
  said: number;
  isOver: boolean;
  /** What the visitor wrote, where the step had no use for it. */
  left?: string;
  /** The step that follows when the flow `id` begins, or null without such a flow. */
  enter(id: string): Going;
  keep(name: string | undefined, value: Json): void;
  tag(tag: string | undefined): void;
  holds(condition: Condition | undefined): boolean;
  /** What is at a path, or a text with its placeholders filled. */
  value(of: string): unknown;
  /** Strings of an object with their placeholders filled. */
  filled(given: Record<string, Json>): Record<string, Json>;
  /** A text with its placeholders filled; `otherwise` where there is none. */
  write(text: Text | undefined, otherwise?: string): string;
  label(text: Text): string;
  speak(say: Saying): void;
  say(parts: Part[], delay?: number): void;
  handOver(details: Partial<HandoffDetails>): null;
}

export function createTurn(
  file: FlowFile,
  flow: Flow,
  before: FlowState,
  data: Record<string, unknown>,
  ports: StepPorts,
): Turn {
  const state = { ...before };
  const locale = String(data.locale ?? '');
  const effects: Effect[] = [];
  const { word } = ports;
  const scope = () => ({ ...state.vars, ...data, vars: state.vars });
  const write = (text: Text, longest?: number) => fill(pick(text, locale, file.messages), scope(), longest);
  const link = (url: string) => fill(url, scope(), 2048, encodeURIComponent);
  const image = ({ url, alt, ...size }: Image) => ({ url: link(url), alt: turn.label(alt), ...size });
  const cardOf = (card: Card) => ({
    title: turn.label(card.title),
    ...(card.text && { text: write(card.text) }),
    ...(card.url && { url: link(card.url) }),
    ...(card.image && { image: image(card.image) }),
  });
  const turn: Turn = {
    file,
    flow,
    state,
    effects,
    ports,
    word,
    at: Number(lookup(data, 'now.at') ?? 0),
    visitor: String(data.visitor ?? ''),
    said: 0,
    isOver: false,
    enter(id) {
      const found = file.flows.find((one) => one.id === id);
      if (!found) return null;
      turn.flow = found;
      state.flow = id;
      state.version = found.version;
      state.vars = { ...found.vars, ...state.vars };
      return found.start;
    },
    keep(name, value) {
      if (name) state.vars = { ...state.vars, [name]: value };
    },
    tag(tag) {
      if (tag && !state.tags.includes(tag) && state.tags.length < MAX_TAGS) state.tags = [...state.tags, tag];
    },
    holds: (condition = {}) => matches(condition, scope()),
    value: (of) => (of.includes('{{') ? fill(of, scope()) : lookup(scope(), of)),
    filled: (given) =>
      Object.fromEntries(
        Object.entries(given).map(([key, one]) => [key, typeof one === 'string' ? fill(one, scope()) : one]),
      ),
    write: (text, otherwise = '') => (text ? write(text) : otherwise),
    label: (text) => write(text, LABEL),
    speak({ text, image: picture, card, article, delay, ...more }) {
      const said = text && write(text);
      const parts: Part[] = said ? [{ type: 'text', text: said }] : [];
      if (picture) {
        const shown = image(picture);
        parts.push({ type: 'image', ...shown, text: shown.alt });
      }
      if (card) parts.push({ type: 'card', ...cardOf(card) });
      if (article) parts.push({ type: 'article', article, title: '' });
      parts.push(...ports.richParts(turn, more, { link, cardOf }));
      turn.say(parts, delay);
    },
    say(parts, delay) {
      turn.said += JSON.stringify(parts).length;
      effects.push({ do: 'say', parts, ...(delay && { delay }) });
    },
    handOver({ tags = [], ...details }) {
      tags.forEach(turn.tag);
      effects.push({ do: 'handoff', text: word.handoff, ...details, tags: state.tags, vars: state.vars });
      turn.isOver = true;
      return null;
    },
  };
  return turn;
}

/** Where a step goes on when it is skipped. */
export const skipped = ({ else: other, next }: AnyStep): string | undefined => other ?? next;
