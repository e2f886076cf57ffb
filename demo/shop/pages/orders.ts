import { loadOrders, type Order, user } from '../account.js';
import { withProducts } from '../cart.js';
import { el } from '../dom.js';
import { language, pick, t } from '../language.js';
import { askAboutOrder, tellOrder } from '../messenger.js';
import { formatMoney } from '../money.js';
import { pictureOf } from '../products.js';
import type { Page } from './page.js';

const dated = (at: number) => new Intl.DateTimeFormat(language.get(), { dateStyle: 'long' }).format(at);

const orderCard = (order: Order): HTMLElement =>
  el(
    'li',
    { class: 'order' },
    el(
      'div',
      { class: 'order-head' },
      el('h2', {}, order.id),
      el('span', { class: `status ${order.status}` }, t(order.status)),
      el('p', { class: 'quiet' }, t('placedOn', { date: dated(order.at) })),
      el('p', { class: 'price' }, formatMoney(order.total, language.get())),
    ),
    el(
      'ul',
      { class: 'order-lines' },
      ...withProducts(order.lines).map(({ product, quantity }) =>
        el(
          'li',
          {},
          el('img', { src: pictureOf(product.id), alt: '', width: 56, height: 56 }),
          el('a', { href: `/product/${product.id}` }, pick(product.name)),
          el('span', { class: 'quiet' }, `× ${quantity}`),
        ),
      ),
    ),
    el('button', { type: 'button', class: 'link', click: () => askAboutOrder(order) }, t('askOrder')),
  );

export function ordersPage(): Page {
  const list = el('div');
  const draw = async () => {
    const who = user.get();
    if (who === undefined) return;
    if (who === null) {
      list.replaceChildren(
        el('p', {}, t('ordersSignIn')),
        el('a', { href: '/sign-in?to=/orders', class: 'button' }, t('signIn')),
      );
      return;
    }
    try {
      const orders = await loadOrders();
      const [latest] = orders;
      if (latest) tellOrder(latest);
      list.replaceChildren(
        latest ? el('ul', { class: 'order-list' }, ...orders.map(orderCard)) : el('p', {}, t('ordersNone')),
      );
    } catch {
      list.replaceChildren(el('p', { class: 'problem', role: 'alert' }, t('failed')));
    }
  };
  void draw();
  return {
    title: t('orders'),
    view: el('div', { class: 'page narrow' }, el('h1', {}, t('orders')), list),
    leave: user.listen(() => void draw()),
  };
}
