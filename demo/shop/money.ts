/** A sum in the currency's smallest unit: cents for EUR, whole yen for JPY. */
export interface Money {
  amount: number;
  currency: string;
}

/** The sum as people of that language write it: `€128.00`, `￥12,800`. */
export function formatMoney({ amount, currency }: Money, language: string): string {
  const format = new Intl.NumberFormat(language, { style: 'currency', currency });
  // the currency knows its own number of decimals: two for EUR, none for JPY
  return format.format(amount / 10 ** (format.resolvedOptions().maximumFractionDigits ?? 2));
}
