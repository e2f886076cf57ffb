/** Reads the parts that few conversations have. */
import * as LIMITS from '../core/limits.js';
import type { Source } from '../core/matcher.js';
import type {
  ButtonItem,
  CardItem,
  Cart,
  CartItem,
  Channel,
  FormField,
  FormValue,
  Money,
  Order,
  PickItem,
  Picture,
  RowItem,
} from '../types.js';
import { name, partShapes } from './parse.js';
import { boolean, type Fields, integer, is, list, object, optional, type Parse, string, word } from './shape.js';

const id = string(128, 1);
const line = string();
const text = string(LIMITS.text);
const url = string(LIMITS.url);
const count = integer();
const maybeLine = optional(line);
const maybeText = optional(text);
const maybeCount = optional(count);
const place = integer(1);
const maybePlace = optional(place);
const picture = { url, alt: line, width: maybePlace, height: maybePlace };
const asked = { name: id, label: line, text };
const row: Fields<RowItem> = {
  title: line,
  text: maybeText,
  url: optional(url),
  image: optional(object<Picture>(picture)),
};
const buttons = list(
  object<ButtonItem>({ label: line, url: optional(url), flow: optional(id), reply: maybeText }),
  LIMITS.choices,
);
const card: Fields<CardItem> = { ...row, buttons: optional(buttons) };
const currency = is<string>((value) => typeof value === 'string' && /^[A-Z]{3}$/.test(value), 'an ISO 4217 code');
const money = object<Money>({ amount: integer(Number.MIN_SAFE_INTEGER), currency });
const lines = list(
  object<CartItem>({ id, name: line, price: money, quantity: maybePlace, url: optional(url) }),
  LIMITS.lines,
);

export const parseOrder = object<Order>({
  id,
  status: maybeLine,
  total: optional(money),
  items: optional(lines),
  at: maybeCount,
});
export const parseCart = object<Cart>({ items: lines, total: money });

const maybeNumber = optional(is<number>(Number.isFinite, 'a number'));
const kind = word<'csat' | 'nps' | 'ces' | 'custom'>('csat nps ces custom');
const options = list(
  object<NonNullable<FormField['options']>[number]>({ value: line, label: line }),
  LIMITS.formOptions,
);
const field = object<FormField>({
  name: id,
  label: line,
  type: word('text email phone number url date time select multiselect checkbox consent'),
  text: maybeText,
  options: optional(options),
  required: optional(boolean),
  min: maybeNumber,
  max: maybeNumber,
});
const answer: Parse<FormValue['value']> = (value, path) => {
  if (typeof value === 'boolean' || Number.isFinite(value)) return value as number;
  return (Array.isArray(value) ? list(line, LIMITS.formOptions) : string(LIMITS.formValue))(value, path) as string;
};

const shapes: typeof partShapes = {
  article: { article: id, title: line, description: maybeText },
  sources: {
    text: maybeText,
    sources: list(object<Source>({ title: line, article: optional(id), url: optional(url) }), LIMITS.sources),
  },
  channels: {
    reference: name,
    text: maybeText,
    // a kind that only a later version knows is not shown, and no reason to drop the message
    channels: list(object<Channel>({ kind: line as Parse<Channel['kind']>, to: line }), LIMITS.channels),
  },
  image: { ...picture, text: maybeText },
  file: { id, name: line, size: count, media: line, width: maybePlace, height: maybePlace },
  card: row,
  // such a part was let through as unknown before there was one of this name
  carousel: { text, cards: optional(list(object(card), LIMITS.cards)) },
  list: { text, items: list(object(row), LIMITS.lines) },
  buttons: { text, buttons },
  order: {
    text,
    order: parseOrder,
  },
  cart: { text, cart: parseCart },
  'date-picker': {
    ...asked,
    min: maybeLine,
    max: maybeLine,
    offers: optional(list(line, LIMITS.formOptions)),
  },
  'list-picker': {
    ...asked,
    items: list(
      object<PickItem>({ value: line, title: line, text: maybeText, image: optional(object<Picture>(picture)) }),
      LIMITS.formOptions,
    ),
    multiple: optional(boolean),
    min: maybeCount,
    max: maybeCount,
    submit: maybeLine,
  },
  form: { form: id, text: maybeText, title: maybeLine, submit: maybeLine, fields: list(field, LIMITS.formFields) },
  answers: {
    to: id,
    values: list(object<FormValue>({ name: id, label: line, value: answer, text: maybeText }), LIMITS.formFields),
    text,
  },
  survey: {
    survey: id,
    kind,
    scale: word('faces stars thumbs 0-10 1-7'),
    text: maybeText,
    comment: maybeLine,
    low: maybeLine,
    high: maybeLine,
    thanks: maybeLine,
  },
  rating: {
    survey: id,
    kind,
    to: optional(id),
    score: count,
    max: place,
    remark: optional(string(LIMITS.remark)),
    text,
  },
};

export const readRichParts = (): void => {
  Object.assign(partShapes, shapes);
};
