/**
 * The rules file: what the messenger says without being asked, as one JSON file on the host's origin. In words, with
 * examples: docs/proactive.md. Every text is a `Text`: a string, `@key` of `messages`, or strings by locale.
 * docs/rules.schema.json is generated from these types; what the page itself refuses is in parse.ts.
 */
import type { Condition } from '../core/match.js';
import type { Messages, Text } from '../core/text.js';
import type { Json } from '../types.js';

/**
 * Name of a rule, a way, a flow or a card.
 * @pattern ^[\w-]{1,64}$
 */
export type Id = string;

/**
 * Name of a survey.
 * @pattern ^[\w.-]{1,64}$
 */
export type SurveyId = string;

/**
 * @minLength 1
 * @maxLength 200
 */
export type Line = string;

/**
 * A day, as `2026-12-24`.
 * @pattern ^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$
 */
export type Day = string;

/**
 * A path on the page's origin, or an https URL.
 * @pattern ^(https://[^\s@]{1,2000}|/(?![/\\])\S{0,2000})$
 */
export type PictureUrl = string;

/**
 * @minimum 1
 * @maximum 86400
 */
export type Seconds = number;

export interface RulesFile {
  $schema?: string;
  v: 1;
  messages?: Messages;
  /** Of all rules together. */
  limits?: Limits;
  /** @maxItems 100 */
  rules: Rule[];
  /**
   * Only the ids are read here.
   * @maxItems 50
   */
  surveys?: SurveyEntry[];
  /**
   * Cards of the home screen.
   * @maxItems 20
   */
  news?: NewsCard[];
}

export interface Limits {
  /**
   * Minutes from one showing to the next. Default 30.
   * @minimum 0
   * @maximum 100000
   */
  minutes?: number;
  /**
   * Showings in one visit. Default 3.
   * @minimum 0
   * @maximum 1000
   */
  visit?: number;
}

export interface Rule {
  id: Id;
  when: When;
  /** Must hold at that moment. Segments are asked for here, too. */
  if?: Condition;
  /** Only while a team, else anybody, is there or is not. Without office hours such a rule shows nothing. */
  hours?: { team?: Line; state: 'open' | 'closed' };
  /** What is shown; may be left out where each way of `split` has its own. */
  show?: Show;
  /** Draws one of the ways for each visitor, always the same one. */
  split?: {
    name?: Id;
    /**
     * @minItems 2
     * @maxItems 10
     */
    ways: Way[];
  };
  /**
   * Hours from one showing of this rule to the next.
   * @minimum 0
   * @maximum 8760
   */
  every?: number;
  /**
   * Showings a person.
   * @minimum 1
   * @maximum 1000
   */
  most?: number;
  /**
   * It is over for a person once they have seen it, dismissed or used it (`interacted`), or used it (`engaged`). Default
   * `interacted`, of what leaves nothing to dismiss (`flow`, `survey`) `seen`; none where `every` or `most` is given.
   */
  until?: Until;
  /**
   * Higher first. Default 0; among equals the order of the file.
   * @minimum -1000
   * @maximum 1000
   */
  priority?: number;
  /** `limits` do not hold it back: for help with trouble that is there now. */
  ignoreLimits?: boolean;
}

export type Until = 'seen' | 'interacted' | 'engaged';

/** The moment at which a rule is looked at. */
export type When =
  /** A page was entered, also without a load. */
  | { on: 'page' }
  /** `track(event)` was called. Its data can be asked for under `event`. */
  | {
      on: 'event';
      /**
       * @minLength 1
       * @maxLength 64
       */
      event: string;
    }
  /** A sign of trouble, of these kinds where any are named. Needs the source `frustration` in the option `context`. */
  | { on: 'frustration'; signal?: Signal | Signal[] }
  /** So much of the page was seen, 0 to 1. */
  | {
      on: 'scroll';
      /**
       * @minimum 0
       * @maximum 1
       */
      depth: number;
    }
  /** The page was to be seen for so many seconds. */
  | { on: 'time'; seconds: Seconds }
  /** A mouse leaves the window upwards. */
  | { on: 'exit' }
  /** The cart changed, or is known for the first time. */
  | { on: 'cart' }
  /** Nothing was done for so many seconds while the page was to be seen. */
  | { on: 'idle'; seconds: Seconds };

export const SIGNALS = [
  'rage-click',
  'dead-click',
  'form-error',
  'form-abandoned',
  'error',
  'failed-resource',
] as const;
export type Signal = (typeof SIGNALS)[number];

/** One of these. */
export type Show =
  /** A bubble at the launcher. Pressed, it does its action, by default opens the conversation. */
  | { teaser: { text: Text; avatar?: PictureUrl; action?: Does } }
  /** The same as a message of the bot, which stands in the conversation once the visitor goes there. */
  | { message: { text: Text; article?: Line; flow?: Id } }
  /** A bar across the top, or the bottom, of the window. */
  | { banner: { text: Text; action?: Action; place?: 'top' | 'bottom' } }
  /** The flow starts, in the open panel. */
  | { flow: Id }
  | { survey: SurveyId }
  /** A bubble at the launcher with the article's title, which opens it. */
  | { article: Line }
  /** A bubble beside an element of the page. */
  | {
      hint: {
        /**
         * A CSS selector.
         * @minLength 1
         * @maxLength 500
         */
        at: string;
        text: Text;
        title?: Text;
        action?: Action;
        placement?: Placement;
      };
    };

export type Placement = 'top' | 'bottom' | 'start' | 'end';

/** What a press does. */
export type Does = { article: Line } | { flow: Id } | { search: Text };
export type Action = Does & { label: Text };

export interface Way {
  /** Told in events. Default its number, from 1. */
  name?: Id;
  /**
   * Its share of all weights.
   * @minimum 0
   * @maximum 1000
   */
  weight: number;
  /** Default what the rule shows; null shows nothing, to compare with. */
  show?: Show | null;
}

export interface SurveyEntry {
  id: SurveyId;
  [field: string]: Json;
}

export interface NewsCard {
  id: Id;
  title: Text;
  text?: Text;
  image?: { url: PictureUrl; alt: Text };
  action?: Does;
  if?: Condition;
  /** First and last day, `2026-12-24`, by the visitor's calendar. */
  from?: Day;
  to?: Day;
}
