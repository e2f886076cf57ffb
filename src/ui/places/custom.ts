import { SobaniError } from '../../core/errors.js';
import type { Store } from '../../core/store.js';

/** What is said of a launcher to who cannot see it. */
const SAID = ['aria-haspopup', 'aria-expanded'];

const isSelector = (text: string) => CSS.supports(`selector(${text})`);

/** Keeps said on the page's own launchers, also on those that come later, whether the panel is open. Returns the undo. */
export function attachCustom(store: Store, onError: (error: SobaniError) => void): () => void {
  const before = new WeakMap<Element, (string | null)[]>();
  const all = () => {
    const { launcherSelector } = store.options.value;
    return launcherSelector && isSelector(launcherSelector) ? [...document.querySelectorAll(launcherSelector)] : [];
  };
  const set = (element: Element, values: (string | null)[]) => {
    for (const [i, name] of SAID.entries()) {
      const value = values[i] ?? null;
      if (value === null) element.removeAttribute(name);
      else element.setAttribute(name, value);
    }
  };
  const say = () => {
    for (const it of all()) {
      if (!before.has(it)) {
        const had = SAID.map((name) => it.getAttribute(name));
        before.set(it, had);
      }
      set(it, ['dialog', `${store.isOpen.value}`]);
    }
  };
  let isPlanned = false;
  const saySoon = () => {
    if (isPlanned) return;
    isPlanned = true;
    requestAnimationFrame(() => {
      isPlanned = false;
      if (!isOver) say();
    });
  };
  // links and buttons are clicked by their keys, other elements are not
  const onKey = (event: KeyboardEvent) => {
    const target = event.composedPath()[0] as HTMLElement;
    if (!/^( |Enter)$/.test(event.key) || /^(A|BUTTON|INPUT|SUMMARY)$/.test(target.tagName)) return;
    if (!all().includes(target)) return;
    event.preventDefault();
    target.click();
  };
  addEventListener('keydown', onKey);
  let isOver = false;
  const observer = new MutationObserver(saySoon);
  const unsubscribe = [
    store.isOpen.subscribe(say),
    store.options.subscribe(({ launcherSelector }) => {
      if (launcherSelector && !isSelector(launcherSelector)) {
        onError(new SobaniError('invalid', 'It must be a CSS selector.', { path: 'launcherSelector' }));
      }
      say();
      if (launcherSelector) observer.observe(document, { subtree: true, childList: true });
      else observer.disconnect();
    }),
  ];
  return () => {
    isOver = true;
    observer.disconnect();
    removeEventListener('keydown', onKey);
    for (const undo of unsubscribe) undo();
    for (const it of all()) set(it, before.get(it) ?? []);
  };
}
