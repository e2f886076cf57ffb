import { focusIn } from './focus.js';

/**
 * Brings the panel back as it was where the launcher has moved our element, or put it back where a router took it off the
 * page: an element that leaves the document loses its scroll positions and the focus.
 *
 * And where what has the focus in the panel goes, or can be used no more, as a choice that was taken, the focus moves to where
 * one writes, or else to the panel: from the page below, Tab would begin at its top and Escape would not be heard. Returns
 * the undo.
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

  const keep = () => {
    const it = focused;
    if (!it || !root.host.isConnected || (it.isConnected && !it.matches(':disabled'))) return;
    focused = null;
    // a browser may leave it there until it draws again
    it.blur();
    if (!panel.hidden) focusIn(panel, 'textarea, .ended button', true);
  };
  on('scroll', (it) => tops.set(it, it.scrollTop));
  on('focusin', (it) => {
    focused = it;
  });
  // the browser may say that it is blurred because it is taken away, too: in the next task that is known
  on('focusout', (it) =>
    setTimeout(() => {
      keep();
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
    // not all browsers tell of it by a blur. A frame later: who takes it away may lead it elsewhere
    requestAnimationFrame(keep);
  });
  observer.observe(panel, { childList: true, subtree: true, attributeFilter: ['disabled'] });
  observer.observe(document.documentElement, { childList: true });
  return () => {
    undo.abort();
    observer.disconnect();
  };
}
