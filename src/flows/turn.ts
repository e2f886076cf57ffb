/** One turn of a flow while it goes on: where it stands, what it reads, what it has said. Pure. */
import { lookup, matches } from '../core/match.js';
import { fill, pick } from '../core/text.js';
import type { Json, Part } from '../types.js';
import type { Condition, Flow, FlowFile, Image, Step, Text } from './format.js';
import type { Saying } from './format-steps.js';
import type { Effect, FlowState, HandoffDetails } from './state.js';
import { type Words, words } from './words.js';

/** Characters of a label, values put in. */
const LABEL = 200;
/** Tags of a conversation: as many as a relay takes. */
const MAX_TAGS = 20;

/** The step that follows; undefined: the flow is at its end; null: it waits, or is over. */
export type Going = string | undefined | null;

export interface Turn {
  readonly file: FlowFile;
  flow: Flow;
  readonly state: FlowState;
  readonly effects: Effect[];
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
  write(text: Text): string;
  label(text: Text): string;
  speak(say: Saying): void;
  say(parts: Part[], delay?: number): void;
  handOver(details: Partial<HandoffDetails>): null;
}

export function createTurn(file: FlowFile, flow: Flow, before: FlowState, data: Record<string, unknown>): Turn {
  const state = { ...before };
  const locale = String(data.locale ?? '');
  const effects: Effect[] = [];
  const word = words(locale, data.isAlone === true);
  const scope = () => ({ ...state.vars, ...data, vars: state.vars });
  const write = (text: Text, longest?: number) => fill(pick(text, locale, file.messages), scope(), longest);
  const link = (url: string) => fill(url, scope(), 2048, encodeURIComponent);
  const image = ({ url, alt, ...size }: Image) => ({ url: link(url), alt: turn.label(alt), ...size });
  const turn: Turn = {
    file,
    flow,
    state,
    effects,
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
    write: (text) => write(text),
    label: (text) => write(text, LABEL),
    speak({ text, image: picture, card, article, delay }) {
      const said = text && write(text);
      const parts: Part[] = said ? [{ type: 'text', text: said }] : [];
      if (picture) {
        const shown = image(picture);
        parts.push({ type: 'image', ...shown, text: shown.alt });
      }
      if (card) {
        parts.push({
          type: 'card',
          title: turn.label(card.title),
          ...(card.text && { text: write(card.text) }),
          ...(card.url && { url: link(card.url) }),
          ...(card.image && { image: image(card.image) }),
        });
      }
      if (article) parts.push({ type: 'article', article, title: '' });
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
export const skipped = (step: Step): string | undefined => step.else ?? ('next' in step ? step.next : undefined);
