/** Keys, sources and sums of what is known, in plain words. Pure. */
import type { Strings } from '../../i18n/en-screens.js';
import type { Translate } from '../../i18n/translate.js';
import { text } from '../kit/gate.js';

/** A key that nobody translated, as a reader would write it: `orderNumber` is "Order number". */
export function readable(key: string): string {
  const words = key
    .slice(0, 100)
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
    .replace(/^(schema.org|dataLayer|landing)$/, 'page')
    .replace(/^(shopify|woocommerce)$/, 'cart')
    .replace(/^person$/, 'browser')
    .replace(/^frustration$/, 'journey');
  return t(`by-${from}` as keyof Strings) || t('by', { source: source.slice(0, 100) });
}

// ISO 4217: what Intl says of a currency's decimals is what is usual in shops, and not how many a minor unit stands for
const WHOLE = 'BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF';
const THOUSANDTHS = 'BHD IQD JOD KWD LYD OMR TND';
const decimals = (currency: string) =>
  WHOLE.includes(currency) ? 0 : THOUSANDTHS.includes(currency) ? 3 : /^CLF|UYW$/.test(currency) ? 4 : 2;

/** Integer minor units of a currency, as the locale writes them; empty for what is anything else, or more. */
export function moneyWords(locale: string, value: unknown): string {
  const { amount, currency: code } = Object(value) as Record<string, unknown>;
  const currency = text(code);
  if (!Number.isSafeInteger(amount) || !/^[A-Z]{3}$/.test(currency) || Object.keys(value as object).length > 2)
    return '';
  const digits = decimals(currency);
  const format = (of: string) =>
    new Intl.NumberFormat(of, {
      style: 'currency',
      currency,
      minimumFractionDigits: digits,
      maximumFractionDigits: digits,
      // as decimal text, which newer browsers take as it is
    }).format(`${amount}e-${digits}` as never);
  try {
    return format(locale);
  } catch {
    return format('en');
  }
}
