/** What may be called at any time, and twice. */
export interface Wakeable {
  wake(): void;
  disconnect(): void;
  resume(): unknown;
}

/**
 * What the page tells about the network and about its own coming and going, until `signal` aborts. What it says of the
 * network is taken as a hint to try sooner, never to stop trying. `unload` is never used: it costs the bfcache.
 */
export function attachWake({ wake, disconnect, resume }: Wakeable, signal: AbortSignal): void {
  const on = (target: EventTarget, type: string, act: () => unknown) => target.addEventListener(type, act, { signal });
  on(window, 'online', wake);
  on(document, 'visibilitychange', () => document.hidden || wake());
  // an open socket would keep the page out of the bfcache, or die in it, as in a frozen tab
  on(window, 'pagehide', disconnect);
  on(document, 'freeze', disconnect);
  on(document, 'resume', resume);
  on(window, 'pageshow', resume);
}
