/** Puts the panel into the launcher's root: sheets, focus, and what must not leak to the page. */
import { adopt, styleSheet } from '../theme/adopt.js';
import hostCss from '../theme/host.css?inline';
import type { PanelHost } from './host.js';
import type { Launcher } from './launcher/launcher.js';
import { renderPanel } from './panel/panel.js';
import { attachWake, type Wakeable } from './wake.js';

export interface MountOptions {
  launcher: Launcher;
  /** Everything the panel is given, but the root. */
  host: Omit<PanelHost, 'root'>;
  /** What the page's coming and going concerns. */
  page: Wakeable;
  /** The visitor did something in our interface. */
  onAct(): unknown;
}

/** A host page has shortcuts; what is typed here is none of its business. */
const KEPT =
  'keydown keypress keyup beforeinput input paste compositionstart compositionupdate compositionend focusin focusout';

/** Returns its undo, which takes the element off the page. */
export function mount({ launcher, host, page, onAct }: MountOptions): () => void {
  const { state } = host;
  const { root, host: element, button } = launcher;
  adopt(root, styleSheet(hostCss));

  const into = document.createElement('div');
  into.part.add('panel');
  into.hidden = true;
  root.append(into);

  const listeners = new AbortController();
  const { signal } = listeners;
  attachWake(page, signal);
  for (const type of KEPT.split(' ')) {
    element.addEventListener(type, (event) => event.stopPropagation(), { signal });
  }
  for (const type of ['pointerdown', 'keydown']) into.addEventListener(type, onAct, { signal, passive: true });

  const badge = () => launcher.badge(state.isOpen.value ? 0 : state.unread.value);
  let unrender: (() => void) | undefined;
  const undo = [
    state.options.subscribe((options) => {
      launcher.update({ ...options, locale: state.locale.value });
      element.setAttribute('theme', options.theme ?? 'auto');
      element.lang = state.locale.value;
      element.dir = /^(ar|fa|he|ur)\b/.test(element.lang) ? 'rtl' : 'ltr';
    }),
    state.unread.subscribe(badge),
    state.isOpen.subscribe((isOpen) => {
      launcher.expand(isOpen);
      badge();
      // the first time it shows itself, once it is drawn
      if (unrender) into.hidden = !isOpen;
      if (isOpen) unrender ??= renderPanel({ ...host, root }, into);
      // never to the body, where a keyboard user would be lost
      else if (unrender && root.activeElement !== button && document.activeElement === element) {
        button.focus({ preventScroll: true });
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
