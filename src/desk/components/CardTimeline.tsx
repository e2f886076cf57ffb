import { useMemo, useRef, useState } from 'preact/hooks';
import { useDesk } from '../context.js';
import { dayLabel } from '../format.js';
import { FILTERS, type Line, type Row, rows } from '../history.js';
import type { Thread } from '../state.js';
import { strings } from '../strings.js';
import { useValue } from '../use-value.js';
import { Happened } from './Happened.js';
import { Icon } from './Icon.js';

const text = strings.history;

function Rest({ lines, open }: { lines: Line[]; open: string }) {
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <li class="happened-rest">
        <button type="button" class="text-button" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
          <Icon name="chevron" />
          {text.rest(lines.reduce((sum, { times }) => sum + times, 0))}
        </button>
      </li>
      {isOpen && lines.map((line) => <Happened key={line.entry.id} line={line} open={open} />)}
    </>
  );
}

/** What happened to the customer, newest first; new entries come in while they move. */
export function CardTimeline({ thread: { id, history } }: { thread: Thread }) {
  const desk = useDesk();
  const now = useValue(desk.state.now);
  const list = useRef<HTMLOListElement>(null);
  const { entries, filter, phase, before } = history;
  const shown = useMemo(() => rows(entries), [entries]);

  const show = (row: Row) => {
    if (row.row === 'line') return <Happened key={row.key} line={row.line} open={id} />;
    if (row.row === 'rest') return <Rest key={row.key} lines={row.lines} open={id} />;
    return (
      <li key={row.key} class="happened-day">
        <h3>{dayLabel(row.at, now)}</h3>
      </li>
    );
  };

  const more = async () => {
    const last = list.current?.lastElementChild;
    await desk.people.more(id);
    // the button may be gone: whoever was on it goes on with what it has brought
    if (last?.isConnected && document.activeElement === document.body) {
      list.current?.focus();
    }
  };

  return (
    <section class="history" aria-label={strings.card.timeline}>
      <div class="history-filters" role="radiogroup" aria-label={text.filter}>
        {FILTERS.map((each) => (
          <label key={each}>
            <input
              type="radio"
              name="history-filter"
              checked={each === filter}
              onChange={() => void desk.people.filter(id, each)}
            />
            <span>{text.filters[each]}</span>
          </label>
        ))}
      </div>
      {entries.length > 0 && (
        <ol class="happenings" ref={list} tabIndex={-1} aria-label={text.label}>
          {shown.map(show)}
        </ol>
      )}
      {phase === 'failed' && (
        <div class="problem" role="alert">
          <span>{text.failed}</span>
          <button type="button" class="button small" onClick={() => void desk.people.load(id)}>
            {text.retry}
          </button>
        </div>
      )}
      {phase === 'loading' && !entries.length && (
        <p class="faint late" role="status">
          {text.loading}
        </p>
      )}
      {phase === 'ready' && !entries.length && <p class="faint">{filter === 'all' ? text.none : text.noneOf}</p>}
      {before && (
        <button type="button" class="button small" disabled={phase === 'loading'} onClick={() => void more()}>
          {text.more}
        </button>
      )}
      {phase === 'ready' && !before && entries.length > 0 && <p class="faint history-end">{text.keptFor}</p>}
    </section>
  );
}
