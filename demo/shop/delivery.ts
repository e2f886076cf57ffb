import type { Money } from './money.js';

export const DESTINATIONS = ['DE', 'AT', 'FR', 'NL', 'GB', 'CH', 'JP'] as const;
export type Destination = (typeof DESTINATIONS)[number];

export const isDestination = (value: unknown): value is Destination => DESTINATIONS.some((known) => known === value);

const eur = (amount: number): Money => ({ amount, currency: 'EUR' });

/** What delivery of goods of that value costs. */
export function deliveryTo(destination: Destination, goods: Money): Money {
  if (destination === 'DE') return eur(goods.amount >= 7500 ? 0 : 490);
  if (destination === 'JP') return eur(2490);
  if (destination === 'GB' || destination === 'CH') return eur(1490);
  return eur(goods.amount >= 12000 ? 0 : 890);
}
