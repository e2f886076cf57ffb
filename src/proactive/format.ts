/**
 * The rules file: what the messenger says without being asked, as one JSON file on the host's origin. In words, with
 * examples: docs/proactive.md. Every text is a `Text`: a string, `@key` of `messages`, or strings by locale.
 */
import type { Condition } from '../core/match.js';
import type { Messages, Text } from '../core/text.js';
import type { Json } from '../types.js';

export interface RulesFile {
  $schema?: string;
  v: 1;
  messages?: Messages;
  /** Of all rules together. */
  limits?: Limits;
  /** At most 100. */
  rules: Rule[];
  /** At most 50, of which only the ids are read here. */
  surveys?: SurveyEntry[];
  /** Cards of the home screen, at most 20. */
  news?: NewsCard[];
}

export interface Limits {
  /** Minutes from one showing to the next. Default 30. */
  minutes?: number;
  /** Showings in one visit. Default 3. */
  visit?: number;
}

export interface Rule {
  /** 1 to 64 of `A-Z a-z 0-9 _ -`. */
  id: string;
  when: When;
  /** Must hold at that moment. Segments are asked for here, too. */
  if?: Condition;
  /** Only while a team, else anybody, is there or is not. Without office hours such a rule shows nothing. */
  hours?: { team?: string; state: 'open' | 'closed' };
  /** What is shown; may be left out where each way of `split` has its own. */
  show?: Show;
  /** Draws one of the ways for each visitor, always the same one. */
  split?: { name?: string; ways: Way[] };
  /** Hours from one showing of this rule to the next. */
  every?: number;
  /** Showings a person. */
  most?: number;
  /**
   * It is over for a person once they have seen it, dismissed or used it (`interacted`), or used it (`engaged`). Default
   * `interacted`, of what leaves nothing to dismiss (`flow`, `survey`) `seen`; none where `every` or `most` is given.
   */
  until?: Until;
  /** Higher first. Default 0; among equals the order of the file. */
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
  | { on: 'event'; event: string }
  /** A sign of trouble, of these kinds where any are named. Needs the source `frustration` in the option `context`. */
  | { on: 'frustration'; signal?: Signal | Signal[] }
  /** So much of the page was seen, 0 to 1. */
  | { on: 'scroll'; depth: number }
  /** The page was to be seen for so many seconds. */
  | { on: 'time'; seconds: number }
  /** A mouse leaves the window upwards. */
  | { on: 'exit' }
  /** The cart changed, or is known for the first time. */
  | { on: 'cart' }
  /** Nothing was done for so many seconds while the page was to be seen. */
  | { on: 'idle'; seconds: number };

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
  | { teaser: { text: Text; avatar?: string; action?: Does } }
  /** The same as a message of the bot, which stands in the conversation once the visitor goes there. */
  | { message: { text: Text; article?: string; flow?: string } }
  /** A bar across the top, or the bottom, of the window. */
  | { banner: { text: Text; action?: Action; place?: 'top' | 'bottom' } }
  /** The flow starts, in the open panel. */
  | { flow: string }
  | { survey: string }
  /** A bubble at the launcher with the article's title, which opens it. */
  | { article: string }
  /** A bubble beside an element of the page. */
  | { hint: { at: string; text: Text; title?: Text; action?: Action; placement?: Placement } };

export type Placement = 'top' | 'bottom' | 'start' | 'end';

/** What a press does. */
export type Does = { article: string } | { flow: string } | { search: Text };
export type Action = Does & { label: Text };

export interface Way {
  /** Told in events. Default its number, from 1. */
  name?: string;
  /** Its share of all weights. */
  weight: number;
  /** Default what the rule shows; null shows nothing, to compare with. */
  show?: Show | null;
}

export interface SurveyEntry {
  id: string;
  [field: string]: Json;
}

export interface NewsCard {
  id: string;
  title: Text;
  text?: Text;
  /** Path on the page's origin, or https URL. */
  image?: { url: string; alt: Text };
  action?: Does;
  if?: Condition;
  /** First and last day, `2026-12-24`, by the visitor's calendar. */
  from?: string;
  to?: string;
}
