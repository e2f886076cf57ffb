/** The shops whose cart is asked for, by the name in the option. */
export { shopifySource as shopify } from './shopify.js';
export { wooCommerceSource as woocommerce } from './woocommerce.js';
