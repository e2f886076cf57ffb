/** What the shop adapters share: when a cart may have changed, what a line of it is, and a cart that an address tells. */
import type { Cart, CartItem } from '../../types.js';
import type { Source, SourceHost } from '../source.js';

/** Milliseconds between two requests; doubled with each failure in a row, up to some four minutes. */
const GAP = 2_000;
const MOST_FAILURES = 7;
/** Lines that may be told. */
export const LINES = 100;

/** An event of the page, or that something was fetched from the address `name`. */
export type Moment = Event | PerformanceEntry;

/**
 * Runs it when the page is idle after something of it may have changed: clicks, submits, navigations, being shown or hidden,
 * a fetch that ended, the further events. All of that is listened to, nothing is wrapped.
 * @param isMoment whether it can be one; default: each is
 * @returns the undo
 */
export function watchPage(
  host: SourceHost,
  run: () => void,
  isMoment: (moment: Moment) => unknown = () => true,
  events: string[] = [],
): () => void {
  const watch = new AbortController();
  const { signal } = watch;
  const options = { capture: true, passive: true, signal };
  let isPlanned = false;
  let cancel = () => {};
  const listen = (moment: Moment) => {
    if (isPlanned || !isMoment(moment)) return;
    isPlanned = true;
    cancel = host.idle(() => {
      isPlanned = false;
      run();
    });
  };
  for (const type of ['click', 'submit', 'popstate', 'visibilitychange', ...events]) {
    window.addEventListener(type, listen, options);
  }
  const { navigation } = window as unknown as { navigation?: EventTarget };
  navigation?.addEventListener('currententrychange', listen, options);
  try {
    // the answer to what a click asked for comes after the click
    const observer = new PerformanceObserver((list) => list.getEntries().forEach(listen));
    observer.observe({ type: 'resource' });
    signal.addEventListener('abort', () => observer.disconnect());
  } catch {
    // there are still the events
  }
  return () => {
    watch.abort();
    cancel();
  };
}

/** Text or a number as trimmed text of at most `most` characters; of anything else nothing. */
export const toText = (value: unknown, most = 512): string =>
  typeof value === 'string' || typeof value === 'number' ? `${value}`.trim().slice(0, most) : '';

/**
 * A line of a cart: `Mug (blue)` where it is a variant. Id and name stand in for each other. Undefined where it has neither,
 * no price, or not a whole quantity from 1 to a million.
 */
export function toItem(
  id: unknown,
  name: unknown,
  variant: string,
  amount: number | null,
  currency: string,
  quantity: unknown,
  url?: unknown,
): CartItem | undefined {
  const count = Number(quantity);
  const called = toText(name) || toText(id);
  const item: CartItem = {
    id: toText(id, 128) || toText(name, 128),
    name: variant ? toText(`${called} (${variant})`) : called,
    price: { amount: amount!, currency },
    quantity: count,
  };
  if (!item.id || !(count > 0 && count <= 1e6) || ![count, amount].every(Number.isSafeInteger)) return;
  if (typeof url === 'string' && /^(?:\/(?![/\\])|https:)/.test(url) && url.length <= 2048) item.url = url;
  return item;
}

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
  /** What else says that it changed. */
  events?: string[];
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
    let timer: ReturnType<typeof setTimeout>;
    /** A request is planned or under way. */
    let isBusy = false;
    /** The cart may have changed since it was asked for. */
    let isDue = false;
    let askedAt = Number.NEGATIVE_INFINITY;
    let failures = 0;
    let told: string;

    const ask = async () => {
      isDue = false;
      if (!document.hidden && isHere()) {
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
      isBusy = false;
      if (isDue) plan();
    };
    const plan = () => {
      isDue = true;
      if (isBusy || signal.aborted) return;
      isBusy = true;
      const gap = GAP * 2 ** failures;
      // a clock that was put back must not stop it for as long
      timer = setTimeout(ask, Math.max(0, Math.min(gap, askedAt + gap - host.now())));
    };

    plan();
    const unwatch = watchPage(
      host,
      plan,
      (moment) => {
        if (!('target' in moment)) return writes.test(moment.name);
        const element = moment.target as Partial<Element>;
        const isControl = () => !element.closest?.('[data-sobani-private]') && element.closest?.(controls);
        return !/click|submit/.test(moment.type) || isControl();
      },
      events,
    );
    return () => {
      unwatch();
      stop.abort();
      clearTimeout(timer);
    };
  },
});
