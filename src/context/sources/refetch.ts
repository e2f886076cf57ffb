/** A cart that an address of the shop tells. */
import type { Cart, CartItem } from '../../types.js';
import { createScope } from '../scope.js';
import type { Source } from '../source.js';
import { LINES, type Moment, watchPage } from './shop.js';

/** Milliseconds between two requests; doubled with each failure in a row, up to some four minutes. */
const GAP = 2_000;
/** The same where all that happened is another page in the same document: what changes a cart is mostly seen by itself. */
const LONG_GAP = 30_000;
const NONE = Number.POSITIVE_INFINITY;
const MOST_FAILURES = 7;

/** JSON of which nothing is known. */
export type Loose = Record<string, unknown>;
export interface Answer extends Loose {
  items: Loose[];
}

export interface CartAddress {
  name: string;
  url: string;
  fetch: typeof globalThis.fetch;
  /** Elements in which a click or a submit changes the cart. */
  controls: string;
  /** Addresses that change the cart when they are fetched. */
  writes: RegExp;
  /** What else says that it changed: names of events, a space before each. */
  events?: string;
  /** Whether this page has such a cart. Default: it has. */
  isHere?(): boolean;
  /** What the answer says that it comes to. */
  totalOf(answer: Answer): [amount: number | null, currency: string];
  /** One of its `items`; undefined for one that cannot be told. */
  itemOf(item: Loose, currency: string): CartItem | undefined;
}

/** A source that asks an address of the shop: now, and when the cart may have changed; see `watchPage`. */
export const cartSource = ({
  name,
  url,
  fetch,
  controls,
  writes,
  events,
  isHere = () => true,
  totalOf,
  itemOf,
}: CartAddress): Source => ({
  name,
  category: 'functional',
  start(tell, host) {
    const stop = new AbortController();
    const { signal } = stop;
    const scope = createScope(host);
    scope.atEnd(() => stop.abort());
    let isAsking = false;
    /** The shortest gap that is wanted for what has happened: since the page was last idle, since it was last asked. */
    let seen = GAP;
    let due = NONE;
    /** That of the request which is planned. */
    let planned = NONE;
    let undo = () => {};
    let askedAt = Number.NEGATIVE_INFINITY;
    let failures = 0;
    let told: string;

    const mayChange = (moment: Moment) => {
      if (!('target' in moment)) return writes.test(moment.name);
      const element = moment.target as Partial<Element>;
      const isControl = () => element.closest?.(controls) && !element.closest('[data-sobani-private]');
      return !/click|submit/.test(moment.type) || isControl();
    };
    const ask = async () => {
      due = planned = NONE;
      isAsking = true;
      if (!document.hidden) {
        askedAt = host.now();
        try {
          const response = await fetch(url, { signal });
          if (!response.ok) throw response;
          const answer: Answer = await response.json();
          const [amount, currency] = totalOf(answer);
          if (amount === null) throw answer;
          const items = answer.items.slice(0, LINES).map((item) => itemOf(item, currency));
          const cart: Cart = { items: items.filter((item) => !!item), total: { amount, currency } };
          const text = JSON.stringify(cart);
          failures = 0;
          if (text !== told && !signal.aborted) tell({ cart });
          told = text;
        } catch {
          failures = Math.min(failures + 1, MOST_FAILURES);
        }
      }
      isAsking = false;
      plan();
    };
    const plan = () => {
      due = Math.min(due, seen);
      seen = NONE;
      // nothing is due, or nothing sooner
      if (isAsking || due >= planned || signal.aborted || !isHere()) return;
      planned = due;
      const gap = Math.max(due, GAP * 2 ** failures);
      undo();
      // a clock that was put back must not stop it for as long
      undo = scope.after(Math.max(0, Math.min(gap, askedAt + gap - host.now())), ask);
    };

    plan();
    const unwatch = watchPage(
      scope,
      plan,
      (moment) => {
        const isOne = mayChange(moment);
        if (isOne) seen = Math.min(seen, 'type' in moment && moment.type === 'currententrychange' ? LONG_GAP : GAP);
        return isOne;
      },
      events,
    );
    scope.atEnd(unwatch);
    return scope.end;
  },
});
