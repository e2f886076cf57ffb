/** Whose conversation it is, and where. */
import { el } from '../shop/dom.js';
import { CUSTOMERS, type Customer, readCustomer, SETTING, type Setting } from './customer.js';

export interface CustomerPane {
  view: HTMLElement;
  customer(): Customer;
  setting(): Setting;
}

const choice = (label: string, options: readonly (readonly [value: string, text: string])[], on: () => void) => {
  const select = el('select', { change: on }, ...options.map(([value, text]) => el('option', { value }, text)));
  return { select, view: el('label', { class: 'field' }, el('span', {}, label), select) };
};

export function createCustomerPane(onChange: () => void): CustomerPane {
  let customer: Customer = CUSTOMERS[0]!.customer;
  const who = choice(
    'Customer',
    CUSTOMERS.map(({ name }, i) => [`${i}`, name] as const),
    () => take(Number(who.select.value)),
  );
  const language = choice(
    'Language',
    [
      ['en', 'English'],
      ['ja', '日本語'],
    ],
    onChange,
  );
  const hours = choice(
    'Office hours',
    [
      ['open', 'Somebody is there'],
      ['closed', 'Nobody is there'],
      ['unsaid', 'Not said'],
    ],
    onChange,
  );
  const page = el('input', { value: SETTING.page, spellcheck: 'false', change: onChange });
  const problem = el('p', { class: 'problem', role: 'status', id: 'snapshot-problem' });
  const text = el('textarea', {
    ...{ 'aria-describedby': 'snapshot-problem', spellcheck: 'false', autocomplete: 'off', rows: 6 },
    input: () => {
      try {
        customer = readCustomer(text.value);
        problem.textContent = '';
        onChange();
      } catch (thrown) {
        problem.textContent = (thrown as Error).message;
      }
    },
  });

  function take(at: number): void {
    const { customer: next, page: where = SETTING.page } = CUSTOMERS[at]!;
    customer = next;
    page.value = where;
    text.value = JSON.stringify(next, null, 2);
    problem.textContent = '';
    onChange();
  }
  text.value = JSON.stringify(customer, null, 2);

  return {
    view: el(
      'section',
      { class: 'pane customer', 'aria-label': 'Customer' },
      el(
        'div',
        { class: 'fields' },
        who.view,
        el('label', { class: 'field' }, el('span', {}, 'Page'), page),
        language.view,
        hours.view,
      ),
      el('label', { class: 'field wide' }, el('span', {}, 'What your site tells of them'), text),
      problem,
    ),
    customer: () => customer,
    setting: () => ({
      locale: language.select.value,
      hours: hours.select.value as Setting['hours'],
      page: page.value.startsWith('/') ? page.value : `/${page.value}`,
    }),
  };
}
