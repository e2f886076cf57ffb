import type { Store } from '../../core/store.js';

/** With the theme `inherit`: light or dark as the page around `host` is, also when that changes. Returns the undo. */
export function attachInherit(store: Store, host: HTMLElement): () => void {
  const root = document.documentElement;
  const system = matchMedia('(prefers-color-scheme: dark)');
  const look = () => {
    if (store.options.value.theme !== 'inherit') return;
    // over the page it stands beside the body, whose own scheme is the page's
    const around = host.parentElement === root ? document.body : host.parentElement;
    const { colorScheme } = getComputedStyle(around ?? root);
    const meta = document.querySelector<HTMLMetaElement>('meta[name="color-scheme"]');
    const says = /light|dark/.test(colorScheme) ? colorScheme : `${meta?.content}`;
    const isDark = says.includes('dark') && (system.matches || !says.includes('light'));
    host.setAttribute('theme', isDark ? 'dark' : 'light');
  };
  const observer = new MutationObserver(() => {
    watch();
    look();
  });
  // a router may have replaced the body; what is observed already stays so
  const watch = () => {
    observer.observe(root, { attributes: true, childList: true });
    if (document.body) observer.observe(document.body, { attributes: true });
  };
  watch();
  system.addEventListener('change', look);
  host.shadowRoot?.addEventListener('moved', look);
  const unsubscribe = store.options.subscribe(look);
  return () => {
    observer.disconnect();
    system.removeEventListener('change', look);
    host.shadowRoot?.removeEventListener('moved', look);
    unsubscribe();
  };
}
