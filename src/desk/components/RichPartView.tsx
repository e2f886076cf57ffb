import { formatMoney } from '../../core/money.js';
import type { CartItem, Money, RichPart } from '../../types.js';
import { LOCALE } from '../format.js';
import { strings } from '../strings.js';
import { Facts } from './Facts.js';
import { Link } from './Link.js';
import { Text } from './PartView.js';

/** What was shown or asked, by its words: nothing is loaded from elsewhere while an agent reads. */
export function RichPartView({ part }: { part: RichPart }) {
  // the lines that follow are for whoever cannot draw it
  const said = part.text.split('\n', 1)[0]!;
  return (
    <>
      {said && <Text text={said} />}
      <Content part={part} />
    </>
  );
}

function Content({ part }: { part: RichPart }) {
  const words = strings.rich;
  switch (part.type) {
    case 'carousel':
    case 'list':
      return <Lines label={words[part.type]} lines={part.type === 'list' ? part.items : (part.cards ?? [])} />;
    case 'buttons':
      return <Lines label={words.buttons} lines={part.buttons.map(({ label, url }) => ({ title: label, url }))} />;
    case 'list-picker':
      return <Lines label={words.offered} lines={part.items} />;
    case 'date-picker':
      return (
        <Lines
          label={words.offered}
          lines={(part.offers?.length ? part.offers : [words.day]).map((title) => ({ title: title.replace('T', ' ') }))}
        />
      );
    case 'order': {
      const { id, status, items = [], total } = part.order;
      return <Facts facts={[[words.order, id], [words.status, status], ...sums(items, total)]} />;
    }
    case 'cart':
      return (
        <Facts facts={[[words.cart, words.lines(part.cart.items.length)], ...sums(part.cart.items, part.cart.total)]} />
      );
  }
}

const sums = (items: CartItem[], total: Money | undefined) => [
  ...items.map(({ name, price, quantity = 1 }) => {
    const sum = formatMoney(LOCALE, { ...price, amount: price.amount * quantity });
    return [quantity > 1 ? `${quantity} × ${name}` : name, sum] as const;
  }),
  [strings.rich.total, total && formatMoney(LOCALE, total)] as const,
];

function Lines({
  label,
  lines,
}: {
  label: string;
  lines: { title: string; text?: string; url?: string | undefined }[];
}) {
  return (
    <ul class="choices" aria-label={label}>
      {lines.map(({ title, text, url }, i) => (
        <li key={i}>
          {url ? <Link url={url}>{title}</Link> : title}
          {text && `: ${text}`}
        </li>
      ))}
    </ul>
  );
}
