/** What a step says beside text: several cards, lists, buttons, an order or a cart. Pure. */
import type { ButtonItem, CartItem, Part, RowItem } from '../types.js';
import { parseCart, parseOrder } from '../wire/rich-parts.js';
import type { Parse } from '../wire/shape.js';
import type { Button } from './format.js';
import { type Fill, labelOf, type RichSaying, type Turn, valueAt } from './turn.js';

export function richParts(
  turn: Turn,
  { carousel, list, buttons, order, cart }: RichSaying,
  { link, cardOf }: Fill,
): Part[] {
  const button = ({ label, url, flow, reply }: Button): ButtonItem => ({
    label: labelOf(turn, label),
    ...(url && { url: link(url) }),
    ...(flow && { flow }),
    ...(reply && { reply: labelOf(turn, reply) }),
  });
  /** What is at a path; undefined where that is not what it should be: a host's function may have answered anything. */
  const at = <T>(path: string | undefined, parse: Parse<T>): T | undefined => {
    try {
      return path === undefined ? undefined : parse(valueAt(turn, path), path);
    } catch {
      return undefined;
    }
  };
  const parts: Part[] = [];
  /** The first line, which is said above a part, is empty: what is said stands before it. The others are for whoever cannot draw it. */
  const add = (part: object, lines: (string | undefined)[]) =>
    parts.push({ ...part, text: ['', ...lines.filter(Boolean)].join('\n') } as Part);
  const titles = (rows: RowItem[]) => rows.map(({ title }) => title);
  const names = (items: CartItem[] = []) => items.map(({ name }) => name);
  if (carousel) {
    const cards = carousel.map(({ buttons, ...card }) => ({
      ...cardOf(card),
      ...(buttons && { buttons: buttons.map(button) }),
    }));
    add({ type: 'carousel', cards }, titles(cards));
  }
  if (list) {
    const items = list.map(cardOf);
    add({ type: 'list', items }, titles(items));
  }
  if (buttons) {
    const all = buttons.map(button);
    add(
      { type: 'buttons', buttons: all },
      all.map(({ label }) => label),
    );
  }
  const ordered = at(order, parseOrder);
  if (ordered) add({ type: 'order', order: ordered }, [ordered.id, ordered.status, ...names(ordered.items)]);
  const inCart = at(cart, parseCart);
  if (inCart) add({ type: 'cart', cart: inCart }, names(inCart.items));
  return parts;
}
