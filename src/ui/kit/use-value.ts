import { useLayoutEffect, useState } from 'preact/hooks';
import type { ReadonlySignal } from '../../core/signal.js';

/** The value of a signal; the component renders again when it changes. */
export function useValue<T>(signal: ReadonlySignal<T>): T {
  const [, changed] = useState(() => signal.value);
  useLayoutEffect(() => signal.subscribe((value) => changed(() => value)), [signal]);
  return signal.value;
}
