import type { CartLine } from './cart.js';
import type { Destination } from './delivery.js';
import type { Money } from './money.js';
import { signal } from './signal.js';

export interface User {
  id: string;
  name: string;
  email: string;
  plan: string;
}

export interface Order {
  id: string;
  /** Instant at which it was placed, milliseconds since 1970. */
  at: number;
  status: 'processing' | 'shipped' | 'delivered';
  lines: CartLine[];
  delivery: Money;
  total: Money;
}

/** The user signed in; null is nobody, undefined is not known yet. */
export const user = signal<User | null | undefined>(undefined);

async function call<T>(method: 'GET' | 'POST', path: string, body?: unknown): Promise<T> {
  const answer = await fetch(path, {
    method,
    ...(method === 'POST' && { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body ?? {}) }),
  });
  if (!answer.ok) throw new Error(`${method} ${path} answered ${answer.status}`);
  return (await answer.json()) as T;
}

export async function loadUser(): Promise<void> {
  try {
    user.set((await call<{ user: User | null }>('GET', '/api/me')).user);
  } catch {
    user.set(null);
  }
}

export async function signIn(id: string, password: string): Promise<void> {
  user.set((await call<{ user: User }>('POST', '/api/sign-in', { user: id, password })).user);
}

export async function signOut(): Promise<void> {
  await call('POST', '/api/sign-out');
  user.set(null);
}

export const loadOrders = async (): Promise<Order[]> => (await call<{ orders: Order[] }>('GET', '/api/orders')).orders;

export const placeOrder = async (lines: CartLine[], destination: Destination): Promise<Order> =>
  (await call<{ order: Order }>('POST', '/api/orders', { lines, destination })).order;

/** A signed statement of who is signed in, for the messenger. The key that signs it stays on the server. */
export const messengerToken = async (): Promise<string> =>
  (await call<{ token: string }>('POST', '/api/sobani-token')).token;
