import type { ComponentChildren } from 'preact';
import { useId, useState } from 'preact/hooks';
import { formatMoney } from '../../core/money.js';
import { safeUrl } from '../../core/url.js';
import type { enMoreParts } from '../../i18n/en-more-parts.js';
import { time } from '../../i18n/time.js';
import type { Translate } from '../../i18n/translate.js';
import type { CartItem, Money, Part } from '../../types.js';
import { list, number, text } from '../kit/gate.js';
import { linkTo } from '../kit/url.js';
import { usePanel } from '../panel/use-panel.js';
import { Said } from './said.js';

/** Lines that are shown at once. One more would cost as much room as the button. */
const SHOWN = 4;

type Status = Extract<keyof typeof enMoreParts, `status-${string}`>;
const STATUSES = ['processing', 'shipped', 'delivered', 'cancelled', 'returned', 'refunded'];

/** As the locale writes it; nothing for a sum that is none. */
function sum(t: Translate, money: Money | undefined, times = 1): string {
  try {
    return money && Number.isSafeInteger(money.amount)
      ? formatMoney(t.locale, { amount: money.amount * times, currency: text(money.currency) })
      : '';
  } catch {
    return '';
  }
}

/** An order: which, how it stands, its lines and what they come to. */
export function OrderView({ part }: { part: Extract<Part, { type: 'order' }> }) {
  const { t } = usePanel();
  const order = part.order ?? {};
  const status = text(order.status);
  const known = STATUSES.includes(status.toLowerCase());
  return (
    <Sheet part={part} title={t('orderOf', { id: text(order.id) })} items={order.items} total={order.total}>
      {status && (
        <span class="status" dir="auto">
          {known ? t(`status-${status.toLowerCase()}` as Status) : status}
        </span>
      )}
      {number(order.at) > 0 && (
        <small>{t('placedOn', { when: time(t.locale, number(order.at), { dateStyle: 'medium' }) })}</small>
      )}
    </Sheet>
  );
}

/** What is in the cart, and what it comes to. */
export function CartView({ part }: { part: Extract<Part, { type: 'cart' }> }) {
  const { t } = usePanel();
  const cart = part.cart ?? {};
  return (
    <Sheet part={part} title={t('yourCart')} items={cart.items} total={cart.total}>
      {!list(cart.items)[0] && <small>{t('emptyCart')}</small>}
    </Sheet>
  );
}

interface SheetProps {
  part: { text: string };
  title: string;
  items: CartItem[] | undefined;
  total: Money | undefined;
  children: ComponentChildren;
}

function Sheet({ part, title, items, total, children }: SheetProps) {
  const { t } = usePanel();
  const id = useId();
  const [isOpen, setOpen] = useState(false);
  const lines = list(items);
  const isLong = lines.length > SHOWN + 1;
  const whole = sum(t, total);
  return (
    <div class="several">
      <Said words={part.text} />
      <section class="sheet summary" aria-labelledby={id}>
        <div class="head">
          <strong id={id} dir="auto">
            {title}
          </strong>
          {children}
        </div>
        {lines[0] && (
          <ul>
            {(isLong && !isOpen ? lines.slice(0, SHOWN) : lines).map((line, i) => (
              <Line key={i} line={line} />
            ))}
          </ul>
        )}
        {isLong && (
          <button type="button" class="more small" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
            {isOpen ? t('fewerLines') : t('allLines', { n: lines.length })}
          </button>
        )}
        {whole && (
          <p class="total">
            <span>{t('total')}</span> <strong>{whole}</strong>
          </p>
        )}
      </section>
    </div>
  );
}

function Line({ line }: { line: CartItem }) {
  const { t } = usePanel();
  const quantity = Math.max(1, number(line.quantity));
  const url = text(line.url) ? safeUrl(text(line.url), location.href) : undefined;
  const one = sum(t, line.price);
  return (
    <li>
      <span>
        <bdi>
          {quantity > 1 && `${quantity.toLocaleString(t.locale)} × `}
          {url ? <a {...linkTo(url)}>{text(line.name)}</a> : text(line.name)}
        </bdi>
        {quantity > 1 && one && <small>{t('each', { price: one })}</small>}
      </span>
      <span class="price">{sum(t, line.price, quantity)}</span>
    </li>
  );
}
