import type { Watch } from './signals.js';

const IDLE = 60_000;
/** Pixels per millisecond: on the way to the tabs or the address, and not just a slip. */
const SPEED = 0.3;
/** Speed is measured over at least this long, and over no more than four times that. */
const SAMPLE = 50;

/** A mouse that leaves the window upwards in haste, and nothing done for a minute while the page is to be seen. */
export const watchPresence: Watch = (note, scope) => {
  let y = 0;
  let at = Number.NEGATIVE_INFINITY;
  scope.on<PointerEvent>('pointermove', ({ clientY, timeStamp }) => {
    if (timeStamp - at < SAMPLE) return;
    y = clientY;
    at = timeStamp;
  });
  scope.on<PointerEvent>(
    'pointerleave',
    ({ clientY, timeStamp, pointerType, buttons }) => {
      const time = timeStamp - at;
      const isFast = time <= 4 * SAMPLE && y - clientY >= SPEED * time;
      if (clientY <= 0 && isFast && pointerType === 'mouse' && !buttons) note('exit-intent');
    },
    document.documentElement,
  );

  let last = 0;
  let undo: (() => void) | undefined;
  const check = () => {
    const left = last + IDLE - scope.now();
    undo = undefined;
    if (left > 0) undo = scope.after(left, check);
    else note('idle');
  };
  const wake = () => {
    last = scope.now();
    if (!document.hidden) undo ??= scope.after(IDLE, check);
  };
  wake();
  scope.on('pointermove pointerdown keydown wheel scroll input', wake);
  scope.on('visibilitychange', () => {
    undo?.();
    undo = undefined;
    wake();
  });
};
