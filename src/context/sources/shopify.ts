import { toMinor } from '../money.js';
import type { Source } from '../source.js';
import { cartSource } from './refetch.js';
import { toItem } from './shop.js';

export interface ShopifyOptions {
  /** Default: the page's. */
  fetch?: typeof globalThis.fetch;
  /** Where the shop is, with a slash at its end. Default `/`. */
  root?: string;
  /** Ask also where the page has no `window.Shopify`. Default false. */
  always?: boolean;
}

/**
 * The cart of a Shopify shop, by its Ajax API (https://shopify.dev/docs/api/ajax/reference/cart). Sums there are hundredths
 * in every currency, also in those without decimals: 1,000 yen are 100000. The first 100 lines are told; the total is the
 * shop's.
 */
export const shopifySource = ({ fetch = globalThis.fetch, root = '/', always = false }: ShopifyOptions = {}): Source =>
  cartSource({
    name: 'shopify',
    url: `${root}cart.js`,
    fetch,
    controls: 'form[action*="/cart"],a[href*="/cart/"]',
    writes: /\/cart\/(?:add|change|update|clear)/,
    isHere: () => always || 'Shopify' in window,
    totalOf: ({ total_price, currency }) => [toMinor(total_price, currency, 2), currency as string],
    itemOf: (item, currency) =>
      toItem(
        item.variant_id ?? item.id,
        item.title ?? item.product_title,
        '',
        toMinor(item.final_price ?? item.price, currency, 2),
        currency,
        item.quantity,
        item.url,
      ),
  });
