import { signal } from './signal.js';

/** The address now, path and query. */
export const address = signal(new URL(location.href));

/** Goes to an address of the shop. */
export function navigate(path: string): void {
  const url = new URL(path, location.href);
  if (url.href !== location.href) {
    history.replaceState({ y: scrollY }, '');
    history.pushState({ y: 0 }, '', url);
  }
  address.set(url);
}

/** Makes links within the shop, and the back and forward buttons, change the page without loading it. */
export function startRouter(): void {
  history.scrollRestoration = 'manual';
  addEventListener('popstate', () => address.set(new URL(location.href)));
  document.addEventListener('click', (event) => {
    if (
      event.defaultPrevented ||
      event.button !== 0 ||
      event.metaKey ||
      event.ctrlKey ||
      event.shiftKey ||
      event.altKey
    )
      return;
    const link = event.target instanceof Element ? event.target.closest('a') : null;
    if (!link || link.origin !== location.origin || link.target || link.hasAttribute('download')) return;
    // an address inside this page, as the skip link's, is the browser's own
    if (link.hash && link.pathname === location.pathname && link.search === location.search) return;
    event.preventDefault();
    navigate(link.href);
  });
}

/** Where this entry of the history was scrolled to. */
export function scrollOfEntry(): number {
  const state: unknown = history.state;
  return typeof state === 'object' && state !== null && 'y' in state && typeof state.y === 'number' ? state.y : 0;
}
