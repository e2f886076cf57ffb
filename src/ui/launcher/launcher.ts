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
  show(isShown: boolean): void;
  expand(isOpen: boolean): void;
  /** Unread messages; 0 shows no badge. */
  badge(count: number): void;
  /** Off the page, and not put back. */
  remove(): void;
}

/**
 * Its name, said before any language file is there; `aria-expanded` says what a press does. Languages in Latin script call it a
 * chat as well.
 */
const LABELS: Record<string, string> = { ja: 'チャット', ko: '채팅', zh: '聊天', ar: 'دردشة' };

/** How often in a row, each time within a second, the element is put back where the page takes it away. */
const MOST_LOSSES = 20;

export const TAG = 'sobani-messenger';

const BUBBLE = 'M12 4c-5 0-9 3.3-9 7.5 0 2.4 1.3 4.5 3.3 5.9L6 21l3.6-2.2q1.2.2 2.4.2c5 0 9-3.3 9-7.5S17 4 12 4z';
const CHEVRON = 'm6 9.5 6 6 6-6';

/** Draws it into the page. `onPress` toggles the panel; `onIntent` runs at the first sign that it will be pressed. */
export function createLauncher(options: Partial<Options>, onPress: () => void, onIntent?: () => void): Launcher {
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
  set(svg, { viewBox: '0 0 24 24', 'aria-hidden': true });
  set(button, { type: 'button', part: 'launcher', 'aria-haspopup': 'dialog' });
  svg.append(path);
  button.append(svg, count);
  root.append(button);
  button.onclick = onPress;
  button.onpointerenter = button.onfocus = button.ontouchstart = onIntent ?? null;

  const launcher: Launcher = {
    host,
    root,
    button,
    update({ accent, side, zIndex, locale }) {
      const language = (locale || document.documentElement.lang || navigator.language).slice(0, 2);
      set(button, { 'aria-label': LABELS[language] ?? 'Chat' });
      if (accent) {
        host.style.setProperty('--sobani-accent', accent);
        host.style.setProperty('--sobani-on-accent', onAccent(accent));
      }
      if (zIndex != null) host.style.setProperty('--sobani-z-index', `${zIndex}`);
      if (side) set(host, { side });
    },
    show(isShown) {
      button.hidden = !isShown;
    },
    expand(isOpen) {
      set(button, { 'aria-expanded': isOpen });
      set(path, { d: isOpen ? CHEVRON : BUBBLE });
    },
    badge(unread) {
      count.textContent = unread ? (unread > 9 ? '9+' : `${unread}`) : '';
    },
    remove() {
      observer.disconnect();
      host.remove();
    },
  };
  const attach = () => {
    const { documentElement } = document;
    // beside the body, not in it: routers replace and transform bodies
    documentElement.append(host);
    observer.observe(documentElement, { childList: true });
  };
  // some replace what stands beside it too: it is back before the next frame
  let losses = 0;
  let lostAt = 0;
  const observer = new MutationObserver(() => {
    if (host.isConnected) return;
    const now = performance.now();
    if (now - lostAt > 1_000) losses = 0;
    lostAt = now;
    // no fight with a page that takes it away each time it is put back
    if (losses++ < MOST_LOSSES) attach();
  });
  launcher.expand(false);
  // an attribute says it in words
  launcher.show(`${options.launcher}` !== 'false');
  launcher.update(options);
  attach();
  return launcher;
}
