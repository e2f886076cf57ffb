/** The value of one part. What is known by its shape has one of its own, and everything else that is in it follows. */
import type { ComponentChildren } from 'preact';
import type { Translate } from '../../i18n/translate.js';
import type { CartItem, Visit } from '../../types.js';
import { when } from '../conversation/words.js';
import { list, number, text } from '../kit/gate.js';
import { Icon } from '../kit/icon.js';
import { DOWN } from './drawings.js';
import { facts, plain } from './plain.js';
import { moneyWords } from './words.js';

/** Pages and items that are shown at once. */
const FEW = 3;
/** Characters of JSON that are. */
const SHORT = 160;

type Fields = Record<string, unknown>;

export function shown(t: Translate, key: string, value: unknown): ComponentChildren {
  if (key === 'journey' && Array.isArray(value)) return way(t, list(value as Visit[]));
  const { url, title, items } = Object(value) as Fields;
  if (Array.isArray(items)) return basket(t, value as Fields);
  if (key === 'page' && text(url))
    return [<p key={key}>{titled(title, text(url))}</p>, facts(t, value as Fields, ['url', 'title'])];
  return fold(t('details'), plain(t, value, key), JSON.stringify(value ?? '').length < SHORT);
}

/** What is long, behind a disclosure that is the browser's own. */
export const fold = (label: string, content: ComponentChildren, isShort?: boolean) =>
  isShort ? (
    content
  ) : (
    <details>
      <summary tabIndex={0}>
        {label}
        <Icon d={DOWN} />
      </summary>
      {content}
    </details>
  );

/** A name, and below it what is less telling. */
const titled = (title: unknown, more: string) => (
  <>
    <bdi>{text(title)}</bdi>
    <small>
      <bdi>{more}</bdi>
    </small>
  </>
);

/** When a page was come to, for how long it was to be seen, and how far down. */
function attention(t: Translate, { at, ms, depth }: Visit): string {
  const seconds = number(ms) / 1000;
  const write = (value: number, options: Intl.NumberFormatOptions) =>
    value > 0 && new Intl.NumberFormat(t.locale, { maximumFractionDigits: 0, ...options }).format(value);
  const time =
    seconds < 90
      ? write(seconds, { style: 'unit', unit: 'second' })
      : write(seconds / 60, { style: 'unit', unit: 'minute' });
  const seen = write(number(depth) / 100, { style: 'percent' });
  return [when(t, at), time, seen && t('seen', { depth: seen })].filter(Boolean).join(' · ');
}

const way = (t: Translate, visits: Visit[]) =>
  fold(
    t('pages', { n: visits.length }),
    <ol class="lines">
      {visits.map((visit, i) => (
        <li key={i}>
          <p>{titled(visit.title, text(visit.url).replace(location.origin, ''))}</p>
          <small>{attention(t, visit)}</small>
        </li>
      ))}
    </ol>,
    visits.length <= FEW,
  );

/** A cart or an order. */
function basket(t: Translate, value: Fields) {
  const items = list(value.items as CartItem[]);
  const n = items.length;
  const total = moneyWords(t.locale, value.total);
  return [
    facts(t, value, ['items', total && 'total']),
    n > 0 && fold(t('items', { n }), <ul class="lines">{items.map((item, i) => itemOf(t, item, i))}</ul>, n <= FEW),
    total && (
      <p class="total">
        <span>{t('is-total')}</span> {total}
      </p>
    ),
  ];
}

function itemOf(t: Translate, item: CartItem, i: number) {
  const price = moneyWords(t.locale, item.price);
  const quantity = number(item.quantity) || 1;
  return (
    <li key={i}>
      <div>
        {titled(item.name, [text(item.id), text(item.url)].filter(Boolean).join(' · '))}
        {facts(t, item, ['id', 'name', 'url', 'quantity', price && 'price'])}
      </div>
      <span>
        {quantity > 1 && `${quantity} × `}
        {price}
      </span>
    </li>
  );
}
