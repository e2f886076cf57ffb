import { within } from '@testing-library/preact';
import axe from 'axe-core';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { userEvent } from 'vitest/browser';
import type { Message, Part } from '../../src/types.js';
import { BOT, conversation, type FakeHost, message, openConversation } from './panel-host.js';

let host: FakeHost;
const panel = () => within(host.panel);
const asked = (part: Part): Message => message(BOT, [part]);
const show = (...parts: Part[]) => {
  host = openConversation(parts.map(asked));
};
const called = (name: string) => host.calls.filter((call) => call.startsWith(`${name}(`));
// the first test is not to wait for what the server has yet to make
beforeAll(async () => {
  await Promise.all([import('../../src/ui/parts/parts.js'), import('../../src/ui/parts/more-parts.js')]);
});
afterEach(() => host.unmount());

const eur = (amount: number) => ({ amount, currency: 'EUR' });
const line = (n: number, more = {}) => ({ id: `p${n}`, name: `Kettle ${n}`, price: eur(1_999), ...more });
const lines = (n: number) => Array.from({ length: n }, (_, i) => line(i + 1));
const card = (n: number) => ({ title: `Card ${n}`, text: 'Copper' });
const CAROUSEL: Part = { type: 'carousel', text: 'Three kettles\nCard 1', cards: [1, 2, 3, 4].map(card) };
const TIMES: Part = {
  ...{ type: 'date-picker', name: 'visit', label: 'Visit', text: 'When may we come?' },
  offers: ['2026-12-03T15:30', '2026-12-04'],
};
const PICK: Extract<Part, { type: 'list-picker' }> = {
  ...{ type: 'list-picker', name: 'broken', label: 'Broken', text: 'What is broken?' },
  items: [
    { value: 'lid', title: 'The lid' },
    { value: 'base', title: 'The base', text: 'With its cord' },
    { value: 'filter', title: 'The filter' },
  ],
};
const ALL: Part[] = [
  CAROUSEL,
  { type: 'list', text: 'Shops', items: [{ title: 'Kyoto', text: '10 to 18', url: '/kyoto' }, { title: 'Berlin' }] },
  { type: 'buttons', text: 'What next?', buttons: [{ label: 'Track', url: '/track' }, { label: 'Again' }] },
  { type: 'order', text: 'Yours', order: { id: 'HK-1', status: 'shipped', items: lines(2), total: eur(3_998), at: 1 } },
  { type: 'cart', text: 'In it', cart: { items: lines(9), total: eur(17_991) } },
  TIMES,
  { ...TIMES, min: '2026-12-01', max: '2026-12-31' },
  { ...PICK, multiple: true },
];

describe('a carousel', () => {
  it('moves by its arrows and by the arrow keys, and says where it is', async () => {
    show(CAROUSEL);
    const row = await panel().findByRole('list', { name: 'Three kettles' });
    const before = panel().getByRole('button', { name: 'Cards before' });
    const after = panel().getByRole('button', { name: 'Cards after' });
    panel().getByText('1 of 4');
    expect(before.getAttribute('aria-disabled')).toBe('true');
    after.click();
    await panel().findByText('2 of 4');
    row.focus();
    await userEvent.keyboard('{ArrowLeft}');
    await panel().findByText('1 of 4');
  });

  it('that fits has neither arrows nor a place in the order of focus', async () => {
    show({ type: 'carousel', text: 'One', cards: [card(1)] });
    const row = await panel().findByRole('list', { name: 'One' });
    await expect.poll(() => row.tabIndex).toBe(-1);
    expect(panel().queryByRole('button', { name: 'Cards after' })).toBeNull();
  });
});

it('a carousel without cards is its text', async () => {
  show({ type: 'carousel', text: 'Three kettles\nCopper' });
  const bubble = await panel().findByText(/Three kettles/);
  expect(bubble.textContent).toBe('Three kettles\nCopper');
  expect(panel().queryByRole('button', { name: 'Cards after' })).toBeNull();
});

describe('buttons', () => {
  const buttons: Part = {
    type: 'buttons',
    text: 'What next?',
    buttons: [
      { label: 'Track', url: '/track' },
      { label: 'Trick', url: 'javascript:alert(1)' },
      { label: 'Return', flow: 'returns' },
      { label: 'Yes', reply: 'Yes, please' },
    ],
  };

  it('lead to an address, begin a flow, or say something', async () => {
    show(buttons);
    expect(((await panel().findByRole('link', { name: 'Track' })) as HTMLAnchorElement).href).toMatch(/\/track$/);
    expect(panel().queryByText('Trick')).toBeNull();
    panel().getByRole('button', { name: 'Return' }).click();
    await expect.poll(() => called('startFlow')).toEqual(['startFlow("returns")']);
    const yes = panel().getByRole('button', { name: 'Yes' }) as HTMLButtonElement;
    await expect.poll(() => yes.disabled).toBe(false);
    yes.click();
    await expect.poll(() => called('send')).toEqual(['send("Yes, please","c1")']);
  });

  it('of an ended conversation are only its links', async () => {
    show(buttons);
    host.state.conversations.value = [conversation({ status: 'resolved' })];
    const yes = (await panel().findByRole('button', { name: 'Yes' })) as HTMLButtonElement;
    await expect.poll(() => yes.disabled).toBe(true);
    panel().getByRole('link', { name: 'Track' });
  });
});

