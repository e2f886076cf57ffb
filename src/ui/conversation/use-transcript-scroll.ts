import type { TargetedEvent } from 'preact';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { Message } from '../../types.js';
import { news } from './rows.js';

/** Air above a message that is shown from its top, pixels. */
const GAP = 16;
/** This close to the end is at the end, pixels. */
const NEAR = 40;

/**
 * Where the transcript stands: at the bottom as long as the reader is there or has just written, else on the line that
 * is being read. `hasNew`: something came in below; `below` says the same at once.
 */
export function useTranscriptScroll(shown: Message[]) {
  const box = useRef<HTMLDivElement>(null);
  const isAtEnd = useRef(true);
  const lastTop = useRef(0);
  const known = useRef<ReadonlySet<string>>(new Set());
  const below = useRef(false);
  const latest = useRef(shown);
  /** The first message that has not been on screen, where the reader is at the end. */
  const first = useRef<string | undefined>(undefined);
  const [hasNew, setNew] = useState(false);
  const mark = (isBelow: boolean) => {
    below.current = isBelow;
    setNew(isBelow);
  };

  const articles = () => [...(box.current?.querySelectorAll('article') ?? [])];
  const toEnd = () => {
    isAtEnd.current = true;
    box.current!.scrollTop = box.current!.scrollHeight;
    lastTop.current = box.current!.scrollTop;
  };

  /** To the end; or, where more came in than there is room for, to where it begins. */
  const toNew = () => {
    const element = box.current!;
    // a closed panel has no places: it is done when it opens
    if (!element.clientHeight) return;
    toEnd();
    const article = articles()[latest.current.findIndex(({ id }) => id === first.current)];
    first.current = undefined;
    const start = article ? article.offsetTop - GAP : element.scrollTop;
    if (start >= element.scrollTop) return;
    element.scrollTop = start;
    isAtEnd.current = false;
  };

  // measured before the list changes: the first message in sight, to which the view is tied
  const anchor = isAtEnd.current
    ? undefined
    : articles().find((it) => it.offsetTop + it.offsetHeight > box.current!.scrollTop);
  const top = anchor?.offsetTop ?? 0;

  useLayoutEffect(() => {
    const element = box.current!;
    const isOpening = !known.current.size;
    const came = news(known.current, shown);
    known.current = new Set(shown.map(({ id }) => id));
    latest.current = shown;
    const hasWritten = came.some(({ author }) => author?.kind === 'visitor');
    if (hasWritten) isAtEnd.current = true;
    if (isAtEnd.current) {
      first.current = isOpening || hasWritten ? undefined : (first.current ?? came[0]?.id);
      toNew();
    } else {
      if (anchor?.isConnected) element.scrollTop += anchor.offsetTop - top;
      if (came[0]) mark(true);
    }
  }, [shown]);

  useLayoutEffect(() => {
    const element = box.current!;
    // the keyboard, the composer and what is loaded late change the height under a reader who is at the end
    const observer = new ResizeObserver(() => isAtEnd.current && toNew());
    observer.observe(element);
    observer.observe(element.firstElementChild!);
    return () => observer.disconnect();
  }, []);

  // of the event, which may still come when the element is gone
  const onScroll = ({ currentTarget }: TargetedEvent<HTMLElement>) => {
    const { scrollHeight, scrollTop, clientHeight } = currentTarget;
    if (scrollHeight - scrollTop - clientHeight < NEAR) {
      isAtEnd.current = true;
      mark(false);
    } else if (scrollTop < lastTop.current) isAtEnd.current = false; // only a reader moves up: the end moves away downwards
    lastTop.current = scrollTop;
  };

  return { box, hasNew, below, onScroll, toEnd };
}
