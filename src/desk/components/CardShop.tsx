import type { CartItem, Money, Snapshot } from '../../types.js';
import { exactLabel, moneyLabel } from '../format.js';
import { strings } from '../strings.js';
import { Link } from './Link.js';
import { Section } from './Section.js';

interface ItemsProps {
  items: CartItem[];
  total: Money | undefined;
  /** What relative addresses count from. */
  base: string;
}

function Items({ items, total, base }: ItemsProps) {
  return (
    <ul class="items">
      {items.map((item) => (
        <li key={item.id}>
          <span class="item-name" dir="auto">
            {item.url ? (
              <Link url={item.url} base={base}>
                {item.name}
              </Link>
            ) : (
              item.name
            )}
            {(item.quantity ?? 1) !== 1 && <span class="faint"> {strings.card.quantity(item.quantity ?? 1)}</span>}
          </span>
          <span class="sum">{moneyLabel(item.price, item.quantity ?? 1)}</span>
        </li>
      ))}
      {total && (
        <li class="items-total">
          <span>{strings.card.total}</span>
          <span class="sum">{moneyLabel(total)}</span>
        </li>
      )}
    </ul>
  );
}

/** The cart now and the last order, as the host set them. */
export function CardShop({ snapshot: { cart, order, page } }: { snapshot: Snapshot }) {
  const text = strings.card;
  return (
    <>
      {cart && (
        <Section title={text.cart}>
          {cart.items.length ? (
            <Items items={cart.items} total={cart.total} base={page.url} />
          ) : (
            <p class="faint">{text.emptyCart}</p>
          )}
        </Section>
      )}
      {order && (
        <Section title={text.order}>
          <p class="line">
            <span dir="auto">{order.id}</span>
            {order.status && <span class="tag">{order.status}</span>}
          </p>
          {order.at !== undefined && <p class="faint">{exactLabel(order.at)}</p>}
          {(order.items?.length || order.total) && (
            <Items items={order.items ?? []} total={order.total} base={page.url} />
          )}
        </Section>
      )}
    </>
  );
}
