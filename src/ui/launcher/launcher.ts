/**
 * Our one element, its shadow root and the launcher in it: plain DOM, because this is all that a page load pays for.
 * The panel joins the same root later.
 */
import { onAccent } from '../../theme/accent.js';
import type { Options } from '../../types.js';
import css from './launcher.css?inline';

export interface Launcher {
  readonly host: HTMLElement;
  readonly root: ShadowRoot;
  readonly button: HTMLButtonElement;
  /** Looks as these options say. */
  update(options: Partial<Options>): void;
  /** As the option says. */
  show(isShown: boolean | undefined): void;
  expand(isOpen: boolean): void;
  /** Unread messages; 0 shows no badge. */
  badge(count: number): void;
  /** Where the element belongs, if not in the modal dialog that is open, or else beside the body. */
  home?: () => Element | undefined;
  /** Moves it to where it belongs now. */
  move(): void;
  /** Called when it has been moved. */
  onMove?: () => void;
  /** Off the page, and not put back. */
  remove(): void;
}

/**
 * Its name, said before any language file is there; `aria-expanded` says what a press does. Languages in Latin script call it a
 * chat as well.
 */
const LABELS: Record<string, string> = { ja: 'チャット', ko: '채팅', zh: '聊天', ar: 'دردشة' };

/** How often in a row, each time within a second, the element is moved to where it belongs. */
const MOST_MOVES = 20;

export const TAG = 'sobani-messenger';

const BUBBLE = 'M12 4c-5 0-9 3.3-9 7.5 0 2.4 1.3 4.5 3.3 5.9L6 21l3.6-2.2q1.2.2 2.4.2c5 0 9-3.3 9-7.5S17 4 12 4z';
const CHEVRON = 'm6 9.5 6 6 6-6';

/** Draws it into the page. `onPress` toggles the panel; `onIntent` runs at the first sign that it will be pressed. */
export function createLauncher(options: Partial<Options>, onPress: () => void, onIntent?: () => void): Launcher {
  const { documentElement } = document;
  const host = document.createElement(TAG);
  const root = host.attachShadow({ mode: 'open' });
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  root.adoptedStyleSheets = [sheet];

  const button = document.createElement('button');
  const count = document.createElement('b');
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  const path = document.createElementNS(svg.namespaceURI, 'path');
  const set = (element: Element, attributes: Record<string, unknown>) => {
    for (const name in attributes) element.setAttribute(name, attributes[name] as string);
  };
  set(svg, { viewBox: '0 0 24 24' });
  set(button, { part: 'launcher', 'aria-haspopup': 'dialog' });
  svg.append(path);
  button.append(svg, count);
  root.append(button);

  let given = options;
  let isWanted: boolean;
  /** Paths without a launcher. Made once, since what asks for it is heard with each move of the pointer. */
  let hides: RegExp;
  const look = () => {
    button.hidden = !isWanted || hides.test(location.pathname);
  };
  /** Presses and their first signs: of ours, and of the page's own launchers, also those that come later. */
  const watch = (event: Event) => {
    // where a browser does not tell of a router's doing, what comes after it does
    look();
    try {
      const path = event.composedPath() as HTMLElement[];
      const found = path.find((it) => it === button || it.matches?.(given.launcherSelector!));
      if (!found) return;
      onIntent?.();
      if (event.type !== 'click') return;
      event.preventDefault();
      // Safari does not, and then it could not come back
      found.focus();
      onPress();
    } catch {}
  };
  const listeners = new AbortController();
  const how = { capture: true, signal: listeners.signal };
  // before the page's modals, which keep from the rest what is pressed outside them
  addEventListener('click', watch, how);
  (window as { navigation?: EventTarget }).navigation?.addEventListener('currententrychange', watch, how);

  const launcher: Launcher = {
    host,
    root,
    button,
    update(next) {
      given = next;
      const paths = `${next.hideOn}`
        .replace(/, */g, '|')
        .replace(/[^\w*|]/g, '\\$&')
        .replace(/\*/g, '.*');
      hides = new RegExp(`^(${paths})$`);
      // what goes on elsewhere in the page is heard only where that concerns us
      const where = next.launcherSelector || next.hideOn ? window : button;
      where.addEventListener('pointerover', watch, how);
      where.addEventListener('focusin', watch, how);
      const { accent, side, zIndex, locale, offsetX, offsetY } = next;
      const language = (locale || documentElement.lang || navigator.language).slice(0, 2);
      set(button, { 'aria-label': `${LABELS[language] ?? 'Chat'} ${count.textContent}`.trim() });
      const styles: Record<string, unknown> = {
        accent,
        'on-accent': accent && onAccent(accent),
        'z-index': zIndex,
        'offset-x': offsetX && `${offsetX}px`,
        'offset-y': offsetY && `${offsetY}px`,
      };
      for (const name in styles) {
        if (styles[name] != null) host.style.setProperty(`--sobani-${name}`, styles[name] as string);
      }
      if (side) set(host, { side });
      look();
    },
    show(isShown) {
      // an attribute says it in words
      isWanted = `${isShown}` !== 'false';
      look();
    },
    expand(isOpen) {
      set(button, { 'aria-expanded': isOpen });
      set(path, { d: isOpen ? CHEVRON : BUBBLE });
    },
    badge(unread) {
      count.textContent = (unread > 9 ? '9+' : unread || '') as string;
      // what it shows is part of what it is called
      launcher.update(given);
    },
    move() {
      // where a browser does not know `:modal`, there are none
      const modal = `dialog:is(${`${given.followDialogs}` === 'false' ? '' : ':modal'})`;
      const dialog = [...document.querySelectorAll(modal)].pop();
      // beside the body, not in it: routers replace and transform bodies
      const to = launcher.home?.() ?? dialog ?? documentElement;
      if (host.parentNode === to) return;
      // no fight with a page that takes it away each time it is put back
      setTimeout(() => moves--, 1_000);
      if (moves++ > MOST_MOVES) return;
      host.popover = null;
      to.append(host);
      // above the dialog, and placed by the window however that one is
      if (to === dialog) {
        host.popover = 'manual';
        host.showPopover?.();
      }
      observer.observe(document, { subtree: true, attributeFilter: ['open'], childList: to !== documentElement });
      launcher.onMove?.();
    },
    remove() {
      listeners.abort();
      observer.disconnect();
      host.remove();
    },
  };
  let moves = 0;
  // some replace what stands beside it too: it is back before the next frame
  const observer = new MutationObserver(launcher.move);
  observer.observe(documentElement, { childList: true });
  launcher.expand(false);
  launcher.update(options);
  launcher.show(options.launcher);
  launcher.move();
  return launcher;
}
