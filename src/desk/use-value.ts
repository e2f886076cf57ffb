import { effect, type ReadonlySignal } from '@preact/signals-core';
import { useLayoutEffect, useReducer, useRef } from 'preact/hooks';

/** The signal's value; the component renders again when it changes. */
export function useValue<T>(signal: ReadonlySignal<T>): T {
  const [, render] = useReducer((n: number) => n + 1, 0);
  const value = signal.peek();
  const shown = useRef(value);
  shown.current = value;
  useLayoutEffect(
    () =>
      effect(() => {
        if (signal.value !== shown.current) render(undefined);
      }),
    [signal],
  );
  return value;
}
