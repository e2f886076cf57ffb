import { type CartLine, cart, MOST, setQuantity, totalOf, withProducts } from '../cart.js';
import { deliveryTo } from '../delivery.js';
import { el } from '../dom.js';
import { language, pick, t } from '../language.js';
import { formatMoney, type Money } from '../money.js';
import { pictureOf } from '../products.js';
import type { Page } from './page.js';

/** Goods, delivery and what it comes to. */
export function sums(goods: Money, delivery: Money, exact: boolean): HTMLElement {
  const money = (sum: Money) => formatMoney(sum, language.get());
  const price = delivery.amount ? money(delivery) : t('free');
  const total = { ...goods, amount: goods.amount + delivery.amount };
  const row = (name: string, value: string, kind = '') =>
    el('div', { class: kind }, el('dt', {}, name), el('dd', {}, value));
  return el(
    'dl',
    { class: 'sums' },
    row(t('goods'), money(goods)),
    row(t('delivery'), exact || !delivery.amount ? price : t('deliveryLater', { price })),
    row(t('total'), money(total), 'sum'),
  );
}

function lines(now: CartLine[]): HTMLElement[] {
  return withProducts(now).map(({ id, quantity, product }) => {
    const name = pick(product.name);
    const select = el('select', {
      'aria-label': t('quantityOf', { name }),
      change: (event) => setQuantity(id, Number((event.currentTarget as HTMLSelectElement).value)),
    });
    for (let n = 1; n <= Math.min(MOST, Math.max(10, quantity)); n++)
      select.append(new Option(String(n), String(n), n === quantity, n === quantity));
    return el(
      'li',
      { class: 'line' },
      el(
        'a',
        { href: `/product/${id}`, class: 'thumb', tabindex: -1, 'aria-hidden': 'true' },
        el('img', { src: pictureOf(id), alt: '', width: 96, height: 96 }),
      ),
      el(
        'div',
        { class: 'line-name' },
        el('a', { href: `/product/${id}` }, name),
        el('p', { class: 'quiet' }, pick(product.maker)),
      ),
      el(
        'div',
        { class: 'line-acts' },
        select,
        el(
          'button',
          { type: 'button', class: 'link', 'aria-label': t('removeOf', { name }), click: () => setQuantity(id, 0) },
          t('remove'),
        ),
      ),
      el(
        'p',
        { class: 'price' },
        formatMoney({ ...product.price, amount: product.price.amount * quantity }, language.get()),
      ),
    );
  });
}

export function cartPage(): Page {
  const view = el('div', { class: 'page' });
  const draw = () => {
    const now = cart.get();
    if (!now.length) {
      view.replaceChildren(
        el(
          'div',
          { class: 'empty' },
          el('h1', {}, t('cart')),
          el('p', {}, t('cartEmpty')),
          el('a', { href: '/', class: 'button' }, t('keepLooking')),
        ),
      );
      return;
    }
    const goods = totalOf(now);
    view.replaceChildren(
      el('h1', {}, t('cart')),
      el(
        'div',
        { class: 'split' },
        el('ul', { class: 'lines' }, ...lines(now)),
        el(
          'aside',
          { class: 'summary' },
          sums(goods, deliveryTo('DE', goods), false),
          el('a', { href: '/checkout', class: 'button wide' }, t('checkout')),
          el('p', { class: 'quiet' }, t('taxes')),
        ),
      ),
    );
  };
  draw();
  return { title: t('cart'), view, leave: cart.listen(draw) };
}
