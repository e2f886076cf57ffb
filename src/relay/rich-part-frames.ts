import * as v from 'valibot';
import * as LIMITS from '../core/limits.js';
import type { RichPart } from '../types.js';

/** Parts of a bot that are more than text, a picture or a form. */

const opt = v.exactOptional;
const upTo = (max: number) => v.pipe(v.string(), v.maxLength(max));
const word = (max: number) => v.pipe(v.string(), v.minLength(1), v.maxLength(max));
const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const title = word(300);
const url = upTo(LIMITS.url);
const few = <T extends v.GenericSchema>(item: T, most: number) =>
  v.pipe(v.array(item), v.minLength(1), v.maxLength(most));

const buttons = few(
  v.object({ label: word(200), url: opt(url), flow: opt(word(64)), reply: opt(word(200)) }),
  LIMITS.choices,
);
const money = v.object({
  amount: v.pipe(v.number(), v.safeInteger()),
  currency: v.pipe(v.string(), v.regex(/^[A-Z]{3}$/)),
});
const lines = v.pipe(
  v.array(
    v.object({
      id: word(128),
      name: upTo(512),
      price: money,
      quantity: opt(v.pipe(count, v.minValue(1))),
      url: opt(url),
    }),
  ),
  v.maxLength(LIMITS.lines),
);
const day = v.pipe(v.string(), v.regex(/^\d{4}-\d\d-\d\d$/));
const moment = v.pipe(v.string(), v.regex(/^\d{4}-\d\d-\d\d(T\d\d:\d\d)?$/));

export const body = v.pipe(v.string(), v.maxLength(LIMITS.text), v.maxBytes(LIMITS.textBytes));
const size = v.pipe(count, v.minValue(1));
export const picture = { url, alt: upTo(300), width: opt(size), height: opt(size) };
const image = opt(v.object(picture));
const row = { title, text: opt(body), url: opt(url), image };
const asked = { name: word(64), label: word(200), text: body };

export const richParts = [
  v.object({
    type: v.literal('carousel'),
    text: body,
    cards: few(v.object({ ...row, buttons: opt(buttons) }), LIMITS.cards),
  }),
  v.object({ type: v.literal('list'), text: body, items: few(v.object(row), LIMITS.lines) }),
  v.object({ type: v.literal('buttons'), text: body, buttons }),
  v.object({
    type: v.literal('order'),
    text: body,
    order: v.object({
      id: word(128),
      status: opt(upTo(512)),
      total: opt(money),
      items: opt(lines),
      at: opt(count),
    }),
  }),
  v.object({ type: v.literal('cart'), text: body, cart: v.object({ items: lines, total: money }) }),
  v.object({
    type: v.literal('date-picker'),
    ...asked,
    min: opt(day),
    max: opt(day),
    offers: opt(few(moment, LIMITS.formOptions)),
  }),
  v.object({
    type: v.literal('list-picker'),
    ...asked,
    items: few(v.object({ value: word(200), title: word(200), text: opt(body), image }), LIMITS.formOptions),
    multiple: opt(v.boolean()),
    min: opt(count),
    max: opt(count),
    submit: opt(upTo(64)),
  }),
] as const satisfies readonly v.GenericSchema<unknown, RichPart>[];
