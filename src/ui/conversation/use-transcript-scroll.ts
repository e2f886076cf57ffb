import type { TargetedEvent } from 'preact';
import { useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { Message } from '../../types.js';
import { news } from './rows.js';
import { drawnRows, guessOf, type Range, rangeFor, tail, topsOf } from './window.js';

/** Air above a message that is shown from its top, pixels. */
const GAP = 16;
/** This close to the end is at the end, pixels. */
const NEAR = 40;
/** More that come at once are not all drawn. */
const MANY = 60;
/** Drawn anew in one frame, at most. */
const PASSES = 8;

/** Sets a row off, and leads there whoever goes on from where the focus is. */
function light(row: HTMLElement): void {
  row.tabIndex = -1;
  row.classList.add('lit');
  row.focus({ preventScroll: true });
  const leave = () => {
    row.classList.remove('lit');
    row.removeAttribute('tabindex');
  };
  row.addEventListener('blur', leave, { once: true });
}

/**
 * Where the transcript stands: at the bottom as long as the reader is there or has just written, else on the line that
 * is being read; and which messages are drawn for that. `hasNew`: something came in below; `below` says the same at once.
 */
export function useTranscriptScroll(messages: Message[]) {
  const box = useRef<HTMLDivElement>(null);
  const isAtEnd = useRef(true);
  const lastTop = useRef(0);
  const known = useRef<ReadonlySet<string>>(new Set());
  const below = useRef(false);
  /** The first message that has not been on screen, where the reader is at the end. */
  const first = useRef<string | undefined>(undefined);
  /** The message that is to be shown from its top, once it is drawn. */
  const aim = useRef<string | undefined>(undefined);
  /** The same, where somebody asked for it. */
  const sought = useRef<string | undefined>(undefined);
  /** The message in sight to which the view is tied, and where it was. */
  const anchor = useRef<{ row: HTMLElement; top: number } | undefined>(undefined);
  const heights = useRef(new Map<string, number>());
  /** What the others are taken to be, and of how many rows that was learnt: not of each, since all places change with it. */
  const guess = useRef({ height: guessOf(heights.current), of: 0 });
  const range = useRef<Range & { id: string | undefined }>({ from: 0, to: 0, id: undefined });
  /** Rows that stay drawn: they have the focus, or were written in. */
  const held = useRef(new Set<string>());
  const passes = useRef(0);
  const [hasNew, setNew] = useState(false);
  const [drawing, redraw] = useState(0);
  const mark = (isBelow: boolean) => {
    below.current = isBelow;
    setNew(isBelow);
  };

  const ids = useMemo(() => messages.map(({ id }) => id), [messages]);
  // reckoned anew for other messages, and below once one was measured
  const now = useRef({ ids: [] as string[], tops: [0] });
  if (now.current.ids !== ids) now.current = { ids, tops: topsOf(ids, heights.current, guess.current.height) };

  // what was put before the drawn rows moves them on
  const drawn = range.current;
  const moved = drawn.id === ids[drawn.from] ? 0 : ids.indexOf(drawn.id!) - drawn.from;
  if (drawn.id === undefined) Object.assign(drawn, tail(ids.length));
  else {
    // one that is gone leaves its place to the next
    const by = ids[drawn.from + moved] === drawn.id ? moved : 0;
    drawn.to = isAtEnd.current ? ids.length : Math.min(drawn.to + by, ids.length);
    drawn.from = Math.max(0, Math.min(drawn.from + by, drawn.to - 1));
    if (drawn.to - drawn.from > 4 * MANY) drawn.from = drawn.to - MANY;
  }
  drawn.id = ids[drawn.from];
  const pinned = [...held.current].map((id) => ids.indexOf(id));
  const rows = drawnRows(now.current.tops, drawn, [ids.length - 1, ...pinned]);

  const again = (isFrame?: number) => {
    if (isFrame) passes.current = 0;
    redraw((n) => n + 1);
  };
  const rowOf = (id: string | undefined) =>
    box.current!.querySelector<HTMLElement>(`[data-id="${CSS.escape(id ?? '')}"]`);
  const all = () => [...box.current!.querySelectorAll<HTMLElement>('[data-id]')];
  /** Place of a row in what is scrolled. */
  const topOf = (row: Element) =>
    row.getBoundingClientRect().top - box.current!.getBoundingClientRect().top + box.current!.scrollTop;
  const tie = () => {
    const element = box.current!;
    // not the row, whose divider may go
    const articles = [...element.querySelectorAll('article')];
    const row = articles.find((it) => topOf(it) + it.offsetHeight > element.scrollTop);
    anchor.current = row && { row, top: topOf(row) };
  };
  const toEnd = () => {
    isAtEnd.current = true;
    box.current!.scrollTop = box.current!.scrollHeight;
    lastTop.current = box.current!.scrollTop;
  };
  /** Shows a message from its top; false while it is not drawn. */
  const show = (id: string) => {
    const row = rowOf(id);
    if (row) {
      isAtEnd.current = false;
      box.current!.scrollTop = topOf(row) - GAP;
      if (sought.current === id) light(row);
      sought.current = undefined;
    }
    return !!row;
  };

  /** Puts the view where it belongs after anything has changed its size, and sees that enough is drawn. */
  const settle = (isSized?: unknown) => {
    const element = box.current!;
    // a closed panel has no places: it is done when it opens
    if (!element.clientHeight) return;
    let isOff = false;
    for (const row of all()) {
      const { height } = row.getBoundingClientRect();
      const { id } = row.dataset;
      if (Math.abs((heights.current.get(id!) ?? 0) - height) < 0.5) continue;
      heights.current.set(id!, height);
      isOff = true;
    }
    const { size } = heights.current;
    if (size >= 2 * guess.current.of) guess.current = { height: guessOf(heights.current), of: size };
    if (isOff) now.current.tops = topsOf(now.current.ids, heights.current, guess.current.height);
    if (aim.current) {
      if (show(aim.current)) aim.current = undefined;
    } else if (isAtEnd.current) {
      toEnd();
      const { current: id } = first;
      first.current = undefined;
      const row = id && rowOf(id);
      // more came in than there is room for: it is read from where it begins
      if (row && topOf(row) - GAP < element.scrollTop) show(id);
      else if (id && !row) {
        isAtEnd.current = false;
        aim.current = id;
      }
    } else if (anchor.current?.row.isConnected) {
      const { row, top } = anchor.current;
      const by = topOf(row) - top;
      if (Math.abs(by) >= 0.5) element.scrollTop += by;
    }
    tie();
    look(isOff, isSized);
  };
  /** Draws other rows where those drawn are not enough for the view. */
  const look = (isOff?: boolean, isSized?: unknown) => {
    const element = box.current!;
    const { ids, tops } = now.current;
    const first = rowOf(range.current.id);
    // from what is drawn, which may stand where the places were others
    const start = first ? topOf(first) - tops[range.current.from]! : topOf(element.querySelector('.rows')!);
    const aimed = aim.current ? ids.indexOf(aim.current) : -1;
    const top = aimed < 0 ? element.scrollTop - start : tops[aimed]!;
    const next = rangeFor(tops, range.current, top, element.clientHeight);
    const isSame = next.from === range.current.from && next.to === range.current.to;
    if (!isSame) Object.assign(range.current, next, { id: ids[next.from] });
    if (isSame && !isOff) return;
    // sizes that change while sizes are told would be an error of the page's; and however they change, a frame is drawn
    const isLater = isSized || passes.current++ > PASSES;
    if (isLater) requestAnimationFrame(again);
    else again();
  };

  useLayoutEffect(() => {
    const isOpening = !known.current.size;
    const came = news(known.current, messages);
    known.current = new Set(ids);
    const hasWritten = came.some(({ author }) => author?.kind === 'visitor');
    if (hasWritten) isAtEnd.current = true;
    if (isAtEnd.current) first.current = isOpening || hasWritten ? undefined : (first.current ?? came[0]?.id);
    else if (came[0]) mark(true);
  }, [messages]);
  useLayoutEffect(() => settle(), [messages, drawing]);

  useLayoutEffect(() => {
    const element = box.current!;
    // the keyboard, the composer and what is loaded late change the height under a reader
    const observer = new ResizeObserver(settle);
    observer.observe(element);
    observer.observe(element.firstElementChild!);
    return () => observer.disconnect();
  }, []);

  // of the event, which may still come when the element is gone
  const onScroll = ({ currentTarget }: TargetedEvent<HTMLElement>) => {
    const { scrollHeight, scrollTop, clientHeight } = currentTarget;
    if (scrollHeight - scrollTop - clientHeight < NEAR) {
      // not on the way to somewhere else
      isAtEnd.current = !aim.current;
      mark(false);
    } else if (scrollTop < lastTop.current) isAtEnd.current = false; // only a reader moves up: the end moves away downwards
    lastTop.current = scrollTop;
    if (!box.current) return;
    tie();
    look();
  };

  return {
    box,
    hasNew,
    below,
    onScroll,
    rows,
    held: held.current,
    toEnd() {
      isAtEnd.current = true;
      aim.current = undefined;
      again();
    },
    /** Shows a message from its top. */
    goTo(id: string) {
      aim.current = sought.current = id;
      isAtEnd.current = false;
      again();
    },
  };
}
