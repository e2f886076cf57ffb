import { signOut, user } from './account.js';
import { cart, countOf, emptyCart } from './cart.js';
import { el } from './dom.js';
import { language, switchLanguage, t } from './language.js';
import { answerConsent, openHelp } from './messenger.js';
import { navigate } from './router.js';

export function header(path: string): HTMLElement {
  const count = countOf(cart.get());
  const here = (href: string) => (path === href ? 'page' : undefined);
  const who = user.get();
  return el(
    'header',
    { class: 'top' },
    el('a', { href: '/', class: 'brand' }, el('img', { src: '/hinoki.svg', alt: '', width: 34, height: 34 }), 'Hinoki'),
    el(
      'nav',
      { class: 'links', 'aria-label': 'Hinoki' },
      el('a', { href: '/', 'aria-current': here('/') }, t('shop')),
      el('a', { href: '/orders', 'aria-current': here('/orders') }, t('orders')),
      el('button', { type: 'button', class: 'link', click: openHelp }, t('help')),
      el(
        'a',
        { href: '/cart', class: 'cart-link', 'aria-current': here('/cart'), 'aria-label': t('cartCount', { count }) },
        t('cart'),
        count > 0 && el('span', { class: 'count' }, String(count)),
      ),
    ),
    el(
      'div',
      { class: 'account' },
      who && el('span', { class: 'who', title: t('hello', { name: who.name }) }, who.name),
      who
        ? el('button', { type: 'button', class: 'link', click: () => void leave() }, t('signOut'))
        : el('a', { href: '/sign-in', 'aria-current': here('/sign-in') }, t('signIn')),
      el(
        'button',
        {
          type: 'button',
          class: 'link language',
          lang: language.get() === 'ja' ? 'en' : 'ja',
          click: () => switchLanguage(language.get() === 'ja' ? 'en' : 'ja'),
        },
        t('language'),
      ),
    ),
  );
}

async function leave(): Promise<void> {
  await signOut();
  // on a shared computer the next person must not find it
  emptyCart();
  navigate('/');
}

export const footer = (): HTMLElement =>
  el('footer', { class: 'bottom' }, el('p', {}, 'Hinoki · ', t('tagline')), el('p', {}, t('footer')));

export const consentBar = (): HTMLElement =>
  el(
    'section',
    { class: 'consent', 'aria-label': t('consentText') },
    el(
      'div',
      {},
      el('p', { class: 'consent-question' }, t('consentText')),
      el('p', { class: 'quiet' }, t('consentWhy')),
    ),
    el(
      'div',
      { class: 'consent-answers' },
      el('button', { type: 'button', class: 'button small', click: () => answerConsent(true) }, t('consentYes')),
      el('button', { type: 'button', class: 'button small plain', click: () => answerConsent(false) }, t('consentNo')),
    ),
  );
