/** Keys, sources and sums of what is known, in plain words. Pure. */
import { exponentOf, formatMoney } from '../../core/money.js';
import type { Strings } from '../../i18n/en-screens.js';
import type { Translate } from '../../i18n/translate.js';
import type { Money } from '../../types.js';

/** A key that nobody translated, as a reader would write it: `orderNumber` and `x-order-number` are "Order number". */
export function readable(key: string): string {
  const words = key
    .slice(0, 100)
    // of the host's own
    .replace(/^x-/, '')
    .replace(/([a-z\d])([A-Z])/g, '$1 $2')
    .replace(/[\s_.-]+/g, ' ')
    .trim()
    .toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1) || key.slice(0, 100);
}

/** The text that names `key`: as a part (`of`), or as a field of one (`is`). */
export const named = (t: Translate, kind: 'of' | 'is', key: string): string =>
  t(`${kind}-${key}` as keyof Strings) || readable(key);

/** Where a part comes from. A source that is not one of ours is called by its name. */
export function sourceWords(t: Translate, source: string): string {
  const from = source
    .replace(/^(schemaOrg|dataLayer|landing)$/, 'page')
    .replace(/^(shopify|woocommerce)$/, 'cart')
    .replace(/^device$/, 'browser')
    .replace(/^(frustration|messenger|segments)$/, 'journey');
  return t(`by-${from}` as keyof Strings) || t('by', { source: source.slice(0, 100) });
}

/** Integer minor units of a currency, as the locale writes them; empty for what is anything else, or more. */
export function moneyWords(locale: string, value: unknown): string {
  const { amount, currency } = Object(value) as Money;
  if (!Number.isSafeInteger(amount) || exponentOf(currency) === undefined || Object.keys(value as object).length > 2)
    return '';
  try {
    return formatMoney(locale, { amount, currency });
  } catch {
    return formatMoney('en', { amount, currency });
  }
}
