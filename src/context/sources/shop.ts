/** What the sources of a shop share: when its cart may have changed, and what a line of it is. */
import type { CartItem } from '../../types.js';
import { createScope } from '../scope.js';
import type { SourceHost } from '../source.js';
import { plainText } from './plain-text.js';

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
  events = '',
): () => void {
  const scope = createScope(host);
  const runSoon = scope.soon(run);
  const listen = (moment: Moment) => {
    if (isMoment(moment)) runSoon();
  };
  scope.on(`click submit popstate visibilitychange${events}`, listen);
  // where there is none, it does not happen
  scope.on('currententrychange', listen, (window as unknown as { navigation?: EventTarget }).navigation);
  // the answer to what a click asked for comes after the click
  scope.fetched(listen);
  return scope.end;
}

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
  const called = plainText(name) || plainText(id);
  const item: CartItem = {
    id: plainText(id, 128) || plainText(name, 128),
    name: variant ? plainText(`${called} (${variant})`) : called,
    price: { amount: amount!, currency },
    quantity: count,
  };
  if (!item.id || !(count > 0 && count <= 1e6) || ![count, amount].every(Number.isSafeInteger)) return;
  if (typeof url === 'string' && /^(?:\/(?![/\\])|https:)/.test(url) && url.length <= 2048) item.url = url;
  return item;
}
