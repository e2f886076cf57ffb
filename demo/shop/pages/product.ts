import { quantityOf, setQuantity } from '../cart.js';
import { el } from '../dom.js';
import { language, pick, t } from '../language.js';
import { askAboutProduct } from '../messenger.js';
import { formatMoney } from '../money.js';
import { product as find, pictureOf, products } from '../products.js';
import { productCard } from './catalogue.js';
import { notFoundPage } from './not-found.js';
import type { Page } from './page.js';

export function productPage(id: string): Page {
  const product = find(id);
  if (!product) return notFoundPage();
  const others = products.filter((other) => other.kind === product.kind && other !== product).slice(0, 4);
  const done = el('p', { class: 'done', role: 'status' });
  const add = () => {
    setQuantity(id, quantityOf(id) + 1);
    done.replaceChildren(t('added'), ' ', el('a', { href: '/cart' }, t('goToCart')));
  };
  return {
    title: pick(product.name),
    view: el(
      'div',
      { class: 'page' },
      el('p', { class: 'crumb' }, el('a', { href: '/' }, '← ', t('back'))),
      el(
        'article',
        { class: 'product' },
        el('img', { src: pictureOf(id), alt: '', width: 400, height: 400 }),
        el(
          'div',
          {},
          el('h1', {}, pick(product.name)),
          el('p', { class: 'quiet' }, pick(product.maker)),
          el('p', { class: 'price' }, formatMoney(product.price, language.get())),
          el('p', { class: 'words' }, pick(product.text)),
          el('ul', { class: 'facts' }, ...product.facts.map((fact) => el('li', {}, pick(fact)))),
          el(
            'div',
            { class: 'acts' },
            el('button', { type: 'button', class: 'button', click: add }, t('add')),
            el(
              'button',
              { type: 'button', class: 'button plain', click: () => askAboutProduct(product) },
              t('askProduct'),
            ),
          ),
          done,
          el('p', { class: 'quiet note' }, t('deliveryNote')),
        ),
      ),
      el('h2', { class: 'section' }, t('alsoLike')),
      el('ul', { class: 'grid four' }, ...others.map((other) => productCard(other, 'h3'))),
    ),
  };
}