describe('a list', () => {
  it('has a line a row, and its address where there is one', async () => {
    show(ALL[1]!);
    expect(((await panel().findByRole('link', { name: /Kyoto/ })) as HTMLAnchorElement).href).toMatch(/\/kyoto$/);
    panel().getByText('Berlin');
    expect(panel().queryByRole('link', { name: /Berlin/ })).toBeNull();
  });
});

describe('an order', () => {
  it('says which it is, how it stands, and what its lines come to', async () => {
    const items = [line(1, { quantity: 3 })];
    show({ type: 'order', text: '', order: { id: 'HK-1', status: 'shipped', items, total: eur(5_997) } });
    const order = within(await panel().findByRole('region', { name: 'Order HK-1' }));
    order.getByText('On its way');
    order.getByText('€19.99 each');
    expect(order.getAllByText('€59.97')).toHaveLength(2);
  });

  it('of a status of the shop’s own says that', async () => {
    show({ type: 'order', text: '', order: { id: 'HK-1', status: 'At customs' } });
    await panel().findByText('At customs');
  });

  it('with a sum that is none shows no sum', async () => {
    show({ type: 'order', text: '', order: { id: 'HK-1', total: { amount: 0.5, currency: '€' } } });
    await panel().findByText('Order HK-1');
    expect(panel().queryByText('Total')).toBeNull();
  });
});

describe('a cart', () => {
  it('of many lines shows some of them until more are asked for', async () => {
    show({ type: 'cart', text: '', cart: { items: lines(9), total: eur(17_991) } });
    const more = await panel().findByRole('button', { name: 'Show all 9 items' });
    expect(panel().queryByText('Kettle 5')).toBeNull();
    more.click();
    await panel().findByText('Kettle 9');
    expect(more.getAttribute('aria-expanded')).toBe('true');
    panel().getByText('€179.91');
  });

  it('that is empty says so', async () => {
    show({ type: 'cart', text: '', cart: { items: [], total: eur(0) } });
    await panel().findByText('Your cart is empty.');
  });
});

describe('a date picker', () => {
  it('is answered with one press of what is offered, and then is over', async () => {
    show(TIMES);
    (await panel().findByRole('button', { name: /Dec 3, 3:30/ })).click();
    await panel().findByText('Sent');
    const [answer] = called('answer');
    expect(answer).toContain('"values":[{"name":"visit","label":"Visit","value":"2026-12-03T15:30"}]');
    expect(panel().queryByRole('button', { name: /Dec 4/ })).toBeNull();
    expect(host.panel.querySelector('input[type=date]')).toBeNull();
  });

  it('takes another day only within its bounds', async () => {
    show({ ...TIMES, min: '2026-12-01', max: '2026-12-31' } as Part);
    const field = (await panel().findByLabelText('Another day')) as HTMLInputElement;
    const send = () => within(field.form!).getByRole('button', { name: 'Send' }).click();
    await userEvent.fill(field, '2027-01-01');
    send();
    await panel().findByText(/Dec 31 or earlier/);
    expect(called('answer')).toEqual([]);
    await userEvent.fill(field, '2026-12-24');
    send();
    await expect.poll(() => called('answer').join()).toContain('"value":"2026-12-24"');
  });
});

describe('a list picker', () => {
  it('of several sends them once, in the order of the list', async () => {
    show({ ...PICK, multiple: true, submit: 'Report' });
    await userEvent.click(await panel().findByLabelText(/The base/));
    await userEvent.click(panel().getByLabelText('The lid'));
    const button = panel().getByRole('button', { name: 'Report' });
    button.click();
    button.click();
    await panel().findByText('Sent');
    expect(called('answer')).toHaveLength(1);
    expect(called('answer')[0]).toContain('"value":["lid","base"]');
    expect(called('answer')[0]).toContain('Broken: The lid, The base');
  });

  it('of one asks for it, and is chosen by keyboard', async () => {
    show(PICK);
    const radio = (await panel().findByLabelText('The lid')) as HTMLInputElement;
    within(radio.form!).getByRole('button', { name: 'Send' }).click();
    await panel().findByText('Please choose one.');
    await userEvent.keyboard(' {ArrowDown}{Enter}');
    await expect.poll(() => called('answer').join()).toContain('"value":"base"');
  });
});

describe('consent in a form', () => {
  it('sends along what was agreed to', async () => {
    const text = 'You may ring me about this order. See https://shop.example/privacy';
    const fields = [{ name: 'ring', label: 'I agree', type: 'consent' as const, text, required: true }];
    show({ type: 'form', form: 'f', title: 'May we?', fields });
    const box = (await panel().findByLabelText('I agree')) as HTMLInputElement;
    const button = within(box.form!).getByRole('button', { name: 'Send' });
    button.click();
    await panel().findByText('This has to be ticked.');
    expect(panel().getByRole('link', { name: /privacy/ })).toBeTruthy();
    await userEvent.click(box);
    button.click();
    await expect.poll(() => called('answer').join()).toContain(JSON.stringify({ value: true, text }).slice(1));
  });
});

it.each([
  ['light', 'ltr'],
  ['dark', 'ltr'],
  ['light', 'rtl'],
])('nothing of it is wrong for whoever does not see it: %s, %s', async (theme, dir) => {
  host = openConversation(ALL.map(asked), {}, { theme: theme as 'light', ...(dir === 'rtl' && { locale: 'ar' }) });
  await expect.poll(() => host.panel.querySelectorAll('.summary').length).toBe(2);
  const { violations } = await axe.run(host.panel, { rules: { region: { enabled: false } } });
  expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
});
