import { formatMoney as format } from '../../src/core/money.js';

/** A sum in the currency's smallest unit: cents for EUR, whole yen for JPY. */
export interface Money {
  amount: number;
  currency: string;
}

/** The sum as people of that language write it: `€128.00`, `￥12,800`. */
export const formatMoney = (sum: Money, language: string): string => format(language, sum);
