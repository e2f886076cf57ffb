/** Whose conversation it is: what a page would tell of them. */
import type { HostContext } from '../../src/types.js';

export interface Customer extends HostContext {
  /** Of somebody who is signed in. */
  user?: { id: string; name?: string };
}

/** Where, when and in which language. */
export interface Setting {
  locale: string;
  /** Whether anybody is there to answer; `unsaid`: the page has no office hours. */
  hours: 'open' | 'closed' | 'unsaid';
  /** As the address of the page ends. */
  page: string;
}

export const SETTING: Setting = { locale: 'en', hours: 'open', page: '/' };

const kettle = { id: 'tetsubin', name: 'Iron kettle', price: { amount: 24800, currency: 'EUR' }, quantity: 1 };
const cup = { id: 'yunomi', name: 'Tea cup', price: { amount: 2900, currency: 'EUR' }, quantity: 2 };

export const CUSTOMERS: { name: string; customer: Customer; page?: string }[] = [
  { name: 'Somebody new', customer: {} },
  {
    name: 'Aiko, whose order is on its way',
    customer: {
      user: { id: 'aiko', name: 'Aiko' },
      traits: { customer: 'club member', email: 'aiko@example.com' },
      order: { id: 'HK-20421', status: 'shipped', total: { amount: 30600, currency: 'EUR' } },
    },
    page: '/orders',
  },
  {
    name: 'Ben, with a full cart',
    customer: {
      user: { id: 'ben', name: 'Ben' },
      traits: { customer: 'has an account' },
      cart: { items: [kettle, cup], total: { amount: 30600, currency: 'EUR' } },
    },
    page: '/cart',
  },
  {
    name: 'A guest whose card was declined',
    customer: {
      cart: { items: [cup], total: { amount: 5800, currency: 'EUR' } },
      attributes: { declined: true },
    },
    page: '/checkout',
  },
];

const KEYS = ['user', 'traits', 'company', 'cart', 'order', 'attributes'];

/** @throws Error with what is wrong, in words */
export function readCustomer(text: string): Customer {
  const value: unknown = JSON.parse(text || '{}');
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new Error('Expected an object.');
  const stray = Object.keys(value).find((key) => !KEYS.includes(key));
  if (stray) throw new Error(`There is no "${stray}"; there are ${KEYS.join(', ')}.`);
  const { user } = value as { user?: { id?: unknown; name?: unknown } };
  if (user && (typeof user.id !== 'string' || !user.id)) throw new Error('A user needs an id.');
  if (user && user.name !== undefined && typeof user.name !== 'string') throw new Error('A name is a text.');
  return value as Customer;
}
