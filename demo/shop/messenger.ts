/** All that this shop has to do with the Sobani messenger, beside the script tag in index.html. */
import { messengerToken, type Order, type User, user } from './account.js';
import { cart, totalOf, withProducts } from './cart.js';
import { language, pick } from './language.js';
import { type Product, product } from './products.js';
import { address } from './router.js';
import { signal } from './signal.js';

type Scalar = string | number | boolean | null;

interface Context {
  traits?: Record<string, Scalar> | null;
  cart?: object | null;
  order?: object | null;
  attributes?: Record<string, Scalar> | null;
}

declare global {
  interface Window {
    sobani(call: 'identify', options: { getToken: () => Promise<string> }): Promise<unknown>;
    sobani(call: 'logout'): Promise<unknown>;
    sobani(call: 'set', context: Context): Promise<void>;
    sobani(call: 'track', name: string, data?: Record<string, Scalar>): Promise<void>;
    sobani(call: 'consent', categories: { analytics: boolean }): Promise<unknown>;
    sobani(call: 'open', target?: 'home' | 'help' | 'conversation'): Promise<void>;
    sobani(call: 'setLocale', locale: string): Promise<void>;
    sobani(call: 'on', event: 'open', listener: () => void): () => void;
  }
}

const ANSWER = 'hinoki.share-visits';

/** True while the visitor should be asked whether support may see the pages they looked at. */
export const askConsent = signal(false);

export function answerConsent(analytics: boolean): void {
  localStorage.setItem(ANSWER, analytics ? 'yes' : 'no');
  askConsent.set(false);
  void window.sobani('consent', { analytics });
}

const DAY = 24 * 60 * 60 * 1000;
/** Thirty days from arrival, which takes three at most within Germany. */
const RETURN_DAYS = 33;

/** What is told besides traits, cart and order. Told as a whole each time: it replaces what was told before. */
let attributes: Record<string, Scalar> = {};

function tellAttributes(changed: Record<string, Scalar | undefined>): void {
  attributes = Object.fromEntries(
    Object.entries({ ...attributes, ...changed }).filter((entry): entry is [string, Scalar] => entry[1] !== undefined),
  );
  void window.sobani('set', { attributes: Object.keys(attributes).length ? attributes : null });
}

/** The product that the visitor asked about counts while they stay on its page. */
function forgetProduct(): void {
  if (attributes.productId) tellAttributes({ product: undefined, productId: undefined });
}

export const openHelp = (): void => void window.sobani('open', 'home');

export function askAboutProduct(about: Product): void {
  tellAttributes({ product: pick(about.name), productId: about.id });
  void window.sobani('open', 'conversation');
}

export function askAboutOrder(order: Order): void {
  tellOrder(order);
  void window.sobani('open', 'conversation');
}

/** The order that a question will most likely be about. */
export function tellOrder({ id, status, total, at, lines }: Order): void {
  const items = lines.flatMap((line) => item(line.id, line.quantity));
  void window.sobani('set', { order: { id, status, total, at, items } });
  const returnDaysLeft = status === 'delivered' ? RETURN_DAYS - Math.ceil((Date.now() - at) / DAY) : undefined;
  tellAttributes({ returnDaysLeft });
}

export const note = (
  name: 'checkout_started' | 'payment_declined' | 'order_placed',
  data?: Record<string, Scalar>,
): void => void window.sobani('track', name, data);

function item(id: string, quantity: number): object[] {
  const found = product(id);
  return found ? [{ id, name: pick(found.name), price: found.price, quantity, url: `/product/${id}` }] : [];
}

function tellCart(): void {
  const lines = withProducts(cart.get());
  const items = lines.flatMap((line) => item(line.id, line.quantity));
  void window.sobani('set', { cart: items.length ? { items, total: totalOf(cart.get()) } : null });
}

function tellUser(now: User | null, before: User | null | undefined): void {
  if (before && !now) {
    // the next person at this browser is asked anew
    localStorage.removeItem(ANSWER);
    askConsent.set(false);
    void window.sobani('logout');
    // it forgets what it was told; the cart stays the shop's
    attributes = {};
    tellCart();
  }
  if (now) void window.sobani('identify', { getToken: messengerToken });
  const customer = now ? (now.plan === 'club' ? 'club member' : 'has an account') : 'guest';
  void window.sobani('set', { traits: { customer, ...(now && { newsletter: now.plan === 'club' }) } });
}

/** Keeps the messenger informed of what the shop knows. */
export function startMessenger(): void {
  let before = user.get();
  user.listen((now) => {
    if (now !== undefined) tellUser(now, before);
    before = now;
  });
  cart.listen(tellCart);
  if (cart.get().length) tellCart();

  address.listen(forgetProduct);
  language.listen((next) => void window.sobani('setLocale', next));
  if (language.get() !== 'en') void window.sobani('setLocale', language.get());

  window.sobani('on', 'open', () => {
    if (!localStorage.getItem(ANSWER)) askConsent.set(true);
  });
}
