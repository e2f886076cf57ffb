/** What of the page moments are made of: each listener is passive, and there only where a rule needs it. */
import type { When } from './format.js';

export interface Triggers {
  /** Another page is there: time and depth begin anew. */
  begin(): void;
  /** The visitor typed somewhere within the last two seconds, or does not see the page. */
  isBusy(): boolean;
}

export interface Hears {
  time(seconds: number): void;
  idle(seconds: number): void;
  scroll(from: number, to: number): void;
  exit(): void;
}

/** Milliseconds without a key after which whoever wrote has paused. */
export const PAUSE = 2_000;
const SECOND = 1_000;

/** Calls back when the page rests, once for however many calls there were meanwhile. */
export function soon(run: () => void): () => void {
  let isPlanned = false;
  return () => {
    if (isPlanned) return;
    isPlanned = true;
    (window.requestIdleCallback ?? setTimeout)(
      () => {
        isPlanned = false;
        run();
      },
      { timeout: SECOND } as never,
    );
  };
}

/** Seconds that go by only while the page is to be seen, from `begin` on: each of these is told once. */
function stopwatch(seconds: readonly number[], tell: (seconds: number) => void, signal: AbortSignal) {
  const all = [...new Set(seconds)].sort((a, b) => a - b);
  let spent = 0;
  let from = 0;
  let told = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const stop = () => {
    if (timer === undefined) return;
    clearTimeout(timer);
    timer = undefined;
    spent += performance.now() - from;
  };
  const go = () => {
    stop();
    if (signal.aborted || document.hidden || told === all.length) return;
    from = performance.now();
    timer = setTimeout(
      () => {
        stop();
        // a timer may come a moment early
        while (told < all.length && spent >= all[told]! * SECOND - 50) tell(all[told++]!);
        go();
      },
      Math.max(0, all[told]! * SECOND - spent),
    );
  };
  document.addEventListener('visibilitychange', go, { signal });
  signal.addEventListener('abort', stop);
  return () => {
    stop();
    spent = told = 0;
    go();
  };
}

/** @param moments of all rules */
export function watchPage(moments: readonly When[], hears: Hears, signal: AbortSignal): Triggers {
  const on = <E extends Event>(types: string, listener: (event: E) => void, target: EventTarget = window) => {
    for (const type of types.split(' ')) {
      target.addEventListener(type, listener as EventListener, { signal, passive: true, capture: target === window });
    }
  };
  const secondsOf = (kind: 'time' | 'idle') => moments.flatMap((when) => (when.on === kind ? [when.seconds] : []));
  const has = (kind: When['on']) => moments.some((when) => when.on === kind);

  let written = Number.NEGATIVE_INFINITY;
  on('input', () => {
    written = performance.now();
  });

  const begins: (() => void)[] = [];
  if (has('time')) begins.push(stopwatch(secondsOf('time'), hears.time, signal));
  if (has('idle')) {
    const again = stopwatch(secondsOf('idle'), hears.idle, signal);
    let last = Number.NEGATIVE_INFINITY;
    begins.push(again);
    on('pointermove pointerdown keydown wheel scroll input', () => {
      const now = performance.now();
      // often enough for whole seconds, and next to nothing for a pointer that moves
      if (now - last < SECOND / 2) return;
      last = now;
      again();
    });
  }
  if (has('exit')) {
    on<PointerEvent>(
      'pointerleave',
      ({ clientY, pointerType, buttons }) => {
        if (clientY <= 0 && pointerType === 'mouse' && !buttons) hears.exit();
      },
      document.documentElement,
    );
  }
  if (has('scroll')) {
    let deepest = -1;
    const measure = soon(() => {
      if (signal.aborted) return;
      const { scrollTop, clientHeight, scrollHeight } = document.scrollingElement ?? document.documentElement;
      const to = Math.min(1, (scrollTop + clientHeight) / Math.max(1, scrollHeight));
      if (to <= deepest) return;
      hears.scroll(deepest, to);
      deepest = to;
    });
    on<Event>('scroll', ({ target }) => {
      // not of a part of the page
      if (target === document) measure();
    });
    begins.push(() => {
      deepest = -1;
      measure();
    });
  }
  return {
    begin() {
      for (const begin of begins) begin();
    },
    isBusy: () => document.hidden || performance.now() - written < PAUSE,
  };
}
