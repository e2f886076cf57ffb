import { loadUser, user } from './account.js';
import { cart } from './cart.js';
import { el } from './dom.js';
import { consentBar, footer, header } from './frame.js';
import { language, t } from './language.js';
import { askConsent, startMessenger } from './messenger.js';
import { cartPage } from './pages/cart.js';
import { cataloguePage } from './pages/catalogue.js';
import { checkoutPage } from './pages/checkout.js';
import { notFoundPage } from './pages/not-found.js';
import { ordersPage } from './pages/orders.js';
import type { Page } from './pages/page.js';
import { productPage } from './pages/product.js';
import { signInPage } from './pages/sign-in.js';
import { address, scrollOfEntry, startRouter } from './router.js';

function pageAt(url: URL): Page {
  const [first = '', second, ...rest] = url.pathname.split('/').slice(1);
  if (rest.length) return notFoundPage();
  if (first === 'product' && second) return productPage(second);
  if (second) return notFoundPage();
  if (first === '') return cataloguePage(url.searchParams.get('kind'));
  if (first === 'cart') return cartPage();
  if (first === 'checkout') return checkoutPage();
  if (first === 'orders') return ordersPage();
  if (first === 'sign-in') return signInPage(url.searchParams.get('to'));
  return notFoundPage();
}

const app = document.getElementById('app')!;
const main = el('main', { id: 'content', tabindex: -1 });
const top = el('div');
const bar = el('div', { class: 'bar' });
const bottom = el('div');
app.append(el('a', { href: '#content', class: 'skip' }, t('skip')), bar, top, main, bottom);

let leave: (() => void) | undefined;

function showPage(): void {
  leave?.();
  const page = pageAt(address.get());
  leave = page.leave;
  document.title = page.title ? `${page.title} · Hinoki` : `Hinoki · ${t('tagline')}`;
  main.replaceChildren(page.view);
}

function showFrame(): void {
  top.replaceChildren(header(address.get().pathname));
  bottom.replaceChildren(footer());
  bar.replaceChildren(...(askConsent.get() ? [consentBar()] : []));
}

showFrame();
showPage();
address.listen(() => {
  showFrame();
  showPage();
  // a screen reader starts at the new page, as it would after a load
  main.focus({ preventScroll: true });
  scrollTo(0, scrollOfEntry());
});
language.listen(() => {
  showFrame();
  showPage();
});
cart.listen(showFrame);
user.listen(showFrame);
askConsent.listen(showFrame);

startRouter();
startMessenger();
void loadUser();
