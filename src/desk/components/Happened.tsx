import type { ComponentChildren } from 'preact';
import type { CartChange, DeskEntry } from '../../wire/desk.js';
import { useDesk } from '../context.js';
import { moneyLabel, pathLabel } from '../format.js';
import type { Line } from '../history.js';
import { strings } from '../strings.js';
import { Icon, type IconName } from './Icon.js';
import { Link } from './Link.js';
import { Clock } from './Time.js';

const ICONS: Record<DeskEntry['kind'], IconName> = {
  page: 'page',
  product: 'eye',
  cart: 'cart',
  order: 'box',
  trouble: 'alert',
  search: 'filter',
  article: 'article',
  event: 'bolt',
  conversation: 'bubble',
  answer: 'bot',
  rating: 'star',
};
/** Changes of one cart that are told; the rest is counted. */
const CHANGES = 3;
const text = strings.history;

const Said = ({ children }: { children: ComponentChildren }) => (
  <span class="line" dir="auto">
    {children}
  </span>
);
const More = ({ children }: { children: ComponentChildren }) => (
  <span class="happened-more" dir="auto">
    {children}
  </span>
);

function Change({ change: { name, quantity, was } }: { change: CartChange }) {
  const word = quantity === 0 ? text.removed : was === 0 ? text.added : null;
  const amount = word ? Math.max(quantity, was) : 0;
  return (
    <Said>
      <span>
        {word && `${word} `}
        <b>{name}</b>
        {word ? amount !== 1 && ` ${strings.card.quantity(amount)}` : ` ${text.quantity(was, quantity)}`}
      </span>
    </Said>
  );
}

function Cart({ entry: { event, changes, items, total } }: { entry: DeskEntry & { kind: 'cart' } }) {
  return (
    <>
      {event === 'emptied' && <Said>{text.emptied}</Said>}
      {event === 'found' && <Said>{text.found(items)}</Said>}
      {event === 'changed' && changes.slice(0, CHANGES).map((change) => <Change key={change.name} change={change} />)}
      {event === 'changed' && changes.length > CHANGES && <More>{text.moreChanges(changes.length - CHANGES)}</More>}
      {event === 'found' && <More>{changes.map(({ name }) => name).join(', ')}</More>}
      {event !== 'emptied' && <More>{text.cart(moneyLabel(total))}</More>}
    </>
  );
}

interface TalkProps {
  title: string;
  said: string | undefined;
  conversation: string;
  /** The one that is open. */
  open: string;
}

function Talk({ title, said, conversation, open }: TalkProps) {
  const desk = useDesk();
  return (
    <>
      <Said>{title}</Said>
      {said && <More>{said}</More>}
      {conversation !== open && (
        <button type="button" class="text-button" onClick={() => desk.open(conversation)}>
          {text.openIt}
        </button>
      )}
    </>
  );
}

function Content({ entry, open }: { entry: DeskEntry; open: string }) {
  switch (entry.kind) {
    case 'page': {
      const stay = [entry.ms && text.stayed(entry.ms), entry.depth && text.depth(entry.depth)].filter(Boolean);
      return (
        <>
          <Said>{entry.title || strings.card.untitled}</Said>
          <Link url={entry.url} class="path">
            {pathLabel(entry.url)}
          </Link>
          {stay.length > 0 && <More>{stay.join(' · ')}</More>}
        </>
      );
    }
    case 'product':
      return (
        <>
          <Said>
            <span>
              {text.looked} <b>{entry.name}</b>
            </span>
          </Said>
          {entry.price && <More>{moneyLabel(entry.price)}</More>}
        </>
      );
    case 'cart':
      return <Cart entry={entry} />;
    case 'order':
      return (
        <>
          <Said>
            <span>
              {text.order} <b>{entry.order}</b>
            </span>
            {entry.status && <span class="tag">{entry.status}</span>}
          </Said>
          {entry.total && <More>{moneyLabel(entry.total)}</More>}
        </>
      );
    case 'trouble':
      return (
        <>
          <Said>{strings.card.signal(entry.type, entry.count)}</Said>
          {entry.detail && <More>{entry.detail}</More>}
        </>
      );
    case 'search':
      return (
        <>
          <Said>
            <span>
              {text.searched} <b>{entry.query}</b>
            </span>
          </Said>
          {entry.hits === 0 && <More>{text.noHits}</More>}
        </>
      );
    case 'article':
      return (
        <>
          <Said>
            <span>
              {text.read} <b>{entry.title || entry.article}</b>
            </span>
          </Said>
          {entry.helpful !== undefined && <More>{entry.helpful ? text.helped : text.notHelped}</More>}
          {entry.reason && <More>“{entry.reason}”</More>}
        </>
      );
    case 'event': {
      const data = Object.entries(entry.data).filter(([, value]) => value !== null);
      return (
        <>
          <Said>
            <span>
              {text.tracked} <b>{entry.name}</b>
            </span>
          </Said>
          {data.length > 0 && <More>{data.map(([key, value]) => `${key}: ${value}`).join(' · ')}</More>}
        </>
      );
    }
    case 'conversation':
      return <Talk title={text[entry.event]} said={entry.text} conversation={entry.conversation} open={open} />;
    case 'rating':
      return (
        <>
          <Said>
            <span>
              {strings.rating.kinds[entry.type]} <b>{strings.rating.score(entry.score, entry.max)}</b>
            </span>
          </Said>
          {entry.remark && <More>{entry.remark}</More>}
        </>
      );
    case 'answer':
      return (
        <>
          <Talk title={text.answered} said={entry.question} conversation={entry.conversation} open={open} />
          <Said>
            <b>{entry.answer}</b>
          </Said>
        </>
      );
  }
}

/** One thing that happened. */
export function Happened({ line: { entry, times }, open }: { line: Line; open: string }) {
  return (
    <li class={`happened ${entry.kind}`}>
      <span class="happened-icon">
        <Icon name={ICONS[entry.kind]} />
      </span>
      <div class="happened-what">
        <Content entry={entry} open={open} />
      </div>
      <span class="happened-when">
        <Clock at={entry.at} />
        {times > 1 && <span class="tag">{text.times(times)}</span>}
      </span>
    </li>
  );
}
