/**
 * Where our one element stands, beside its place over the page: in a box of the host's, or in a modal of theirs. And what
 * it takes from the page around it. A download of its own, when the first of these is asked for.
 */
import { SobaniError } from '../../core/errors.js';
import type { Store } from '../../core/store.js';
import { adopt, styleSheet } from '../../theme/adopt.js';
import type { Launcher } from '../launcher/launcher.js';
import { attachCustom } from './custom.js';
import { attachInherit } from './inherit.js';
import css from './inline.css?inline';
import { attachLooks } from './looks.js';

let sheet: CSSStyleSheet | undefined;

export interface Places {
  /** Puts the panel into a box of the page, without launcher; null takes it back over the page. */
  mount(box: Element | null): void;
  /** Puts our element into a modal of the page, which else would make it inert; null takes it back. */
  moveTo(into: Element | null): void;
  leave(): void;
}

const check = (into: unknown) => {
  if (into === null || (into instanceof Element && into.isConnected)) return;
  throw new SobaniError('invalid', 'It must be an element of this page, or null.', { path: 'element' });
};

export function createPlaces(store: Store, launcher: Launcher, onError: (error: SobaniError) => void): Places {
  const { host, root } = launcher;
  let box: Element | null = null;
  let modal: Element | null = null;
  let wasOpen = false;
  const panel = (isOpen: boolean) => {
    if (store.isOpen.value !== isOpen) store.apply({ type: 'panel', isOpen }, 'host');
  };
  const end = () => {
    if (!box) return;
    box = null;
    host.removeAttribute('inline');
    root.querySelector('[part="panel"]')?.setAttribute('role', 'dialog');
    panel(wasOpen);
  };
  launcher.home = () => [box, modal].find((it) => it?.isConnected) ?? undefined;
  // the box went, by a router perhaps
  const look = () => {
    if (box && host.parentNode !== box) end();
  };
  root.addEventListener('moved', look);
  const undo = [attachCustom(store, onError), attachInherit(store, host), attachLooks(store, root, onError)];

  return {
    mount(to) {
      check(to);
      sheet ??= styleSheet(css);
      adopt(root, sheet);
      if (!to) {
        end();
        return launcher.move();
      }
      if (!box) wasOpen = store.isOpen.value;
      box = to;
      host.setAttribute('inline', '');
      launcher.move();
      panel(true);
      // it is a part of the page there
      root.querySelector('[part="panel"]')?.setAttribute('role', 'region');
    },
    moveTo(into) {
      check(into);
      end();
      modal = into;
      launcher.move();
      if (!into) return;
      // above it, and placed by the window however that one is
      host.popover = 'manual';
      host.showPopover?.();
    },
    leave() {
      delete launcher.home;
      root.removeEventListener('moved', look);
      for (const undoOne of undo) undoOne();
    },
  };
}
