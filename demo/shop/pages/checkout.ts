import { type Order, placeOrder, user } from '../account.js';
import { cart, emptyCart, totalOf, withProducts } from '../cart.js';
import { DESTINATIONS, type Destination, deliveryTo, isDestination } from '../delivery.js';
import { el } from '../dom.js';
import { language, pick, t } from '../language.js';
import { note, tellOrder } from '../messenger.js';
import { cartPage, sums } from './cart.js';
import type { Page } from './page.js';

function field(name: string, label: string, autocomplete: AutoFill, value = '', type = 'text'): HTMLElement {
  return el('label', { class: 'field' }, label, el('input', { name, type, autocomplete, value, required: true }));
}

/** A number that every bank's test systems decline. Nothing is charged here, and the number goes nowhere. */
const DECLINED = '4000 0000 0000 0002';

const thanks = (order: Order): HTMLElement =>
  el(
    'div',
    { class: 'empty' },
    el('h1', {}, t('thanks')),
    el('p', {}, t('thanksText', { id: order.id })),
    el('a', { href: user.get() ? '/orders' : '/', class: 'button' }, user.get() ? t('seeOrders') : t('keepLooking')),
  );

export function checkoutPage(): Page {
  const lines = cart.get();
  if (!lines.length) return cartPage();
  note('checkout_started', { total: totalOf(lines).amount });

  const names = new Intl.DisplayNames(language.get(), { type: 'region' });
  const country = el('select', { name: 'country', autocomplete: 'country' });
  country.append(...DESTINATIONS.map((code) => new Option(names.of(code), code)));
  const destination = (): Destination => (isDestination(country.value) ? country.value : 'DE');
  const summary = el('div');
  const draw = () => summary.replaceChildren(sums(totalOf(lines), deliveryTo(destination(), totalOf(lines)), true));
  country.addEventListener('change', draw);
  draw();

  const problem = el('p', { class: 'problem', role: 'alert' });
  const button = el('button', { class: 'button wide' }, t('place'));
  const view = el('div', { class: 'page' });
  const number = el('input', {
    name: 'card-number',
    type: 'text',
    inputmode: 'numeric',
    autocomplete: 'cc-number',
    value: '4242 4242 4242 4242',
  });
  const cardField = el('label', { class: 'field' }, t('cardNumber'), number);
  const isDeclined = () => !cardField.hidden && number.value.replace(/\D/g, '') === DECLINED.replace(/\D/g, '');
  const submit = async () => {
    problem.textContent = '';
    if (isDeclined()) {
      problem.textContent = t('declined');
      note('payment_declined', { method: 'card', total: totalOf(lines).amount });
      return;
    }
    button.disabled = true;
    try {
      const order = await placeOrder(lines, destination());
      emptyCart();
      tellOrder(order);
      note('order_placed', { order: order.id, total: order.total.amount });
      view.replaceChildren(thanks(order));
      scrollTo(0, 0);
    } catch {
      button.disabled = false;
      problem.textContent = t('failed');
    }
  };
  const pay = (value: string, label: string, checked = false) => {
    const change = () => {
      cardField.hidden = value !== 'card';
    };
    return el(
      'label',
      { class: 'option' },
      el('input', { type: 'radio', name: 'payment', value, checked, change }),
      label,
    );
  };
  const who = user.get();
  view.append(
    el('h1', {}, t('checkout')),
    el(
      'form',
      {
        class: 'split',
        submit: (event) => {
          event.preventDefault();
          void submit();
        },
      },
      el(
        'div',
        {},
        el(
          'fieldset',
          {},
          el('legend', {}, t('contact')),
          field('name', t('name'), 'name', who?.name),
          field('email', t('email'), 'email', who?.email, 'email'),
          field('street', t('street'), 'street-address'),
          field('city', t('city'), 'address-level2'),
          el('label', { class: 'field' }, t('country'), country),
        ),
        el(
          'fieldset',
          {},
          el('legend', {}, t('payment')),
          pay('card', t('card'), true),
          cardField,
          pay('paypal', t('paypal')),
          pay('transfer', t('transfer')),
        ),
      ),
      el(
        'aside',
        { class: 'summary' },
        el(
          'ul',
          { class: 'brief' },
          ...withProducts(lines).map((line) => el('li', {}, `${line.quantity} × ${pick(line.product.name)}`)),
        ),
        summary,
        button,
        problem,
        el('p', { class: 'quiet' }, t('demo'), ' ', t('demoDeclined', { number: DECLINED })),
      ),
    ),
  );
  return { title: t('checkout'), view };
}
