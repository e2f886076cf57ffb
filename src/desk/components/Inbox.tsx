import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { useDesk } from '../context.js';
import { strings } from '../strings.js';
import { useValue } from '../use-value.js';
import { Icon } from './Icon.js';
import { Row } from './Row.js';

const isField = (target: EventTarget | null) =>
  target instanceof HTMLElement && target.closest('input, textarea, select, [role=menu]') !== null;

export function Inbox() {
  const desk = useDesk();
  const rows = useValue(desk.state.rows);
  const list = useValue(desk.state.list);
  const filter = useValue(desk.state.filter);
  const openId = useValue(desk.state.openId);
  const ready = useValue(desk.state.ready);
  const apps = useValue(desk.state.apps);
  const [cursor, setCursor] = useState<string | null>(null);
  const field = useRef<HTMLInputElement>(null);
  const items = useRef<HTMLUListElement>(null);
  // one row is in the tab order: where the agent was last, else the open one, else the first
  const at = (id: string | null) => rows.findIndex((row) => row.id === id);
  const active = Math.max(at(cursor) >= 0 ? at(cursor) : at(openId), 0);

  const focusRow = (index: number) => {
    const all = items.current?.children ?? [];
    all[Math.min(Math.max(index, 0), all.length - 1)]?.querySelector('button')?.focus();
  };

  // reads the page and the store, not this rendering: keys may come faster than effects run
  useLayoutEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || isField(event.target)) return;
      const { key } = event;
      const { activeElement } = document;
      const focused = [...(items.current?.children ?? [])].findIndex((item) => item.contains(activeElement));
      const open = desk.state.rows.peek().findIndex((row) => row.id === desk.state.openId.peek());
      const from = focused >= 0 ? focused : open;
      const hasArrows = focused >= 0 || activeElement === document.body;
      if (key === '/') field.current?.focus();
      else if (key === 'j' || (hasArrows && key === 'ArrowDown')) focusRow(from + 1);
      else if (key === 'k' || (hasArrows && key === 'ArrowUp')) focusRow(from - 1);
      else return;
      event.preventDefault();
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, [desk]);

  const [title, more] = strings.empty[list];
  return (
    <section class="inbox" aria-label={strings.inbox.conversations(strings.lists[list])}>
      <header class="inbox-head">
        <h1>{strings.lists[list]}</h1>
        <div class="filter">
          <Icon name="filter" />
          <input
            ref={field}
            type="text"
            aria-label={strings.inbox.filter}
            placeholder={strings.inbox.filterHint}
            value={filter}
            onInput={(event) => {
              desk.state.filter.value = event.currentTarget.value;
            }}
            onKeyDown={(event) => {
              if (event.key === 'Escape') {
                desk.state.filter.value = '';
                focusRow(active);
              } else if (event.key === 'ArrowDown') focusRow(0);
              else return;
              event.preventDefault();
            }}
          />
          {filter ? (
            <button
              type="button"
              class="icon-button small"
              aria-label={strings.inbox.clear}
              onClick={() => {
                desk.state.filter.value = '';
                field.current?.focus();
              }}
            >
              <Icon name="close" />
            </button>
          ) : (
            <kbd>/</kbd>
          )}
        </div>
      </header>
      {rows.length > 0 && (
        <ul class="rows" ref={items}>
          {rows.map((row, i) => (
            <li key={row.id}>
              <Row
                conversation={row}
                list={list}
                showApp={apps > 1}
                isOpen={row.id === openId}
                tabbable={i === active}
                onFocus={() => setCursor(row.id)}
              />
            </li>
          ))}
        </ul>
      )}
      {rows.length === 0 && ready && (
        <div class="empty">
          {filter ? (
            <p>{strings.inbox.noMatch(filter)}</p>
          ) : (
            <>
              <p class="empty-title">{title}</p>
              <p>{more}</p>
            </>
          )}
        </div>
      )}
      {rows.length === 0 && !ready && <p class="empty late">{strings.connection.connecting}</p>}
    </section>
  );
}
