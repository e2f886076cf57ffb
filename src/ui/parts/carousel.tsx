import { useEffect, useRef, useState } from 'preact/hooks';
import type { CardItem, Message, Part } from '../../types.js';
import { list, text } from '../kit/gate.js';
import { BACK, Icon, NEXT } from '../kit/icon.js';
import { usePanel } from '../panel/use-panel.js';
import { ButtonRow } from './buttons.js';
import { kit } from './parts-kit.js';
import { firstLine, Said } from './said.js';

/** Half a pixel is lost where the page is zoomed. */
const NEAR = 2;

/** How far the start of each card is from the start of the row, pixels along the line of writing. */
function starts(row: HTMLElement): number[] {
  const isLeftwards = getComputedStyle(row).direction === 'rtl';
  const box = row.getBoundingClientRect();
  return [...row.children].map((card) => {
    const one = card.getBoundingClientRect();
    return isLeftwards ? box.right - one.right : one.left - box.left;
  });
}

/** Cards side by side, moved by hand, by the arrows below them or by the arrow keys, and never by themselves. */
export function CarouselView({ part, message }: { part: Extract<Part, { type: 'carousel' }>; message: Message }) {
  const { t } = usePanel();
  const words = text(part.text);
  const cards = list(part.cards);
  if (cards.length) return <Cards words={words} cards={cards} message={message} />;
  return (
    <p class="bubble" dir="auto">
      {words || t('cannotShow')}
    </p>
  );
}

function Cards({ words, cards, message }: { words: string; cards: CardItem[]; message: Message }) {
  const { t } = usePanel();
  const row = useRef<HTMLUListElement>(null);
  const [{ at, isEnd }, place] = useState({ at: 0, isEnd: false });

  const look = () => {
    const element = row.current;
    if (!element) return;
    const found = starts(element).findIndex((start) => start > -NEAR);
    const { scrollLeft, scrollWidth, clientWidth } = element;
    place({
      at: found < 0 ? cards.length - 1 : found,
      isEnd: Math.abs(scrollLeft) + clientWidth > scrollWidth - NEAR,
    });
  };
  useEffect(() => {
    look();
    const watch = new ResizeObserver(look);
    watch.observe(row.current!);
    return () => watch.disconnect();
  }, []);

  const isAtRest = at === 0 && isEnd;
  const move = (by: number) => {
    const element = row.current!;
    const start = starts(element)[Math.min(Math.max(at + by, 0), cards.length - 1)] ?? 0;
    // only along the row: the list of messages must not move with it
    element.scrollBy({ left: getComputedStyle(element).direction === 'rtl' ? -start : start });
  };
  return (
    <div class="several">
      <Said words={words} />
      <ul
        ref={row}
        class="carousel"
        tabIndex={isAtRest ? undefined : 0}
        aria-label={firstLine(words) || undefined}
        onScroll={look}
        onKeyDown={(event) => {
          const isLeftwards = getComputedStyle(event.currentTarget).direction === 'rtl';
          const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
          if (!by || event.target !== event.currentTarget || event.altKey || event.ctrlKey || event.metaKey) return;
          event.preventDefault();
          move(isLeftwards ? -by : by);
        }}
      >
        {cards.map((card, i) => (
          <li key={i}>
            <kit.CardView part={card} />
            <ButtonRow buttons={card.buttons} message={message} />
          </li>
        ))}
      </ul>
      {!isAtRest && (
        <div class="arrows small">
          {/* not disabled: the focus would be lost at the last one */}
          <button type="button" aria-label={t('earlierCards')} aria-disabled={at === 0} onClick={() => move(-1)}>
            <Icon d={BACK} flip />
          </button>
          <span>{t('placeOf', { n: at + 1, of: cards.length })}</span>
          <button type="button" aria-label={t('laterCards')} aria-disabled={isEnd} onClick={() => move(1)}>
            <Icon d={NEXT} flip />
          </button>
        </div>
      )}
    </div>
  );
}
