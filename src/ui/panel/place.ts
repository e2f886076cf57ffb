/**
 * Brings the panel back as it was where the launcher has moved our element, or put it back where a router took it off the
 * page: an element that leaves the document loses its scroll positions and the focus. Returns the undo.
 */
export function attachPlace(panel: HTMLElement): () => void {
  const root = panel.getRootNode() as ShadowRoot;
  const tops = new WeakMap<Element, number>();
  let focused = root.activeElement as HTMLElement | null;
  const undo = new AbortController();
  const on = (type: string, listener: (target: HTMLElement) => void) =>
    root.addEventListener(type, (event) => listener(event.target as HTMLElement), {
      signal: undo.signal,
      capture: true,
    });

  on('scroll', (it) => tops.set(it, it.scrollTop));
  on('focusin', (it) => {
    focused = it;
  });
  // the browser may say that it is blurred because it is taken away, too: in the next task that is known
  on('focusout', (it) =>
    setTimeout(() => {
      if (focused === it && root.activeElement !== it) focused = null;
    }),
  );

  const restore = () => {
    for (const it of panel.querySelectorAll('.scroll, textarea')) it.scrollTop = tops.get(it) ?? 0;
    // it has not just been opened: no entrance
    for (const animation of panel.getAnimations()) animation.finish();
    if (document.activeElement === document.body) focused?.focus({ preventScroll: true });
  };
  on('moved', restore);
  // a script of the page may have moved it, too
  const observer = new MutationObserver((records) => {
    const isBack = records.some(({ removedNodes }) => [...removedNodes].includes(root.host));
    if (isBack && root.host.isConnected) restore();
  });
  observer.observe(document.documentElement, { childList: true });
  return () => {
    undo.abort();
    observer.disconnect();
  };
}
