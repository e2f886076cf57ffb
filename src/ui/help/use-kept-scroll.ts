import type { TargetedEvent } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { usePanel } from '../panel/use-panel.js';

/** A scroller that comes back as it was left. */
export function useKeptScroll(key: string) {
  const { scrolls } = usePanel();
  const box = useRef<HTMLElement>(null);
  useLayoutEffect(() => {
    box.current!.scrollTop = scrolls.get(key) ?? 0;
  }, [key]);
  return {
    ref: box,
    onScroll: ({ currentTarget }: TargetedEvent<HTMLElement>) => void scrolls.set(key, currentTarget.scrollTop),
  };
}
