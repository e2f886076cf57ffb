/**
 * The flow format: a local bot as one JSON file on the host's origin. In words, with examples: docs/flows.md.
 * docs/flows.schema.json is generated from these types; what the page itself refuses is in parse.ts.
 */
import type { Json } from '../types.js';
import type {
  AskStep,
  BranchStep,
  CallStep,
  CsatStep,
  EndStep,
  FormStep,
  GotoStep,
  HandoffStep,
  HoursStep,
  MatchStep,
  ResolvedStep,
  RunStep,
  SayStep,
  SearchStep,
  SetStep,
  SplitStep,
  TagStep,
  TrackStep,
  TraitStep,
  WaitStep,
} from './format-steps.js';

/**
 * A string, `@key` of the file's `messages`, or strings by locale with `en` as the fallback. `{{user.name|there}}` puts in a value.
 * At most 10,000 characters; labels and titles 200.
 */
export type Text = string | Record<string, string>;

/** Mongo-style condition over the flow's data, as `{ "cart.total.amount": { "$gte": 5000 } }`. */
export type Condition = { [key: string]: Json };

/**
 * Id of a step of the same flow.
 * @pattern ^[\w-]{1,64}$
 */
export type StepId = string;

/**
 * Name of a variable, a field or an intent.
 * @pattern ^[\w-]{1,64}$
 */
export type Name = string;

/**
 * Path of what is known, as `user.name`, `cart.total.amount`, `vars.email`.
 * @maxLength 200
 */
export type Path = string;

/**
 * A path, or a text with placeholders.
 * @maxLength 200
 */
export type Value = string;

/**
 * @minLength 1
 * @maxLength 200
 */
export type Line = string;

/**
 * Name of an event, a tag or a team.
 * @minLength 1
 * @maxLength 64
 */
export type Word = string;

/**
 * `https://…`, or a path on the page's own origin. Values are put in percent-encoded.
 * @pattern ^(https://[^\s/]|/(?!/))\S*$
 * @maxLength 2048
 */
export type Link = string;

export interface FlowFile {
  $schema?: string;
  v: 1;
  /** Texts by locale, then by key: what `@key` stands for. `en` has every key that is used. */
  messages?: Record<string, Record<string, string>>;
  /**
   * @minItems 1
   * @maxItems 100
   */
  flows: Flow[];
}

export interface Flow {
  id: Name;
  /**
   * Changes when the steps change; a flow under way in another version starts again, politely.
   * @asType integer
   * @minimum 0
   */
  version: number;
  /** For authors, and where flows are listed. */
  title?: Text;
  trigger: Trigger;
  start: StepId;
  /** Values of variables before the first step. */
  vars?: Record<string, Json>;
  steps: Record<string, Step>;
}

/** What begins a flow by itself. Of those that fit the one of the highest priority is taken, and only while none is under way. */
export interface Trigger {
  /**
   * `conversation`: a new conversation is opened, nothing written. `message`: words that no flow under way takes. `intent`: the same, and
   * the answer model is sure of this one. `open`: the panel was opened. `page`: a page was entered. `event`: `track(name)`. `idle`:
   * seconds without any act while the panel is open. `tone`: words that sound so, whatever flow is under way. `button`: only `startFlow`,
   * or another flow.
   */
  on: 'conversation' | 'message' | 'open' | 'page' | 'event' | 'idle' | 'intent' | 'tone' | 'button';
  /** Name of the event, with `event`. */
  event?: Word;
  /**
   * With `idle`.
   * @minimum 1
   * @maximum 3600
   */
  seconds?: number;
  /** Id of the intent, with `intent`. */
  intent?: Name;
  /** With `tone`. */
  tone?: 'angry' | 'urgent';
  if?: Condition;
  /** When it is over for good for this person: they saw it, answered in it, or came to its end. */
  until?: 'seen' | 'interacted' | 'engaged';
  /**
   * At most once in so many hours.
   * @exclusiveMinimum 0
   * @maximum 8760
   */
  every?: number;
  /** Higher first; default 0. Equal: order in the file. */
  priority?: number;
}

/** A step does one thing and goes to `next`; without `next` the flow ends there. */
export type Step =
  | SayStep
  | AskStep
  | FormStep
  | BranchStep
  | SetStep
  | TagStep
  | TraitStep
  | TrackStep
  | SearchStep
  | MatchStep
  | CallStep
  | HoursStep
  | WaitStep
  | SplitStep
  | CsatStep
  | ResolvedStep
  | HandoffStep
  | GotoStep
  | RunStep
  | EndStep;

/** Of any step. */
export interface Guarded {
  /** Where it does not hold the step is skipped. */
  if?: Condition;
  /** Where it goes on then. Default: `next`. */
  else?: StepId;
}

/** Of a step that another follows. */
export interface Following extends Guarded {
  next?: StepId;
}

export interface Image {
  url: Link;
  alt: Text;
  /**
   * CSS pixels, so that its room is kept.
   * @asType integer
   * @minimum 1
   * @maximum 10000
   */
  width?: number;
  /**
   * @asType integer
   * @minimum 1
   * @maximum 10000
   */
  height?: number;
}

export interface Card {
  title: Text;
  text?: Text;
  url?: Link;
  image?: Image;
}

/** Leads to an address, or begins a flow, else it sends `reply`, or without that its label, as the visitor's text. */
export interface Button {
  label: Text;
  url?: Link;
  /** Id of a flow of this file. */
  flow?: Name;
  reply?: Text;
}

export interface CardWithButtons extends Card {
  /**
   * @minItems 1
   * @maxItems 12
   */
  buttons?: Button[];
}
