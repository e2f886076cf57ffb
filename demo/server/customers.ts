import type { Order, User } from '../shop/account.js';
import type { CartLine } from '../shop/cart.js';
import { type Destination, deliveryTo } from '../shop/delivery.js';
import { product } from '../shop/products.js';

const users: User[] = [
  { id: 'aiko', name: 'Aiko Tanaka', email: 'aiko.tanaka@example.com', plan: 'club' },
  { id: 'ben', name: 'Ben Novak', email: 'ben.novak@example.com', plan: 'standard' },
];

const DAY = 24 * 60 * 60 * 1000;

/** Who buys here, and what they bought. In memory: every start begins with the same two customers. */
export interface Customers {
  user(id: unknown): User | undefined;
  /** The newest first. */
  orders(user: User): Order[];
  /** Notes an order, of nobody when nobody is signed in. */
  place(lines: CartLine[], destination: Destination, user: User | undefined): Order;
}

export function createCustomers(): Customers {
  let number = 20418;
  const orders = new Map<string, Order[]>(users.map(({ id }) => [id, []]));

  function place(lines: CartLine[], destination: Destination, user: User | undefined): Order {
    const amount = lines.reduce((sum, line) => sum + (product(line.id)?.price.amount ?? 0) * line.quantity, 0);
    const delivery = deliveryTo(destination, { amount, currency: 'EUR' });
    const order: Order = {
      id: `HK-${number++}`,
      at: Date.now(),
      status: 'processing',
      lines,
      delivery,
      total: { amount: amount + delivery.amount, currency: 'EUR' },
    };
    if (user) orders.get(user.id)?.unshift(order);
    return order;
  }

  function earlier(
    id: string,
    days: number,
    status: Order['status'],
    destination: Destination,
    ...goods: [string, number][]
  ): void {
    const user = users.find((one) => one.id === id);
    const order = place(
      goods.map(([product, quantity]) => ({ id: product, quantity })),
      destination,
      user,
    );
    Object.assign(order, { at: Date.now() - days * DAY, status });
  }
  earlier('aiko', 96, 'delivered', 'DE', ['notebook', 3], ['ink', 1]);
  earlier('ben', 61, 'delivered', 'AT', ['yunomi', 1]);
  earlier('aiko', 34, 'delivered', 'DE', ['chawan', 1], ['chasen', 1]);
  earlier('aiko', 12, 'delivered', 'DE', ['tray', 1], ['chazutsu', 1]);
  earlier('aiko', 2, 'shipped', 'DE', ['tetsubin', 1], ['yunomi', 2]);
  earlier('ben', 1, 'processing', 'AT', ['kyusu', 1], ['furoshiki', 1]);

  return {
    user: (id) => users.find((user) => user.id === id),
    orders: (user) => orders.get(user.id) ?? [],
    place,
  };
}
