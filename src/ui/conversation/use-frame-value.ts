import { useLayoutEffect, useState } from 'preact/hooks';
import type { ReadonlySignal } from '../../core/signal.js';

/**
 * The value of a signal that may change many times in a frame: the component renders once for all of them. A page in the
 * background has no frames, and gets a timer's pace.
 */
export function useFrameValue<T>(signal: ReadonlySignal<T>): T {
  const [value, setValue] = useState(() => signal.value);
  useLayoutEffect(() => {
    let isWaiting = false;
    let isOver = false;
    const draw = () => {
      isWaiting = false;
      if (!isOver) setValue(() => signal.value);
    };
    const undo = signal.subscribe(() => {
      if (isWaiting) return;
      isWaiting = true;
      if (document.hidden) setTimeout(draw);
      else requestAnimationFrame(draw);
    });
    return () => {
      isOver = true;
      undo();
    };
  }, [signal]);
  return value;
}
