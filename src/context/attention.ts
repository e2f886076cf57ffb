/** How long a page was to be seen, and how far down: without a timer, and without a layout of our own. */
import type { Scope } from './scope.js';

export interface Attention {
  /** Of the page since it was last begun. Depth is in percent, and undefined until it is known. */
  read(): { ms: number; depth: number | undefined };
  /** Another page, perhaps in the same document. */
  begin(): void;
}

export function watchAttention(scope: Scope): Attention {
  // on a server nobody looks
  if (!globalThis.window) return { read: () => ({ ms: 0, depth: undefined }), begin() {} };
  let ms = 0;
  let depth: number | undefined;
  let from: number | undefined;

  const count = () => {
    const now = scope.now();
    // a clock may be put back
    if (from !== undefined) ms += Math.max(0, now - from);
    from = document.hidden ? undefined : now;
  };
  // called when the browser has just laid out the page: what is read then is there
  const laidOut = new ResizeObserver(() => {
    laidOut.disconnect();
    const { scrollTop, clientHeight, scrollHeight } = document.scrollingElement ?? document.documentElement;
    depth = Math.max(depth ?? 0, Math.min(100, Math.round(((scrollTop + clientHeight) / scrollHeight) * 100)));
  });
  const look = scope.soon(() => laidOut.observe(document.documentElement));
  count();
  look();
  scope.on('visibilitychange', count);
  scope.on('scroll', ({ target }) => {
    // not of a part of the page
    if (target === document) look();
  });
  scope.atEnd(() => laidOut.disconnect());
  return {
    read() {
      count();
      return { ms, depth };
    },
    begin() {
      count();
      ms = 0;
      // routers draw after the address has changed: until it is scrolled, what is seen may be the page before
      depth = undefined;
    },
  };
}
