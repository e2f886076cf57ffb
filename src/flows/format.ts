/**
 * The flow format: a local bot as one JSON file on the host's origin. In words, with examples: docs/flows.md.
 * Every text is a string, or a string by locale with `en` as the fallback. `{{user.name|there}}` puts in a value.
 */
import type { Json } from '../types.js';

export type Text = string | Record<string, string>;

/** Mongo-style condition over the flow's data, as `{ "cart.total.amount": { "$gte": 5000 } }`. */
export type Condition = { [key: string]: Json };

export interface FlowFile {
  v: 1;
  flows: Flow[];
}

export interface Flow {
  id: string;
  /** Changes when the steps change; a flow under way in another version starts again, politely. */
  version: number;
  /**
   * `conversation`: the visitor opened a new conversation, before they wrote. `message`: they wrote their first message
   * without any flow running. `manual`: only by `startFlow`. The first flow whose condition holds is taken.
   */
  trigger: { on: 'conversation' | 'message' | 'manual'; if?: Condition };
  start: string;
  steps: Record<string, Step>;
}

/** A step does one thing and goes to `next`; without `next` the flow ends there. */
export type Step =
  | { say: Text; next?: string }
  /** Waits for one of the choices; other text goes to `else`, or counts as a miss and the choices are shown again. */
  | { choices: { text: Text; options: { label: Text; next: string; tag?: string }[]; else?: string } }
  /** Waits for an answer and keeps it under `save`. Skipped when `unless` names a value that is already known. */
  | {
      ask: {
        text: Text;
        save: string;
        type?: 'text' | 'email' | 'number' | 'phone';
        /** Of a text: characters. Of a number: the value. */
        min?: number;
        max?: number;
        /** Said when the answer is not of the type. */
        invalid?: Text;
        unless?: string;
      };
      next?: string;
    }
  | { branch: { if: Condition; next: string }[]; next?: string }
  /** Searches the help centre with a value, shows the best articles, and asks whether that helped. */
  | { search: { query: string; limit?: number; found: Text; next: string; none: string } }
  | { tag: string; next?: string }
  | { handoff: { text?: Text; team?: string; reason?: string } }
  | { end: true };
