import type { Money } from './money.js';
import { type Product, product } from './products.js';
import { signal } from './signal.js';

export interface CartLine {
  id: string;
  quantity: number;
}

const KEY = 'hinoki.cart';
export const MOST = 20;

function restore(): CartLine[] {
  try {
    const stored: unknown = JSON.parse(sessionStorage.getItem(KEY) ?? '[]');
    if (!Array.isArray(stored)) return [];
    return stored.filter(
      (line: Partial<CartLine> | null): line is CartLine =>
        typeof line?.id === 'string' &&
        product(line.id) !== undefined &&
        Number.isInteger(line.quantity) &&
        line.quantity! > 0,
    );
  } catch {
    return [];
  }
}

export const cart = signal<CartLine[]>(restore());

function change(lines: CartLine[]): void {
  if (lines.length) sessionStorage.setItem(KEY, JSON.stringify(lines));
  else sessionStorage.removeItem(KEY);
  cart.set(lines);
}

export const quantityOf = (id: string): number => cart.get().find((line) => line.id === id)?.quantity ?? 0;

/** Sets how many of a product are in the cart; 0 takes it out. */
export function setQuantity(id: string, quantity: number): void {
  const wanted = Math.max(0, Math.min(MOST, Math.trunc(quantity) || 0));
  const known = cart.get().some((line) => line.id === id);
  const lines = known
    ? cart.get().map((line) => (line.id === id ? { id, quantity: wanted } : line))
    : [...cart.get(), { id, quantity: wanted }];
  change(lines.filter((line) => line.quantity > 0));
}

export const emptyCart = (): void => change([]);

export const countOf = (lines: CartLine[]): number => lines.reduce((sum, line) => sum + line.quantity, 0);

/** The lines with their products. */
export const withProducts = (lines: CartLine[]): (CartLine & { product: Product })[] =>
  lines.flatMap((line) => {
    const found = product(line.id);
    return found ? [{ ...line, product: found }] : [];
  });

export const totalOf = (lines: CartLine[]): Money => ({
  amount: withProducts(lines).reduce((sum, line) => sum + line.product.price.amount * line.quantity, 0),
  currency: 'EUR',
});
