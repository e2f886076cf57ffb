import { exponentOf } from '../../core/money.js';
import type { Cart, CartItem, Order } from '../../types.js';
import { sumOf, toMinor } from '../money.js';
import type { Source } from '../source.js';
import { plainText } from './plain-text.js';
import { LINES, toItem, watchPage } from './shop.js';

/** Entries that one look reads at most, the newest. Tag managers keep 300 to 1,000. */
const ENTRIES = 2_000;
const KINDS = ['add_to_cart', 'remove_from_cart', 'view_cart', 'begin_checkout', 'purchase'];

interface Line {
  /** Id and variant. */
  key: string;
  item: CartItem;
}
interface State {
  lines: Line[];
  cart?: Cart;
  order?: Order;
}
type Loose = Record<string | number, unknown>;
interface Params extends Loose {
  items?: Loose[] | null;
}

/** Takes one entry into the state. @throws anything, where the entry cannot be read; then it says nothing. */
function take(state: State, entry: Loose): void {
  const isCall = entry[0] === 'event';
  const pushed = (isCall ? entry[2] : entry.ecommerce) as Params | null | undefined;
  const kind = KINDS.indexOf((isCall ? entry[1] : entry.event) as string);
  if (kind < 0) return;
  const isRemoval = kind === 1;
  const isListing = kind > 1;
  const isPurchase = kind > 3;
  const params = pushed ?? (entry as Params);
  const listed = params.items ?? (isPurchase ? [] : undefined)!;
  // what a removal is taken from has one
  const currency = isRemoval ? state.cart!.total.currency : plainText(params.currency).toUpperCase();
  if (exponentOf(currency) === undefined || listed.length > LINES || !(isListing || listed.length)) return;

  const read = (isBeforeDiscount: boolean) =>
    listed.map((one): Line => {
      const variant = plainText(one.item_variant ?? one.variant);
      const price = toMinor(isRemoval ? 0 : one.price, currency);
      const less = isBeforeDiscount ? (toMinor(one.discount, currency) ?? 0) : 0;
      const item = toItem(
        one.item_id ?? one.id,
        one.item_name ?? one.name,
        variant,
        price === null ? price : price - less,
        currency,
        one.quantity ?? 1,
      )!;
      return { key: `${item.id}\n${variant}`, item };
    });
  const itemsOf = (lines: Line[]) => lines.map(({ item }) => item);
  const value = toMinor(params.value, currency);
  /** By more than the rounding of each unit's price and of the value itself. */
  const differs = (lines: Line[]) =>
    value !== null &&
    Math.abs(sumOf(itemsOf(lines), currency).amount - value) * 2 >
      lines.reduce((units, { item }) => units + item.quantity!, 1);
  let given = read(false);
  if (differs(given)) {
    const less = read(true);
    if (!differs(less)) given = less;
  }

  const lines = !isListing && currency === state.cart?.total.currency ? [...state.lines] : [];
  for (const { key, item } of given) {
    // what is listed twice, at two prices perhaps, stays two lines
    const found = isListing ? -1 : lines.findIndex((line) => line.key === key);
    const at = found < 0 ? lines.length : found;
    const old = lines[at]?.item;
    const quantity = (old?.quantity ?? 0) + item.quantity! * (isRemoval ? -1 : 1);
    lines.splice(at, 1, ...(quantity > 0 ? [{ key, item: { ...(isRemoval ? old! : item), quantity } }] : []));
  }
  const items = itemsOf(lines);
  const sum = sumOf(items, currency);
  if (items.length > LINES || !Number.isSafeInteger(sum.amount)) return;
  const total = isListing && differs(given) ? { amount: value!, currency } : sum;
  state.lines = lines;
  state.cart = { items, total };
  if (!isPurchase) return;

  const order: Order = { id: plainText(params.transaction_id, 128) };
  if (params.items) order.items = items;
  if (params.items || value !== null) order.total = total;
  if (order.id) state.order = order;
  state.lines = [];
  state.cart = { items: [], total: { amount: 0, currency } };
}

/**
 * Cart and order from the GA4 e-commerce events of `window.dataLayer`, pushed as objects or by `gtag()`
 * (https://developers.google.com/analytics/devguides/collection/ga4/ecommerce): `view_cart` and `begin_checkout` are the
 * cart, `add_to_cart` and `remove_from_cart` change it by id and variant, `purchase` makes it an order and empties it.
 * Other events, `view_item` among them, tell nothing of either. The array is only read, where it is and as far as it is
 * new, and never changed. It begins anew with each page load, and so does the cart: on a site of several pages it is whole
 * once one of them has listed it.
 *
 * Prices are those after discount, as GA4 has them; where `value` is right only if the discount is still to be taken off,
 * it is taken off. A total is the sum of the lines; but where a list comes with a `value` that differs by more than
 * rounding (a coupon, shipping), that is the total, beside lines that say otherwise.
 *
 * An event changes nothing if it has no currency, more than 100 items, or an item without a name, a price or a whole
 * quantity. One in another currency begins a new cart.
 */
export const dataLayerSource = (): Source => ({
  name: 'dataLayer',
  category: 'functional',
  start(tell, host) {
    const state: State = { lines: [] };
    let end = 0;
    let last: unknown;
    const told: Record<string, unknown> = {};
    let { isLater } = host;

    const look = () => {
      const isOthers = isLater;
      isLater = false;
      try {
        const entries = (window as unknown as Loose).dataLayer as unknown[];
        if (!Array.isArray(entries)) return;
        const { length } = entries;
        const first = Math.max(0, length - ENTRIES);
        if (isOthers) {
          end = length;
          last = entries[length - 1];
        }
        let at = Math.max(first, end);
        // tag managers drop the oldest, and some pages replace it: the last one that was read is then elsewhere, or gone
        if (end > length || entries[end - 1] !== last) for (at = length; at > first && entries[at - 1] !== last; ) at--;
        for (; at < length; at++) {
          try {
            last = entries[at];
            take(state, last as Loose);
          } catch {
            // it says nothing
          }
        }
        end = length;
        for (const key of ['cart', 'order'] as const) {
          const value = state[key];
          const before = told[key];
          told[key] = value;
          // the same object says the same
          if (value !== before && JSON.stringify(value) !== JSON.stringify(before)) tell({ [key]: value });
        }
      } catch {
        // what is no plain array is no data layer
      }
    };
    look();
    return watchPage(host, look);
  },
});
