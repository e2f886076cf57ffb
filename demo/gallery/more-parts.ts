/** Parts with much to them, as the gallery shows them. */
import type { CartItem, Part } from '../../src/types.js';
import type { Words } from './words.js';

const eur = (amount: number) => ({ amount, currency: 'EUR' });
const picture = (name: string, alt: string) => ({ url: `/pictures/${name}.svg`, alt, width: 400, height: 300 });

export const carousel = (w: Words): Part => ({
  type: 'carousel',
  text: w.three,
  cards: [
    {
      ...{ title: w.kettle, text: w.kettleText, url: '/products/tetsubin', image: picture('tetsubin', w.kettle) },
      buttons: [{ label: w.show, url: '/products/tetsubin' }, { label: w.alike }],
    },
    {
      ...{ title: w.cup, text: w.cupText, url: '/products/yunomi', image: picture('yunomi', w.cup) },
      buttons: [{ label: w.show, url: '/products/yunomi' }, { label: w.alike }],
    },
    {
      ...{ title: w.tray, text: w.trayText, url: '/products/tray', image: picture('tray', w.tray) },
      buttons: [{ label: w.show, url: '/products/tray' }, { label: w.alike }],
    },
  ],
});

export const list = (w: Words): Part => ({
  type: 'list',
  text: w.studios,
  items: [
    { title: w.berlin, text: w.berlinText, url: '/studio', image: picture('tray', w.tray) },
    { title: w.kyoto, text: w.kyotoText },
  ],
});

export const buttons = (w: Words): Part => ({
  type: 'buttons',
  text: w.next,
  buttons: [{ label: w.track, url: '/orders' }, { label: w.giveBack, flow: 'returns' }, { label: w.ask }],
});

const lines = (w: Words): CartItem[] => [
  { id: 'tetsubin', name: w.kettle, price: eur(12_900), url: '/products/tetsubin' },
  { id: 'yunomi', name: w.cup, price: eur(2_400), quantity: 2, url: '/products/yunomi' },
];

export const order = (w: Words): Part => ({
  type: 'order',
  text: w.yours,
  order: { id: 'HK-20421', status: 'shipped', at: Date.UTC(2026, 10, 18), items: lines(w), total: eur(17_700) },
});

/** With more lines than are shown at once. */
export const cart = (w: Words): Part => ({
  type: 'cart',
  text: w.inCart,
  cart: {
    items: [1, 2, 3].flatMap((n) => lines(w).map((line) => ({ ...line, id: `${line.id}${n}` }))),
    total: eur(53_100),
  },
});

export const times = (w: Words): Part => ({
  ...{ type: 'date-picker', name: 'call', label: w.call, text: w.when, min: '2026-11-20', max: '2026-12-20' },
  offers: ['2026-11-23T10:30', '2026-11-23T16:00', '2026-11-24'],
});

export const pick = (w: Words, multiple = false): Part => ({
  ...{ type: 'list-picker', name: 'broken', label: w.broken, text: w.broken, submit: w.report, multiple },
  items: [
    { value: 'lid', title: w.lid, text: w.lidText, image: picture('tetsubin', w.kettle) },
    { value: 'handle', title: w.handle },
    { value: 'spout', title: w.spout },
  ],
});

export const consent = (w: Words): Part => ({
  ...{ type: 'form', form: 'ring', submit: w.send, title: w.call },
  fields: [
    { name: 'phone', label: w.phone, type: 'phone', required: true },
    { name: 'time', label: w.time, type: 'time' },
    { name: 'ring', label: w.agreeRing, type: 'consent', text: w.ring, required: true },
  ],
});
