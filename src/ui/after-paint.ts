/** Frames, some 130 ms, that what appears has to itself. */
const CALM = 8;

/** Runs when something that appears has been painted, so that what is fetched ahead delays nothing. */
export const afterPaint = (run: () => void, frames = CALM): void =>
  void (frames ? requestAnimationFrame(() => afterPaint(run, frames - 1)) : setTimeout(run));
