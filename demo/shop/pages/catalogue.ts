import { el } from '../dom.js';
import { language, pick, t } from '../language.js';
import { formatMoney } from '../money.js';
import { type Product, pictureOf, products } from '../products.js';
import type { Page } from './page.js';

const KINDS = ['tea', 'paper', 'home'] as const;

export const productCard = (product: Product, heading: 'h2' | 'h3'): HTMLElement =>
  el(
    'li',
    {},
    el(
      'a',
      { href: `/product/${product.id}`, class: 'card' },
      el('img', { src: pictureOf(product.id), alt: '', width: 400, height: 400, loading: 'lazy' }),
      el(heading, {}, pick(product.name)),
      el('p', { class: 'quiet' }, pick(product.maker)),
      el('p', { class: 'price' }, formatMoney(product.price, language.get())),
    ),
  );

export function cataloguePage(kind: string | null): Page {
  const chosen = KINDS.find((known) => known === kind);
  const tab = (name: (typeof KINDS)[number] | 'all') =>
    el(
      'a',
      {
        href: name === 'all' ? '/' : `/?kind=${name}`,
        'aria-current': (chosen ?? 'all') === name ? 'true' : undefined,
      },
      t(name),
    );
  return {
    title: chosen ? t(chosen) : '',
    view: el(
      'div',
      { class: 'page' },
      !chosen && el('section', { class: 'hero' }, el('h1', {}, t('heroTitle')), el('p', {}, t('heroText'))),
      chosen && el('h1', { class: 'unseen' }, t(chosen)),
      el('nav', { class: 'kinds', 'aria-label': t('shop') }, tab('all'), ...KINDS.map(tab)),
      el(
        'ul',
        { class: 'grid' },
        ...products.filter((one) => !chosen || one.kind === chosen).map((one) => productCard(one, 'h2')),
      ),
    ),
  };
}
