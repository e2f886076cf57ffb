import type { PanelHost } from '../host.js';
import { isIme } from '../kit/ime.js';

const TABBABLE = 'button:enabled, input, select, textarea, a[href], [tabindex="0"]';

/** Milliseconds without a change after which a keyboard has come to rest. Sizes that follow it frame by frame fight with Safari. */
const REST = 80;

/** Where the browser has a way back that is no page of the history. */
interface Watcher {
  onclose: (() => void) | null;
  destroy(): void;
}

const canScroll = (element: Element) =>
  element.scrollHeight > element.clientHeight && /auto|scroll/.test(getComputedStyle(element).overflowY);

/** Where the panel fills the screen it is modal, and keeps clear of the keyboard. Returns the undo. */
export function attachPhone(panel: HTMLElement, { messenger, state: { isOpen } }: PanelHost): () => void {
  const root = panel.getRootNode() as ShadowRoot;
  const { host } = root;
  const phone = matchMedia('(max-width: 480px)'); // the style sheet says the same
  const undo = new AbortController();
  const { signal } = undo;
  const on = (target: EventTarget | null, type: string, listener: (event: never) => void, options = {}) =>
    target?.addEventListener(type, listener as EventListener, { signal, ...options });
  const isModal = () => phone.matches && isOpen.value && !host.hasAttribute('inline');

  const view = window.visualViewport;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const fit = () => {
    // a page that was zoomed by hand is larger than what is seen of it, and is left alone
    const isZoomed = view!.scale > 1.01;
    panel.style.setProperty('--height', isZoomed ? '' : `${view!.height}px`);
    panel.style.setProperty('--top', isZoomed ? '' : `${view!.offsetTop}px`);
  };
  const fitSoon = () => {
    clearTimeout(timer);
    timer = setTimeout(fit, REST);
  };
  // a keyboard covers the page without resizing it
  on(view, 'resize', fitSoon);
  on(view, 'scroll', fitSoon);

  /** The way back of a phone, which closes the panel instead of leaving the page. */
  let watcher: Watcher | undefined;
  const look = () => {
    panel.setAttribute('aria-modal', `${phone.matches && !host.hasAttribute('inline')}`);
    if (!isModal()) {
      watcher?.destroy();
      watcher = undefined;
    } else if (!watcher && 'CloseWatcher' in window) {
      watcher = new (window as unknown as { CloseWatcher: new () => Watcher }).CloseWatcher();
      watcher.onclose = () => {
        watcher = undefined;
        void messenger.close();
      };
    }
  };
  on(phone, 'change', look);
  on(root, 'moved', look);
  const unsubscribe = isOpen.subscribe(look);

  on(panel, 'keydown', (event: KeyboardEvent) => {
    if (event.key !== 'Tab' || !isModal() || isIme(event)) return;
    const all = [...panel.querySelectorAll<HTMLElement>(TABBABLE)];
    const { activeElement } = root;
    if (activeElement !== (event.shiftKey ? all[0] : all[all.length - 1]) && activeElement !== panel) return;
    event.preventDefault();
    all[event.shiftKey ? all.length - 1 : 0]?.focus();
  });
  // the arrows above a keyboard lead to the fields behind, too
  on(document, 'focusin', ({ target }: FocusEvent) => {
    if (isModal() && target !== host && !host.contains(target as Node)) panel.focus({ preventScroll: true });
  });
  // what scrolls in the panel keeps its scrolling to itself; a finger on the rest would scroll the page behind
  const still = (event: TouchEvent) => {
    if (!isModal() || event.touches.length > 1 || !event.cancelable) return;
    const inside = event.composedPath();
    const scrolls = inside.slice(0, inside.indexOf(panel)).some((it) => it instanceof Element && canScroll(it));
    if (!scrolls) event.preventDefault();
  };
  on(panel, 'touchmove', still, { passive: false });
  return () => {
    undo.abort();
    unsubscribe();
    clearTimeout(timer);
    watcher?.destroy();
  };
}
