/** Our shared words for what a message may show beside text. Types only: this file compiles to nothing. */
import type { Picture } from './forms.js';
import type { Cart, Order } from './situation.js';

/** Leads to an address, or begins a flow, else it sends `reply`, or without that its label, as the visitor's text. */
export interface ButtonItem {
  label: string;
  /** Web, mail or telephone address, or a path of the page's own origin. */
  url?: string;
  /** Id of a flow of the page's flows file. */
  flow?: string;
  reply?: string;
}

/** One line of a list. With an address the whole of it is the link. */
export interface RowItem {
  title: string;
  text?: string;
  url?: string;
  image?: Picture;
}

/** One card of several. */
export interface CardItem extends RowItem {
  buttons?: ButtonItem[];
}

/** One of what a list picker offers. */
export interface PickItem {
  /** What is answered. */
  value: string;
  title: string;
  text?: string;
  image?: Picture;
}

/**
 * Of each `text` is what a client that does not know the part shows: its first line is said above the part, the others stand
 * for it where it is not drawn.
 */
export type RichPart =
  /** Cards side by side. They move only when they are moved. Without any the text stands for it. */
  | { type: 'carousel'; text: string; cards?: CardItem[] }
  | { type: 'list'; text: string; items: RowItem[] }
  | { type: 'buttons'; text: string; buttons: ButtonItem[] }
  /** An order as it stood when this was said. */
  | { type: 'order'; text: string; order: Order }
  | { type: 'cart'; text: string; cart: Cart }
  /**
   * Asks for a day, or one of `offers`: days as `2026-01-31`, or times of a day as `2026-01-31T15:30`, without a zone and shown
   * as they are. With `min` or `max`, or without offers, any day between may be given. Answered by a part `answers` with one value.
   */
  | { type: 'date-picker'; name: string; label: string; text: string; min?: string; max?: string; offers?: string[] }
  /**
   * Asks for one, or with `multiple` for `min` (default 1) to `max` (default all) of `items`. Answered by a part `answers` with
   * one value, a string or with `multiple` a list of them. `submit` labels the button.
   */
  | {
      type: 'list-picker';
      name: string;
      label: string;
      text: string;
      items: PickItem[];
      multiple?: boolean;
      min?: number;
      max?: number;
      submit?: string;
    };
