import { isIme } from '../kit/ime.js';

const TABBABLE = 'button:enabled, input, textarea, a[href], [tabindex="0"]';

/** Where the panel fills the screen it is modal, and keeps clear of the keyboard. Returns the undo. */
export function attachPhone(panel: HTMLElement): () => void {
  const phone = matchMedia('(max-width: 480px)'); // the style sheet says the same
  const undo = new AbortController();
  const on = (target: EventTarget | null, type: string, listener: (event: never) => void) =>
    target?.addEventListener(type, listener as EventListener, { signal: undo.signal });

  const view = window.visualViewport;
  const fit = () => {
    // a page that was zoomed by hand is larger than what is seen of it, and is left alone
    const isZoomed = view!.scale > 1.01;
    panel.style.setProperty('--height', isZoomed ? '' : `${view!.height}px`);
    panel.style.setProperty('--top', isZoomed ? '' : `${view!.offsetTop}px`);
  };
  // a keyboard covers the page without resizing it
  on(view, 'resize', fit);
  on(view, 'scroll', fit);

  const modal = () => panel.setAttribute('aria-modal', `${phone.matches}`);
  on(phone, 'change', modal);
  modal();

  on(panel, 'keydown', (event: KeyboardEvent) => {
    if (event.key !== 'Tab' || !phone.matches || isIme(event)) return;
    const all = [...panel.querySelectorAll<HTMLElement>(TABBABLE)];
    const { activeElement } = panel.getRootNode() as ShadowRoot;
    if (activeElement !== (event.shiftKey ? all[0] : all[all.length - 1]) && activeElement !== panel) return;
    event.preventDefault();
    all[event.shiftKey ? all.length - 1 : 0]?.focus();
  });
  return () => undo.abort();
}
