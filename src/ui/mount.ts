/** Puts the panel into the launcher's root: sheets, focus, and what must not leak to the page. */

import { attachWake, type Wakeable } from '../core/wake.js';
import { adopt, styleSheet } from '../theme/adopt.js';
import hostCss from '../theme/host.css?inline';
import type { PanelHost } from './host.js';
import type { Launcher } from './launcher/launcher.js';
import { renderPanel } from './panel/panel.js';

export interface MountOptions {
  launcher: Launcher;
  /** Everything the panel is given, but the root. */
  host: Omit<PanelHost, 'root'>;
  /** What the page's coming and going concerns. */
  page: Wakeable;
  /** The visitor did something in our interface. */
  onAct(): unknown;
  /** The options ask for what comes with `places`. */
  onPlaces(): void;
}

/** A host page has shortcuts; what is typed here is none of its business. */
const KEPT =
  'keydown keypress keyup beforeinput input paste compositionstart compositionupdate compositionend focusin focusout pointerdown mousedown';

/** Returns its undo, which takes the element off the page. */
export function mount({ launcher, host, page, onAct, onPlaces }: MountOptions): () => void {
  const { state } = host;
  const { root, host: element, button } = launcher;
  adopt(root, styleSheet(hostCss));

  const into = document.createElement('div');
  into.part.add('panel');
  into.hidden = true;
  root.append(into);

  launcher.onMove = () => void root.dispatchEvent(new Event('moved'));

  const listeners = new AbortController();
  const { signal } = listeners;
  attachWake(page, signal);
  for (const type of KEPT.split(' ')) {
    element.addEventListener(type, (event) => event.stopPropagation(), { signal });
  }
  // what keeps the focus in a modal of the page would take it back when it hears that it left for here
  const leave = (event: FocusEvent) => {
    const isModals = (event.target as Element).closest?.('[role$="dialog"]');
    if (isModals && event.relatedTarget === element) event.stopImmediatePropagation();
  };
  addEventListener('focusout', leave, { signal, capture: true });
  for (const type of ['pointerdown', 'keydown']) into.addEventListener(type, onAct, { signal, passive: true });

  const badge = () => launcher.badge(state.isOpen.value ? 0 : state.unread.value);
  let unrender: (() => void) | undefined;
  /** Of the page: where the focus was before the panel opened. */
  let opener: HTMLElement | null | undefined;
  const undo = [
    state.options.subscribe((options) => {
      launcher.update({ ...options, locale: state.locale.value });
      const { theme = 'auto', font, styles, launcherSelector } = options;
      // how the page looks is said there
      if (theme !== 'inherit') element.setAttribute('theme', theme);
      else onPlaces();
      if (font || styles || launcherSelector) onPlaces();
      // with nothing to say it is no attribute of ours either
      element.style.setProperty('--sobani-scale', options.textSize ? `${options.textSize / 100}` : '');
      element.lang = state.locale.value;
      element.dir = /^(ar|fa|he|ur)\b/.test(element.lang) ? 'rtl' : 'ltr';
    }),
    state.unread.subscribe(badge),
    state.isOpen.subscribe((isOpen) => {
      launcher.expand(isOpen);
      badge();
      // never to the body, where a keyboard user would be lost; and before what has the focus is hidden, which takes it away
      if (!isOpen && root.activeElement !== button && document.activeElement === element) {
        for (const to of [button, opener]) to?.focus({ preventScroll: true });
      }
      // the first time it shows itself, once it is drawn
      into.hidden = !isOpen || !unrender;
      if (isOpen) {
        opener = document.activeElement as HTMLElement | null;
        unrender ??= renderPanel({ ...host, root }, into);
      }
    }),
  ];

  return () => {
    for (const undoOne of undo) undoOne();
    listeners.abort();
    unrender?.();
    launcher.remove();
  };
}
