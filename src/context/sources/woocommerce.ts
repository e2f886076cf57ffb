import { toMinor } from '../money.js';
import type { Source } from '../source.js';
import { plainText } from './plain-text.js';
import { cartSource, type Loose } from './refetch.js';
import { toItem } from './shop.js';

export interface WooCommerceOptions {
  /** Default: the page's. */
  fetch?: typeof globalThis.fetch;
  /** Where WordPress is, with a slash at its end. Default `/`. */
  root?: string;
}

const minor = (sums: Loose, key: string) =>
  toMinor(sums[key], sums.currency_code, Number(sums.currency_minor_unit ?? 'x'));

/**
 * The cart of a WooCommerce shop, by its Store API
 * (https://developer.woocommerce.com/docs/apis/store-api/resources-endpoints/cart/). Sums there have as many decimals as the
 * shop is set to show, which need not be the currency's. Of the answer only lines and totals are read, no address. The first
 * 100 lines are told; the total is the shop's, with shipping, tax and coupons.
 */
export const wooCommerceSource = ({ fetch = globalThis.fetch, root = '/' }: WooCommerceOptions = {}): Source =>
  cartSource({
    name: 'woocommerce',
    url: `${root}wp-json/wc/store/v1/cart`,
    fetch,
    controls: 'form.cart,[class*=_cart],[class*=cart-form],[class*=cart-item]',
    writes: /wc-ajax=\w*(?:cart|coupon)|\/wc\/store\/v1\/(?:cart\/|batch)/,
    events: ' wc-blocks_added_to_cart wc-blocks_removed_from_cart',
    totalOf: ({ totals }) => [minor(totals as Loose, 'total_price'), (totals as Loose).currency_code as string],
    itemOf: (item) =>
      toItem(
        item.id,
        plainText(item.name) || item.sku,
        ((item.variation ?? []) as Loose[]).map(({ value }) => plainText(value)).join(', '),
        minor(item.prices as Loose, 'price'),
        (item.prices as Loose).currency_code as string,
        item.quantity,
        item.permalink,
      ),
  });
