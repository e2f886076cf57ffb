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
    const first = came[0];
    if (first && came.some(({ author }) => author?.kind === 'visitor')) isAtEnd.current = true;
    if (isAtEnd.current) {
      toEnd();
      const start = first && !isOpening ? articles()[shown.indexOf(first)]!.offsetTop - GAP : element.scrollTop;
      if (start < element.scrollTop && came.every(({ author }) => author?.kind !== 'visitor')) {
        element.scrollTop = start;
        isAtEnd.current = false;
      }
    } else {
      if (anchor?.isConnected) element.scrollTop += anchor.offsetTop - top;
      if (first) mark(true);
    }
  }, [shown]);

  useLayoutEffect(() => {
    const element = box.current!;
    // the keyboard, the composer and what is loaded late change the height under a reader who is at the end
    const observer = new ResizeObserver(() => isAtEnd.current && toEnd());
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
