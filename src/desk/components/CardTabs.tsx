import { useRef } from 'preact/hooks';
import { strings } from '../strings.js';

type Tab = 'details' | 'timeline';
const TABS: readonly Tab[] = ['details', 'timeline'];

interface Props {
  tab: Tab;
  /** Entries of the timeline that came while the details were shown. */
  unseen: number;
  onPick(tab: Tab): void;
}

/** What of the card is shown; the arrow keys move between the two. */
export function CardTabs({ tab, unseen, onPick }: Props) {
  const list = useRef<HTMLDivElement>(null);
  return (
    <div
      class="card-tabs"
      role="tablist"
      aria-label={strings.card.tabs}
      ref={list}
      onKeyDown={({ key }) => {
        if (key !== 'ArrowLeft' && key !== 'ArrowRight') return;
        const next = TABS.find((each) => each !== tab)!;
        onPick(next);
        list.current?.querySelector<HTMLElement>(`#card-tab-${next}`)?.focus();
      }}
    >
      {TABS.map((each) => (
        <button
          key={each}
          type="button"
          role="tab"
          id={`card-tab-${each}`}
          aria-selected={each === tab}
          aria-controls="card-panel"
          tabIndex={each === tab ? 0 : -1}
          onClick={() => onPick(each)}
        >
          {strings.card[each]}
          {each === 'timeline' && unseen > 0 && (
            <span class="badge" title={strings.card.unseen(unseen)}>
              {unseen > 99 ? '99+' : unseen}
              <span class="hidden"> {strings.card.unseen(unseen)}</span>
            </span>
          )}
        </button>
      ))}
    </div>
  );
}
