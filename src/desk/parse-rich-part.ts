/** Parts that are more than text, a picture or a form, checked at the border. Pure. */
import * as v from 'valibot';
import type { RichPart } from '../types.js';
import { count, number, opt } from './parse-card.js';

const string = v.string();
const maybe = opt(string);
const buttons = v.array(v.object({ label: string, url: maybe, flow: maybe, reply: maybe }));
const money = v.object({
  amount: v.pipe(v.number(), v.safeInteger()),
  currency: v.pipe(string, v.regex(/^[A-Z]{3}$/)),
});
const lines = v.array(v.object({ id: string, name: string, price: money, quantity: opt(count), url: maybe }));

export const picture = { url: string, alt: string, width: opt(count), height: opt(count) };
const image = opt(v.object(picture));
const row = { title: string, text: maybe, url: maybe, image };
const asked = { name: string, label: string, text: string };

export const richParts = [
  v.object({
    type: v.literal('carousel'),
    text: string,
    cards: v.array(v.object({ ...row, buttons: opt(buttons) })),
  }),
  v.object({ type: v.literal('list'), text: string, items: v.array(v.object(row)) }),
  v.object({ type: v.literal('buttons'), text: string, buttons }),
  v.object({
    type: v.literal('order'),
    text: string,
    order: v.object({ id: string, status: maybe, total: opt(money), items: opt(lines), at: opt(count) }),
  }),
  v.object({ type: v.literal('cart'), text: string, cart: v.object({ items: lines, total: money }) }),
  v.object({ type: v.literal('date-picker'), ...asked, min: maybe, max: maybe, offers: opt(v.array(string)) }),
  v.object({
    type: v.literal('list-picker'),
    ...asked,
    items: v.array(v.object({ value: string, title: string, text: maybe, image })),
    multiple: opt(v.boolean()),
    min: opt(number),
    max: opt(number),
    submit: maybe,
  }),
] as const satisfies readonly v.GenericSchema<unknown, RichPart>[];
